package import Grids

/// What acts on the ground at one place.
package struct Forcing: Hashable, BitwiseCopyable, Sendable {
  /// Mean annual temperature, MAT.
  package var temperature: Quantity<DegreeCelsius>
  /// Mean annual precipitation, MAP.
  package var precipitation: Quantity<MillimetrePerYear>
  package var waterErosion: Quantity<TonnePerHectareYear>
  package var windErosion: Quantity<TonnePerHectareYear>
  /// C = −∇²z: positive on convex ground.
  package var curvature: Quantity<PerMetre>
  /// DTB; `nil` where it is unknown, as is anything below zero or not finite.
  package var depthToBedrock: Quantity<Metre>?

  package init(
    temperature: Quantity<DegreeCelsius>, precipitation: Quantity<MillimetrePerYear>,
    waterErosion: Quantity<TonnePerHectareYear>, windErosion: Quantity<TonnePerHectareYear>,
    curvature: Quantity<PerMetre>, depthToBedrock: Quantity<Metre>? = nil
  ) {
    self.temperature = temperature
    self.precipitation = precipitation
    self.waterErosion = waterErosion
    self.windErosion = windErosion
    self.curvature = curvature
    self.depthToBedrock = depthToBedrock
  }

  package var eemt: Quantity<KilojoulePerSquareMetreYear> {
    effectiveEnergyAndMassTransfer(temperature: temperature, precipitation: precipitation)
  }
}

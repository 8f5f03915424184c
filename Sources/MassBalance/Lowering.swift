package import Grids

extension Quantity where Unit == TonnePerHectareYear {
  /// The surface lowering that this loss of mass causes in ground of `density`.
  ///
  /// 1 t ha⁻¹ is 0.1 kg m⁻², hence the 10 in equation 6 of the paper.
  package func lowering(density: Quantity<KilogramPerCubicMetre>) -> Quantity<MetrePerYear> {
    Quantity<MetrePerYear>(value / (10 * density.value))
  }
}

extension Quantity where Unit == SquareMetrePerYear {
  /// The surface lowering by creep of this diffusivity on ground of `curvature` (C = −∇²z, positive on convex ground).
  ///
  /// Soil moves down the slope in proportion to it, q = −D ∇z, so a ridge loses D · C and a hollow gains. Equation 7 of
  /// the paper reads so only when its curvature is positive on convex ground.
  package func lowering(curvature: Quantity<PerMetre>) -> Quantity<MetrePerYear> {
    Quantity<MetrePerYear>(value * curvature.value)
  }
}

/// The rates at which three processes lower the surface, weighted: equation 6 of the paper.
///
///     E = α Eₓ / (10 ρs) + β Eᵥ / (10 ρs) + γ D C
///
/// with Eₓ the water and Eᵥ the wind erosion.
package struct Erosion: Hashable, BitwiseCopyable, Sendable {
  package var water: Quantity<MetrePerYear>
  package var wind: Quantity<MetrePerYear>
  /// Negative where concave ground gains soil.
  package var gravity: Quantity<MetrePerYear>

  package init(of forcing: Forcing, by parameters: Parameters) {
    let density = Quantity<KilogramPerCubicMetre>(parameters.rhoS)
    water = (parameters.alpha * forcing.waterErosion).lowering(density: density)
    wind = (parameters.beta * forcing.windErosion).lowering(density: density)
    let diffusivity = Quantity<SquareMetrePerYear>(parameters.diffusivity)
    gravity = parameters.gamma * diffusivity.lowering(curvature: forcing.curvature)
  }

  package var total: Quantity<MetrePerYear> { water + wind + gravity }
}

/// The choices that the definitions of terrain attributes leave open.
package struct TerrainSpecification: Hashable, Sendable {
  /// The finite differences of the gradient.
  package enum Stencil: String, CaseIterable, Hashable, Sendable {
    case zevenbergenThorne = "zevenbergen-thorne"
    case horn
  }

  /// Which numbers are called profile and plan curvature.
  package enum Curvature: String, CaseIterable, Hashable, Sendable { case geometric, zt }

  package enum Ruggedness: String, CaseIterable, Hashable, Sendable { case riley, wilson }

  /// What directional curvatures are on level ground.
  package enum FlatCurvature: String, CaseIterable, Hashable, Sendable { case missing, zero }

  package struct Transport: Hashable, Sendable {
    package var areaExponent: Double
    package var slopeExponent: Double
    /// Whether the factor (area exponent + 1) is applied.
    package var hasFactor: Bool
  }

  package struct SlopeLength: Hashable, Sendable {
    /// A flow path is cut where the slope falls below this share of the slope above.
    package var cut: Double
    /// The same where the slope above is gentler than `gentle`.
    package var cutWhenGentle: Double
    /// m/m.
    package var gentle: Double
  }

  package var stencil: Stencil
  package var curvature: Curvature
  package var ruggedness: Ruggedness
  /// m/m, below which ground counts as level.
  package var minimumGradient: Double
  package var flatCurvature: FlatCurvature
  /// m/m, the least tan slope of the wetness index.
  package var minimumTanSlope: Double
  package var transport: Transport
  package var slopeLength: SlopeLength
  /// Cells that drain through a cell and make it a channel, from which slope position counts.
  package var channelCells: Int
  /// Least share of the fine cells under a cell that must have a value.
  package var minimumShare: Double
}

/// The choices that the definitions of terrain attributes leave open.
package struct TerrainSpecification: Hashable, Sendable {
  /// The finite differences of the gradient.
  package enum Stencil: String, CaseIterable, Hashable, Sendable {
    case zevenbergenThorne = "zevenbergen-thorne"
    case horn
  }

  /// Which numbers are called profile and plan curvature.
  package enum Curvature: String, CaseIterable, Hashable, Sendable { case geometric, zt, saga }

  package enum Ruggedness: String, CaseIterable, Hashable, Sendable {
    case riley, wilson, rms
    case rmsOfNine = "rms-of-nine"
  }

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

  /// Where water goes from a cell.
  package enum Routing: String, CaseIterable, Hashable, Sendable { case d8, mfd, dinf }

  /// Where water ends in place of filling a depression until it spills.
  package struct ClosedBasins: Hashable, Sendable {
    /// m.
    package var minimumDepth: Double?
    /// m².
    package var minimumArea: Double?
    package var lakes: Lakes?
  }

  /// Cells of the elevation model in which water ends.
  package struct Lakes: Hashable, Sendable {
    package var source: String
    /// For rasters: the condition on the value under a cell's centre.
    package var condition: Condition?
    /// For vectors.
    package var rule: RasteriseRule?
  }

  /// What becomes of cells without a height.
  package enum Voids: Hashable, Sendable {
    /// They stay without one, and water leaves the model there.
    case masked
    /// Those with heights on two opposite sides, at most so many cells away, get the mean of the heights around them,
    /// each weighted by the inverse of its distance.
    case interpolated(reach: Int)
  }

  /// Which fine cells make a cell of the grid.
  package enum Cells: String, CaseIterable, Hashable, Sendable { case nested, centre }

  /// How the elevation model is cut to be worked in pieces. No result depends on it.
  package struct Tiles: Hashable, Sendable {
    /// Cells along the side of a tile.
    package var side: Int
    /// Tiles below each other.
    package var down: Int
    /// Tiles beside each other.
    package var across: Int
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
  package var routing: Routing
  package var closedBasins: ClosedBasins?
  /// m, how far the position index looks to either side.
  package var positionRadius: Double
  /// Cells that drain through a cell and make it a channel, from which slope position counts.
  package var channelCells: Int
  /// Least share of the fine cells under a cell that must have a value.
  package var minimumShare: Double
  package var cells: Cells
  package var voids: Voids
  /// `nil` to hold the elevation model in memory as a whole.
  package var tiles: Tiles?
}

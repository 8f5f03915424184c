/// The choices that the definitions of terrain attributes leave open. A manifest names those that differ from these.
package struct TerrainOptions: Hashable, Sendable {
  /// The finite differences that give the gradient; second derivatives are Zevenbergen and Thorne's in both.
  package enum Stencil: String, CaseIterable, Hashable, Sendable {
    /// Four neighbours (Zevenbergen and Thorne 1987).
    case zevenbergenThorne = "zevenbergen-thorne"
    /// Eight neighbours, sides weighted twice (Horn 1981). Smoother: the two differ by up to 12.8 degrees of slope on
    /// steep ground at 90 m.
    case horn
  }

  /// Which numbers are called profile and plan curvature.
  package enum CurvatureConvention: String, CaseIterable, Hashable, Sendable {
    /// Profile: curvature of the normal section down the slope; plan: curvature of the contour line.
    case geometric = "true"
    /// Second directional derivatives along and across the gradient (Zevenbergen and Thorne 1987).
    case zevenbergenThorne = "zt"
    /// Esri's: general and plan curvature of `zt` times 100, profile curvature times −100, so that it is negative where
    /// the slope is convex; in 1/100 m⁻¹.
    case esri
    /// SAGA 8.5's C_PROF, C_PLAN and C_TANG, which take half of the second derivatives along the axes and the whole of
    /// the mixed one, and so change when the ground is turned: to match what was made with it.
    case saga
  }

  /// Which mean of the height differences to the eight neighbours is called ruggedness.
  package enum Ruggedness: String, CaseIterable, Hashable, Sendable {
    /// Root of the sum of squares (Riley et al. 1999). Distance does not enter, so cells need not be square.
    case riley
    /// Mean of the absolute values (Wilson et al. 2007).
    case wilson
    /// Root of the mean of the eight squares, Riley's over √8 (WhiteboxTools).
    case rootMeanSquare = "rms"
    /// Root of the mean over nine squares, the centre's own zero among them, Riley's over 3 (SAGA).
    case rootMeanSquareOfNine = "rms-of-nine"
  }

  /// What profile, plan and tangential curvature are where the gradient is below `minimumGradient`.
  package enum FlatCurvature: String, CaseIterable, Hashable, Sendable {
    case missing, zero
  }

  package var stencil: Stencil
  package var curvature: CurvatureConvention
  package var ruggedness: Ruggedness
  /// Gradient, m/m, below which a cell counts as flat: it has no aspect, and its directional curvatures, whose
  /// formulas divide by the gradient and explode, are `flatCurvature`. The default is 1e−5 (0.3 mm in 30 m), just
  /// above what the rounding of Float32 heights at 5000 m alone brings about (8e−6).
  package var minimumGradient: Double
  package var flatCurvature: FlatCurvature
  /// Least tan slope, m/m, with which the wetness index is formed; the default is 1e−4. With 0, level cells have no
  /// wetness index.
  package var minimumTanSlope: Double
  /// How far to either side the position index looks, m; at least one cell.
  package var positionRadius: Double
  package var transport: TransportIndex
  package var slopeLength: SlopeLengthRule
  /// How the catchment of a cell is gathered. Slope length and slope position follow the steepest descent in any case.
  package var routing: Routing
  /// Which depressions are not filled.
  package var closedBasins: ClosedBasins
  /// Number of cells that must drain through a cell to make it a channel, from which slope position counts; at 30 m
  /// the default of 100 cells is 9 ha. It is a count, and not an area, so that a coarse grid keeps its slopes.
  package var channelCells: Int

  package init(
    stencil: Stencil = .zevenbergenThorne, curvature: CurvatureConvention = .geometric,
    ruggedness: Ruggedness = .riley, minimumGradient: Double = 1e-5, flatCurvature: FlatCurvature = .missing,
    minimumTanSlope: Double = 1e-4, positionRadius: Double = 1000, transport: TransportIndex = .mooreBurch,
    slopeLength: SlopeLengthRule = .hickey, routing: Routing = .steepest, closedBasins: ClosedBasins = .none,
    channelCells: Int = 100
  ) {
    self.stencil = stencil
    self.curvature = curvature
    self.ruggedness = ruggedness
    self.minimumGradient = minimumGradient
    self.flatCurvature = flatCurvature
    self.minimumTanSlope = minimumTanSlope
    self.positionRadius = positionRadius
    self.transport = transport
    self.slopeLength = slopeLength
    self.routing = routing
    self.closedBasins = closedBasins
    self.channelCells = channelCells
  }
}

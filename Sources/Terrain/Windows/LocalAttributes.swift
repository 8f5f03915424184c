/// The attributes that a cell's own window decides, for the cells of a row.
///
/// Cells are worked in blocks: their derivatives first, then one attribute after the other, each in a loop of its own, so
/// that the choice of attributes and conventions stays out of the loops. What a cell gets depends on its window, its
/// row's spacing and the options alone.
struct LocalAttributes<Number: SurfaceNumber> {
  let attributes: [TerrainAttribute]
  let options: TerrainOptions
  /// m/m, below which the ground faces nowhere; level ground never does.
  private let leastGradient: Number
  private let flatValue: Number

  init(_ attributes: [TerrainAttribute], options: TerrainOptions) {
    self.attributes = attributes
    self.options = options
    leastGradient = max(Number(double: options.minimumGradient), .leastNonzeroMagnitude)
    flatValue = options.flatCurvature == .zero ? 0 : .nan
  }

  /// - Parameters:
  ///   - heights: three rows, around the one whose attributes are wanted; not finite where there is none.
  ///   - size: of a cell of the row in the middle.
  ///   - catchment: specific, m² for each metre of width, of each cell of the row; needed for wetness and transport.
  ///   - positions: the position index of each cell; needed for that attribute.
  ///   - row: where the values of an attribute go, by its place among `attributes`.
  func derive(
    _ heights: ThreeRows<Number>, columns: Int, size: CellSize, catchment: UnsafePointer<Double>?,
    positions: UnsafePointer<Number>?, into row: (Int) -> UnsafeMutablePointer<Number>
  ) {
    let steps = WindowScale<Number>(size)
    withUnsafeTemporaryAllocation(of: Number.self, capacity: DerivativeBlock<Number>.capacity) { memory in
      guard let base = memory.baseAddress else { return }
      for first in stride(from: 0, to: columns, by: blockWidth) {
        let here = heights.advanced(by: first)
        let block = DerivativeBlock(
          here, count: min(blockWidth, columns - first), steps, options.stencil,
          leastGradient: leastGradient, in: base)
        for (index, attribute) in attributes.enumerated() {
          derive(
            attribute, block, here, catchment: catchment.map { $0 + first },
            positions: positions.map { $0 + first }, into: row(index) + first)
        }
      }
    }
  }

  private func derive(
    _ attribute: TerrainAttribute, _ block: DerivativeBlock<Number>, _ heights: ThreeRows<Number>,
    catchment: UnsafePointer<Double>?, positions: UnsafePointer<Number>?,
    into out: UnsafeMutablePointer<Number>
  ) {
    switch attribute {
    case .elevation: block.fillHeights(out, heights)
    case .slope: block.fill(out, Shape.Slope.self)
    case .aspect: block.fill(out, onFlats: .nan, Shape.Aspect.self)
    case .northness: block.fill(out, onFlats: .nan, Shape.Northness.self)
    case .eastness: block.fill(out, onFlats: .nan, Shape.Eastness.self)
    case .laplacian: block.fill(out, Shape.Laplacian.self)
    case .generalCurvature:
      if options.curvature == .esri {
        block.fill(out, Shape.GeneralEsri.self)
      } else {
        block.fill(out, Shape.General.self)
      }
    case .profileCurvature:
      switch options.curvature {
      case .geometric: block.fill(out, onFlats: flatValue, Shape.Profile.self)
      case .zevenbergenThorne: block.fill(out, onFlats: flatValue, Shape.ProfileZT.self)
      case .esri: block.fill(out, onFlats: flatValue, Shape.ProfileEsri.self)
      case .saga: block.fill(out, onFlats: flatValue, Shape.ProfileSAGA.self)
      }
    case .planCurvature:
      switch options.curvature {
      case .geometric: block.fill(out, onFlats: flatValue, Shape.Plan.self)
      case .zevenbergenThorne: block.fill(out, onFlats: flatValue, Shape.PlanZT.self)
      case .esri: block.fill(out, onFlats: flatValue, Shape.PlanEsri.self)
      case .saga: block.fill(out, onFlats: flatValue, Shape.PlanSAGA.self)
      }
    case .tangentialCurvature:
      if options.curvature == .saga {
        block.fill(out, onFlats: flatValue, Shape.TangentialSAGA.self)
      } else {
        block.fill(out, onFlats: flatValue, Shape.Tangential.self)
      }
    case .ruggedness:
      switch options.ruggedness {
      case .riley: block.fill(out, heights, Shape.Riley.self)
      case .wilson: block.fill(out, heights, Shape.Wilson.self)
      case .rootMeanSquare: block.fill(out, heights, Shape.RootMeanSquare.self)
      case .rootMeanSquareOfNine: block.fill(out, heights, Shape.RootMeanSquareOfNine.self)
      }
    case .positionIndex:
      guard let positions else { return }
      block.fill(out, positions)
    case .wetness:
      guard let catchment else { return }
      block.fill(out, catchment) { derivatives, catchment in
        Number(
          double: Terrain.wetness(
            specificCatchment: catchment, tanSlope: derivatives.tanSlope.double, minimum: options.minimumTanSlope))
      }
    case .transport:
      guard let catchment else { return }
      block.fill(out, catchment) { derivatives, catchment in
        Number(
          double: options.transport.value(specificCatchment: catchment, sinSlope: derivatives.sinSlope.double))
      }
    case .filled, .flowAccumulation, .slopeLength, .slopePosition: break
    }
  }
}

/// Cells that are worked together.
private let blockWidth = 256

/// The derivatives at neighbouring cells of a row.
private struct DerivativeBlock<Number: SurfaceNumber> {
  /// p, q, r, s, t, then g and √w, each with its reciprocal: one block after the other at fixed distances, so that
  /// compilers see that they are apart. Where a height of the window is missing, p and so g are NaN.
  private let base: UnsafeMutablePointer<Number>
  private let count: Int
  private let leastGradient: Number
  private var hasFlats = false
  private var hasGaps = false

  static var capacity: Int { 9 * blockWidth }

  /// - Parameters:
  ///   - leastGradient: m/m, below which the ground faces nowhere.
  ///   - base: room for `capacity` numbers.
  init(
    _ heights: ThreeRows<Number>, count: Int, _ steps: WindowScale<Number>, _ stencil: TerrainOptions.Stencil,
    leastGradient: Number, in base: UnsafeMutablePointer<Number>
  ) {
    self.base = base
    self.count = count
    self.leastGradient = leastGradient
    switch stencil {
    case .zevenbergenThorne:
      for i in 0..<count { store(Derivatives(zevenbergenThorne: Window(heights, around: i), steps), i) }
    case .horn:
      for i in 0..<count { store(Derivatives(horn: Window(heights, around: i), steps), i) }
    }
    var flats: Int32 = 0
    var gaps: Int32 = 0
    for i in 0..<count {
      let steepness = Steepness(derivatives(i))
      let tan = steepness.tan.value
      base[i &+ 5 &* blockWidth] = tan
      base[i &+ 6 &* blockWidth] = steepness.tan.reciprocal
      base[i &+ 7 &* blockWidth] = steepness.secant.value
      base[i &+ 8 &* blockWidth] = steepness.secant.reciprocal
      flats |= tan < leastGradient ? 1 : 0
      gaps |= tan == tan ? 0 : 1
    }
    hasFlats = flats > 0
    hasGaps = gaps > 0
  }

  @inline(__always)
  private func store(_ d: Derivatives<Number>, _ i: Int) {
    base[i] = d.p
    base[i &+ blockWidth] = d.q
    base[i &+ 2 &* blockWidth] = d.r
    base[i &+ 3 &* blockWidth] = d.s
    base[i &+ 4 &* blockWidth] = d.t
  }

  @inline(__always)
  private func derivatives(_ i: Int) -> Derivatives<Number> {
    Derivatives(
      p: base[i], q: base[i &+ blockWidth], r: base[i &+ 2 &* blockWidth], s: base[i &+ 3 &* blockWidth],
      t: base[i &+ 4 &* blockWidth])
  }

  @inline(__always)
  private func steepness(_ i: Int) -> Steepness<Number> {
    Steepness(
      tan: Divisor(base[i &+ 5 &* blockWidth], reciprocal: base[i &+ 6 &* blockWidth]),
      secant: Divisor(base[i &+ 7 &* blockWidth], reciprocal: base[i &+ 8 &* blockWidth]))
  }

  /// Takes the value away where a height of the window is missing: one and the same NaN, whose bits would otherwise be
  /// left to the compiler. A loop of its own, over the few blocks that need it, since a choice within another would be a
  /// branch.
  private func blank(_ out: UnsafeMutablePointer<Number>) {
    if !hasGaps { return }
    for i in 0..<count where base[i].isNaN { out[i] = .nan }
  }

  @inline(__always)
  func fill<Shape: DerivedShape>(_ out: UnsafeMutablePointer<Number>, _: Shape.Type) {
    for i in 0..<count { out[i] = Shape.value(derivatives(i), steepness(i)) }
    blank(out)
  }

  /// The same, but `flat` where the ground faces nowhere.
  @inline(__always)
  func fill<Shape: DerivedShape>(_ out: UnsafeMutablePointer<Number>, onFlats flat: Number, _ shape: Shape.Type) {
    fill(out, shape)
    if !hasFlats { return }
    for i in 0..<count where base[i &+ 5 &* blockWidth] < leastGradient { out[i] = flat }
  }

  /// From the window itself.
  @inline(__always)
  func fill<Shape: HeightShape>(_ out: UnsafeMutablePointer<Number>, _ heights: ThreeRows<Number>, _: Shape.Type) {
    for i in 0..<count { out[i] = Shape.value(Window(heights, around: i)) }
    blank(out)
  }

  /// The heights themselves, whatever lies around them.
  @inline(__always)
  func fillHeights(_ out: UnsafeMutablePointer<Number>, _ heights: ThreeRows<Number>) {
    for i in 0..<count { out[i] = heights.middle[i].isFinite ? heights.middle[i] : .nan }
  }

  /// From the catchment beside the derivatives.
  @inline(__always)
  func fill(
    _ out: UnsafeMutablePointer<Number>, _ catchment: UnsafePointer<Double>,
    _ value: (Derivatives<Number>, Double) -> Number
  ) {
    for i in 0..<count { out[i] = base[i].isNaN ? .nan : value(derivatives(i), catchment[i]) }
  }

  /// Values of another origin.
  @inline(__always)
  func fill(_ out: UnsafeMutablePointer<Number>, _ values: UnsafePointer<Number>) {
    out.update(from: values, count: count)
    blank(out)
  }
}

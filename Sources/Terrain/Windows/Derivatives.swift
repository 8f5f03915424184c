/// The heights of a cell and its eight neighbours, metres, numbered as Zevenbergen and Thorne do:
///
///     z1 z2 z3        north
///     z4 z5 z6     west    east
///     z7 z8 z9        south
struct Window<Number: SurfaceNumber>: BitwiseCopyable {
  let z1, z2, z3, z4, z5, z6, z7, z8, z9: Number

  /// The window in the middle of three rows of heights, around one of their columns.
  @inline(__always)
  init(_ rows: ThreeRows<Number>, around column: Int) {
    z1 = rows.north[column &- 1]
    z2 = rows.north[column]
    z3 = rows.north[column &+ 1]
    z4 = rows.middle[column &- 1]
    z5 = rows.middle[column]
    z6 = rows.middle[column &+ 1]
    z7 = rows.south[column &- 1]
    z8 = rows.south[column]
    z9 = rows.south[column &+ 1]
  }

  /// Whether all nine have a value. One NaN makes the sum NaN; heights are finite and far from overflow.
  @inline(__always)
  var isWhole: Bool {
    let sum = z1 + z2 + z3 + z4 + z5 + z6 + z7 + z8 + z9
    return sum == sum
  }

  /// Of the differences of the eight neighbours from the centre, m².
  @inline(__always)
  var sumOfSquares: Number {
    let (a, b, c, d) = (z1 - z5, z2 - z5, z3 - z5, z4 - z5)
    let (e, f, g, h) = (z6 - z5, z7 - z5, z8 - z5, z9 - z5)
    // Its size is itself, and tells compilers that a root exists.
    return (a * a + b * b + c * c + d * d + e * e + f * f + g * g + h * h).magnitude
  }

  /// Of the same differences, m.
  @inline(__always)
  var sumOfSizes: Number {
    let (a, b, c, d) = (z1 - z5, z2 - z5, z3 - z5, z4 - z5)
    let (e, f, g, h) = (z6 - z5, z7 - z5, z8 - z5, z9 - z5)
    return a.magnitude + b.magnitude + c.magnitude + d.magnitude + e.magnitude + f.magnitude + g.magnitude
      + h.magnitude
  }
}

/// Three neighbouring rows of heights, each from the same column on and with one more on either side.
struct ThreeRows<Number: SurfaceNumber>: BitwiseCopyable {
  let north: UnsafePointer<Number>
  let middle: UnsafePointer<Number>
  let south: UnsafePointer<Number>

  /// The same rows from a later column on.
  func advanced(by columns: Int) -> ThreeRows {
    ThreeRows(north: north + columns, middle: middle + columns, south: south + columns)
  }
}

/// The first and second derivatives of height at a cell; x points east, y north, z up.
struct Derivatives<Number: SurfaceNumber>: BitwiseCopyable {
  /// ∂z/∂x, m/m.
  let p: Number
  /// ∂z/∂y, m/m.
  let q: Number
  /// ∂²z/∂x², m⁻¹.
  let r: Number
  /// ∂²z/∂x∂y, m⁻¹.
  let s: Number
  /// ∂²z/∂y², m⁻¹.
  let t: Number
}

/// What the differences of the heights of one row are divided by.
struct WindowScale<Number: SurfaceNumber>: BitwiseCopyable {
  /// 2 Δx and 2 Δy.
  let twiceEast, twiceNorth: Divisor<Number>
  /// 8 Δx and 8 Δy.
  let eightEast, eightNorth: Divisor<Number>
  /// Δx², 4 Δx Δy and Δy².
  let eastEast, eastNorth, northNorth: Divisor<Number>

  init(_ cell: CellSize) {
    let (dx, dy) = (cell.eastward, cell.northward)
    twiceEast = Divisor(2 * dx)
    twiceNorth = Divisor(2 * dy)
    eightEast = Divisor(8 * dx)
    eightNorth = Divisor(8 * dy)
    eastEast = Divisor(dx * dx)
    eastNorth = Divisor(4 * dx * dy)
    northNorth = Divisor(dy * dy)
  }
}

extension Derivatives {
  /// Finite differences of second order over four neighbours, the corners serving s alone; exact on quadratic surfaces.
  ///
  /// - Reference: Zevenbergen and Thorne (1987), Earth Surface Processes and Landforms 12, 47–56 (their D and E
  ///   are r/2 and t/2).
  @inline(__always)
  init(zevenbergenThorne w: Window<Number>, _ steps: WindowScale<Number>) {
    self.init(
      p: .quotient(w.z6 - w.z4, steps.twiceEast), q: .quotient(w.z2 - w.z8, steps.twiceNorth), second: w, steps)
  }

  /// The gradient from all eight neighbours, sides weighted twice; second derivatives as in the other.
  ///
  /// - Reference: Horn (1981), Proceedings of the IEEE 69, 14–47.
  @inline(__always)
  init(horn w: Window<Number>, _ steps: WindowScale<Number>) {
    self.init(
      p: .quotient(.rise(from: (w.z1, w.z4, w.z7), to: (w.z3, w.z6, w.z9)), steps.eightEast),
      q: .quotient(.rise(from: (w.z7, w.z8, w.z9), to: (w.z1, w.z2, w.z3)), steps.eightNorth), second: w, steps)
  }

  /// With p missing where a height of the window is.
  @inline(__always)
  private init(p: Number, q: Number, second w: Window<Number>, _ steps: WindowScale<Number>) {
    self.p = w.isWhole ? p : .nan
    self.q = q
    r = .quotient(.bend(w.z4, w.z5, w.z6), steps.eastEast)
    s = .quotient(.excess(w.z3, w.z7, over: w.z1, w.z9), steps.eastNorth)
    t = .quotient(.bend(w.z2, w.z5, w.z8), steps.northNorth)
  }
}

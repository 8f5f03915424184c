/// The heights of a cell and its eight neighbours, metres, numbered as Zevenbergen and Thorne do:
///
///     z1 z2 z3        north
///     z4 z5 z6     west    east
///     z7 z8 z9        south
struct Window: BitwiseCopyable {
  let z1, z2, z3, z4, z5, z6, z7, z8, z9: Double

  /// The window around a place of framed heights, or `nil` unless all nine have a value.
  init?(_ framed: [Double], around place: Int, stride: Int) {
    z1 = framed[place - stride - 1]
    z2 = framed[place - stride]
    z3 = framed[place - stride + 1]
    z4 = framed[place - 1]
    z5 = framed[place]
    z6 = framed[place + 1]
    z7 = framed[place + stride - 1]
    z8 = framed[place + stride]
    z9 = framed[place + stride + 1]
    // One NaN makes the sum NaN; heights are finite and far from overflow.
    guard !(z1 + z2 + z3 + z4 + z5 + z6 + z7 + z8 + z9).isNaN else { return nil }
  }

  /// The differences of the eight neighbours from the centre, metres.
  private var differences: (Double, Double, Double, Double, Double, Double, Double, Double) {
    (z1 - z5, z2 - z5, z3 - z5, z4 - z5, z6 - z5, z7 - z5, z8 - z5, z9 - z5)
  }

  /// Terrain ruggedness index, metres.
  ///
  /// - Reference: Riley, DeGloria and Elliot (1999), Intermountain Journal of Sciences 5, 23–27; Wilson et al. (2007),
  ///   Marine Geodesy 30, 3–35.
  func ruggedness(_ kind: TerrainOptions.Ruggedness) -> Double {
    let (a, b, c, d, e, f, g, h) = differences
    switch kind {
    case .riley:
      let sum = a * a + b * b + c * c + d * d + e * e + f * f + g * g + h * h
      return sum.squareRoot()
    case .wilson:
      let sum =
        a.magnitude + b.magnitude + c.magnitude + d.magnitude + e.magnitude + f.magnitude + g.magnitude + h.magnitude
      return sum / 8
    }
  }
}

/// The first and second derivatives of height at a cell; x points east, y north, z up.
struct Derivatives: BitwiseCopyable {
  /// ∂z/∂x, m/m.
  let p: Double
  /// ∂z/∂y, m/m.
  let q: Double
  /// ∂²z/∂x², m⁻¹.
  let r: Double
  /// ∂²z/∂x∂y, m⁻¹.
  let s: Double
  /// ∂²z/∂y², m⁻¹.
  let t: Double
}

extension Derivatives {
  /// Finite differences of second order, exact on quadratic surfaces.
  ///
  /// - Reference: Zevenbergen and Thorne (1987), Earth Surface Processes and Landforms 12, 47–56 (their D and E
  ///   are r/2 and t/2); Horn (1981), Proceedings of the IEEE 69, 14–47.
  init(_ window: Window, cell: CellSize, stencil: TerrainOptions.Stencil) {
    let (dx, dy) = (cell.eastward, cell.northward)
    let w = window
    switch stencil {
    case .zevenbergenThorne:
      p = (w.z6 - w.z4) / (2 * dx)
      q = (w.z2 - w.z8) / (2 * dy)
    case .horn:
      p = ((w.z3 + 2 * w.z6 + w.z9) - (w.z1 + 2 * w.z4 + w.z7)) / (8 * dx)
      q = ((w.z1 + 2 * w.z2 + w.z3) - (w.z7 + 2 * w.z8 + w.z9)) / (8 * dy)
    }
    r = (w.z4 + w.z6 - 2 * w.z5) / (dx * dx)
    s = (w.z3 + w.z7 - w.z1 - w.z9) / (4 * dx * dy)
    t = (w.z2 + w.z8 - 2 * w.z5) / (dy * dy)
  }
}

/// The gradient's size, by which directions and curvatures are divided.
///
/// g² = p² + q², w = 1 + g².
struct Steepness<Number: SurfaceNumber>: BitwiseCopyable {
  /// g, tan of the slope, m/m.
  let tan: Divisor<Number>
  /// √w, one over the cosine of the slope.
  let secant: Divisor<Number>

  @inline(__always)
  init(tan: Divisor<Number>, secant: Divisor<Number>) {
    self.tan = tan
    self.secant = secant
  }

  @inline(__always)
  init(_ derivatives: Derivatives<Number>) {
    tan = Divisor(number: derivatives.tanSlope)
    secant = Divisor(number: (1 + derivatives.squaredGradient).squareRoot())
  }
}

/// Slope, aspect and curvatures from the derivatives of height.
///
/// Letters as in `Derivatives` and `Steepness`.
extension Derivatives {
  /// g², the squared gradient: tan² of the slope.
  @inline(__always)
  var squaredGradient: Number { p * p + q * q }

  /// tan of the slope, m/m.
  @inline(__always)
  var tanSlope: Number { squaredGradient.squareRoot() }

  /// sin of the slope.
  @inline(__always)
  var sinSlope: Number { (squaredGradient / (1 + squaredGradient)).squareRoot() }

  /// The direction that the slope faces, atan2(−p, −q), degrees clockwise from north, 0 ..< 360.
  ///
  /// Means nothing where the gradient is 0.
  @inline(__always)
  var aspect: Number { degreesOnCircle(.arctangent(0 - p, 0 - q)) }

  /// The cosine of the aspect, 1 on slopes that face north.
  @inline(__always)
  func northness(_ steepness: Steepness<Number>) -> Number { .quotient(0 - q, steepness.tan) }

  /// The sine of the aspect, 1 on slopes that face east.
  @inline(__always)
  func eastness(_ steepness: Steepness<Number>) -> Number { .quotient(0 - p, steepness.tan) }

  /// ∇²z = r + t.
  @inline(__always)
  var laplacian: Number { r + t }

  /// −(q²r − 2pqs + p²t) / g²: the second derivative across the slope, convex positive.
  ///
  /// - Reference: Zevenbergen and Thorne (1987), planform curvature, with their D = r/2, E = t/2, F = s.
  @inline(__always)
  func planZT(_ steepness: Steepness<Number>) -> Number {
    .quotient(-(q * q * r - 2 * p * q * s + p * p * t), steepness.squared(squaredGradient))
  }

  /// −(p²r + 2pqs + q²t) / g²: the second derivative down the slope, convex positive.
  ///
  /// - Reference: Zevenbergen and Thorne (1987), profile curvature.
  @inline(__always)
  func profileZT(_ steepness: Steepness<Number>) -> Number {
    .quotient(-(p * p * r + 2 * p * q * s + q * q * t), steepness.squared(squaredGradient))
  }

  /// The curvature of the contour line: `planZT` / g.
  ///
  /// - Reference: Florinsky (2016), Digital Terrain Analysis in Soil Science and Geology, plan curvature.
  @inline(__always)
  func planOfContour(_ steepness: Steepness<Number>) -> Number { .quotient(planZT(steepness), steepness.tan) }

  /// The curvature of the normal section down the slope: `profileZT` / w^(3/2).
  ///
  /// - Reference: Florinsky (2016), vertical curvature.
  @inline(__always)
  func profileOfNormalSection(_ steepness: Steepness<Number>) -> Number {
    .quotient(profileZT(steepness), steepness.cubedSecant(squaredGradient))
  }

  /// The curvature of the normal section across the slope: `planZT` / √w.
  ///
  /// - Reference: Florinsky (2016), horizontal curvature.
  @inline(__always)
  func tangential(_ steepness: Steepness<Number>) -> Number { .quotient(planZT(steepness), steepness.secant) }

  /// With half of r and t, and the whole of s: what SAGA 8.5 puts into its profile, plan and tangential curvature, which
  /// are therefore no textbook's.
  @inline(__always)
  var halved: Derivatives { Derivatives(p: p, q: q, r: 0.5 * r, s: s, t: 0.5 * t) }
}

extension Steepness {
  /// atan g, degrees, 0 ..< 90.
  @inline(__always)
  var slope: Number { .arctangent(tan.value) * Number(double: 180 / .pi) }

  /// g².
  @inline(__always)
  fileprivate func squared(_ squaredGradient: Number) -> Divisor<Number> {
    Divisor(squaredGradient, reciprocal: tan.reciprocal * tan.reciprocal)
  }

  /// w^(3/2).
  @inline(__always)
  fileprivate func cubedSecant(_ squaredGradient: Number) -> Divisor<Number> {
    Divisor(
      (1 + squaredGradient) * secant.value, reciprocal: secant.reciprocal * secant.reciprocal * secant.reciprocal)
  }
}

/// An angle in radians, in −π ... π, as degrees on the circle, 0 ..< 360.
@inline(__always)
func degreesOnCircle<Number: SurfaceNumber>(_ radians: Number) -> Number {
  let degrees = radians * Number(double: 180 / .pi)
  let turned = degrees < 0 ? degrees + 360 : degrees
  // A negative angle too small to show beside 360 is north.
  return turned >= 360 ? 0 : turned
}

import Statistics

/// Slope, aspect and curvatures from the derivatives of height.
///
/// Letters as in `Derivatives`; g² = p² + q², w = 1 + g².
extension Derivatives {
  /// g², the squared gradient: tan² of the slope.
  var squaredGradient: Double { p * p + q * q }

  /// tan of the slope, m/m.
  var tanSlope: Double { squaredGradient.squareRoot() }

  /// sin of the slope.
  var sinSlope: Double { (squaredGradient / (1 + squaredGradient)).squareRoot() }

  /// atan g, degrees, 0 ..< 90.
  var slope: Double { Portable.atan(tanSlope) * (180 / .pi) }

  /// The direction that the slope faces, atan2(−p, −q), degrees clockwise from north, 0 ..< 360.
  ///
  /// Means nothing where the gradient is 0.
  var aspect: Double { degreesOnCircle(Portable.atan2(0 - p, 0 - q)) }

  /// ∇²z = r + t.
  var laplacian: Double { r + t }

  /// −(q²r − 2pqs + p²t) / g²: the second derivative across the slope, convex positive.
  ///
  /// - Reference: Zevenbergen and Thorne (1987), planform curvature, with their D = r/2, E = t/2, F = s.
  var planZT: Double { -(q * q * r - 2 * p * q * s + p * p * t) / squaredGradient }

  /// −(p²r + 2pqs + q²t) / g²: the second derivative down the slope, convex positive.
  ///
  /// - Reference: Zevenbergen and Thorne (1987), profile curvature.
  var profileZT: Double { -(p * p * r + 2 * p * q * s + q * q * t) / squaredGradient }

  /// The curvature of the contour line: `planZT` / g.
  ///
  /// - Reference: Florinsky (2016), Digital Terrain Analysis in Soil Science and Geology, plan curvature.
  var planOfContour: Double { planZT / tanSlope }

  /// The curvature of the normal section down the slope: `profileZT` / w^(3/2).
  ///
  /// - Reference: Florinsky (2016), vertical curvature.
  var profileOfNormalSection: Double {
    let w = 1 + squaredGradient
    return profileZT / (w * w.squareRoot())
  }

  /// The curvature of the normal section across the slope: `planZT` / √w.
  ///
  /// - Reference: Florinsky (2016), horizontal curvature.
  var tangential: Double { planZT / (1 + squaredGradient).squareRoot() }
}

/// An angle in radians, in −π ... π, as degrees on the circle, 0 ..< 360.
func degreesOnCircle(_ radians: Double) -> Double {
  let degrees = radians * (180 / .pi)
  let turned = degrees < 0 ? degrees + 360 : degrees
  // A negative angle too small to show beside 360 is north.
  return turned >= 360 ? 0 : turned
}

extension Portable {
  /// The sine of `x` in radians, |x| <= 1 647 099 (2^20 pi/2); NaN beyond, where the reduction would lose digits.
  @inlinable
  package static func sin(_ x: Double) -> Double {
    let r = reduced(x)
    switch r.quadrant {
    case 0: return kernelSine(r.high, r.low)
    case 1: return kernelCosine(r.high, r.low)
    case 2: return -kernelSine(r.high, r.low)
    default: return -kernelCosine(r.high, r.low)
    }
  }

  /// The cosine of `x` in radians; same range as `sin`.
  @inlinable
  package static func cos(_ x: Double) -> Double {
    let r = reduced(x)
    switch r.quadrant {
    case 0: return kernelCosine(r.high, r.low)
    case 1: return -kernelSine(r.high, r.low)
    case 2: return -kernelCosine(r.high, r.low)
    default: return kernelSine(r.high, r.low)
    }
  }

  /// The tangent of `x` in radians; same range as `sin`.
  @inlinable
  package static func tan(_ x: Double) -> Double {
    let r = reduced(x)
    let sine = kernelSine(r.high, r.low)
    let cosine = kernelCosine(r.high, r.low)
    return r.quadrant & 1 == 0 ? sine / cosine : -cosine / sine
  }

  /// `x` less a multiple of pi/2, as the sum of two numbers, and the quadrant it came from.
  ///
  /// Cody and Waite's method with pi/2 in pieces of 33 bits, so that each product with the whole number is exact; NaN
  /// outside the range of `sin`.
  @inlinable
  static func reduced(_ x: Double) -> (quadrant: Int, high: Double, low: Double) {
    if x.magnitude <= 0.7853981633974483 { return (0, x, 0) }
    guard x.magnitude <= 1_647_099 else { return (0, .nan, 0) }
    let n = x * 6.36619772367581382433e-01 + 0x1.8p52 - 0x1.8p52
    var r = x - n * 1.57079632673412561417e+00
    var w = n * 6.07710050650619224932e-11
    var high = r - w
    if lostBits(x, high) > 16 {
      var t = r
      w = n * 6.07710050630396597660e-11
      r = t - w
      w = n * 2.02226624879595063154e-21 - ((t - r) - w)
      high = r - w
      if lostBits(x, high) > 49 {
        t = r
        w = n * 2.02226624871116645580e-21
        r = t - w
        w = n * 8.47842766036889956997e-32 - ((t - r) - w)
        high = r - w
      }
    }
    return (Int(n) & 3, high, (r - high) - w)
  }

  /// How many binary places smaller `remainder` is than `x`.
  @inlinable
  static func lostBits(_ x: Double, _ remainder: Double) -> Int {
    Int(x.exponentBitPattern) - Int(remainder.exponentBitPattern)
  }

  /// The sine of `x + tail`, |x| <= pi/4.
  @inlinable
  static func kernelSine(_ x: Double, _ tail: Double) -> Double {
    let z = x * x
    let r0 = 8.33333333332248946124e-03 + z * (-1.98412698298579493134e-04 + z * 2.75573137070700676789e-06)
    let r = r0 + z * (z * z) * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)
    let v = z * x
    return x - ((z * (0.5 * tail - v * r) - tail) - v * -1.66666666666666324348e-01)
  }

  /// The cosine of `x + tail`, |x| <= pi/4.
  @inlinable
  static func kernelCosine(_ x: Double, _ tail: Double) -> Double {
    let z = x * x
    let square = z * z
    let r0 = 4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * 2.48015872894767294178e-05)
    let r1 = -2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)
    let r = z * r0 + square * square * r1
    let half = 0.5 * z
    let w = 1 - half
    return w + (((1 - w) - half) + (z * r - x * tail))
  }
}

extension Portable {
  /// The angle in −pi/2 ... pi/2 whose tangent is `x`.
  @inlinable
  package static func atan(_ x: Double) -> Double {
    let size = x.magnitude
    if x.isNaN || size < 0x1p-28 { return x }
    if size < 0.4375 { return x - x * arcSeries(x) }
    let angle: Double
    if size >= 0x1p66 {
      angle = 1.57079632679489655800e+00
    } else if size < 0.6875 {
      angle = arc(4.63647609000806093515e-01, 2.26987774529616870924e-17, (2 * size - 1) / (2 + size))
    } else if size < 1.1875 {
      angle = arc(7.85398163397448278999e-01, 3.06161699786838301793e-17, (size - 1) / (size + 1))
    } else if size < 2.4375 {
      angle = arc(9.82793723247329054082e-01, 1.39033110312309984516e-17, (size - 1.5) / (1 + 1.5 * size))
    } else {
      angle = arc(1.57079632679489655800e+00, 6.12323399573676603587e-17, -1 / size)
    }
    return x < 0 ? -angle : angle
  }

  /// The angle `high + low` plus the angle whose tangent is the small number `t`.
  @inlinable
  static func arc(_ high: Double, _ low: Double, _ t: Double) -> Double {
    high - ((t * arcSeries(t) - low) - t)
  }

  /// 1 − atan(t) / t for |t| < 0.4375.
  @inlinable
  static func arcSeries(_ t: Double) -> Double {
    let z = t * t
    let w = z * z
    let odd4 = 4.97687799461593236017e-02 + w * 1.62858201153657823623e-02
    let odd2 = 9.09088713343650656196e-02 + w * (6.66107313738753120669e-02 + w * odd4)
    let odd = z * (3.33333333333329318027e-01 + w * (1.42857142725034663711e-01 + w * odd2))
    let even3 = -5.83357013379057348645e-02 + w * -3.65315727442169155270e-02
    let even =
      w
      * (-1.99999999998764832476e-01 + w * (-1.11111104054623557880e-01 + w * (-7.69187620504482999495e-02 + w * even3)))
    return odd + even
  }

  /// The angle in −pi ... pi of the point (x, y), counted from the x axis towards the y axis; signed zeros as in C.
  @inlinable
  package static func atan2(_ y: Double, _ x: Double) -> Double {
    let pi = 3.141592653589793116
    let piTail = 1.2246467991473531772e-16
    if x.isNaN || y.isNaN { return .nan }
    let angle: Double
    if y == 0 {
      angle = x.sign == .minus ? pi : 0
    } else if x.isInfinite {
      let tilt = y.isInfinite ? pi / 4 : 0
      angle = x < 0 ? pi - tilt : tilt
    } else {
      // The quotient may overflow or vanish: atan gives pi/2 or 0, as it should.
      let tilt = atan((y / x).magnitude)
      angle = x.sign == .minus ? pi - (tilt - piTail) : tilt
    }
    return y.sign == .minus ? -angle : angle
  }

  /// The angle in −pi/2 ... pi/2 whose sine is `x`; NaN outside −1 ... 1.
  @inlinable
  package static func asin(_ x: Double) -> Double {
    atan2(x, ((1 - x) * (1 + x)).squareRoot())
  }

  /// The angle in 0 ... pi whose cosine is `x`; NaN outside −1 ... 1.
  @inlinable
  package static func acos(_ x: Double) -> Double {
    atan2(((1 - x) * (1 + x)).squareRoot(), x)
  }
}

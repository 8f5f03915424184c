/// Elementary functions that give the same bits on every platform.
///
/// The C library picks a variant for each CPU, and those differ in the last place; one such bit can move a split of a
/// tree or a path of a search. These are the polynomials of fdlibm (Sun Microsystems, 1993) in plain IEEE operations,
/// which Swift never contracts into fused ones. Measured against exact values they stay below one unit in the last
/// place; `tan`, `asin`, `acos` and `atan2`, made of two roundings more, below two. Special arguments answer as IEEE 754
/// asks, and nothing traps.
package enum Portable {}

extension Portable {
  /// *e* to the power of `x`; infinity above 709.78, 0 below −745.13.
  @inlinable
  package static func exp(_ x: Double) -> Double {
    guard x <= 709.782712893384 else { return x.isNaN ? x : .infinity }
    guard x > -745.1332191019412 else { return 0 }
    let (y, exponent) = expParts(x, expQuotient(x))
    if exponent < -1021 { return y * powerOfTwo(exponent + 1000) * 0x1p-1000 }
    if exponent > 1023 { return y * 2 * 0x1p1023 }
    return y * powerOfTwo(exponent)
  }

  /// x = k ln 2 + r with |r| <= ln 2 / 2, where r = high − low; `shifted` has k in its low bits, since the addition of
  /// 1.5 · 2^52 rounds to a whole number.
  @inlinable
  @inline(__always)
  static func expReduction(_ x: Double) -> (shifted: Double, high: Double, low: Double) {
    let shifted = x * 1.4426950408889634 + 0x1.8p52
    let k = shifted - 0x1.8p52
    return (shifted, x - k * 6.93147180369123816490e-01, k * 1.90821492927058770002e-10)
  }

  /// The first half of `exp`, which ends with its division.
  @inlinable
  @inline(__always)
  static func expQuotient(_ x: Double) -> Double {
    let (_, high, low) = expReduction(x)
    let r = high - low
    let t = r * r
    let p0 = 6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08)
    let p1 = 1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * p0)
    let c = r - t * p1
    return (r * c) / (2 - c)
  }

  /// The second half: *e* to the power of `x` as y · 2^exponent.
  @inlinable
  @inline(__always)
  static func expParts(_ x: Double, _ quotient: Double) -> (y: Double, exponent: Int64) {
    let (shifted, high, low) = expReduction(x)
    let y = 1 - ((low - quotient) - high)
    return (y, Int64(Int32(truncatingIfNeeded: shifted.bitPattern)))
  }

  /// 2 to the power of `exponent`, which lies in −1022 ... 1023.
  @inlinable
  @inline(__always)
  static func powerOfTwo(_ exponent: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: exponent &+ 1023) << 52)
  }

  /// The natural logarithm of `x`: −infinity at 0, NaN below.
  @inlinable
  package static func log(_ x: Double) -> Double {
    if x >= 0x1p-1022 { return x < .infinity ? logOfNormal(x) : x }
    if x > 0 { return logOfNormal(x * 0x1p54) - 54 * 0.6931471805599453 }
    return x == 0 ? -.infinity : .nan
  }

  /// The natural logarithm of a positive, finite number that is not subnormal.
  @inlinable
  static func logOfNormal(_ x: Double) -> Double { logOfNormal(x, logQuotient(x)) }

  /// x = 2^k (1 + f) with sqrt(1/2) < 1 + f < sqrt(2); the exponent becomes a number as the low bits of 2^52 + k.
  @inlinable
  @inline(__always)
  static func logReduction(_ x: Double) -> (k: Double, f: Double) {
    let bits = x.bitPattern &+ (0x3ff0_0000_0000_0000 &- 0x3fe6_a09e_0000_0000)
    let k = Double(bitPattern: (bits >> 52) | 0x4330_0000_0000_0000) - (0x1p52 + 1023)
    let f = Double(bitPattern: (bits & 0x000f_ffff_ffff_ffff) &+ 0x3fe6_a09e_0000_0000) - 1
    return (k, f)
  }

  /// The first half of `logOfNormal`, which ends with its division.
  @inlinable
  @inline(__always)
  static func logQuotient(_ x: Double) -> Double {
    let f = logReduction(x).f
    return f / (2 + f)
  }

  /// The second half.
  @inlinable
  @inline(__always)
  static func logOfNormal(_ x: Double, _ s: Double) -> Double {
    let (k, f) = logReduction(x)
    let halfSquare = 0.5 * f * f
    let z = s * s
    let w = z * z
    let even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    let odd3 = 1.818357216161805012e-01 + w * 1.479819860511658591e-01
    let odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * odd3))
    let tail = s * (halfSquare + (odd + even)) + k * 1.90821492927058770002e-10
    return tail - halfSquare + f + k * 6.93147180369123816490e-01
  }
}

extension Portable {
  /// `x` to the power of `y`, with the special cases of C's `pow`: anything to the power of 0 is 1, a negative `x` has
  /// powers for whole `y` only, NaN otherwise.
  package static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    let size = x.magnitude
    if y.isInfinite {
      if size == 1 { return 1 }
      return (size > 1) == (y > 0) ? .infinity : 0
    }
    let whole = y.rounded(.towardZero) == y
    let odd = whole && y.magnitude < 0x1p53 && Int64(y) & 1 == 1
    let sign: Double = x.sign == .minus && odd ? -1 : 1
    if x == 0 || x.isInfinite { return sign * ((x == 0) == (y > 0) ? 0 : .infinity) }
    if x < 0, !whole { return .nan }
    return sign * exponential(y, times: binaryLogarithm(size))
  }

  /// The base-2 logarithm of a positive finite `x` to about seventy bits, the first part short enough (32 bits) to be
  /// multiplied exactly.
  static func binaryLogarithm(_ x: Double) -> (high: Double, low: Double) {
    var a = x
    var n = 0
    if a < 0x1p-1022 {
      a *= 0x1p53
      n = -53
    }
    n += Int(a.exponentBitPattern) - 1023
    // a in [1, 2) is taken relative to 1 or 3/2, so that |s| stays below 0.101.
    a = Double(bitPattern: (a.bitPattern & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000)
    var nearThreeHalves = false
    if a >= 0x1.bb67ap0 {
      n += 1
      a *= 0.5
    } else if a >= 0x1.3988ep0 {
      nearThreeHalves = true
    }
    let base = nearThreeHalves ? 1.5 : 1.0
    // s = (a - base) / (a + base) in two parts.
    let u = a - base
    let v = 1 / (a + base)
    let s = u * v
    let sHigh = leading(s)
    let tHigh = leading(a + base)
    let tLow = a - (tHigh - base)
    let sLow = v * ((u - sHigh * tHigh) - sHigh * tLow)
    // ln a = 2 s + 2/3 s^3 + ...
    let s2 = s * s
    let r0 = 2.72728123808534006489e-01 + s2 * (2.30660745775561754067e-01 + s2 * 2.06975017800338417784e-01)
    let r1 = 4.28571428578550184252e-01 + s2 * (3.33333329818377432918e-01 + s2 * r0)
    var r = s2 * s2 * (5.99999999999994648725e-01 + s2 * r1)
    r += sLow * (sHigh + s)
    let squareHigh = sHigh * sHigh
    let cubicHigh = leading(3 + squareHigh + r)
    let cubicLow = r - ((cubicHigh - 3) - squareHigh)
    let productHigh = sHigh * cubicHigh
    let productLow = sLow * cubicHigh + cubicLow * s
    let pHigh = leading(productHigh + productLow)
    let pLow = productLow - (pHigh - productHigh)
    // Times 2 / (3 ln 2), then the logarithm of the base and the exponent are added.
    let zHigh = 9.61796700954437255859e-01 * pHigh
    let baseLow = nearThreeHalves ? 1.35003920212974897128e-08 : 0
    let zLow = -7.02846165095275826516e-09 * pHigh + pLow * 9.61796693925975554329e-01 + baseLow
    let baseHigh = nearThreeHalves ? 5.84962487220764160156e-01 : 0
    let exponent = Double(n)
    let high = leading(((zHigh + zLow) + baseHigh) + exponent)
    let low = zLow - (((high - exponent) - baseHigh) - zHigh)
    return (high, low)
  }

  /// 2 to the power of `y` (`log.high` + `log.low`).
  static func exponential(_ y: Double, times log: (high: Double, low: Double)) -> Double {
    let yHigh = leading(y)
    let low = (y - yHigh) * log.high + y * log.low
    let high = yHigh * log.high
    let z = high + low
    if z >= 1025 { return .infinity }
    if z <= -1076 { return 0 }
    let k = z + 0x1.8p52 - 0x1.8p52
    let rest = high - k
    let t = leading(rest + low)
    let u = t * 6.93147182464599609375e-01
    let v = (low - (t - rest)) * 6.93147180559945286227e-01 + t * -1.90465429995776804525e-09
    let w = u + v
    let tail = v - (w - u)
    let w2 = w * w
    let p0 = 6.61375632143793436117e-05 + w2 * (-1.65339022054652515390e-06 + w2 * 4.13813679705723846039e-08)
    let p1 = 1.66666666666666019037e-01 + w2 * (-2.77777777770155933842e-03 + w2 * p0)
    let c = w - w2 * p1
    let r = (w * c) / (c - 2) - (tail + w * tail)
    let power = 1 - (r - w)
    let exponent = Int64(k)
    if exponent < -1021 { return power * powerOfTwo(exponent + 1000) * 0x1p-1000 }
    if exponent > 1023 { return power * 0x1p1023 * powerOfTwo(exponent - 1023) }
    return power * powerOfTwo(exponent)
  }

  /// `x` cut to its leading 21 bits of fraction, so that the product of two such numbers is exact.
  static func leading(_ x: Double) -> Double {
    Double(bitPattern: x.bitPattern & 0xffff_ffff_0000_0000)
  }
}

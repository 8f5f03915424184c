/// A sum that is never rounded, so that neither the order of its terms nor the way they were grouped shows in it.
///
/// Terms are whole numbers times powers of two, as floating-point numbers are. They are added in a window of 127 bits that
/// moves with the magnitudes it meets; what does not fit beside a new term is handed back, for a `WideSum`.
struct ExactSum: BitwiseCopyable, Sendable {
  /// The sum is `window` · 2^`exponent`.
  private(set) var window: Int128 = 0
  private(set) var exponent = 0

  /// A term, or part of a sum: `significand` · 2^`exponent`.
  struct Term: BitwiseCopyable {
    var significand: Int128
    var exponent: Int
  }

  /// Adds `significand` · 2^`exponent` · `weight`.
  ///
  /// - Returns: what the sum held before where both together need more than 127 bits; the sum is the term alone then.
  @inline(__always)
  mutating func add(_ significand: Int64, exponent place: Int, weight: Int64) -> Term? {
    let product = significand.multipliedFullWidth(by: weight)
    let term = Int128(product.high) << 64 | Int128(product.low)
    if place == exponent {
      let (sum, hasOverflown) = window.addingReportingOverflow(term)
      if !hasOverflown {
        window = sum
        return nil
      }
    }
    return add(Term(significand: term, exponent: place))
  }

  mutating func add(_ term: Term) -> Term? {
    if term.significand == 0 { return nil }
    if window == 0 {
      window = term.significand
      exponent = term.exponent
      return nil
    }
    let lowest = min(term.exponent, exponent)
    if let kept = shifted(window, left: exponent - lowest),
      let added = shifted(term.significand, left: term.exponent - lowest)
    {
      let (sum, hasOverflown) = kept.addingReportingOverflow(added)
      if !hasOverflown {
        window = sum
        exponent = lowest
        return nil
      }
    }
    let evicted = Term(significand: window, exponent: exponent)
    window = term.significand
    exponent = term.exponent
    return evicted
  }

  /// The sum, with what it handed back, as a number, rounded once.
  func value(with wide: WideSum?) -> Double {
    guard var digits = wide else {
      return Double(sign: .plus, exponent: exponent, significand: nearest(window))
    }
    digits.add(Term(significand: window, exponent: exponent))
    return digits.value
  }

  /// A finite number as a whole number times a power of two.
  static func term(of value: Double) -> (significand: Int64, exponent: Int) {
    let bits = value.bitPattern
    let raw = Int(bits >> 52 & 0x7ff)
    let fraction = Int64(bits & 0x000f_ffff_ffff_ffff)
    let size = raw == 0 ? fraction : fraction | 1 << 52
    return (bits >> 63 == 1 ? -size : size, max(raw, 1) - 1075)
  }
}

/// `x` times a power of two, unless that needs more than 127 bits.
private func shifted(_ x: Int128, left places: Int) -> Int128? {
  guard places < 127 else { return nil }
  let result = x << places
  return result >> places == x ? result : nil
}

/// The number nearest to `x`, as the generic conversion gives it, at a tenth of its time.
func nearest(_ x: Int128) -> Double {
  let size = x.magnitude
  let surplus = max(64 - size.leadingZeroBitCount, 0)
  var head = UInt64(truncatingIfNeeded: size >> surplus)
  // All that lies below can only tip a tie.
  if size & (1 << surplus - 1) != 0 { head |= 1 }
  return Double(sign: x < 0 ? .minus : .plus, exponent: surplus, significand: Double(head))
}

/// An exact sum over the whole range of `Double`: 32-bit digits, lowest first, in 64-bit places that leave room for the
/// carries of 2^31 terms.
///
/// - Reference: Neal (2015), Fast exact summation using small and large superaccumulators, arXiv:1505.05571.
struct WideSum: Sendable {
  /// The power of two of the lowest digit.
  private static let lowest = -1216
  private var digits = [Int64](repeating: 0, count: 76)

  /// - Precondition: the exponent is at least −1216 and the term below 2^1152.
  mutating func add(_ term: ExactSum.Term) {
    let place = term.exponent - Self.lowest
    var index = place / 32
    let offset = place % 32
    let first = 32 - offset
    digits[index] += Int64(truncatingIfNeeded: term.significand & (1 << first - 1)) << offset
    var rest = term.significand >> first
    while rest != 0 && rest != -1 {
      index += 1
      digits[index] += Int64(truncatingIfNeeded: rest & 0xffff_ffff)
      rest >>= 32
    }
    // What is left of a negative number is −1 in the next place.
    if rest == -1 { digits[index + 1] -= 1 }
  }

  mutating func add(_ other: WideSum) {
    for index in digits.indices { digits[index] += other.digits[index] }
    carry()
  }

  /// Brings every digit but the highest into 0 ..< 2^32.
  private mutating func carry() {
    for index in digits.indices.dropLast() {
      digits[index + 1] += digits[index] >> 32
      digits[index] &= 0xffff_ffff
    }
  }

  /// The sum as a number, rounded once.
  var value: Double {
    var sum = self
    sum.carry()
    let isNegative = (sum.digits.last ?? 0) < 0
    if isNegative {
      sum.digits = sum.digits.map { -$0 }
      sum.carry()
    }
    guard let top = sum.digits.lastIndex(where: { $0 != 0 }) else { return 0 }
    let bottom = max(top - 2, 0)
    var head = sum.digits[bottom...top].reversed().reduce(0 as Int128) { $0 << 32 | Int128($1) }
    // All that lies below can only tip a tie.
    if sum.digits[..<bottom].contains(where: { $0 != 0 }) { head |= 1 }
    return Double(
      sign: isNegative ? .minus : .plus, exponent: Self.lowest + 32 * bottom, significand: nearest(head))
  }
}

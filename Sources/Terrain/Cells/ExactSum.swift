/// A sum that is never rounded, so that neither the order of its terms nor the way they were grouped shows in it.
///
/// Terms are whole numbers times powers of two, as floating-point numbers are. They are added in a window of 127 bits that
/// moves with the magnitudes it meets; what does not fit beside a new term is handed back, for a `WideSum`.
struct ExactSum: Hashable, BitwiseCopyable, Sendable {
  /// The sum is `window` · 2^`exponent`.
  private(set) var window: Int128 = 0
  private(set) var exponent = 0

  /// A term, or part of a sum: `significand` · 2^`exponent`.
  struct Term: BitwiseCopyable {
    var significand: Int128
    var exponent: Int

    /// The same with as few digits as it needs; of 0 there is one.
    var reduced: Term {
      guard significand != 0 else { return Term(significand: 0, exponent: 0) }
      let zeros = significand.trailingZeroBitCount
      return Term(significand: significand >> zeros, exponent: exponent + zeros)
    }
  }

  init() {}

  init(_ term: Term) {
    window = term.significand
    exponent = term.exponent
  }

  var term: Term { Term(significand: window, exponent: exponent) }

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
    digits.add(term)
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

/// An exact sum over the whole range of `Double`: 32-bit digits, lowest first, in 64-bit places that leave room for the
/// carries of 2^31 terms.
///
/// - Reference: Neal (2015), Fast exact summation using small and large superaccumulators, arXiv:1505.05571.
struct WideSum: Hashable, Sendable {
  /// The power of two of the lowest digit.
  static let lowest = -1216
  private(set) var digits = [Int64](repeating: 0, count: WideSum.places)
  static let places = 76

  init() {}

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

  /// The sum without its sign: every digit in 0 ..< 2^32.
  var magnitude: (digits: [Int64], isNegative: Bool) {
    var sum = self
    sum.carry()
    let isNegative = (sum.digits.last ?? 0) < 0
    if isNegative {
      sum.digits = sum.digits.map { -$0 }
      sum.carry()
    }
    return (sum.digits, isNegative)
  }

  /// The sum as a number, rounded once.
  var value: Double {
    let (digits, isNegative) = magnitude
    guard let top = digits.lastIndex(where: { $0 != 0 }) else { return 0 }
    let bottom = max(top - 2, 0)
    var head = digits[bottom...top].reversed().reduce(0 as Int128) { $0 << 32 | Int128($1) }
    // All that lies below can only tip a tie.
    if digits[..<bottom].contains(where: { $0 != 0 }) { head |= 1 }
    return Double(
      sign: isNegative ? .minus : .plus, exponent: Self.lowest + 32 * bottom, significand: nearest(head))
  }

  // MARK: One form for one sum

  /// A sum of given digits, lowest first.
  ///
  /// - Precondition: there are no more of them than places from `first` on.
  init(digits: [UInt32], from first: Int, isNegative: Bool) {
    for (index, digit) in digits.enumerated() { self.digits[first + index] = isNegative ? -Int64(digit) : Int64(digit) }
    carry()
  }

  /// Lets no trace remain of how the sum came about.
  mutating func settle() { carry() }

  /// The sum as one odd number times a power of two; `nil` where that needs more than 127 bits.
  var term: ExactSum.Term? {
    let (digits, isNegative) = magnitude
    guard let top = digits.lastIndex(where: { $0 != 0 }), let bottom = digits.firstIndex(where: { $0 != 0 }) else {
      return ExactSum.Term(significand: 0, exponent: 0)
    }
    let zeros = digits[bottom].trailingZeroBitCount
    guard 32 * (top - bottom) + 64 - digits[top].leadingZeroBitCount - zeros <= 127 else { return nil }
    var odd = Int128(digits[bottom] >> zeros)
    for index in bottom..<top { odd |= Int128(digits[index + 1]) << (32 * (index + 1 - bottom) - zeros) }
    return ExactSum.Term(significand: isNegative ? -odd : odd, exponent: Self.lowest + 32 * bottom + zeros)
  }
}

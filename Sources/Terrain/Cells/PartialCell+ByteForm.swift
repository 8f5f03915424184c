// A settled cell: how much was offered, had a share and a weight; the sum, if the rule asks for one, and the values, if it
// asks for them, those of one weight together.

extension ByteWriter {
  mutating func partial(_ partial: PartialCell, _ rule: AggregationRule) {
    for amount in [partial.cell.offered, partial.cell.share, partial.cell.weight] {
      term(ExactSum.Term(significand: amount, exponent: 0))
    }
    if rule.isOfSum { sum(partial) }
    if rule.isCollected { values(partial.values) }
  }

  /// As few digits as there are.
  private mutating func term(_ term: ExactSum.Term) {
    let term = term.reduced
    signed(Int64(term.exponent))
    let bits = UInt128(bitPattern: (term.significand << 1) ^ (term.significand >> 127))
    number(UInt64(truncatingIfNeeded: bits))
    number(UInt64(truncatingIfNeeded: bits >> 64))
  }

  private mutating func sum(_ partial: PartialCell) {
    guard let wide = partial.wide else {
      byte(0)
      return term(partial.cell.sum.term)
    }
    let (digits, isNegative) = wide.magnitude
    let first = digits.firstIndex { $0 != 0 } ?? 0
    let last = digits.lastIndex { $0 != 0 } ?? 0
    byte(isNegative ? 2 : 1)
    count(first)
    count(last - first + 1)
    for digit in digits[first...last] { fixed(UInt64(digit), bytes: 4) }
  }

  private mutating func values(_ values: [WeightedValue]) {
    var groups: [ArraySlice<WeightedValue>] = []
    var first = 0
    while first < values.count {
      let end = values[first...].firstIndex { $0.weight != values[first].weight } ?? values.count
      groups.append(values[first..<end])
      first = end
    }
    count(groups.count)
    for group in groups {
      number(UInt64(group[group.startIndex].weight))
      count(group.count)
      integers(group.map(\.value.bitPattern))
    }
  }
}

extension ByteReader {
  mutating func partial(_ rule: AggregationRule) throws(ByteFormError) -> PartialCell {
    var partial = PartialCell()
    partial.cell.offered = try amount()
    partial.cell.share = try amount()
    partial.cell.weight = try amount()
    if rule.isOfSum { try sum(of: &partial) }
    if rule.isCollected { partial.values = try weightedValues() }
    return partial
  }

  /// A number of shares, so small that those of all tiles can be added.
  private mutating func amount() throws(ByteFormError) -> Int128 {
    let term = try term()
    guard term.significand >= 0, term.exponent >= 0, term.exponent + term.bits <= 96 else {
      throw error(.outOfRange("a share"))
    }
    return term.significand << term.exponent
  }

  /// A term that a `WideSum` can hold.
  private mutating func term() throws(ByteFormError) -> ExactSum.Term {
    let exponent = try signed()
    let low = try number()
    let bits = UInt128(try number()) << 64 | UInt128(low)
    let significand = Int128(bitPattern: bits >> 1) ^ -Int128(bitPattern: bits & 1)
    guard (Int64(WideSum.lowest)...1152).contains(exponent) else { throw error(.outOfRange("a sum")) }
    let term = ExactSum.Term(significand: significand, exponent: Int(exponent))
    guard term.exponent + term.bits <= 1152 else { throw error(.outOfRange("a sum")) }
    return term
  }

  private mutating func sum(of partial: inout PartialCell) throws(ByteFormError) {
    let form = try byte()
    guard form > 0 else {
      partial.cell.sum = ExactSum(try term())
      return
    }
    let first = Int(try cell())
    let digits = try integers(try count(), of: UInt32.self)
    // The two highest places are for carries.
    guard form <= 2, first + digits.count <= WideSum.places - 2 else { throw error(.outOfRange("a sum")) }
    partial.wide = WideSum(digits: digits, from: first, isNegative: form == 2)
  }

  private mutating func weightedValues() throws(ByteFormError) -> [WeightedValue] {
    var values: [WeightedValue] = []
    for _ in 0..<(try count()) {
      guard let weight = Int64(exactly: try number()) else { throw error(.outOfRange("a weight")) }
      for bits in try integers(try count(), of: UInt64.self) {
        let value = Double(bitPattern: bits)
        guard value.isFinite else { throw error(.outOfRange("a value")) }
        values.append(WeightedValue(value: value, weight: weight))
      }
    }
    return values
  }
}

extension ExactSum.Term {
  /// Of the significand without its sign.
  fileprivate var bits: Int { 128 - significand.magnitude.leadingZeroBitCount }
}

/// The sum of `count` terms in one fixed order, whatever computes it.
///
/// Terms are added from the first to the last within blocks of 4096, then the sums of the blocks from the first to the
/// last. A parallel caller that keeps to these blocks gets the same bits.
@inlinable
package func orderedSum(count: Int, of term: (Int) throws -> Double) rethrows -> Double {
  var total = 0.0
  var start = 0
  while start < count {
    let end = min(start + 4096, count)
    var block = 0.0
    for index in start..<end { block += try term(index) }
    total += block
    start = end
  }
  return total
}

/// The sum of `values` in the order of `orderedSum(count:of:)`.
@inlinable
package func orderedSum(_ values: [Double]) -> Double {
  orderedSum(count: values.count) { values[$0] }
}

/// The arithmetic mean; `nil` of nothing.
package func mean(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : orderedSum(values) / Double(values.count)
}

/// The variance of a sample, with *n* − 1 below; `nil` for fewer than two values.
package func sampleVariance(_ values: [Double]) -> Double? {
  guard values.count > 1, let centre = mean(values) else { return nil }
  let squares = orderedSum(count: values.count) { (values[$0] - centre) * (values[$0] - centre) }
  return squares / Double(values.count - 1)
}

/// The standard deviation of a sample; `nil` for fewer than two values.
package func standardDeviation(_ values: [Double]) -> Double? {
  sampleVariance(values)?.squareRoot()
}

/// The value below which the share `probability` (0 ... 1) of `values` lies, by linear interpolation between ranks
/// (type 7 of Hyndman and Fan 1996, the default of R and NumPy); `nil` of nothing. No value may be NaN.
package func quantile(_ probability: Double, of values: [Double]) -> Double? {
  quantile(probability, ofSorted: values.sorted())
}

/// As `quantile(_:of:)` for values already in ascending order.
package func quantile(_ probability: Double, ofSorted values: [Double]) -> Double? {
  guard let last = values.last else { return nil }
  let rank = min(max(probability, 0), 1) * Double(values.count - 1)
  let below = Int(rank)
  guard below + 1 < values.count else { return last }
  return values[below] + (rank - Double(below)) * (values[below + 1] - values[below])
}

/// The middle value, or the mean of the two in the middle; `nil` of nothing.
package func median(_ values: [Double]) -> Double? {
  quantile(0.5, of: values)
}

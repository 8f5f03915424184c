import Statistics

/// What has come into one coarse cell of one layer so far.
struct CoarseCell: Hashable, BitwiseCopyable, Sendable {
  /// Of values times weights, in units of `CellRun.whole`.
  var sum = ExactSum()
  /// Of the weights of fine cells with a value.
  var weight: Int128 = 0
  /// Of the shares of fine cells with a value, and of all fine cells.
  var share: Int128 = 0
  var offered: Int128 = 0

  /// - Returns: what the sum could not hold beside the new term.
  @inline(__always)
  mutating func add(_ total: RunTotal, share unit: Int64, weight: Int64) -> ExactSum.Term? {
    self.weight &+= Int128(weight &* Int64(total.valid))
    share &+= Int128(unit &* Int64(total.valid))
    offered &+= Int128(unit &* Int64(total.cells))
    return sum.add(total.significand, exponent: Int(total.exponent), weight: weight)
  }

  mutating func add(_ other: CoarseCell) -> ExactSum.Term? {
    weight += other.weight
    share += other.share
    offered += other.offered
    return sum.add(other.sum.term)
  }
}

/// A value and how much it counts.
struct WeightedValue: Hashable, BitwiseCopyable, Sendable {
  var value: Double
  var weight: Int64
}

/// The value with half of the weight below it; between two values, the middle of them. NaN of none.
func weightedMedian(_ values: inout [WeightedValue]) -> Double {
  if let first = values.first, values.allSatisfy({ $0.weight == first.weight }) {
    return median(values.map(\.value)) ?? .nan
  }
  values.sort { $0.value < $1.value }
  let whole = values.reduce(0 as Int128) { $0 + Int128($1.weight) }
  var below: Int128 = 0
  for (index, item) in values.enumerated() {
    below += Int128(item.weight)
    if 2 * below < whole { continue }
    guard 2 * below == whole, index + 1 < values.count else { return item.value }
    return item.value + 0.5 * (values[index + 1].value - item.value)
  }
  return .nan
}

/// The value with the greatest weight, the smallest of several. NaN of none.
func weightedMode(_ values: inout [WeightedValue]) -> Double {
  values.sort { $0.value < $1.value }
  var best = (value: Double.nan, weight: 0 as Int128)
  var run = best
  for item in values {
    run = item.value == run.value ? (item.value, run.weight + Int128(item.weight)) : (item.value, Int128(item.weight))
    if run.weight > best.weight { best = run }
  }
  return best.value
}

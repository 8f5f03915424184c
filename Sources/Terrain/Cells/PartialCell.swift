import Grids

/// All that has come into one coarse cell of one layer so far.
struct PartialCell: Hashable, Sendable {
  var cell = CoarseCell()
  /// What did not fit the sum of the cell.
  var wide: WideSum?
  /// Where the values themselves are kept.
  var values: [WeightedValue] = []

  mutating func add(_ other: PartialCell) {
    if let rest = cell.add(other.cell) { wide = wide ?? WideSum(); wide?.add(rest) }
    if let digits = other.wide { wide = wide ?? WideSum(); wide?.add(digits) }
    values += other.values
  }

  /// - Parameters:
  ///   - minimumShare: of `cells`, the number of fine cells that belong to the coarse one, that must have a value.
  ///   - cells: `nil` where only what came can be counted.
  mutating func value(by rule: AggregationRule, minimumShare: Double, cells expected: Double?) -> Double {
    let whole = Double(CellRun.whole)
    if rule == .count { return nearest(cell.share) / whole }
    let wanted = minimumShare * (expected ?? nearest(cell.offered) / whole)
    // Shares that were cut are rounded; a billionth of what is wanted is not missed.
    guard cell.weight > 0, nearest(cell.share) / whole >= wanted * (1 - 1e-9) else { return .nan }
    switch rule {
    case .median: return weightedMedian(&values)
    case .mode: return weightedMode(&values)
    case .sum: return cell.sum.value(with: wide) / whole
    case .mean, .vectorMean, .count: return cell.sum.value(with: wide) / nearest(cell.weight)
    }
  }

  /// The same in the one form that does not tell how it was put together: values in order, sums of as few digits as they
  /// need, and none that the rule does not ask for.
  func settled(for rule: AggregationRule) -> PartialCell {
    var settled = self
    settled.values.sort { ($0.weight, $0.value) < ($1.weight, $1.value) }
    settled.cell.sum = ExactSum()
    settled.wide = nil
    guard rule.isOfSum else { return settled }
    if var digits = wide {
      digits.add(cell.sum.term)
      if let term = digits.term {
        settled.cell.sum = ExactSum(term)
      } else {
        digits.settle()
        settled.wide = digits
      }
    } else {
      settled.cell.sum = ExactSum(cell.sum.term.reduced)
    }
    return settled
  }
}

extension AggregationRule {
  /// Whether the values themselves are kept, and not only their sum.
  var isCollected: Bool { self == .median || self == .mode }

  var isOfSum: Bool { self == .mean || self == .sum }
}

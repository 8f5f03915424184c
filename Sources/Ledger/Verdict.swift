/// What a check of one claim comes to.
package enum Verdict: String, CaseIterable, Hashable, Sendable, Codable {
  /// True for every value within the rounding, or recomputed to within the printed precision.
  case holds
  /// Recomputed, and not as printed.
  case moved
  /// Contradicted by other published numbers, whatever the rounding hides.
  case fails
  /// True for some values within the rounding.
  case possible
  /// The product lacks the input that the number needs.
  case missingInput = "missing-input"
  /// Nothing to compute or nothing to compare with: a citation, a derived number, a claim without a number.
  case notComputed = "not-computed"
}

/// A relation between two numbers.
package enum Comparison: String, CaseIterable, Hashable, Sendable {
  case equal = "eq"
  case atMost = "le"
  case lessThan = "lt"
  case atLeast = "ge"
  case greaterThan = "gt"

  /// Whether the relation is true of all values of the two intervals, of some, or of none.
  ///
  /// - Parameter restatementsHold: an equality also holds when one interval lies inside the other, that is when one
  ///   number restates the other with as many digits or fewer.
  package func verdict(_ a: Interval, _ b: Interval, restatementsHold: Bool) -> Verdict {
    switch self {
    case .equal:
      if a.upper < b.lower || b.upper < a.lower { return .fails }
      if a.isExact, b.isExact { return .holds }
      return restatementsHold && (a.contains(b) || b.contains(a)) ? .holds : .possible
    case .atMost:
      if a.upper <= b.lower { return .holds }
      return a.lower > b.upper ? .fails : .possible
    case .lessThan:
      if a.upper < b.lower { return .holds }
      return a.lower >= b.upper ? .fails : .possible
    case .atLeast: return Comparison.atMost.verdict(b, a, restatementsHold: restatementsHold)
    case .greaterThan: return Comparison.lessThan.verdict(b, a, restatementsHold: restatementsHold)
    }
  }
}

extension Sequence<Verdict> {
  /// The verdict on all of them together: one that fails decides, then one that is only possible.
  func conjunction() -> Verdict {
    reduce(.holds) { total, next in
      if total == .fails || next == .fails { return .fails }
      return total == .holds ? next : total
    }
  }
}

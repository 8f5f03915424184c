/// Checks every claim against the other claims and the statistics of a run.
///
/// Statistics that the run lacks give `missing-input`; without any, only the claims among published numbers are
/// decided.
package func judge(_ claims: [Claim], statistics: [String: Double] = [:]) -> [ClaimResult] {
  let table = NumberTable(claims: claims, statistics: statistics)
  return claims.map { $0.judged(in: table) }
}

extension Claim {
  /// The result of its check.
  ///
  /// An expression without a finite answer (a division by what may be 0, a statistic that is NaN) is `not-computed`.
  package func judged(in table: NumberTable) -> ClaimResult {
    guard let formula else { return ClaimResult(claim: self, verdict: .notComputed) }
    do throws(FormulaError) {
      switch check {
      case .cite: return ClaimResult(claim: self, verdict: .notComputed)
      case .derived:
        return ClaimResult(claim: self, computed: .interval(try formula.leftSide(in: table)), verdict: .notComputed)
      case .static, .relation:
        let outcome = try formula.outcome(in: table, restatementsHold: check == .static)
        return ClaimResult(claim: self, computed: computed(outcome), verdict: outcome.verdict)
      case .reproduce:
        guard formula.statisticNames.allSatisfy(table.knows) else {
          return ClaimResult(claim: self, verdict: .missingInput)
        }
        return reproduced(as: try formula.leftSide(in: table).lower, in: table)
      }
    } catch {
      return ClaimResult(claim: self, verdict: .notComputed)
    }
  }

  /// The result for a published number that came out as `computed`.
  ///
  /// A statistic holds when it lies in the interval of the printed number, a test unless it is false for every value
  /// within the rounding. A claim without a number has nothing to compare with.
  package func reproduced(as computed: Double, in table: NumberTable) -> ClaimResult {
    let verdict: Verdict
    if let formula, formula.isComparison {
      let outcome = try? formula.outcome(in: table, restatementsHold: true, left: Interval(exactly: computed))
      verdict = outcome.map { $0.verdict == .fails ? .moved : .holds } ?? .notComputed
    } else if let interval {
      verdict = interval.contains(computed) ? .holds : .moved
    } else {
      verdict = .notComputed
    }
    return ClaimResult(
      claim: self, computed: .number(computed), verdict: verdict,
      delta: value.map { (computed - $0).rounded(toDigits: 4) })
  }

  /// What a claim is compared with: the other side when one side is the claim itself, else both.
  private func computed(_ outcome: ComparisonOutcome) -> ClaimResult.Computed? {
    guard let sides = outcome.sides, let formula else { return nil }
    if case .comparison(_, .name(id), _) = formula.root { return .interval(sides[1]) }
    if case .comparison(_, _, .name(id)) = formula.root { return .interval(sides[0]) }
    return .sides(sides[0], sides[1])
  }
}

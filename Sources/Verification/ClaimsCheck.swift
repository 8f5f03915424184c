import Ledger

/// Every claim of the release is judged again from what stands in its row, without the claims file and without the
/// stored verdict; then both verdicts must agree, and be the expected one.
///
/// A relation among published numbers is worked out anew. A reproduced number is compared anew with the print; that it
/// is the right number is for the rasters, the tables and a rebuild to say.
func claimsCheck(_ results: [ClaimResult]) -> VerificationReport.Check {
  let table = NumberTable(claims: results.map(\.claim))
  var problems: [String] = []
  var unexpected = 0
  for stored in results {
    let claim = stored.claim
    let again = stored.judgedAgain(in: table)
    if again.verdict != stored.verdict {
      problems.append("\(claim.id): '\(stored.verdict.rawValue)' stands there, '\(again.verdict.rawValue)' follows")
    } else if again.computed?.description != stored.computed?.description {
      problems.append(
        "\(claim.id): \(stored.computed?.description ?? "nothing") stands there, "
          + "\(again.computed?.description ?? "nothing") follows")
    }
    if let expected = claim.expected, expected != again.verdict {
      unexpected += 1
      problems.append("\(claim.id): expected '\(expected.rawValue)', is '\(again.verdict.rawValue)'")
    }
  }
  let summary =
    "\(results.count) claims judged again, \(results.count { $0.claim.expected != nil }) with an expected verdict"
  return VerificationReport.Check("claims", summary, problems: problems)
}

extension ClaimResult {
  fileprivate func judgedAgain(in table: NumberTable) -> ClaimResult {
    guard claim.check == .reproduce else { return claim.judged(in: table) }
    guard case .number(let value) = computed else {
      // Without a number there is nothing to judge: the input is missing, or the statistic has no value.
      let plausible = verdict == .missingInput || verdict == .notComputed
      return ClaimResult(claim: claim, computed: computed, verdict: plausible ? verdict : .missingInput)
    }
    return claim.reproduced(as: value, in: table)
  }
}

/// How many claims have each verdict.
func counts(_ results: [ClaimResult]) -> [String: Int] {
  Dictionary(results.map { ($0.verdict.rawValue, 1) }, uniquingKeysWith: +)
}

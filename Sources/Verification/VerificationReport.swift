import Ledger

/// What a verification found, check by check.
package struct VerificationReport: Hashable, Sendable, Codable {
  package enum Verdict: String, Hashable, Sendable, Codable {
    case pass
    case fail
    case skipped
  }

  package struct Check: Hashable, Sendable, Codable {
    package var name: String
    package var verdict: Verdict
    /// What was looked at; below it, a line for each thing found.
    package var detail: String

    package init(name: String, verdict: Verdict, detail: String) {
      self.name = name
      self.verdict = verdict
      self.detail = detail
    }

    /// Most problems that one check lists; the rest are counted.
    private static let mostListed = 50

    /// A check that passes when nothing was found.
    init(_ name: String, _ summary: String, problems: [String], notes: [String] = []) {
      var lines = [summary] + problems.prefix(Self.mostListed)
      if problems.count > Self.mostListed { lines.append("and \(problems.count - Self.mostListed) more") }
      self.init(
        name: name, verdict: problems.isEmpty ? .pass : .fail, detail: (lines + notes).joined(separator: "\n"))
    }

    static func skipped(_ name: String, _ reason: String) -> Check {
      Check(name: name, verdict: .skipped, detail: reason)
    }
  }

  package private(set) var verdict: Verdict
  package private(set) var checks: [Check]
  /// How many claims have each verdict.
  package var claims: [String: Int]

  package init(checks: [Check], claims: [String: Int] = [:]) {
    self.checks = checks
    self.claims = claims
    verdict = checks.contains { $0.verdict == .fail } ? .fail : .pass
  }

  /// The report with one more check, such as a rebuild that was composed elsewhere.
  package func adding(_ check: Check) -> VerificationReport {
    VerificationReport(checks: checks + [check], claims: claims)
  }
}

extension VerificationReport {
  /// A table for people: verdict, check, what was looked at, and below it what was found.
  package var text: String {
    let width = checks.map(\.name.count).max() ?? 0
    var lines: [String] = []
    for check in checks {
      let detail = check.detail.split(separator: "\n", omittingEmptySubsequences: false)
      let name = check.name + String(repeating: " ", count: width - check.name.count)
      lines.append("\(check.verdict.column)  \(name)  \(detail.first ?? "")")
      lines += detail.dropFirst().map { String(repeating: " ", count: 11 + width) + "- \($0)" }
    }
    if !claims.isEmpty {
      let counts = Ledger.Verdict.allCases.compactMap { verdict in
        claims[verdict.rawValue].map { "\($0) \(verdict.rawValue)" }
      }
      lines.append("claims: \(counts.joined(separator: ", "))")
    }
    lines.append("verdict: \(verdict.rawValue)")
    return lines.joined(separator: "\n") + "\n"
  }
}

extension VerificationReport.Verdict {
  fileprivate var column: String {
    switch self {
    case .pass: "pass   "
    case .fail: "FAIL   "
    case .skipped: "skipped"
    }
  }
}

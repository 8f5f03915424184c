/// `claims.csv` of a release: every claim with its result, complete enough to be judged again without the claims file.
package enum ClaimsTable {
  package static let columns = [
    "id", "where", "line", "kind", "check", "expression", "printed", "lo", "hi", "computed", "unit", "verdict",
    "expected", "delta",
  ]

  package static func table(_ results: [ClaimResult]) -> Table {
    Table(columns: columns, rows: results.map(row))
  }

  package static func text(_ results: [ClaimResult]) -> String { table(results).csv }

  private static func row(_ result: ClaimResult) -> [String] {
    let claim = result.claim
    return [
      claim.id, claim.place, claim.line.map(String.init) ?? "", claim.kind?.rawValue ?? "", claim.check.rawValue,
      claim.formula?.text ?? "", claim.printed, claim.interval?.lower.text ?? "", claim.interval?.upper.text ?? "",
      result.computed?.description ?? "", claim.unit, result.verdict.rawValue, claim.expected?.rawValue ?? "",
      result.delta?.text ?? "",
    ]
  }

  /// The results in a table that `text` wrote, or the first line that is none.
  package static func results(of text: String) throws(ClaimsTableError) -> [ClaimResult] {
    let rows: [[String]]
    do throws(CommaSeparatedValuesError) {
      rows = try CommaSeparatedValues.rows(of: text)
    } catch {
      throw ClaimsTableError(row: error.line, what: error.description)
    }
    guard rows.first == columns else {
      throw ClaimsTableError(row: 1, what: "the columns are not \(columns.joined(separator: ","))")
    }
    var results: [ClaimResult] = []
    var seen: Set<String> = []
    for (offset, row) in rows.enumerated().dropFirst() {
      let result = try read(row, number: offset + 1)
      guard seen.insert(result.claim.id).inserted else {
        throw ClaimsTableError(row: offset + 1, what: "'\(result.claim.id)' stands twice")
      }
      results.append(result)
    }
    return results
  }

  private static func read(_ row: [String], number: Int) throws(ClaimsTableError) -> ClaimResult {
    guard row.count == columns.count else {
      throw ClaimsTableError(row: number, what: "\(row.count) fields where \(columns.count) should stand")
    }
    let fields = Dictionary(uniqueKeysWithValues: zip(columns, row))
    /// A field read by `parse`; `nil` where it is empty.
    func field<Value>(_ name: String, _ parse: (String) throws -> Value?) throws(ClaimsTableError) -> Value? {
      guard let text = fields[name], !text.isEmpty else { return nil }
      do {
        guard let value = try parse(text) else { throw NotUnderstood() }
        return value
      } catch {
        throw ClaimsTableError(row: number, what: "column '\(name)', '\(text)': \(error)")
      }
    }
    guard let check = try field("check", Claim.Check.init(rawValue:)),
      let verdict = try field("verdict", Verdict.init(rawValue:)), let id = fields["id"], !id.isEmpty
    else { throw ClaimsTableError(row: number, what: "'id', 'check' or 'verdict' is empty") }
    let ends = (try field("lo", { Double($0) }), try field("hi", { Double($0) }))
    var interval: Interval?
    if let lower = ends.0, let upper = ends.1 { interval = Interval(lower, upper) }
    guard (ends.0 == nil) == (interval == nil), (ends.1 == nil) == (interval == nil) else {
      throw ClaimsTableError(row: number, what: "'lo' and 'hi' are no interval")
    }
    let claim = Claim(
      id: id, place: fields["where"] ?? "", line: try field("line", { Int($0) }),
      kind: try field("kind", Claim.Kind.init(rawValue:)), check: check,
      formula: try field("expression", { try Formula($0) }), printed: fields["printed"] ?? "", interval: interval,
      unit: fields["unit"] ?? "", expected: try field("expected", Verdict.init(rawValue:)))
    return ClaimResult(
      claim: claim, computed: try field("computed", { ClaimResult.Computed($0) }), verdict: verdict,
      delta: try field("delta", { Double($0) }))
  }
}

private struct NotUnderstood: Error, CustomStringConvertible {
  var description: String { "not understood" }
}

/// Why a text is no table of claims.
package struct ClaimsTableError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counted from 1, the header included.
  package var row: Int
  package var what: String

  package var description: String { "row \(row): \(what)" }
}

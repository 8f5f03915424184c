import Ledger

/// The verdicts as a reader meets them, those that ask for attention first.
private let verdicts: [(name: String, mark: String, meaning: String)] = [
  ("fails", "✗", "the printed numbers contradict each other, or the result contradicts them"),
  ("moved", "≠", "the computed number is not the printed one"),
  ("possible", "~", "true for some of the values that the printed digits allow"),
  ("holds", "✓", "the computed number is the printed one, or the printed numbers agree"),
  ("missing-input", "∅", "an input that this product lacks is needed"),
  ("not-computed", "–", "a citation, or a number that follows from others; nothing to compare"),
]

/// The columns of `claims.csv` that the page shows, by their names there.
private struct ClaimColumns {
  let index: [String: Int]

  init(_ table: Table) {
    index = Dictionary(
      table.columns.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  func field(_ name: String, _ row: [String]) -> String { index[name].map { row[$0] } ?? "" }

  /// Whether the verdict is another one than was expected.
  func isSurprise(_ row: [String]) -> Bool {
    let expected = field("expected", row)
    return !expected.isEmpty && expected != field("verdict", row)
  }
}

/// Every published number with what was computed, by verdict, and how many there are of each.
func claimsSection(_ description: ReleaseDescription) -> ReportSection? {
  guard let table = description.claims, !table.rows.isEmpty else { return nil }
  let columns = ClaimColumns(table)
  let groups = Dictionary(grouping: table.rows) { columns.field("verdict", $0) }
  let known = verdicts.filter { groups[$0.name] != nil }
  let others = groups.keys.filter { name in !verdicts.contains { $0.name == name } }.sorted()
  let order = known + others.map { ($0, "?", "") }
  let counts = order.map { verdict in
    "<li>\(chip(verdict.name, verdict.mark)) <strong>\(groups[verdict.name]?.count ?? 0)</strong> "
      + "<span>\(escaped(verdict.meaning))</span></li>"
  }
  let surprises = table.rows.count(where: columns.isSurprise)
  let surprise =
    switch surprises {
    case 0: "No verdict differs from the one that was expected."
    case 1: "<strong>1 verdict differs from the one that was expected.</strong>"
    default: "<strong>\(surprises) verdicts differ from those that were expected.</strong>"
    }
  let parts = order.map { verdict in
    let rows = groups[verdict.name] ?? []
    let isOpen = verdict.name == "fails" || verdict.name == "moved"
    return """
      <details\(isOpen ? " open" : "")>
      <summary>\(chip(verdict.name, verdict.mark)) <span class="count">\(rows.count) claims</span></summary>
      \(claimsTable(rows, columns, verdict.name))
      </details>
      """
  }
  let body = """
    <p>\(table.rows.count) published numbers and relations, each checked against the digits it was printed with. \(surprise) \
    <a href="claims.csv"><code>claims.csv</code></a> has them in full.</p>
    <ul class="counts">
    \(counts.joined(separator: "\n"))
    </ul>
    \(parts.joined(separator: "\n"))
    """
  return ReportSection(id: "claims", title: "Published numbers", body: body)
}

private func chip(_ verdict: String, _ mark: String) -> String {
  "<span class=\"verdict \(escaped(verdict))\"><span aria-hidden=\"true\">\(mark)</span> \(escaped(verdict))</span>"
}

private func claimsTable(_ rows: [[String]], _ columns: ClaimColumns, _ verdict: String) -> String {
  let hasComputed = rows.contains { !columns.field("computed", $0).isEmpty }
  let hasDelta = rows.contains { !columns.field("delta", $0).isEmpty }
  let hasSurprise = rows.contains(where: columns.isSurprise)
  let lines = rows.map { row in
    func field(_ name: String) -> String { columns.field(name, row) }
    let expression = field("expression")
    let check = expression.isEmpty ? "" : "<br><code class=\"expression\">\(breakable(expression))</code>"
    let place = field("where").isEmpty ? "" : " <span class=\"count\">\(escaped(field("where")))</span>"
    var cells =
      "<th scope=\"row\"><code>\(breakable(field("id")))</code>\(place)\(check)</th>"
    cells += "<td class=\"number\">\(escaped(field("printed")))</td>"
    if hasComputed { cells += "<td class=\"number\">\(escaped(readable(field: field("computed"))))</td>" }
    if hasDelta { cells += "<td class=\"number\">\(escaped(readable(field: field("delta"))))</td>" }
    cells += "<td>\(escaped(field("unit") == "1" ? "" : field("unit")))</td>"
    if hasSurprise { cells += "<td><strong>\(columns.isSurprise(row) ? escaped(field("expected")) : "")</strong></td>" }
    return "<tr>\(cells)</tr>"
  }
  let names =
    ["Claim, and where it is printed", "Printed"] + (hasComputed ? ["Computed"] : []) + (hasDelta ? ["Difference"] : [])
    + ["Unit"]
    + (hasSurprise ? ["Expected"] : [])
  let numeric: Set = ["Printed", "Computed", "Difference"]
  let header = names.map { "<th scope=\"col\"\(numeric.contains($0) ? " class=\"number\"" : "")>\($0)</th>" }.joined()
  return scrolling(
    "Claims: \(verdict)",
    """
    <table class="claims">
    <thead><tr>\(header)</tr></thead>
    <tbody>
    \(lines.joined(separator: "\n"))
    </tbody>
    </table>
    """)
}

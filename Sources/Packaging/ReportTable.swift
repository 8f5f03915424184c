import Ledger

/// A table of at most this many rows stands open.
let shownRows = 20
/// No more rows than these are written into the page.
let reportedRows = 100

/// A table with its numbers rounded for reading and aligned at the right.
func reportTable(_ table: Table, label: String, limit: Int) -> String {
  let numeric = table.columns.indices.map { column in
    table.rows.contains { !$0[column].isEmpty }
      && table.rows.allSatisfy { $0[column].isEmpty || Double($0[column]) != nil }
  }
  func alignment(_ column: Int) -> String { numeric[column] ? " class=\"number\"" : "" }
  let header = table.columns.enumerated().map { "<th scope=\"col\"\(alignment($0))>\(breakable($1))</th>" }.joined()
  let rows = table.rows.prefix(limit).map { row in
    let cells = row.enumerated().map { column, field in
      "<td\(alignment(column))>\(escaped(readable(field: field)))</td>"
    }
    return "<tr>\(cells.joined())</tr>"
  }
  return scrolling(
    label,
    """
    <table>
    <thead><tr>\(header)</tr></thead>
    <tbody>
    \(rows.joined(separator: "\n"))
    </tbody>
    </table>
    """)
}

/// A frame that a wide table scrolls in, with the keyboard too.
func scrolling(_ label: String, _ table: String) -> String {
  "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"\(escaped(label))\">\n\(table)\n</div>"
}

/// A name that may break after its separators, so that it fits a narrow page.
func breakable(_ name: String) -> String {
  var result = ""
  for character in name {
    result += escaped(String(character))
    if "/_.".contains(character) { result += "<wbr>" }
  }
  return result
}

/// `text`, filled with spaces to `width` characters: after it, or before.
func padded(_ text: String, _ width: Int, toTheRight: Bool = false) -> String {
  let filling = String(repeating: " ", count: max(0, width - text.count))
  return toTheRight ? filling + text : text + filling
}

/// Rows as lines with aligned columns, two spaces apart.
package func aligned(_ rows: [[String]], toTheRight: Set<Int> = []) -> String {
  let columns = rows.map(\.count).max() ?? 0
  let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
  return rows.map { row in
    var line = row.enumerated().map { padded($1, widths[$0], toTheRight: toTheRight.contains($0)) }
      .joined(separator: "  ")
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }.joined(separator: "\n")
}

package import Statistics

/// Draws `size` of `rows` rows without replacement, every set of rows as likely as any other.
///
/// - Returns: the rows drawn, ascending; all of them where there are no more than `size`.
/// - Complexity: O(rows) time, O(size) memory.
/// - Reference: Knuth, The Art of Computer Programming 2, §3.4.2, algorithm S (selection sampling).
package func sampledRows(_ size: Int, of rows: Int, _ stream: inout RandomStream) -> [Int] {
  guard size < rows else { return Array(0..<rows) }
  var taken: [Int] = []
  taken.reserveCapacity(size)
  for row in 0..<rows where taken.count < size {
    if stream.below(rows - row) < size - taken.count { taken.append(row) }
  }
  return taken
}

extension MixedTable {
  /// The table of these rows only, which are in this table; at least one. Levels that none of them has stay.
  init(_ table: Self, rows: [Int]) {
    self.rows = rows.count
    continuous = table.continuous.map { column in rows.map { column[$0] } }
    levels = table.levels
    ranks = table.ranks.map { column in rows.map { column[$0] } }
  }
}

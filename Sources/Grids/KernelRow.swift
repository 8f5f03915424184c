/// The cells of one row of a fine grid that count in a cell of a coarse grid, each by a weight of its column times one of
/// the row.
package struct KernelRow: Hashable, BitwiseCopyable, Sendable {
  /// The coarse cell's row.
  package var row: Int32
  /// The coarse cell's column.
  package var column: Int32
  /// The first fine column.
  package var first: Int32
  /// How many fine cells.
  package var count: Int32
  /// Where the weights of the columns begin, in `KernelRows.weights`.
  package var start: Int32
  /// Of the row, in units of `KernelRow.whole`.
  package var weight: Int32

  package init(row: Int, column: Int, columns: Range<Int>, start: Int, weight: Int32) {
    self.row = Int32(truncatingIfNeeded: row)
    self.column = Int32(truncatingIfNeeded: column)
    first = Int32(truncatingIfNeeded: columns.lowerBound)
    count = Int32(truncatingIfNeeded: columns.count)
    self.start = Int32(truncatingIfNeeded: start)
    self.weight = weight
  }

  /// The weight of a row or column that counts in full; the product of two is `CellRun.whole`.
  package static let whole: Int32 = 1 << 20

  /// A weight, 0 ... 1, in units of `whole`.
  package static func units(_ weight: Double) -> Int32 { Int32(weight * Double(whole) + 0.5) }
}

/// The kernel rows of one fine row.
package struct KernelRows: Sendable {
  package var rows: [KernelRow] = []
  /// Of columns, in units of `KernelRow.whole`, those of one kernel row after those of another.
  package var weights: [Int32] = []

  package init() {}

  package mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
  }
}

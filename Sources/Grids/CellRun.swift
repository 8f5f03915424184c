/// Neighbouring cells of one row of a fine grid that count alike in one cell of a coarse grid.
package struct CellRun: Hashable, BitwiseCopyable, Sendable {
  /// The coarse cell's row.
  package let row: Int32
  /// The coarse cell's column.
  package let column: Int32
  /// The first fine column.
  package let first: Int32
  /// How many fine cells.
  package let count: Int32
  /// The part of each fine cell that belongs to the coarse one, in units of `CellRun.whole`.
  package let share: Int64
  /// What each fine cell counts in a mean: its share, times its area where that is asked for, in units of
  /// `CellRun.whole` for a whole cell of the greatest area.
  package let weight: Int64

  package init(row: Int, column: Int, columns: Range<Int>, share: Int64, weight: Int64) {
    self.row = Int32(truncatingIfNeeded: row)
    self.column = Int32(truncatingIfNeeded: column)
    first = Int32(truncatingIfNeeded: columns.lowerBound)
    count = Int32(truncatingIfNeeded: columns.count)
    self.share = share
    self.weight = weight
  }

  /// The share of a cell that counts in full. Shares are whole numbers of its parts, so that their sums are exact; no
  /// share is farther than 5e−13 of a cell from what it stands for.
  package static let whole: Int64 = 1 << 40

  /// A part of a cell, 0 ... 1, in units of `whole`.
  package static func units(_ part: Double) -> Int64 { Int64(part * Double(whole) + 0.5) }
}

/// How the cells of a fine grid belong to those of a coarse one.
package protocol CellAssignment {
  var fine: GridGeometry { get }
  var coarse: GridGeometry { get }

  /// How many fine cells belong to a coarse one if the fine grid went on for ever; `nil` where that is not known, and only
  /// what the fine grid has can be asked for.
  func cells(inRow row: Int, column: Int) -> Double?

  /// Appends the runs of a fine row, cut to some of its columns.
  mutating func appendRuns(ofRow row: Int, columns: Range<Int>, to runs: inout [CellRun])

  /// Appends the same as `appendRuns` by kernel rows, which are faster to add up.
  ///
  /// - Returns: `false`, with nothing appended, where cells do not count so.
  mutating func appendKernels(ofRow row: Int, columns: Range<Int>, to kernels: inout KernelRows) -> Bool

  /// The northernmost coarse row that a fine row from `row` on reaches; the number of coarse rows if none does.
  func firstRowReached(from row: Int) -> Int
}

extension CellAssignment {
  package mutating func appendKernels(ofRow row: Int, columns: Range<Int>, to kernels: inout KernelRows) -> Bool {
    false
  }
}

/// For each of a list of fine rows, and for the place behind them, the least of the coarse rows that it or a later one
/// reaches.
///
/// - Parameters:
///   - reached: the northernmost coarse row that each fine row reaches; `nil` for none.
///   - none: what stands where none is reached.
package func leastReached(_ reached: [Int?], none: Int) -> [Int] {
  var least = [Int](repeating: none, count: reached.count + 1)
  for row in reached.indices.reversed() { least[row] = min(least[row + 1], reached[row] ?? none) }
  return least
}

import Grids

/// How the fine cells of one tile belong to those of a coarse grid.
///
/// Its coarse grid is the window of the cells that the tile reaches.
struct TileCells: CellAssignment {
  let coarse: GridGeometry
  /// The window's place in the coarse grid.
  let firstRow: Int
  let firstColumn: Int
  /// Of the coarse cells of the window, row by row: whether a fine cell of the tile reaches it.
  let isReached: [Bool]
  /// Whether a fine cell of another tile reaches it too.
  let isShared: [Bool]
  private var assignment: any CellAssignment
  private let extent: TileExtent
  private let firstReached: [Int]

  /// How many fine cells around a tile are asked what they reach.
  ///
  /// A coarse cell that reaches over the tile's edge without a fine cell in the ring would be taken for finished. One ring
  /// is enough where the fine cells of a coarse one hang together by their sides: in rectangles, and in what a kernel that
  /// falls off to all sides covers. By their centres, across coordinate systems, those of coarse cells turned against the
  /// rows hang together as soon as these are two fine ones wide; narrower ones, unless more than twice as long as wide,
  /// do not reach over four. Should one do so all the same, `CoarseMerge` finds that two tiles contradict each other.
  private static let ring = 4

  /// - Complexity: O(n) in the runs of the tile, of which a row is held; two bytes for each cell of the coarse grid.
  init(_ assignment: any CellAssignment, of extent: TileExtent) {
    var assignment = assignment
    let (fine, product) = (assignment.fine, assignment.coarse)
    let rows = max(extent.firstRow - Self.ring, 0)..<min(extent.rowRange.upperBound + Self.ring, fine.rows)
    let columns = max(extent.firstColumn - Self.ring, 0)..<min(extent.columnRange.upperBound + Self.ring, fine.columns)
    var isReached = [Bool](repeating: false, count: product.count)
    var isReachedBeyond = isReached
    var northernmost = [Int?](repeating: nil, count: extent.rows)
    var (down, across) = (Bounds(), Bounds())
    var found: [CellRun] = []
    for row in rows {
      found.removeAll(keepingCapacity: true)
      assignment.appendRuns(ofRow: row, columns: columns, to: &found)
      let isInside = extent.rowRange.contains(row)
      for run in found {
        let place = Int(run.row) * product.columns + Int(run.column)
        let cells = Int(run.first)..<Int(run.first + run.count)
        let mine = isInside ? cells.clamped(to: extent.columnRange) : 0..<0
        if mine.count < cells.count { isReachedBeyond[place] = true }
        if mine.isEmpty { continue }
        isReached[place] = true
        down.include(Int(run.row))
        across.include(Int(run.column))
        let index = row - extent.firstRow
        northernmost[index] = min(northernmost[index] ?? Int(run.row), Int(run.row))
      }
    }
    (firstRow, firstColumn) = (down.range.lowerBound, across.range.lowerBound)
    coarse = GridGeometry(
      crs: product.crs, west: product.west + Double(firstColumn) * product.cellWidth,
      north: product.north - Double(firstRow) * product.cellHeight, cellWidth: product.cellWidth,
      cellHeight: product.cellHeight, columns: across.range.count, rows: down.range.count)
    let places = down.range.flatMap { row in across.range.map { row * product.columns + $0 } }
    self.isReached = places.map { isReached[$0] }
    isShared = places.map { isReached[$0] && isReachedBeyond[$0] }
    self.assignment = assignment
    self.extent = extent
    let north = firstRow
    firstReached = leastReached(northernmost.map { $0.map { $0 - north } }, none: coarse.rows)
  }

  /// The least and the greatest of some numbers.
  private struct Bounds {
    private(set) var range = 0..<0

    mutating func include(_ number: Int) {
      range = range.isEmpty ? number..<number + 1 : min(range.lowerBound, number)..<max(range.upperBound, number + 1)
    }
  }

  var fine: GridGeometry { assignment.fine }

  func cells(inRow row: Int, column: Int) -> Double? {
    assignment.cells(inRow: row + firstRow, column: column + firstColumn)
  }

  mutating func appendRuns(ofRow row: Int, columns: Range<Int>, to runs: inout [CellRun]) {
    precondition(columns == extent.columnRange, "other columns than those of the tile")
    let first = runs.count
    assignment.appendRuns(ofRow: row, columns: columns, to: &runs)
    for index in first..<runs.count { runs[index] = runs[index].moved(north: firstRow, west: firstColumn) }
  }

  mutating func appendKernels(ofRow row: Int, columns: Range<Int>, to kernels: inout KernelRows) -> Bool {
    precondition(columns == extent.columnRange, "other columns than those of the tile")
    let first = kernels.rows.count
    guard assignment.appendKernels(ofRow: row, columns: columns, to: &kernels) else { return false }
    for index in first..<kernels.rows.count {
      kernels.rows[index].row -= Int32(truncatingIfNeeded: firstRow)
      kernels.rows[index].column -= Int32(truncatingIfNeeded: firstColumn)
    }
    return true
  }

  func firstRowReached(from row: Int) -> Int {
    firstReached[min(max(row - extent.firstRow, 0), firstReached.count - 1)]
  }

  /// The number, in the whole coarse grid, of a cell of the window.
  func product(place: Int) -> Int {
    let cell = coarse.cell(at: place)
    return (cell.row + firstRow) * assignment.coarse.columns + cell.column + firstColumn
  }
}

extension CellRun {
  /// The same, counted from another coarse cell.
  fileprivate func moved(north: Int, west: Int) -> CellRun {
    CellRun(
      row: Int(row) - north, column: Int(column) - west, columns: Int(first)..<Int(first + count), share: share,
      weight: weight)
  }
}

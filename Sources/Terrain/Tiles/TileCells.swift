import Grids

/// How the fine cells of one tile belong to those of a coarse grid, worked out once.
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
  private let assignment: any CellAssignment
  private let extent: TileExtent
  /// By fine row, numbered in the window.
  private var runs: [CellRun] = []
  /// `starts[row]` is the first of a row of the tile.
  private var starts = [0]
  private let firstReached: [Int]

  /// How many fine cells around a tile are asked what they reach.
  ///
  /// A coarse cell that reaches over the tile's edge without a fine cell in the ring would be taken for finished. One ring
  /// is enough where the fine cells of a coarse one hang together by their sides: in rectangles, and in what a kernel that
  /// falls off to all sides covers. By their centres, across coordinate systems, those of coarse cells turned against the
  /// rows hang together as soon as these are two fine ones wide; narrower ones, unless more than twice as long as wide,
  /// do not reach over four. Should one do so all the same, `CoarseMerge` finds that two tiles contradict each other.
  private static let ring = 4

  /// - Complexity: O(n) in the runs of the tile, 32 bytes each.
  init(_ assignment: any CellAssignment, of extent: TileExtent) {
    var assignment = assignment
    let fine = assignment.fine
    self.extent = extent
    let rows = max(extent.firstRow - Self.ring, 0)..<min(extent.rowRange.upperBound + Self.ring, fine.rows)
    let columns = max(extent.firstColumn - Self.ring, 0)..<min(extent.columnRange.upperBound + Self.ring, fine.columns)
    var reachedBeyond: [(row: Int, column: Int)] = []
    var found: [CellRun] = []
    for row in rows {
      found.removeAll(keepingCapacity: true)
      assignment.appendRuns(ofRow: row, columns: columns, to: &found)
      let isInside = extent.rowRange.contains(row)
      for run in found {
        let cells = Int(run.first)..<Int(run.first + run.count)
        let mine = isInside ? cells.clamped(to: extent.columnRange) : 0..<0
        if mine.count < cells.count { reachedBeyond.append((Int(run.row), Int(run.column))) }
        if !mine.isEmpty { runs.append(run.moved(cells: mine)) }
      }
      if isInside { starts.append(runs.count) }
    }
    let product = assignment.coarse
    let down = Self.bounds(of: runs.lazy.map(\.row))
    let across = Self.bounds(of: runs.lazy.map(\.column))
    (firstRow, firstColumn) = (down.lowerBound, across.lowerBound)
    for index in runs.indices { runs[index] = runs[index].moved(north: firstRow, west: firstColumn) }
    coarse = GridGeometry(
      crs: product.crs, west: product.west + Double(firstColumn) * product.cellWidth,
      north: product.north - Double(firstRow) * product.cellHeight, cellWidth: product.cellWidth,
      cellHeight: product.cellHeight, columns: across.count, rows: down.count)
    var isReached = [Bool](repeating: false, count: coarse.count)
    var isShared = isReached
    for run in runs { isReached[Int(run.row) * across.count + Int(run.column)] = true }
    for cell in reachedBeyond where down.contains(cell.row) && across.contains(cell.column) {
      let place = (cell.row - firstRow) * across.count + cell.column - firstColumn
      if isReached[place] { isShared[place] = true }
    }
    self.isReached = isReached
    self.isShared = isShared
    self.assignment = assignment
    let (runs, starts) = (runs, starts)
    firstReached = leastReached(
      (0..<extent.rows).map { row in runs[starts[row]..<starts[row + 1]].map { Int($0.row) }.min() }, none: coarse.rows)
  }

  private static func bounds(of numbers: some Sequence<Int32>) -> Range<Int> {
    var bounds: (least: Int32, greatest: Int32)?
    for number in numbers {
      bounds = (min(number, bounds?.least ?? number), max(number, bounds?.greatest ?? number))
    }
    return bounds.map { Int($0.least)..<Int($0.greatest) + 1 } ?? 0..<0
  }

  var fine: GridGeometry { assignment.fine }

  func cells(inRow row: Int, column: Int) -> Double? {
    assignment.cells(inRow: row + firstRow, column: column + firstColumn)
  }

  func appendRuns(ofRow row: Int, columns: Range<Int>, to runs: inout [CellRun]) {
    precondition(columns == extent.columnRange, "other columns than those of the tile")
    let index = row - extent.firstRow
    runs += self.runs[starts[index]..<starts[index + 1]]
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
  /// The same of other fine cells, or counted from another coarse cell.
  fileprivate func moved(cells: Range<Int>? = nil, north: Int = 0, west: Int = 0) -> CellRun {
    CellRun(
      row: Int(row) - north, column: Int(column) - west, columns: cells ?? Int(first)..<Int(first + count),
      share: share, weight: weight)
  }
}

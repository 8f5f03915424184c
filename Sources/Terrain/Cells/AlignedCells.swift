package import Grids

/// Which coarse cell a fine cell belongs to.
package enum CellRule: Hashable, Sendable {
  /// Every coarse cell that it overlaps, each with its share; the two grids have one coordinate reference system.
  case nested
  /// The coarse cell in which its centre lies; on an edge the one east or south of it.
  case centre
}

/// Coarse cells whose edges run along the rows and columns of the fine grid.
package struct AlignedCells: CellAssignment, Sendable {
  package let fine: GridGeometry
  package let coarse: GridGeometry
  private let columns: Axis
  private let rows: Axis
  /// For each fine row its coarse rows and the share that lies in each.
  private let rowShares: [[(row: Int, share: Double)]]
  /// Area of a cell of each fine row over the greatest; empty where all count alike.
  private let areas: [Double]
  private let firstReached: [Int]

  /// - Parameters:
  ///   - spacing: cell sizes of the fine rows, by whose area cells are weighted in means; `nil` to weight them alike.
  /// - Throws: `NestingError` where the two grids differ in their coordinate reference system.
  package init(
    _ rule: CellRule, of fine: GridGeometry, in coarse: GridGeometry, weightedBy spacing: Spacing?
  ) throws(NestingError) {
    guard fine.crs == coarse.crs else { throw NestingError(fine: fine, coarse: coarse, problem: .crs) }
    let columns = Axis(
      fineCells: fine.columns, coarseCells: coarse.columns, start: (coarse.west - fine.west) / fine.cellWidth,
      step: coarse.cellWidth / fine.cellWidth)
    let rows = Axis(
      fineCells: fine.rows, coarseCells: coarse.rows, start: (fine.north - coarse.north) / fine.cellHeight,
      step: coarse.cellHeight / fine.cellHeight)
    self.init(
      of: fine, in: coarse, columns: rule == .centre ? columns.centred : columns,
      rows: rule == .centre ? rows.centred : rows, weightedBy: spacing)
  }

  /// Cells of a coarse grid that holds whole fine ones.
  init(_ nesting: Nesting, of fine: GridGeometry, in coarse: GridGeometry) {
    self.init(
      of: fine, in: coarse,
      columns: Axis(
        fineCells: fine.columns, coarseCells: coarse.columns, start: Double(nesting.firstColumn),
        step: Double(nesting.columns)),
      rows: Axis(
        fineCells: fine.rows, coarseCells: coarse.rows, start: Double(nesting.firstRow), step: Double(nesting.rows)),
      weightedBy: nil)
  }

  private init(
    of fine: GridGeometry, in coarse: GridGeometry, columns: Axis, rows: Axis, weightedBy spacing: Spacing?
  ) {
    precondition(spacing.map { $0.rows.count == fine.rows } ?? true, "one cell size for each fine row")
    self.fine = fine
    self.coarse = coarse
    self.columns = columns
    self.rows = rows
    var shares = [[(row: Int, share: Double)]](repeating: [], count: fine.rows)
    for part in rows.parts { for row in part.cells { shares[row].append((part.coarse, part.share)) } }
    rowShares = shares
    firstReached = leastReached(shares.map { $0.first?.row }, none: coarse.rows)
    let sizes = spacing?.rows.map(\.area) ?? []
    let greatest = sizes.max() ?? 1
    areas = sizes.map { $0 / greatest }
  }

  package func cells(inRow row: Int, column: Int) -> Double? { rows.cellsInCell[row] * columns.cellsInCell[column] }

  package func appendRuns(ofRow row: Int, columns wanted: Range<Int>, to runs: inout [CellRun]) {
    let area = areas.isEmpty ? 1 : areas[row]
    for (coarseRow, rowShare) in rowShares[row] {
      for part in columns.parts {
        let cells = part.cells.clamped(to: wanted)
        if cells.isEmpty { continue }
        let share = rowShare * part.share
        runs.append(
          CellRun(
            row: coarseRow, column: part.coarse, columns: cells, share: CellRun.units(share),
            weight: CellRun.units(share * area)))
      }
    }
  }

  package func firstRowReached(from row: Int) -> Int { firstReached[min(row, firstReached.count - 1)] }
}

/// How fine cells lie in coarse ones along one axis.
private struct Axis: Sendable {
  /// Neighbouring fine cells of which the same share lies in a coarse cell.
  struct Part: Sendable {
    var coarse: Int
    var cells: Range<Int>
    var share: Double
  }

  /// By coarse cell.
  private(set) var parts: [Part] = []
  /// How many fine cells, or shares of them, lie in each coarse cell, those beyond the fine grid included.
  private(set) var cellsInCell: [Double]
  private let edges: [Double]
  private let fineCells: Int

  /// - Parameters:
  ///   - start: where the coarse grid begins, counted in fine cells from the beginning of the fine grid.
  ///   - step: fine cells in a coarse one.
  init(fineCells: Int, coarseCells: Int, start: Double, step: Double) {
    self.fineCells = fineCells
    // An edge within a millionth of a fine cell's is that edge: coordinates in degrees round.
    edges = (0...coarseCells).map { index in
      let edge = start + Double(index) * step
      return (edge - edge.rounded()).magnitude < 1e-6 ? edge.rounded() : edge
    }
    cellsInCell = zip(edges.dropFirst(), edges).map { $0 - $1 }
    for coarse in 0..<coarseCells { append(from: edges[coarse], to: edges[coarse + 1], of: coarse) }
  }

  /// The same axis with every fine cell wholly where its centre is.
  var centred: Axis {
    var axis = self
    // A centre on an edge belongs to the cell behind it.
    let firsts = edges.map { ($0 - 0.5).rounded(.up) }
    axis.cellsInCell = zip(firsts.dropFirst(), firsts).map { $0 - $1 }
    axis.parts = []
    for coarse in axis.cellsInCell.indices { axis.append(from: firsts[coarse], to: firsts[coarse + 1], of: coarse) }
    return axis
  }

  private mutating func append(from start: Double, to end: Double, of coarse: Int) {
    let (start, end) = (max(start, 0), min(end, Double(fineCells)))
    guard start < end else { return }
    let (first, last) = (Int(start.rounded(.up)), Int(end.rounded(.down)))
    if first > last {
      parts.append(Part(coarse: coarse, cells: last..<last + 1, share: end - start))
      return
    }
    if start < Double(first) {
      parts.append(Part(coarse: coarse, cells: first - 1..<first, share: Double(first) - start))
    }
    if first < last { parts.append(Part(coarse: coarse, cells: first..<last, share: 1)) }
    if Double(last) < end { parts.append(Part(coarse: coarse, cells: last..<last + 1, share: end - Double(last))) }
  }
}

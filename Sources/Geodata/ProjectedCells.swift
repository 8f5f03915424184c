import CGDAL
package import Grids

/// Each fine cell belongs to the coarse cell in which its centre lies, where the two grids have different coordinate
/// reference systems.
///
/// Centres are transformed on a lattice of every thirty-second cell and interpolated between; a centre that comes nearer to
/// an edge than four times the error found in the middle of its patch is transformed itself, so that the answer is that of
/// transforming every centre, at a hundredth of the time. A centre on an edge belongs to the cell east or south of it; one
/// without a place in the coarse grid's system to none.
package final class ProjectedCells: CellAssignment {
  package let fine: GridGeometry
  package let coarse: GridGeometry
  private let transformation: CoordinateTransformation
  /// What a whole cell of each fine row counts in means, in units of `CellRun.whole`.
  private let weights: [Int64]
  /// Looked for when first asked for: whoever works a part knows better.
  private lazy var firstReached =
    (try? listening { (_) throws(GDALError) in firstRowsReached(transformation, from: fine, to: coarse) })
    ?? [Int](repeating: 0, count: fine.rows + 1)
  /// The patches of `patchRow`, from the west.
  private var patches: [Patch] = []
  private var patchRow = -1

  /// - Parameter areas: of a cell of each fine row, in any unit; empty to weight all cells alike.
  /// - Throws: `GDALError` where there is no way from one system to the other.
  package init(of fine: GridGeometry, in coarse: GridGeometry, areas: [Double]) throws(GDALError) {
    precondition(areas.isEmpty || areas.count == fine.rows, "one area for each fine row")
    self.fine = fine
    self.coarse = coarse
    let greatest = areas.max() ?? 1
    weights =
      areas.isEmpty
      ? [Int64](repeating: CellRun.whole, count: fine.rows) : areas.map { CellRun.units($0 / greatest) }
    transformation = try listening { (log) throws(GDALError) in
      try CoordinateTransformation(from: fine.crs, to: coarse.crs, log)
    }
  }

  package func cells(inRow row: Int, column: Int) -> Double? { nil }

  package func firstRowReached(from row: Int) -> Int { firstReached[min(row, firstReached.count - 1)] }

  package func appendRuns(ofRow row: Int, columns: Range<Int>, to runs: inout [CellRun]) {
    // Nothing in here fails; the log keeps PROJ from printing what it has to say of single points.
    try? listening { _ in
      if patchRow != row / Patch.side {
        patchRow = row / Patch.side
        patches = patches(ofRow: patchRow)
      }
      var sorter = RunSorter(row: row, weight: weights[row])
      for patch in patches {
        let cells = patch.columns.clamped(to: columns)
        if !cells.isEmpty { sort(cells, of: row, by: patch.line(of: row), into: &sorter, &runs) }
      }
      sorter.close(&runs)
    }
  }

  /// Finds the coarse cells of neighbouring fine ones: as many at a time as surely lie in one, those in doubt singly.
  private func sort(
    _ cells: Range<Int>, of row: Int, by line: Line?, into sorter: inout RunSorter, _ runs: inout [CellRun]
  ) {
    var column = cells.lowerBound
    while column < cells.upperBound {
      if let line, let sure = line.cell(from: column, to: cells.upperBound) {
        sorter.add(sure.row, sure.column, column..<column + sure.count, coarse, &runs)
        column += sure.count
      } else {
        let place = transformation.apply(to: [fine.centre(of: CellIndex(row: row, column: column))])[0]
        let cell = place.flatMap { coarse.cell(containing: $0) }
        sorter.add(cell?.row ?? -1, cell?.column ?? -1, column..<column + 1, coarse, &runs)
        column += 1
      }
    }
  }

  private func patches(ofRow patchRow: Int) -> [Patch] {
    let north = patchRow * Patch.side
    let starts = Array(stride(from: 0, to: fine.columns, by: Patch.side))
    /// Corners in two rows, then middles; beyond the grid's edges where the last patches reach there.
    let ends = starts + [starts.count * Patch.side]
    let points = [north, north + Patch.side].flatMap { row in
      ends.map { fine.centre(of: CellIndex(row: row, column: $0)) }
    }
    let half = Patch.side / 2
    let middles = starts.map { fine.centre(of: CellIndex(row: north + half, column: $0 + half)) }
    let places = transformation.apply(to: points + middles).map { $0.map { coarse.position(of: $0) } }
    return starts.indices.map { index in
      Patch(
        row: north, columns: starts[index]..<min(starts[index] + Patch.side, fine.columns),
        corners: [places[index], places[index + 1], places[ends.count + index], places[ends.count + index + 1]],
        middle: places[2 * ends.count + index])
    }
  }
}

/// Thirty-two by thirty-two fine cells, over which positions in the coarse grid are interpolated.
private struct Patch {
  static let side = 32

  let row: Int
  let columns: Range<Int>
  /// Positions in coarse cells of the centres of the cells at north-west, north-east, south-west and south-east, the
  /// eastern and southern ones being the next patches' first.
  private let corners: (MapPoint, MapPoint, MapPoint, MapPoint)
  /// How near to an edge, in coarse cells, interpolation is not trusted; infinite where a corner has no place.
  private let margin: Double

  init(row: Int, columns: Range<Int>, corners: [MapPoint?], middle: MapPoint?) {
    self.row = row
    self.columns = columns
    let known = corners.compactMap(\.self)
    guard known.count == 4, let middle else {
      let nowhere = MapPoint(x: 0, y: 0)
      self.corners = (nowhere, nowhere, nowhere, nowhere)
      margin = .infinity
      return
    }
    self.corners = (known[0], known[1], known[2], known[3])
    let mean = MapPoint(
      x: (known[0].x + known[1].x + known[2].x + known[3].x) / 4,
      y: (known[0].y + known[1].y + known[2].y + known[3].y) / 4)
    margin = 4 * max((mean.x - middle.x).magnitude, (mean.y - middle.y).magnitude) + 1e-9
  }

  /// The positions along a row, on which interpolation is linear; `nil` where it is not to be trusted at all.
  func line(of row: Int) -> Line? {
    let south = Double(row - self.row) / Double(Self.side)
    func between(_ a: Double, _ b: Double, _ share: Double) -> Double { a + (b - a) * share }
    let (x, y) = (between(corners.0.x, corners.2.x, south), between(corners.0.y, corners.2.y, south))
    let (farX, farY) = (between(corners.1.x, corners.3.x, south), between(corners.1.y, corners.3.y, south))
    // Far outside there is nothing to find, and whole numbers end.
    guard margin < 0.25, max(x.magnitude, y.magnitude, farX.magnitude, farY.magnitude) < 1e9 else { return nil }
    let side = Double(Self.side)
    return Line(
      first: columns.lowerBound, x: x, y: y, stepX: (farX - x) / side, stepY: (farY - y) / side, margin: margin)
  }
}

/// Positions of neighbouring fine cells in the coarse grid, in coarse cells, along a row.
private struct Line {
  let first: Int
  let x, y, stepX, stepY: Double
  let margin: Double

  /// The coarse cell in which the centre of a fine one surely lies, and how many from it on surely do; `nil` in doubt.
  func cell(from column: Int, to end: Int) -> (row: Int, column: Int, count: Int)? {
    let place = Double(column - first)
    let (x, y) = (x + stepX * place, y + stepY * place)
    let (left, top) = (x.rounded(.down), y.rounded(.down))
    let (restX, restY) = (rest(x - left, stepX), rest(y - top, stepY))
    guard restX >= 0, restY >= 0 else { return nil }
    let more = Int(min(restX, restY, Double(end - column - 1)))
    return (Int(top), Int(left), 1 + more)
  }

  /// How many steps lead no nearer to an edge of the cell than is trusted, from a place within it, 0 ..< 1; negative
  /// where that is too near already. A millionth less, for rounding.
  private func rest(_ place: Double, _ step: Double) -> Double {
    guard place >= margin, 1 - place > margin else { return -1 }
    let room = step > 0 ? 1 - margin - place : place - margin
    return max(room / max(step.magnitude, 1e-12) - 1e-6, 0)
  }
}

/// Joins cells that follow each other in one coarse cell.
private struct RunSorter {
  let row: Int
  let weight: Int64
  /// −1 for none.
  private var coarseRow = -1
  private var coarseColumn = -1
  private var columns = 0..<0

  init(row: Int, weight: Int64) {
    self.row = row
    self.weight = weight
  }

  /// Adds cells of a coarse cell, which may lie beyond the coarse grid.
  mutating func add(
    _ cellRow: Int, _ cellColumn: Int, _ more: Range<Int>, _ coarse: GridGeometry, _ runs: inout [CellRun]
  ) {
    let isInside = cellRow >= 0 && cellRow < coarse.rows && cellColumn >= 0 && cellColumn < coarse.columns
    if isInside, cellRow == coarseRow, cellColumn == coarseColumn, columns.upperBound == more.lowerBound {
      columns = columns.lowerBound..<more.upperBound
      return
    }
    close(&runs)
    (coarseRow, coarseColumn) = isInside ? (cellRow, cellColumn) : (-1, -1)
    columns = more
  }

  mutating func close(_ runs: inout [CellRun]) {
    guard coarseRow >= 0 else { return }
    runs.append(
      CellRun(row: coarseRow, column: coarseColumn, columns: columns, share: CellRun.whole, weight: weight))
    coarseRow = -1
  }
}

extension GridGeometry {
  /// A point counted in cells from the north-western corner, x to the east and y to the south.
  fileprivate func position(of point: MapPoint) -> MapPoint {
    MapPoint(x: (point.x - west) / cellWidth, y: (north - point.y) / cellHeight)
  }
}

/// For each fine row a coarse row that neither it nor a later one reaches beyond to the north.
///
/// Every 128th row is looked at, at every eighth column; between them positions bend by far less than the coarse cell that is
/// allowed for.
private func firstRowsReached(
  _ transformation: borrowing CoordinateTransformation, from fine: GridGeometry, to coarse: GridGeometry
) -> [Int] {
  let columns = Array(stride(from: 0, to: fine.columns, by: 8)) + [fine.columns - 1]
  var reached: [Int?] = [Int?](repeating: nil, count: fine.rows)
  var before: Int?
  for row in Array(stride(from: 0, to: fine.rows, by: 128)) + [fine.rows - 1] where fine.columns > 0 && row >= 0 {
    let places = transformation.apply(to: columns.map { fine.centre(of: CellIndex(row: row, column: $0)) })
    let isKnown = places.allSatisfy { $0 != nil }
    let least = places.compactMap { $0.map { coarse.position(of: $0).y } }.min() ?? 0
    let here = isKnown ? Int(min(max(least.rounded(.down) - 1, 0), Double(coarse.rows))) : 0
    reached[row] = here
    // The rows since the last one looked at lie between the two.
    if row > 0 { reached[row - 1] = min(reached[row - 1] ?? here, before ?? here, here) }
    before = here
  }
  return leastReached(reached, none: coarse.rows)
}

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
  private let firstReached: [Int]
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
    let opened = try listening { (log) throws(GDALError) in
      let transformation = try CoordinateTransformation(from: fine.crs, to: coarse.crs, log)
      let reached = firstRowsReached(transformation, from: fine, to: coarse)
      return Opened(transformation: transformation, reached: reached)
    }
    firstReached = opened.reached
    transformation = opened.transformation
  }

  private struct Opened: ~Copyable {
    let transformation: CoordinateTransformation
    let reached: [Int]
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
        if !cells.isEmpty { classify(cells, of: row, by: patch, into: &sorter, &runs) }
      }
      sorter.close(&runs)
    }
  }

  /// Finds the coarse cells of neighbouring fine ones by halves, as far as they differ or come too near to an edge.
  private func classify(
    _ cells: Range<Int>, of row: Int, by patch: Patch, into sorter: inout RunSorter, _ runs: inout [CellRun]
  ) {
    if let cell = patch.cell(of: cells, row: row) {
      sorter.add(cell, cells, coarse, &runs)
    } else if cells.count == 1 {
      let place = transformation.apply(to: [fine.centre(of: CellIndex(row: row, column: cells.lowerBound))])[0]
      sorter.add(place.flatMap { coarse.cell(containing: $0) }, cells, coarse, &runs)
    } else {
      let middle = (cells.lowerBound + cells.upperBound) / 2
      classify(cells.lowerBound..<middle, of: row, by: patch, into: &sorter, &runs)
      classify(middle..<cells.upperBound, of: row, by: patch, into: &sorter, &runs)
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
  /// Positions of the centres of the cells at north-west, north-east, south-west and south-east, the eastern and southern
  /// ones being the next patches' first; `nil` where one has no place.
  private let corners: [MapPoint]?
  /// How near to an edge, in coarse cells, interpolation is not trusted.
  private let margin: Double

  init(row: Int, columns: Range<Int>, corners: [MapPoint?], middle: MapPoint?) {
    self.row = row
    self.columns = columns
    let known = corners.compactMap(\.self)
    if known.count == 4, let middle {
      let mean = MapPoint(
        x: (known[0].x + known[1].x + known[2].x + known[3].x) / 4,
        y: (known[0].y + known[1].y + known[2].y + known[3].y) / 4)
      margin = 4 * max((mean.x - middle.x).magnitude, (mean.y - middle.y).magnitude) + 1e-9
      self.corners = known
    } else {
      self.corners = nil
      margin = .infinity
    }
  }

  /// The coarse cell in which the centres of these fine cells surely lie; `nil` where there is more than one, or doubt.
  func cell(of cells: Range<Int>, row: Int) -> CellIndex? {
    guard let first = position(row: row, column: cells.lowerBound),
      let last = position(row: row, column: cells.upperBound - 1)
    else { return nil }
    // Along a row positions are linear: what lies between lies between.
    for (a, b) in [(first.x, last.x), (first.y, last.y)] {
      guard min(a, b) - margin >= a.rounded(.down), max(a, b) + margin < a.rounded(.down) + 1 else { return nil }
    }
    return CellIndex(row: Int(first.y.rounded(.down)), column: Int(first.x.rounded(.down)))
  }

  private func position(row: Int, column: Int) -> MapPoint? {
    guard let corners else { return nil }
    let east = Double(column - columns.lowerBound) / Double(Self.side)
    let south = Double(row - self.row) / Double(Self.side)
    let west = MapPoint(
      x: corners[0].x + (corners[2].x - corners[0].x) * south, y: corners[0].y + (corners[2].y - corners[0].y) * south)
    let far = MapPoint(
      x: corners[1].x + (corners[3].x - corners[1].x) * south, y: corners[1].y + (corners[3].y - corners[1].y) * south)
    let place = MapPoint(x: west.x + (far.x - west.x) * east, y: west.y + (far.y - west.y) * east)
    // Far outside there is nothing to find, and whole numbers end.
    return place.x.magnitude < 1e9 && place.y.magnitude < 1e9 ? place : nil
  }
}

/// Joins cells that follow each other in one coarse cell.
private struct RunSorter {
  let row: Int
  let weight: Int64
  private var open: (cell: CellIndex, columns: Range<Int>)?

  init(row: Int, weight: Int64) {
    self.row = row
    self.weight = weight
  }

  mutating func add(_ cell: CellIndex?, _ columns: Range<Int>, _ coarse: GridGeometry, _ runs: inout [CellRun]) {
    let inside = cell.flatMap { cell in
      (0..<coarse.rows).contains(cell.row) && (0..<coarse.columns).contains(cell.column) ? cell : nil
    }
    if let open, open.cell == inside, open.columns.upperBound == columns.lowerBound {
      self.open = (open.cell, open.columns.lowerBound..<columns.upperBound)
      return
    }
    close(&runs)
    open = inside.map { ($0, columns) }
  }

  mutating func close(_ runs: inout [CellRun]) {
    guard let done = open else { return }
    runs.append(
      CellRun(
        row: done.cell.row, column: done.cell.column, columns: done.columns, share: CellRun.whole, weight: weight))
    open = nil
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
/// Every 128th row is looked at, at every 64th column; between them positions bend by far less than the coarse cell that is
/// allowed for.
private func firstRowsReached(
  _ transformation: borrowing CoordinateTransformation, from fine: GridGeometry, to coarse: GridGeometry
) -> [Int] {
  let columns = Array(stride(from: 0, to: fine.columns, by: 64)) + [fine.columns - 1]
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

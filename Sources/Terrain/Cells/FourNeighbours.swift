package import Grids

/// The four fine cells around the centre of each coarse cell, weighted as bilinear interpolation does.
///
/// What a coarse cell gets is a point of the fine surface and not a mean of it; of a derivative it keeps the noise of
/// single cells. Neighbours without a value are left out, the others' weights scaled up.
package struct FourNeighbours: CellAssignment, Sendable {
  package let fine: GridGeometry
  package let coarse: GridGeometry
  /// Places of coarse cells, ordered by the fine row north of their centre; `starts[row + 1]` is the first of `row`,
  /// from row −1 on.
  private let places: [Int32]
  private let starts: [Int]
  /// For each coarse cell how far its centre lies east and south of the centre of the first fine cell, in fine cells.
  private let east: [Double]
  private let south: [Double]
  private let firstReached: [Int]

  /// - Parameter centres: where the centre of each coarse cell lies in the fine grid's coordinate reference system, row
  ///   by row; `nil` where it has no place there.
  package init(of fine: GridGeometry, at centres: [MapPoint?], of coarse: GridGeometry) {
    precondition(centres.count == coarse.count, "one centre for each coarse cell")
    self.fine = fine
    self.coarse = coarse
    east = centres.map { $0.map { ($0.x - fine.west) / fine.cellWidth - 0.5 } ?? .nan }
    south = centres.map { $0.map { (fine.north - $0.y) / fine.cellHeight - 0.5 } ?? .nan }
    /// The fine row at or north of a centre, from −1 on; `nil` for centres that no fine row is near.
    let rows = south.map { south -> Int? in
      south > -1 && south < Double(fine.rows) ? Int(south.rounded(.down)) : nil
    }
    var counts = [Int](repeating: 0, count: fine.rows + 2)
    for row in rows { if let row { counts[row + 2] += 1 } }
    for index in 1..<counts.count { counts[index] += counts[index - 1] }
    starts = counts
    var next = counts
    var places = [Int32](repeating: 0, count: counts[counts.count - 1])
    var northernmost = [Int?](repeating: nil, count: fine.rows)
    for (place, row) in rows.enumerated() {
      guard let row else { continue }
      places[next[row + 1]] = Int32(truncatingIfNeeded: place)
      next[row + 1] += 1
      let coarseRow = place / coarse.columns
      for touched in max(row, 0)..<min(row + 2, fine.rows) {
        northernmost[touched] = min(northernmost[touched] ?? coarseRow, coarseRow)
      }
    }
    self.places = places
    firstReached = leastReached(northernmost, none: coarse.rows)
  }

  /// Centres of a coarse grid in the same coordinate reference system.
  package init(of fine: GridGeometry, in coarse: GridGeometry) throws(NestingError) {
    guard fine.crs == coarse.crs else { throw NestingError(fine: fine, coarse: coarse, problem: .crs) }
    self.init(of: fine, at: (0..<coarse.count).map { coarse.centre(of: coarse.cell(at: $0)) }, of: coarse)
  }

  package func cells(inRow row: Int, column: Int) -> Double? { 1 }

  package func appendRuns(ofRow row: Int, columns: Range<Int>, to runs: inout [CellRun]) {
    for north in [row - 1, row] {
      for place in places[starts[north + 1]..<starts[north + 2]] {
        let cell = coarse.cell(at: Int(place))
        let fromNorth = south[Int(place)] - Double(north)
        let rowShare = north == row ? 1 - fromNorth : fromNorth
        let west = east[Int(place)].rounded(.down)
        guard west >= -1, west < Double(fine.columns) else { continue }
        let fromWest = east[Int(place)] - west
        for (column, share) in [(Int(west), 1 - fromWest), (Int(west) + 1, fromWest)] {
          let units = CellRun.units(rowShare * share)
          if units == 0 || !columns.contains(column) { continue }
          runs.append(
            CellRun(row: cell.row, column: cell.column, columns: column..<column + 1, share: units, weight: units))
        }
      }
    }
  }

  package func firstRowReached(from row: Int) -> Int { firstReached[min(row, firstReached.count - 1)] }
}

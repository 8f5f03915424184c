import Geodata
package import Grids
package import Terrain

/// How fine cells make up cells of the grid, in sums that are never rounded before their end. Raw values are the names
/// by which a user asks for them.
package enum CellWay: String, CaseIterable, Hashable, Sendable {
  /// A cell's exact share of each fine one, weighted by area; the two grids have one coordinate reference system.
  case nested
  /// The fine cells whose centre lies in the cell, weighted by area.
  case centre
  /// The four fine cells around the cell's centre.
  case fourNeighbours = "four-neighbours"
  /// GDAL's bilinear kernel, widened to the cell.
  case widenedBilinear = "widened-bilinear"

  /// - Parameters:
  ///   - spacing: one cell size for each row of `fine`.
  ///   - part: the fine cells that will be asked for, where those are few; whatever lies far from them may be left out.
  package func assignment(
    of fine: GridGeometry, in coarse: GridGeometry, weightedBy spacing: Spacing, near part: TileExtent? = nil
  ) throws -> any CellAssignment {
    let isOneSystem = try isSameSystem(fine.crs, coarse.crs)
    var coarse = coarse
    if isOneSystem { coarse.crs = fine.crs }
    switch self {
    case .nested: return try AlignedCells(.nested, of: fine, in: coarse, weightedBy: spacing)
    case .centre where isOneSystem: return try AlignedCells(.centre, of: fine, in: coarse, weightedBy: spacing)
    case .centre: return try ProjectedCells(of: fine, in: coarse, areas: spacing.rows.map(\.area))
    case .fourNeighbours:
      return FourNeighbours(of: fine, at: try centres(of: coarse, near: part, of: fine, reach: 1), of: coarse)
    case .widenedBilinear:
      let reach = try bilinearReach(from: fine, to: coarse)
      return WidenedBilinear(
        of: fine, at: try centres(of: coarse, near: part, of: fine, reach: max(reach.columns, reach.rows)), of: coarse,
        reach: reach)
    }
  }

  /// Where the centres of a coarse grid lie in the fine one's system, of those at least that kernels of such a reach, in
  /// fine cells, bring near the part.
  private func centres(of coarse: GridGeometry, near part: TileExtent?, of fine: GridGeometry, reach: Double) throws
    -> [MapPoint?]
  {
    let cells = try part.map { try window(of: coarse, around: $0, of: fine, reach: reach) } ?? coarse.all
    let places = cells.rows.flatMap { row in cells.columns.map { CellIndex(row: row, column: $0) } }
    let found = try transform(places.map(coarse.centre), from: coarse.crs, to: fine.crs)
    if places.count == coarse.count { return found }
    var centres = [MapPoint?](repeating: nil, count: coarse.count)
    for (cell, centre) in zip(places, found) { centres[coarse.offset(of: cell)] = centre }
    return centres
  }

  /// A window of the coarse grid that holds every cell whose kernel may reach the part.
  private func window(
    of coarse: GridGeometry, around part: TileExtent, of fine: GridGeometry, reach: Double
  ) throws -> (rows: Range<Int>, columns: Range<Int>) {
    // Kernels of the neighbours of the ring around the part, and a few cells for the curves between the points.
    let margin = Int(reach.rounded(.up)) + 8
    let rows = [part.firstRow - margin, part.rowRange.upperBound + margin]
    let columns = [part.firstColumn - margin, part.columnRange.upperBound + margin]
    func points(_ ends: [Int]) -> [Int] { (0...16).map { ends[0] + (ends[1] - ends[0]) * $0 / 16 } }
    let edge =
      rows.flatMap { row in points(columns).map { CellIndex(row: row, column: $0) } }
      + columns.flatMap { column in points(rows).map { CellIndex(row: $0, column: column) } }
    let places = try transform(edge.map(fine.centre), from: fine.crs, to: coarse.crs)
    guard places.allSatisfy({ $0 != nil }) else { return coarse.all }
    let x = places.compactMap { $0.map { ($0.x - coarse.west) / coarse.cellWidth } }
    let y = places.compactMap { $0.map { (coarse.north - $0.y) / coarse.cellHeight } }
    func range(_ values: [Double], of count: Int) -> Range<Int> {
      let least = min(max((values.min() ?? 0).rounded(.down) - 2, 0), Double(count))
      return Int(least)..<Int(min(max((values.max() ?? 0).rounded(.up) + 2, least), Double(count)))
    }
    return (range(y, of: coarse.rows), range(x, of: coarse.columns))
  }
}

extension GridGeometry {
  fileprivate var all: (rows: Range<Int>, columns: Range<Int>) { (0..<rows, 0..<columns) }
}

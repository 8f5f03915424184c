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

  /// - Parameter spacing: one cell size for each row of `fine`.
  package func assignment(
    of fine: GridGeometry, in coarse: GridGeometry, weightedBy spacing: Spacing
  ) throws -> any CellAssignment {
    let isOneSystem = try isSameSystem(fine.crs, coarse.crs)
    var coarse = coarse
    if isOneSystem { coarse.crs = fine.crs }
    switch self {
    case .nested where !isOneSystem:
      throw StageError(
        subject: "aggregation", problem: "cells of \(fine.crs) are not nested in cells of \(coarse.crs)",
        remedy: "say 'cells: centre', which takes the fine cells whose centre lies in a cell")
    case .nested: return try AlignedCells(.nested, of: fine, in: coarse, weightedBy: spacing)
    case .centre where isOneSystem: return try AlignedCells(.centre, of: fine, in: coarse, weightedBy: spacing)
    case .centre: return try ProjectedCells(of: fine, in: coarse, areas: spacing.rows.map(\.area))
    case .fourNeighbours:
      return FourNeighbours(of: fine, at: try centres(of: coarse, in: fine.crs), of: coarse)
    case .widenedBilinear:
      return WidenedBilinear(
        of: fine, at: try centres(of: coarse, in: fine.crs), of: coarse, reach: try bilinearReach(from: fine, to: coarse))
    }
  }

  private func centres(of grid: GridGeometry, in crs: String) throws -> [MapPoint?] {
    try transform((0..<grid.count).map { grid.centre(of: grid.cell(at: $0)) }, from: grid.crs, to: crs)
  }
}

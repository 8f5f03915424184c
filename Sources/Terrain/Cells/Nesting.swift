package import Grids

/// How the cells of a fine grid lie in those of a coarse one: each coarse cell holds `rows` × `columns` fine ones.
struct Nesting: Hashable {
  let rows: Int
  let columns: Int
  /// The fine row and column at the north-western corner of the coarse grid; negative where the coarse one reaches
  /// farther.
  let firstRow: Int
  let firstColumn: Int

  init(of fine: GridGeometry, in coarse: GridGeometry) throws(NestingError) {
    guard fine.crs == coarse.crs else { throw NestingError(fine: fine, coarse: coarse, problem: .crs) }
    guard let columns = multiple(coarse.cellWidth, of: fine.cellWidth, over: coarse.columns),
      let rows = multiple(coarse.cellHeight, of: fine.cellHeight, over: coarse.rows), columns > 0, rows > 0
    else { throw NestingError(fine: fine, coarse: coarse, problem: .cellSize) }
    guard let firstColumn = multiple(coarse.west - fine.west, of: fine.cellWidth, over: 1),
      let firstRow = multiple(fine.north - coarse.north, of: fine.cellHeight, over: 1)
    else { throw NestingError(fine: fine, coarse: coarse, problem: .edges) }
    self.rows = rows
    self.columns = columns
    self.firstRow = firstRow
    self.firstColumn = firstColumn
  }
}

/// The whole number n with `length` = n · `unit`, if the departure, times `count`, is below a thousandth of a unit.
private func multiple(_ length: Double, of unit: Double, over count: Int) -> Int? {
  let ratio = length / unit
  let whole = ratio.rounded()
  guard ((ratio - whole) * Double(count)).magnitude < 1e-3 else { return nil }
  return Int(exactly: whole)
}

/// Why the cells of one grid are not nested in another's.
package struct NestingError: Error, Hashable, Sendable {
  package enum Problem: Hashable, Sendable {
    case crs
    case cellSize
    case edges
  }
  package var fine: GridGeometry
  package var coarse: GridGeometry
  package var problem: Problem
}

extension NestingError: CustomStringConvertible {
  package var description: String {
    "aggregation: error: \(what)\n  fine: \(text(of: fine))\n  coarse: \(text(of: coarse))\n  \(mend)"
  }

  private var what: String {
    switch problem {
    case .crs: "the fine grid and the coarse one have different coordinate reference systems"
    case .cellSize: "the coarse cell is not a whole number of fine cells wide and high"
    case .edges: "the edges of the coarse cells do not lie on edges of fine cells"
    }
  }

  private var mend: String {
    switch problem {
    case .crs: "Take the fine cells whose centre lies in a cell: 'centre' in place of 'nested'."
    case .cellSize: "Choose a coarse cell that is a multiple of the fine one, or resample instead of aggregating."
    case .edges: "Snap the coarse grid to the fine one's edges, or resample instead of aggregating."
    }
  }

  private func text(of geometry: GridGeometry) -> String {
    "\(geometry.columns) x \(geometry.rows) cells of \(geometry.cellWidth) x \(geometry.cellHeight)"
      + " from west \(geometry.west), north \(geometry.north) in \(geometry.crs)"
  }
}

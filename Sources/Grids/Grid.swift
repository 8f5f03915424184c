/// A raster in memory: a geometry and one cell value for each of its cells, row by row from the north.
///
/// In grids of `Float` and `Double` a cell without a value is NaN, which no sum passes over unnoticed; in grids of
/// classes it is `nil`. Sentinels such as −9999 exist only where files are read and written.
package struct Grid<Cell: Sendable>: Sendable {
  package let geometry: GridGeometry
  package var cells: [Cell]

  /// - Precondition: `cells` holds one value for each cell of `geometry`.
  package init(geometry: GridGeometry, cells: [Cell]) {
    precondition(cells.count == geometry.count, "\(cells.count) values for \(geometry.count) cells")
    self.geometry = geometry
    self.cells = cells
  }

  package init(geometry: GridGeometry, repeating value: Cell) {
    self.geometry = geometry
    self.cells = [Cell](repeating: value, count: geometry.count)
  }

  @inlinable
  package subscript(cell: CellIndex) -> Cell {
    get { cells[cell.row * geometry.columns + cell.column] }
    set { cells[cell.row * geometry.columns + cell.column] = newValue }
  }

  /// The same frame with every cell's value replaced.
  package func map<Other: Sendable>(_ transform: (Cell) throws -> Other) rethrows -> Grid<Other> {
    Grid<Other>(geometry: geometry, cells: try cells.map(transform))
  }
}

extension Grid: Equatable where Cell: Equatable {}

/// True where a cell takes part.
package typealias Mask = Grid<Bool>

/// Codes of classes; `nil` where there is none.
package typealias ClassGrid = Grid<Int16?>

/// A point in the plane of a coordinate reference system, in that system's units (metres or degrees).
package struct MapPoint: Hashable, BitwiseCopyable, Sendable, Codable {
  /// Eastward coordinate.
  package var x: Double
  /// Northward coordinate.
  package var y: Double

  @inlinable package init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// One cell of a grid, by name and never as a bare pair. Rows count from the north, columns from the west, both from 0.
package struct CellIndex: Hashable, BitwiseCopyable, Sendable, Codable {
  package var row: Int
  package var column: Int

  @inlinable package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// The frame of a raster: where it lies, how large its cells are, how many there are.
///
/// Cells are axis-parallel rectangles; row 0 is the northernmost. Two grids combine only when their geometries are
/// equal, and nothing resamples behind your back.
package struct GridGeometry: Hashable, Sendable, Codable {
  /// The coordinate reference system as its owner spelled it: an authority code, a PROJ string or WKT.
  package var crs: String
  /// Western edge of the first column, in units of the CRS.
  package var west: Double
  /// Northern edge of the first row, in units of the CRS.
  package var north: Double
  /// Width of a cell, positive, in units of the CRS.
  package var cellWidth: Double
  /// Height of a cell, positive, in units of the CRS.
  package var cellHeight: Double
  package var columns: Int
  package var rows: Int

  package init(
    crs: String, west: Double, north: Double, cellWidth: Double, cellHeight: Double, columns: Int, rows: Int
  ) {
    self.crs = crs
    self.west = west
    self.north = north
    self.cellWidth = cellWidth
    self.cellHeight = cellHeight
    self.columns = columns
    self.rows = rows
  }

  /// Number of cells.
  @inlinable package var count: Int { columns * rows }

  /// Eastern edge of the last column.
  package var east: Double { west + Double(columns) * cellWidth }

  /// Southern edge of the last row.
  package var south: Double { north - Double(rows) * cellHeight }

  /// The place of a cell in a row-major array.
  @inlinable package func offset(of cell: CellIndex) -> Int { cell.row * columns + cell.column }

  /// The cell at a place of a row-major array.
  @inlinable package func cell(at offset: Int) -> CellIndex {
    CellIndex(row: offset / columns, column: offset % columns)
  }

  /// The centre of a cell.
  @inlinable package func centre(of cell: CellIndex) -> MapPoint {
    MapPoint(x: west + (Double(cell.column) + 0.5) * cellWidth, y: north - (Double(cell.row) + 0.5) * cellHeight)
  }

  /// The cell that contains `point`, or `nil` outside. A point on an edge belongs to the cell east or south of it.
  package func cell(containing point: MapPoint) -> CellIndex? {
    let column = ((point.x - west) / cellWidth).rounded(.down)
    let row = ((north - point.y) / cellHeight).rounded(.down)
    guard column >= 0, column < Double(columns), row >= 0, row < Double(rows) else { return nil }
    return CellIndex(row: Int(row), column: Int(column))
  }
}

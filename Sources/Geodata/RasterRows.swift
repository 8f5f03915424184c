package import Grids

/// A raster that is read row by row, so that one larger than memory can be worked through.
///
/// A few rows are held, those that the files store together. Not for more than one thread.
package final class RasterRows<Cell: RasterCell> {
  package var geometry: GridGeometry { mosaic.geometry }
  private let mosaic: RasterMosaic
  private let rowsHeld: Int
  /// The rows in `cells`, and their columns.
  private var held = 0..<0
  private var columns = 0..<0
  private var cells: [Cell] = []

  package init(_ mosaic: RasterMosaic) {
    self.mosaic = mosaic
    // Whole blocks, about a quarter of a million cells of them; of very wide rasters fewer rows, for which GDAL keeps the
    // blocks.
    let (block, width) = (mosaic.rowsOfBlock, mosaic.geometry.columns)
    rowsHeld = max(1, min(block * max(1, (1 << 18) / (block * width)), (1 << 23) / width))
  }

  /// Fills `values` with the values of some columns of a row, counted from the north; NaN where there is none.
  ///
  /// Rows are best asked for in order, each time in the same columns.
  package func read(
    _ row: Int, columns wanted: Range<Int>, into values: UnsafeMutableBufferPointer<Cell>
  ) throws(GDALError) {
    if !held.contains(row) || columns != wanted {
      let first = row / rowsHeld * rowsHeld
      let rows = first..<min(first + rowsHeld, geometry.rows)
      if cells.count < rows.count * wanted.count {
        cells = [Cell](repeating: .nan, count: rows.count * wanted.count)
      }
      held = 0..<0
      try mosaic.read(rows: rows, columns: wanted, into: &cells)
      (held, columns) = (rows, wanted)
    }
    let start = (row - held.lowerBound) * columns.count
    _ = values.update(fromContentsOf: cells[start..<start + columns.count])
  }
}

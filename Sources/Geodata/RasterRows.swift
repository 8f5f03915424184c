import CGDAL
package import Grids

/// A band of a raster file that is read row by row, so that rasters larger than memory can be worked through.
///
/// Values are those of `readRaster`: scaled, checked, north up, no data as NaN. A few rows are held, those that the file
/// stores together. Not for more than one thread, since GDAL's files are not.
package final class RasterRows<Cell: RasterCell> {
  package let geometry: GridGeometry
  /// Whether single precision holds every value as it is.
  package let isExactInSingle: Bool
  private let path: String
  private let dataset: DatasetHandle
  private let band: RasterBandReader
  private let isSouthUp: Bool
  private let rowsHeld: Int
  /// The file's rows in `cells`, and their columns.
  private var held = 0..<0
  private var columns = 0..<0
  private var cells: [Cell] = []
  private var range: ObservedRange

  /// Opens a file; the cells are read as they are asked for.
  package init(_ path: String, _ reading: RasterReading = RasterReading()) throws(GDALError) {
    self.path = path
    range = ObservedRange(expected: reading.expected)
    let opened = try listening { (log) throws(GDALError) in
      let dataset = try DatasetHandle(raster: path, variable: reading.variable, log)
      let frame = try RasterFrame(of: dataset, path: path, reading, log)
      let band = try RasterBandReader(of: dataset, path: path, reading, log)
      return Opened(dataset: dataset, frame: frame, band: band)
    }
    geometry = opened.frame.geometry
    isSouthUp = opened.frame.isSouthUp
    isExactInSingle = opened.band.isExactInSingle
    // Whole blocks, about a quarter of a million cells of them; of very wide rasters fewer rows, for which GDAL keeps the
    // blocks.
    let (block, width) = (opened.band.rowsOfBlock, opened.frame.geometry.columns)
    rowsHeld = max(1, min(block * max(1, (1 << 18) / (block * width)), (1 << 23) / width))
    band = opened.band
    dataset = opened.dataset
  }

  private struct Opened: ~Copyable {
    let dataset: DatasetHandle
    let frame: RasterFrame
    let band: RasterBandReader
  }

  /// Fills `values` with the values of some columns of a row, counted from the north; NaN where there is none.
  ///
  /// Rows are best asked for in order, each time in the same columns.
  package func read(
    _ row: Int, columns wanted: Range<Int>, into values: UnsafeMutableBufferPointer<Cell>
  ) throws(GDALError) {
    let stored = isSouthUp ? geometry.rows - 1 - row : row
    if !held.contains(stored) || columns != wanted {
      let first = stored / rowsHeld * rowsHeld
      let rows = first..<min(first + rowsHeld, geometry.rows)
      if cells.count < rows.count * wanted.count {
        cells = [Cell](repeating: .nan, count: rows.count * wanted.count)
      }
      held = 0..<0
      try listening { (log) throws(GDALError) in
        try band.read(rows: rows, columns: wanted, into: &cells, noting: &range, log)
      }
      (held, columns) = (rows, wanted)
      if let problem = range.problem { throw GDALError(path, problem) }
    }
    let start = (stored - held.lowerBound) * columns.count
    _ = values.update(fromContentsOf: cells[start..<start + columns.count])
  }
}

import CGDAL
package import Grids

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A plain GeoTIFF of one band that is written row by row from the north, so that it need never be in memory.
///
/// It holds the bytes that `writeGeoTIFF` gives the same band. Until it is finished it bears another name beside its own,
/// and is removed if it never is. Not for more than one thread.
package final class GeoTIFFRows {
  private let path: String
  private let partial: String
  private let geometry: GridGeometry
  private var dataset: DatasetHandle?
  private var row = 0
  private var isFinished = false

  /// - Parameters:
  ///   - name: of the band.
  ///   - unit: UDUNITS notation.
  ///   - cell: the type of number that the file holds.
  package init<Cell: RasterCell>(
    _ name: String, unit: String?, of cell: Cell.Type, on geometry: GridGeometry, to path: String
  ) throws(GDALError) {
    self.path = path
    self.geometry = geometry
    let partial = path + ".partial"
    self.partial = partial
    dataset = try listening { (log) throws(GDALError) in
      let reference = try SpatialReference(geometry.crs, log)
      let made = withStringList(plainOptions) {
        GDALCreate(
          GDALGetDriverByName("GTiff"), partial, Int32(geometry.columns), Int32(geometry.rows), 1,
          Self.type(of: cell), $0)
      }
      guard let made else { throw GDALError(path, .cannotCreate(reason: log.reasons.joined(separator: "; "))) }
      let dataset = DatasetHandle(owning: made)
      dataset.place(on: geometry, reference)
      let band = GDALGetRasterBand(made, 1)
      GDALSetDescription(band, name)
      if let unit { GDALSetRasterUnitType(band, unit) }
      GDALSetRasterNoDataValue(band, .nan)
      return dataset
    }
  }

  deinit {
    dataset = nil
    if !isFinished { unlink(partial) }
  }

  private static func type<Cell: RasterCell>(of cell: Cell.Type) -> GDALDataType {
    cell == Float.self ? GDT_Float32 : GDT_Float64
  }

  /// Appends a row, rounded to the file's type of number.
  ///
  /// - Precondition: `cells` is as wide as the raster, and there is a row left.
  package func write<Cell: RasterCell>(_ cells: UnsafeBufferPointer<Cell>) throws(GDALError) {
    precondition(cells.count == geometry.columns && row < geometry.rows, "a row that the raster has no place for")
    let (place, row) = (path, Int32(row))
    try listening { (log) throws(GDALError) in
      guard let raw = dataset?.raw else { preconditionFailure("a row for a file that is finished") }
      let outcome = GDALRasterIO(
        GDALGetRasterBand(raw, 1), GF_Write, 0, row, Int32(geometry.columns), 1,
        // GF_Write only reads from the buffer, though its type does not say so.
        UnsafeMutableRawPointer(mutating: cells.baseAddress), Int32(geometry.columns), 1,
        Self.type(of: Cell.self), 0, 0)
      guard outcome == CE_None, log.failures.isEmpty else {
        throw GDALError(place, .cannotWrite(reason: log.reasons.joined(separator: "; ")))
      }
    }
    self.row += 1
  }

  /// Gives the file its name, once every row is on the disk.
  package func finish() throws(GDALError) {
    precondition(row == geometry.rows, "\(geometry.rows - row) rows are missing")
    let place = path
    try listening { (log) throws(GDALError) in
      dataset = nil  // closes the file
      guard log.failures.isEmpty else {
        throw GDALError(place, .cannotWrite(reason: log.failures.joined(separator: "; ")))
      }
    }
    let descriptor = open(partial, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0, rename(partial, path) == 0 else {
      throw GDALError(path, .cannotWrite(reason: String(cString: strerror(errno))))
    }
    isFinished = true
  }
}

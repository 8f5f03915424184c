import CGDAL
import Grids

/// A type of number that GDAL stores as it is.
protocol StoredNumber: BitwiseCopyable {
  static var gdalType: GDALDataType { get }
  static var zero: Self { get }
}
extension UInt8: StoredNumber { static var gdalType: GDALDataType { GDT_Byte } }
extension UInt16: StoredNumber { static var gdalType: GDALDataType { GDT_UInt16 } }
extension Int16: StoredNumber { static var gdalType: GDALDataType { GDT_Int16 } }
extension Float: StoredNumber { static var gdalType: GDALDataType { GDT_Float32 } }
extension Double: StoredNumber { static var gdalType: GDALDataType { GDT_Float64 } }

extension DatasetHandle {
  /// A raster in memory, all zero, on `geometry`.
  init(
    inMemory type: GDALDataType, bands: Int, on geometry: GridGeometry, _ log: MessageLog
  ) throws(GDALError) {
    let reference = try SpatialReference(geometry.crs, log)
    let made = GDALCreate(
      GDALGetDriverByName("MEM"), "", Int32(geometry.columns), Int32(geometry.rows), Int32(bands), type, nil)
    guard let made else {
      throw GDALError(geometry.crs, .failed(operation: "make a raster in memory", messages: log.reasons))
    }
    self.init(owning: made)
    place(on: geometry, reference)
  }

  /// Says where the cells lie.
  func place(on geometry: GridGeometry, _ reference: borrowing SpatialReference) {
    var transform = [geometry.west, geometry.cellWidth, 0, geometry.north, 0, -geometry.cellHeight]
    GDALSetGeoTransform(raw, &transform)
    GDALSetSpatialRef(raw, reference.raw)
  }

  /// A one-band raster in memory with the cells of `grid`; NaN is no data.
  static func holding(_ grid: Grid<Float>, _ log: MessageLog) throws(GDALError) -> DatasetHandle {
    let dataset = try DatasetHandle(inMemory: GDT_Float32, bands: 1, on: grid.geometry, log)
    GDALSetRasterNoDataValue(GDALGetRasterBand(dataset.raw, 1), .nan)
    try dataset.transfer(grid.cells, toBand: 1, log)
    return dataset
  }

  /// Sets every cell of a band.
  func transfer<Number: StoredNumber>(_ numbers: [Number], toBand band: Int, _ log: MessageLog) throws(GDALError) {
    precondition(numbers.count == columns * rows, "\(numbers.count) numbers for \(columns) x \(rows) cells")
    let outcome = numbers.withUnsafeBytes {
      // GF_Write only reads from the buffer, though its type does not say so.
      move(GF_Write, band, UnsafeMutableRawPointer(mutating: $0.baseAddress), Number.gdalType)
    }
    guard outcome == CE_None else { throw GDALError("memory", .failed(operation: "fill", messages: log.reasons)) }
  }

  /// Every cell of a band, row by row from the north.
  func numbers<Number: StoredNumber>(
    ofBand band: Int, startingFrom zero: Number, _ log: MessageLog
  ) throws(GDALError) -> [Number] {
    var numbers = [Number](repeating: zero, count: columns * rows)
    let outcome = numbers.withUnsafeMutableBytes { move(GF_Read, band, $0.baseAddress, Number.gdalType) }
    guard outcome == CE_None else { throw GDALError("memory", .failed(operation: "read", messages: log.reasons)) }
    return numbers
  }

  private func move(
    _ direction: GDALRWFlag, _ band: Int, _ buffer: UnsafeMutableRawPointer?, _ type: GDALDataType
  ) -> CPLErr {
    GDALRasterIO(
      GDALGetRasterBand(raw, Int32(band)), direction, 0, 0, Int32(columns), Int32(rows), buffer, Int32(columns),
      Int32(rows), type, 0, 0)
  }
}

import CGDAL
import Synchronization

/// How a cloud-optimised GeoTIFF is laid out.
package struct CloudProfile: Hashable, Sendable {
  /// How the smaller copies for quick views are made.
  package enum Overviews: String, CaseIterable, Hashable, Sendable {
    /// For quantities.
    case average
    /// For codes and bit masks.
    case nearest
  }

  /// Level of DEFLATE, 1 … 9.
  package var deflateLevel: Int
  /// Side of a tile in cells, a multiple of 16.
  package var blockSize: Int
  package var overviews: Overviews

  package init(deflateLevel: Int = 9, blockSize: Int = 512, overviews: Overviews) {
    self.deflateLevel = deflateLevel
    self.blockSize = blockSize
    self.overviews = overviews
  }
}

/// Writes a plain GeoTIFF without compression, for tasks that hand layers to each other.
///
/// The same bands give the same bytes; no time of day, host or path enters them.
///
/// - Precondition: one band or more, all on one geometry and of one type.
package func writeGeoTIFF(
  _ bands: [RasterBand], metadata: [String: String] = [:], to path: String
) throws(GDALError) {
  try write(bands, metadata: metadata, styles: [], driver: "GTiff", options: plainOptions, to: path)
}

/// GDAL's options for a plain GeoTIFF.
let plainOptions = ["COMPRESS=NONE", "INTERLEAVE=BAND", "ENDIANNESS=LITTLE", "BIGTIFF=IF_SAFER"]

/// Writes a cloud-optimised GeoTIFF for publication: DEFLATE with a predictor, tiles, overviews.
///
/// The bytes depend on the bands, the metadata, the profile and the build of GDAL alone. With `styles` (bands of
/// bytes only) the file carries a colour table, and the names go to `path` + `.aux.xml`, where GDAL 3.6 keeps them.
///
/// - Precondition: one band or more, all on one geometry and of one type.
package func writeCOG(
  _ bands: [RasterBand], profile: CloudProfile, metadata: [String: String] = [:], styles: [ClassStyle] = [],
  to path: String
) throws(GDALError) {
  let options = [
    "COMPRESS=DEFLATE", "LEVEL=\(profile.deflateLevel)", "PREDICTOR=YES", "BLOCKSIZE=\(profile.blockSize)",
    "OVERVIEW_RESAMPLING=\(profile.overviews.rawValue.uppercased())", "OVERVIEW_COMPRESS=DEFLATE", "OVERVIEWS=AUTO",
    "NUM_THREADS=1", "BIGTIFF=IF_SAFER",
  ]
  try write(bands, metadata: metadata, styles: styles, driver: "COG", options: options, to: path)
}

/// Numbers the files that are encoded in memory, so that two threads never share a name.
private let encodings = Atomic<Int>(0)

/// Encodes in memory and writes the bytes in one go: GDAL reports a failed write only while closing and in passing, the
/// system reports it plainly.
private func write(
  _ bands: [RasterBand], metadata: [String: String], styles: [ClassStyle], driver: String, options: [String],
  to path: String
) throws(GDALError) {
  precondition(!bands.isEmpty, "a raster without bands")
  precondition(bands.allSatisfy { $0.geometry == bands[0].geometry && $0.type == bands[0].type }, "unlike bands")
  try listening { (log) throws(GDALError) in
    let raster = try memoryRaster(of: bands, metadata: metadata, styles: styles, log)
    let folder = "/vsimem/encoding-\(encodings.add(1, ordering: .relaxed).newValue)"
    let name = "\(folder)/raster.tif"
    defer { VSIRmdirRecursive(folder) }
    do {
      // The one place where GDAL may make a side file: it is in memory, and asked for.
      CPLSetThreadLocalConfigOption("GDAL_PAM_ENABLED", styles.isEmpty ? "NO" : "YES")
      defer { CPLSetThreadLocalConfigOption("GDAL_PAM_ENABLED", nil) }
      let made = withStringList(options) {
        GDALCreateCopy(GDALGetDriverByName(driver), name, raster.raw, 1, $0, nil, nil)
      }
      guard let made else { throw GDALError(path, .failed(operation: "encode", messages: log.reasons)) }
      GDALClose(made)
    }
    guard log.failures.isEmpty else { throw GDALError(path, .failed(operation: "encode", messages: log.failures)) }
    try copyOut(name, to: path)
    if !styles.isEmpty { try copyOut(name + ".aux.xml", to: path + ".aux.xml") }
  }
}

private func memoryRaster(
  of bands: [RasterBand], metadata: [String: String], styles: [ClassStyle], _ log: MessageLog
) throws(GDALError) -> DatasetHandle {
  let raster = try DatasetHandle(inMemory: bands[0].type, bands: bands.count, on: bands[0].geometry, log)
  for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
    GDALSetMetadataItem(raster.raw, key, value, nil)
  }
  for (index, band) in bands.enumerated() {
    let handle = GDALGetRasterBand(raster.raw, Int32(index + 1))
    GDALSetDescription(handle, band.name)
    if let unit = band.unit { GDALSetRasterUnitType(handle, unit) }
    if let nodata = band.nodata { GDALSetRasterNoDataValue(handle, nodata) }
    switch band.numbers {
    case .uint8(let numbers): try raster.transfer(numbers, toBand: index + 1, log)
    case .uint16(let numbers): try raster.transfer(numbers, toBand: index + 1, log)
    case .int16(let numbers): try raster.transfer(numbers, toBand: index + 1, log)
    case .float32(let numbers): try raster.transfer(numbers, toBand: index + 1, log)
    case .float64(let numbers): try raster.transfer(numbers, toBand: index + 1, log)
    }
    if !styles.isEmpty { apply(styles, to: handle) }
  }
  return raster
}

private func apply(_ styles: [ClassStyle], to band: GDALRasterBandH?) {
  let table = GDALCreateColorTable(GPI_RGB)
  defer { GDALDestroyColorTable(table) }
  var names = [String](repeating: "", count: Int(styles.map(\.code).max() ?? 0) + 1)
  for style in styles {
    var entry = GDALColorEntry(c1: Int16(style.red), c2: Int16(style.green), c3: Int16(style.blue), c4: 255)
    GDALSetColorEntry(table, Int32(style.code), &entry)
    names[Int(style.code)] = style.name
  }
  GDALSetRasterColorTable(band, table)
  GDALSetRasterColorInterpretation(band, GCI_PaletteIndex)
  withStringList(names) { _ = GDALSetRasterCategoryNames(band, $0) }
}

/// Moves a file that GDAL made in memory to the disk.
private func copyOut(_ name: String, to path: String) throws(GDALError) {
  var count: UInt64 = 0
  guard let bytes = VSIGetMemFileBuffer(name, &count, 1) else {
    throw GDALError(path, .failed(operation: "encode", messages: ["\(name) was not made"]))
  }
  defer { VSIFree(bytes) }
  try writeFile(UnsafeRawBufferPointer(start: bytes, count: Int(count)), to: path)
}

import CGDAL
package import Grids

/// A type of number that cells are read into.
package protocol RasterCell: BinaryFloatingPoint, Sendable {}
extension Float: RasterCell {}
extension Double: RasterCell {}

/// Most cells that are read into memory at once.
private let mostCells = 1 << 30

/// Reads one band of the raster at `path`: scaled, checked against what was declared, north up, no data as NaN.
///
/// GeoTIFF, `.bil` beside its `.hdr`, ASCII grid, netCDF, `.hgt`; a path that ends in `.zip` is read within the archive.
/// Nothing is ever written beside the file. The geometry's CRS is spelled as declared, or canonically where only the
/// file tells it.
package func readRaster<Cell: RasterCell>(
  _ path: String, _ reading: RasterReading = RasterReading(), as cell: Cell.Type = Cell.self
) throws(GDALError) -> Grid<Cell> {
  try listening { (log) throws(GDALError) in
    let dataset = try DatasetHandle(raster: path, variable: reading.variable, log)
    let frame = try RasterFrame(of: dataset, path: path, reading, log)
    guard frame.geometry.columns <= mostCells / frame.geometry.rows else {
      throw GDALError(path, .tooLarge(columns: frame.geometry.columns, rows: frame.geometry.rows))
    }
    let band = try RasterBandReader(of: dataset, path: path, reading, log)
    var grid = Grid<Cell>(geometry: frame.geometry, repeating: .nan)
    try band.read(into: &grid.cells, southUp: frame.isSouthUp, log)
    return grid
  }
}

/// Reads a band of class codes; cells without data are `nil`.
package func readClasses(_ path: String, _ reading: RasterReading = RasterReading()) throws(GDALError) -> ClassGrid {
  let codes = try readRaster(path, reading, as: Double.self)
  var strays = 0
  var stray = 0.0
  let classes = codes.map { code -> Int16? in
    if code.isNaN { return nil }
    guard let exact = Int16(exactly: code) else {
      if strays == 0 { stray = code }
      strays += 1
      return nil
    }
    return exact
  }
  guard strays == 0 else { throw GDALError(path, .notClasses(count: strays, example: stray)) }
  return classes
}

/// Says what the raster at `path` holds, without reading its cells.
package func describeRaster(_ path: String, variable: String? = nil) throws(GDALError) -> RasterDescription {
  try listening { (log) throws(GDALError) in
    let file = try DatasetHandle(reading: openableName(of: path), of: path, .raster, log)
    let variables = file.variables.map(\.name)
    if variable == nil, file.bands == 0, !variables.isEmpty {
      return RasterDescription(
        format: file.driver, columns: 0, rows: 0, bands: 0, bandNames: [], variables: variables, crs: nil)
    }
    let dataset = try DatasetHandle(raster: path, variable: variable, log)
    let crs = SpatialReference(copying: GDALGetSpatialRef(dataset.raw))?.canonicalText(log)
    let names = (0..<dataset.bands).map { band in
      GDALGetRasterBand(dataset.raw, Int32(band + 1)).map { String(cString: GDALGetDescription($0)) } ?? ""
    }
    return RasterDescription(
      format: dataset.driver, columns: dataset.columns, rows: dataset.rows, bands: dataset.bands, bandNames: names,
      variables: variables, crs: crs)
  }
}

extension DatasetHandle {
  /// The variables of a file that holds several: name, and the name GDAL opens it by.
  var variables: [(name: String, opens: String)] {
    strings(of: GDALGetMetadata(raw, "SUBDATASETS")).compactMap { item in
      guard let equals = item.firstIndex(of: "="), item[..<equals].hasSuffix("_NAME") else { return nil }
      let opens = item[item.index(after: equals)...]
      guard let name = opens.split(whereSeparator: { $0 == ":" || $0 == "/" }).last else { return nil }
      return (String(name), String(opens))
    }
  }

  /// Opens a raster file, and in it the variable asked for.
  init(raster path: String, variable: String?, _ log: MessageLog) throws(GDALError) {
    let file = try DatasetHandle(reading: openableName(of: path), of: path, .raster, log)
    let variables = file.variables
    if let variable {
      if let found = variables.first(where: { $0.name == variable }) {
        self = try DatasetHandle(reading: found.opens, of: path, .raster, log)
        return
      }
      // A netCDF file with a single variable is opened as that variable.
      let only = GDALGetRasterBand(file.raw, 1).flatMap { GDALGetMetadataItem($0, "NETCDF_VARNAME", nil) }
      let name = only.map { String(cString: $0) }
      guard name == variable else {
        throw GDALError(path, .noSuchVariable(variable, available: name.map { [$0] } ?? variables.map(\.name)))
      }
    } else if file.bands == 0, !variables.isEmpty {
      throw GDALError(path, .noSuchVariable(nil, available: variables.map(\.name)))
    }
    self = file
  }
}

/// The frame of a raster file, turned north up.
struct RasterFrame {
  let geometry: GridGeometry
  /// True where the file's first row is the southernmost.
  let isSouthUp: Bool

  init(
    of dataset: borrowing DatasetHandle, path: String, _ reading: RasterReading, _ log: MessageLog
  ) throws(GDALError) {
    let (columns, rows) = (dataset.columns, dataset.rows)
    guard columns > 0, rows > 0 else {
      throw GDALError(path, .tooLarge(columns: columns, rows: rows))
    }
    // x = t0 + column t1 + row t2, y = t3 + column t4 + row t5
    var transform = [Double](repeating: 0, count: 6)
    guard GDALGetGeoTransform(dataset.raw, &transform) == CE_None else { throw GDALError(path, .noGeoreference) }
    guard transform[2] == 0, transform[4] == 0, transform[1] > 0, transform[5] != 0 else {
      throw GDALError(path, .rotated)
    }
    let file = SpatialReference(copying: GDALGetSpatialRef(dataset.raw))
    let crs = try agreedReference(
      file: file, declared: reading.crs, replacesCRS: reading.replacesCRS, path: path, log)
    isSouthUp = transform[5] > 0
    geometry = GridGeometry(
      crs: crs, west: transform[0], north: isSouthUp ? transform[3] + Double(rows) * transform[5] : transform[3],
      cellWidth: transform[1], cellHeight: abs(transform[5]), columns: columns, rows: rows)
    if let declared = reading.registration {
      let found = geometry.registration
      guard found == declared else {
        throw GDALError(
          path,
          .registration(
            declared: declared, found: found, spacing: geometry.cellWidth, west: geometry.west, north: geometry.north))
      }
    }
  }
}

extension GridGeometry {
  /// How the cells lie relative to multiples of their spacing; `nil` where neither edges nor centres do, within a
  /// twentieth of a cell (headers print the spacing with few digits, and the error grows with the distance from 0).
  package var registration: Registration? {
    let tolerance = 0.05
    let phases = [west / cellWidth, north / cellHeight].map { $0 - $0.rounded(.down) }
    if phases.allSatisfy({ min($0, 1 - $0) < tolerance }) { return .pixel }
    if phases.allSatisfy({ abs($0 - 0.5) < tolerance }) { return .node }
    return nil
  }
}

import Foundation
import Geodata
import Grids
import Testing

@Suite struct RasterReadingTests {
  /// Every fixture lies on this frame.
  let frame = GridGeometry(
    crs: "EPSG:4326", west: 10, north: 22, cellWidth: 1, cellHeight: 1, columns: 3, rows: 2)
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ("plain.tif", RasterReading()),
    ("plain.tif", RasterReading(crs: "EPSG:4326", registration: .pixel, expected: 1...6)),
    ("south-up.tif", RasterReading()),
    ("no-crs.tif", RasterReading(crs: "EPSG:4326")),
    ("grid.txt.zip", RasterReading(crs: "EPSG:4326")),
    ("grid.txt.zip/grid.txt", RasterReading(crs: "EPSG:4326")),
    ("two-variables.nc", RasterReading(variable: "slope", crs: "EPSG:4326")),
    ("scaled.tif", RasterReading(crs: "EPSG:4326", scale: 0.1)),
  ])
  func `the same six cells come out of every form of file`(name: String, reading: RasterReading) throws {
    let grid = try readRaster(fixture(name), reading, as: Double.self)
    #expect(grid.geometry == frame)
    #expect(grid.cells == [1, 2, 3, 4, 5, 6].map { $0 * reading.scale })
  }

  @Test func `one variable of several is read by its name`() throws {
    let relief = try readRaster(
      fixture("two-variables.nc"), RasterReading(variable: "relief", crs: "EPSG:4326"), as: Float.self)
    #expect(relief.cells == [100, 200, 300, 400, 500, 600])
  }

  @Test func `scale, offset and no data are applied in this order: sentinel, scale, offset`() throws {
    let path = try folder.write(asciiGrid([[-132, -9999, 235], [0, 10, -20]]), as: "t.asc")
    let grid = try readRaster(path, RasterReading(crs: "EPSG:4326", scale: 0.5, offset: 100), as: Float.self)
    #expect(grid.cells[0] == 34 && grid.cells[1].isNaN && grid.cells[2] == 217.5)
    #expect(Array(grid.cells[3...]) == [100, 105, 90])
  }

  @Test func `a declared sentinel takes the place of the file's`() throws {
    let path = try folder.write(asciiGrid([[-3000, -9999]]), as: "t.asc")
    let grid = try readRaster(path, RasterReading(crs: "EPSG:4326", nodata: -3000), as: Float.self)
    #expect(grid.cells[0].isNaN && grid.cells[1] == -9999)
  }

  @Test func `cells that the file masks have no data`() throws {
    let grid = try readRaster(fixture("masked.tif"), as: Float.self)
    #expect(grid.cells.map(\.isNaN) == [false, true, false, false, false, false])
  }

  @Test func `a system that the file names wrongly is replaced only when that is said`() throws {
    let reading = RasterReading(crs: "EPSG:32645", replacesCRS: true)
    #expect(try readRaster(fixture("plain.tif"), reading, as: Float.self).geometry.crs == "EPSG:32645")
  }

  @Test func `codes are read as classes, and their absence as none`() throws {
    let path = try folder.write(asciiGrid([[-9999, 3], [16, -1]]), as: "classes.asc")
    #expect(try readClasses(path, RasterReading(crs: "EPSG:4326")).cells == [nil, 3, 16, -1])
  }

  @Test func `a description tells bands and variables without reading cells`() throws {
    let file = try describeRaster(fixture("two-variables.nc"))
    #expect(file.format == "netCDF" && file.variables == ["slope", "relief"])
    let tiff = try describeRaster(fixture("plain.tif"))
    #expect((tiff.format, tiff.columns, tiff.rows, tiff.bands) == ("GTiff", 3, 2, 1) && tiff.crs == "EPSG:4326")
  }

  @Test func `cells of a node-registered raster have their centres on multiples of the spacing`() throws {
    let path = try folder.write(asciiGrid([[1, 2], [3, 4]], west: -0.25, south: -0.25, cell: 0.5), as: "node.asc")
    let reading = RasterReading(crs: "EPSG:4326", registration: .node)
    #expect(try readRaster(path, reading, as: Float.self).geometry.west == -0.25)
  }

  @Test func `reading leaves nothing beside a source`() throws {
    _ = try folder.write([1, 0, 2, 0, 3, 0, 4, 0], as: "t.bil")
    _ = try folder.write(
      """
      NROWS 2
      NCOLS 2
      NBANDS 1
      NBITS 16
      PIXELTYPE SIGNEDINT
      BYTEORDER I
      LAYOUT BIL
      ULXMAP 10.5
      ULYMAP 21.5
      XDIM 1
      YDIM 1

      """, as: "t.hdr")
    let before = folder.listing
    let grid = try readRaster(folder.file("t.bil"), RasterReading(crs: "EPSG:4326", expected: 0...9), as: Float.self)
    _ = try describeRaster(folder.file("t.bil"))
    _ = try pixelDigest(folder.file("t.bil"))
    #expect(grid.cells == [1, 2, 3, 4] && grid.geometry.west == 10 && grid.geometry.north == 22)
    #expect(folder.listing == before)
  }

  @Test func `a .bil that lost its end is refused`() throws {
    _ = try folder.write([1, 0, 2, 0, 3, 0], as: "t.bil")
    _ = try folder.write("NROWS 2\nNCOLS 2\nNBITS 16\nULXMAP 10.5\nULYMAP 21.5\nXDIM 1\nYDIM 1\n", as: "t.hdr")
    #expect(throws: GDALError.self) {
      try readRaster(folder.file("t.bil"), RasterReading(crs: "EPSG:4326"), as: Float.self)
    }
  }

  @Test func `A file is a raster by what it holds, damaged or not, and a VRT is none`() throws {
    for name in ["plain.tif", "truncated.tif", "grid.txt.zip", "two-variables.nc"] { #expect(isRaster(fixture(name))) }
    for name in ["virtual.vrt", "no-crs.shp", "no-crs.dbf", "make_fixtures.py", "lost.tif"] {
      #expect(!isRaster(fixture(name)), "\(name)")
    }
  }
}

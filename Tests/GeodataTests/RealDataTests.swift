import Foundation
import Geodata
import Grids
import Testing

/// Against what other programs measured on the same files; unless said otherwise the numbers stand in
/// `shared/data/README.md`.
@Suite(.needsSharedData) struct RealDataTests {
  let albers = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m"

  private func outline() throws -> String { try shared("data/boundary/TPBoundary_HF_wgs84.shp") }

  private func plateau() throws -> GridGeometry {
    try vectorBounds(outline(), in: albers).frame(crs: albers, cell: 10_000, snap: 10_000)
  }

  @Test func `the plateau's outline holds 26 113 cells of 10 km`() throws {
    let mask = try rasterise(outline(), onto: plateau(), rule: .centreInside)
    #expect(mask.cells.filter { $0 }.count == 26_113)
  }

  /// Cells inside the outline, least, mean and greatest value, by gdal_rasterize and numpy on the file's own cells.
  /// (`gdalwarp -crop_to_cutline`, which the README used, moves the cells first: 9127 of them for WorldClim.)
  @Test(
    arguments: [
      ("climate/bio1.bil", RasterReading(registration: .pixel), 9136, -132, -15.3267, 235),
      ("climate/bio12.bil", RasterReading(registration: .pixel), 9136, 17, 355.1884, 3367),
      ("dem/earth_relief_10m.grd", RasterReading(crs: "EPSG:4326", registration: .node), 9119, 172, 4355.4600, 6280),
      (
        "dem/pentes_30min.nc", RasterReading(variable: "slope", crs: "EPSG:4326", registration: .pixel), 1010,
        0.0012373626232147217, 0.10865, 0.39677685499191284
      ),
    ] as [(String, RasterReading, Int, Double, Double, Double)])
  func `inside the outline a layer has the statistics that other programs find`(
    name: String, reading: RasterReading, count: Int, least: Double, mean: Double, greatest: Double
  ) throws {
    let layer = try readRaster(shared("data/" + name), reading, as: Double.self)
    let inside = try rasterise(outline(), onto: layer.geometry, rule: .centreInside)
    let values = zip(layer.cells, inside.cells).compactMap { $1 && !$0.isNaN ? $0 : nil }
    #expect(values.count == count)
    #expect(values.min() == least && values.max() == greatest)
    #expect(abs(values.reduce(0, +) / Double(values.count) - mean) <= 0.00005)  // the digits printed
  }

  @Test(
    arguments: [
      ("water/tibet_water_jrc_500m.tif", 267, 90...100),
      ("permafrost/PF_Baseline_LGB.tif", 259, (-10)...(-10)),
    ] as [(String, Int, ClosedRange<Float>)])
  func `the lakes of 10 km are those that were counted`(
    name: String, count: Int, codes: ClosedRange<Float>
  ) throws {
    let frame = try plateau()
    let inside = try rasterise(outline(), onto: frame, rule: .centreInside)
    let lakes = try readRaster(shared("data/" + name), as: Float.self).map { value -> Float in
      value.isNaN ? .nan : codes.contains(value) ? 1 : 0
    }
    let share = try shareOfCell(lakes, to: frame)
    #expect(zip(share.cells, inside.cells).filter { $1 && $0 >= 0.5 }.count == count)
  }

  @Test func `a vegetation index in an archive is read in place`() throws {
    let index = try readRaster(
      shared("data/vegetation/MODIS_0.5rs-Raster_2006-07-01.txt.zip"),
      RasterReading(crs: "EPSG:4326", scale: 1e-4, registration: .pixel, expected: -0.3...1), as: Float.self)
    #expect((index.geometry.columns, index.geometry.rows) == (720, 360))
    // "0.51 over Amazonia in July": the cell at 65 W, 5 S.
    let cell = try #require(index.geometry.cell(containing: MapPoint(x: -65.2, y: -5.2)))
    #expect(abs(index[cell] - 0.51) < 0.05)
  }

  @Test func `an ellipsoid that the file names wrongly is refused until it is replaced`() throws {
    let path = try shared("data/landcover/MCD12C1.A2019001.006.2020220162300.tif")
    #expect(
      complaint { _ = try readRaster(path, RasterReading(crs: "EPSG:4326"), as: Float.self) } == """
        MCD12C1.A2019001.006.2020220162300.tif: error: the file's coordinate reference system is \
        'unknown' (+proj=longlat +ellps=clrk66 +no_defs), declared is EPSG:4326
          correct the declared crs, or set replaces-crs when the file is wrong
        """)
  }

  @Test func `reading, measuring and rasterising leave a source folder as it was`() throws {
    let folder = try TemporaryFolder()
    for name in ["climate/bio1.bil", "climate/bio1.hdr", "dem/pentes_30min.nc", "dem/N27E086.hgt"]
      + ["shp", "shx", "dbf", "prj"].map({ "boundary/TPBoundary_HF_wgs84.\($0)" })
    {
      try FileManager.default.copyItem(
        atPath: shared("data/" + name), toPath: folder.file(URL(fileURLWithPath: name).lastPathComponent))
    }
    let before = folder.listing
    for name in ["bio1.bil", "pentes_30min.nc", "N27E086.hgt"] {
      _ = try readRaster(folder.file(name), RasterReading(crs: "EPSG:4326", expected: -9999...9999), as: Float.self)
      _ = try pixelDigest(folder.file(name))
    }
    _ = try rasterise(folder.file("TPBoundary_HF_wgs84.shp"), onto: plateau(), rule: .allTouched)
    #expect(folder.listing == before)
  }
}

import Geodata
import Grids
import Testing

/// A file that is not what was declared, and the whole text a user reads about it.
struct Complaint: CustomTestStringConvertible, Sendable {
  var fixture: String
  var reading = RasterReading()
  var text: String
  var testDescription: String { fixture }
}

@Suite struct RasterComplaintTests {
  static let complaints = [
    Complaint(
      fixture: "no-crs.tif",
      text: """
        no-crs.tif: error: the file carries no coordinate reference system and none is declared
          declare its crs, for example EPSG:4326
        """),
    Complaint(
      fixture: "plain.tif", reading: RasterReading(crs: "EPSG:32645"),
      text: """
        plain.tif: error: the file's coordinate reference system is EPSG:4326, declared is EPSG:32645
          correct the declared crs, or set replaces-crs when the file is wrong
        """),
    Complaint(
      fixture: "plain.tif", reading: RasterReading(crs: "WGS eighty-four"),
      text: """
        WGS eighty-four: error: not a coordinate reference system: its form is not known
          write an authority code (EPSG:4326), a PROJ string (+proj=...) or WKT
        """),
    Complaint(
      fixture: "plain.tif", reading: RasterReading(registration: .node),
      text: """
        plain.tif: error: declared node-registered, but the file is pixel-registered \
        (cells of 1.0, western edge 10.0, northern edge 22.0)
          correct the declared registration: pixel has edges, node has centres, on multiples of the spacing
        """),
    Complaint(
      fixture: "plain.tif", reading: RasterReading(band: 2),
      text: """
        plain.tif: error: no band 2; the raster has 1
          bands count from 1
        """),
    Complaint(
      fixture: "plain.tif", reading: RasterReading(scale: 0.1, expected: -30...0.5),
      text: """
        plain.tif: error: 1 of 6 values lie outside -30.0 to 0.5; the values run from 0.1 to 0.6000000000000001
          check unit, scale, offset and nodata, or correct the expected range
        """),
    Complaint(
      fixture: "scaled.tif",
      text: """
        scaled.tif: error: the file scales its values by 0.1 and adds 0.0; declared are 1.0 and 0.0
          declare the file's own scale and offset
        """),
    Complaint(
      fixture: "two-variables.nc", reading: RasterReading(crs: "EPSG:4326"),
      text: """
        two-variables.nc: error: the file has several variables: 'slope', 'relief'
          declare one of these as variable
        """),
    Complaint(
      fixture: "two-variables.nc", reading: RasterReading(variable: "slop", crs: "EPSG:4326"),
      text: """
        two-variables.nc: error: no variable 'slop'; the file has 'slope', 'relief'
          declare one of these as variable
        """),
    Complaint(
      fixture: "rotated.tif",
      text: """
        rotated.tif: error: the raster's rows do not run from west to east
          bring it onto an axis-parallel grid first, for example with gdalwarp
        """),
    Complaint(
      fixture: "no-georeference.tif",
      text: """
        no-georeference.tif: error: the raster does not say where it lies
          use a file with a geotransform or a world file
        """),
    Complaint(
      fixture: "complex.tif",
      text: """
        complex.tif: error: cells of type CFloat32 are not single numbers
          convert it to integers or floating point first
        """),
    Complaint(
      fixture: "nowhere.tif",
      text: """
        nowhere.tif: error: no such file
          check the path, or fetch the source
        """),
    Complaint(
      fixture: "virtual.vrt",
      text: """
        virtual.vrt: error: cannot open: `virtual.vrt' not recognized as a supported file format.
          the file is damaged, incomplete, or in none of the formats read here: \
        GeoTIFF, .bil, ASCII grid, netCDF, .hgt, .img, Shapefile, GeoJSON, GeoPackage, a table with a column WKT
        """),
  ]

  @Test(arguments: complaints)
  func `a file that is not as declared is named with what is wrong and how to mend it`(expected: Complaint) {
    #expect(
      complaint { _ = try readRaster(fixture(expected.fixture), expected.reading, as: Double.self) } == expected.text)
  }

  @Test func `a fraction among class codes is an error`() {
    #expect(
      complaint { _ = try readClasses(fixture("fraction.tif")) } == """
        fraction.tif: error: 1 cells hold no class code, such as 5.5
          class codes are whole numbers from -32768 to 32767; check nodata, or read it as continuous
        """)
  }

  @Test func `a file that ends too early is an error and not a row of zeros`() {
    #expect(throws: GDALError.self) { try readRaster(fixture("truncated.tif"), as: Double.self) }
  }

  @Test(
    arguments: [
      (GDALError.Problem.missing, 66), (.noCRS, 65), (.cannotCreate(reason: ""), 73), (.cannotWrite(reason: ""), 74),
      (.failed(operation: "", messages: []), 70),
    ] as [(GDALError.Problem, Int32)])
  func `every kind of failure has its exit code`(problem: GDALError.Problem, code: Int32) {
    #expect(GDALError("x", problem).exitCode == code)
  }
}

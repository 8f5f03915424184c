import Checksums
import Foundation
import Geodata
import Grids
import Testing

@Suite struct WritingTests {
  /// The plateau's system, spelled as a manifest spells it.
  let frame = GridGeometry(
    crs: "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m", west: -2_350_000,
    north: 4_010_000, cellWidth: 10_000, cellHeight: 10_000, columns: 3, rows: 2)
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a layer handed on through a file is the same layer on the same frame`() throws {
    let thickness = Grid<Float>(geometry: frame, cells: [0.1, .nan, 2.04, 0, -1.5, 3.25])
    try writeGeoTIFF([RasterBand("h", thickness, unit: "m")], to: folder.file("h.tif"))
    let back = try readRaster(folder.file("h.tif"), RasterReading(crs: frame.crs), as: Float.self)
    #expect(back.geometry == frame)
    #expect(back.cells.map(\.bitPattern) == thickness.cells.map(\.bitPattern))
    #expect(folder.listing == ["h.tif"])
  }

  @Test func `double precision and several bands survive`() throws {
    let bands = ["sd", "q05", "q95"].enumerated().map { index, name in
      RasterBand(name, Grid<Double>(geometry: frame, repeating: Double(index) + 0.1), unit: "m")
    }
    try writeGeoTIFF(bands, to: folder.file("u.tif"))
    #expect(try describeRaster(folder.file("u.tif")).bandNames == ["sd", "q05", "q95"])
    let third = try readRaster(folder.file("u.tif"), RasterReading(band: 3, crs: frame.crs), as: Double.self)
    #expect(third.cells == [Double](repeating: 2.1, count: 6))
  }

  @Test func `codes, bytes, bits and masks come back with their gaps`() throws {
    let codes = ClassGrid(geometry: frame, cells: [1, nil, -10, 300, 0, nil])
    try writeGeoTIFF([RasterBand("class", codes)], to: folder.file("class.tif"))
    #expect(try readClasses(folder.file("class.tif"), RasterReading(crs: frame.crs)) == codes)

    let zones = Grid<UInt8?>(geometry: frame, cells: [1, 8, nil, 0, 2, nil])
    try writeGeoTIFF([RasterBand("zone", zones)], to: folder.file("zone.tif"))
    #expect(
      try readClasses(folder.file("zone.tif"), RasterReading(crs: frame.crs)).cells == [1, 8, nil, 0, 2, nil])

    let flags = Grid<UInt16?>(geometry: frame, cells: [0, 1024, nil, 3, 2, nil])
    try writeGeoTIFF([RasterBand("flags", flags)], to: folder.file("flags.tif"))
    #expect(
      try readClasses(folder.file("flags.tif"), RasterReading(crs: frame.crs)).cells == [0, 1024, nil, 3, 2, nil])

    let mask = Mask(geometry: frame, cells: [true, false, false, true, true, false])
    try writeGeoTIFF([RasterBand("lakes", mask)], to: folder.file("mask.tif"))
    #expect(try readClasses(folder.file("mask.tif"), RasterReading(crs: frame.crs)).cells == [1, 0, 0, 1, 1, 0])
  }

  /// A plateau of 600 x 500 cells, large enough for tiles and overviews.
  private func plateau() -> Grid<Float> {
    var wide = frame
    wide.columns = 600
    wide.rows = 500
    return Grid(
      geometry: wide, cells: (0..<wide.count).map { $0 % 7 == 0 ? .nan : Float(($0 &* 31) % 1000) / 100 })
  }

  @Test func `a published raster is cloud-optimised, and made twice it has the same bytes`() throws {
    let bands = [RasterBand("solum_thickness", plateau(), unit: "m")]
    let profile = CloudProfile(deflateLevel: 9, blockSize: 256, overviews: .average)
    for name in ["a.tif", "b.tif"] {
      try writeCOG(bands, profile: profile, metadata: ["title": "twin", "AUTHOR": "x"], to: folder.file(name))
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("a.tif")))
    #expect(try bytes == Data(contentsOf: URL(fileURLWithPath: folder.file("b.tif"))))
    #expect(folder.listing == ["a.tif", "b.tif"])
    // GDAL's note to readers at the head of the file: the directories come before the data.
    let head = String(decoding: bytes.prefix(400), as: UTF8.self)
    #expect(head.contains("GDAL_STRUCTURAL_METADATA_SIZE") && head.contains("LAYOUT=IFDS_BEFORE_DATA"))
    let back = try readRaster(folder.file("a.tif"), RasterReading(crs: frame.crs), as: Float.self)
    #expect(back.cells.map(\.bitPattern) == plateau().cells.map(\.bitPattern))
  }

  @Test func `a zone map carries its colours in the file and its names beside it`() throws {
    let zones = Grid<UInt8?>(geometry: frame, cells: [1, 2, nil, 1, 2, 2])
    let styles = [
      ClassStyle(code: 1, name: "Cold desert", red: 200, green: 180, blue: 120),
      ClassStyle(code: 2, name: "Wet & warm forest", red: 20, green: 120, blue: 40),
    ]
    let profile = CloudProfile(overviews: .nearest)
    for name in ["a.tif", "b.tif"] {
      try writeCOG([RasterBand("zone", zones, nodata: 0)], profile: profile, styles: styles, to: folder.file(name))
    }
    #expect(folder.listing == ["a.tif", "a.tif.aux.xml", "b.tif", "b.tif.aux.xml"])
    let names = try String(contentsOfFile: folder.file("a.tif.aux.xml"), encoding: .utf8)
    #expect(
      names == """
        <PAMDataset>
          <PAMRasterBand band="1">
            <Description>zone</Description>
            <CategoryNames>
              <Category></Category>
              <Category>Cold desert</Category>
              <Category>Wet &amp; warm forest</Category>
            </CategoryNames>
          </PAMRasterBand>
        </PAMDataset>

        """)
    #expect(try names == String(contentsOfFile: folder.file("b.tif.aux.xml"), encoding: .utf8))
  }

  @Test func `the pixel digest knows the numbers and not how they are packed`() throws {
    var grid = plateau()
    try writeGeoTIFF([RasterBand("plain", grid)], to: folder.file("plain.tif"))
    try writeCOG(
      [RasterBand("packed", grid)], profile: CloudProfile(deflateLevel: 1, overviews: .average),
      metadata: ["title": "another"], to: folder.file("packed.tif"))
    let digest = try pixelDigest(folder.file("plain.tif"))
    #expect(try pixelDigest(folder.file("packed.tif")) == digest)

    grid.cells[7] = Float(bitPattern: 0x7fc0_0001)  // another NaN in place of a NaN
    try writeGeoTIFF([RasterBand("plain", grid)], to: folder.file("nan.tif"))
    #expect(try pixelDigest(folder.file("nan.tif")) == digest)

    grid.cells[1] = grid.cells[1].nextUp
    try writeGeoTIFF([RasterBand("plain", grid)], to: folder.file("moved.tif"))
    #expect(try pixelDigest(folder.file("moved.tif")) != digest)
  }

  @Test func `the pixel digest is the one its description gives`() throws {
    // 3 x 2 cells of Int16: 1 2 3 / 4 5 6, least significant byte first.
    let text = Array("solum-pixels/1 3 2 1\nInt16\n".utf8) + [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0]
    #expect(try pixelDigest(fixture("plain.tif")) == Digest(of: text))
  }

  @Test func `a folder that is not there and a full disk are said`() throws {
    let band = RasterBand("h", Grid<Float>(geometry: frame, repeating: 1))
    #expect(
      complaint { try writeGeoTIFF([band], to: folder.file("absent/h.tif")) } == """
        h.tif: error: cannot create: No such file or directory
          check that the folder exists and may be written to
        """)
    #if os(Linux)
      #expect(
        complaint { try writeGeoTIFF([band], to: "/dev/full") } == """
          full: error: cannot write: No space left on device
            make room on the disk and run again
          """)
    #endif
  }
}

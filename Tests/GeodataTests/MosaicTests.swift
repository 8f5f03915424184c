import Foundation
import Grids
import Testing

@testable import Geodata

/// Rasters that lie in many files.
@Suite struct `A mosaic` {
  let folder: TemporaryFolder
  /// Hills with a few holes, whole metres, in cells of 30 m.
  let ground: Grid<Float>

  init() throws {
    folder = try TemporaryFolder()
    let geometry = GridGeometry(
      crs: "EPSG:32645", west: 500_015, north: 3_100_045, cellWidth: 30, cellHeight: 30, columns: 53, rows: 41)
    let heights = (0..<geometry.count).map { place -> Float in
      let height = place * 7919 % 1009 - 200
      return place % 97 == 5 ? Float.nan : Float(height)
    }
    ground = Grid(geometry: geometry, cells: heights)
  }

  /// Writes a part of the ground.
  private func cut(_ name: String, _ rows: Range<Int>, _ columns: Range<Int>, as kind: RasterMosaic.Storage = .single)
    throws -> String
  {
    try write(part(rows, columns), name, as: kind)
  }

  private func part(_ rows: Range<Int>, _ columns: Range<Int>) -> Grid<Float> {
    var geometry = ground.geometry
    geometry.west += 30 * Double(columns.lowerBound)
    geometry.north -= 30 * Double(rows.lowerBound)
    (geometry.rows, geometry.columns) = (rows.count, columns.count)
    return Grid(
      geometry: geometry,
      cells: rows.flatMap { row in columns.map { ground[CellIndex(row: row, column: $0)] } })
  }

  private func write(_ grid: Grid<Float>, _ name: String, as kind: RasterMosaic.Storage = .single) throws -> String {
    let band =
      switch kind {
      case .wholeNumbers: RasterBand("z", grid.map { $0.isNaN ? nil : Int16($0) })
      case .single: RasterBand("z", grid)
      case .double: RasterBand("z", grid.map { Double($0) })
      }
    try writeGeoTIFF([band], to: folder.file(name))
    return folder.file(name)
  }

  private func whole(_ mosaic: RasterMosaic) throws -> Grid<Float> {
    let frame = mosaic.geometry
    return Grid(geometry: frame, cells: try mosaic.read(rows: 0..<frame.rows, columns: 0..<frame.columns))
  }

  private func isSame(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  // MARK: - Tiles

  @Test(arguments: [RasterMosaic.Storage.wholeNumbers, .single, .double])
  func `of tiles that share edges is the raster they were cut from, in any window and any order`(
    kind: RasterMosaic.Storage
  ) throws {
    let tiles = [
      try cut("d.tif", 0..<21, 0..<27, as: kind), try cut("a.tif", 0..<21, 26..<53, as: kind),
      try cut("c.tif", 20..<41, 0..<27, as: kind), try cut("b.tif", 20..<41, 26..<53, as: kind),
    ]
    for paths in [tiles, tiles.reversed(), [tiles[2], tiles[0], tiles[3], tiles[1]]] {
      let mosaic = try RasterMosaic(paths)
      #expect(mosaic.storage == kind)
      let found = try whole(mosaic)
      #expect(found.geometry == ground.geometry && isSame(found.cells, ground.cells))
      for (rows, columns) in [
        (0..<41, 26..<27), (20..<21, 0..<53), (19..<22, 25..<28), (40..<41, 52..<53), (3..<3, 0..<9),
      ] {
        let window: [Double] = try mosaic.read(rows: rows, columns: columns)
        #expect(isSame(window.map { Float($0) }, part(rows, columns).cells))
      }
    }
  }

  @Test func `may have more tiles than are open at a time, and rows that are shorter than its own`() throws {
    var tiles: [String] = []
    for row in 0..<41 {
      for first in [0, 13, 26, 39] {
        tiles.append(try cut("\(row)-\(first).tif", row..<row + 1, first..<first + 14))
      }
    }
    let mosaic = try RasterMosaic(tiles)
    for _ in 0..<2 { #expect(isSame(try whole(mosaic).cells, ground.cells)) }
    let rows = RasterRows<Float>(mosaic)
    var cells = [Float](repeating: 0, count: 20)
    for row in 0..<41 {
      try cells.withUnsafeMutableBufferPointer { try rows.read(row, columns: 20..<40, into: $0) }
      #expect(isSame(cells, part(row..<row + 1, 20..<40).cells))
    }
  }

  @Test func `takes a raster that is there several times once, in whatever format, and fills its holes`() throws {
    let names = ["masked.tif", "grid.txt.zip", "south-up.tif", "plain.tif"]
    for paths in [names, names.reversed()] {
      let mosaic = try RasterMosaic(paths.map(fixture), RasterReading(crs: "EPSG:4326"))
      let plain = try readRaster(fixture("plain.tif"), as: Float.self)
      #expect(mosaic.geometry == plain.geometry)
      #expect(try whole(mosaic).cells == [1, 2, 3, 4, 5, 6])
    }
    let masked = try RasterMosaic([fixture("masked.tif")])
    #expect(isSame(try whole(masked).cells, [1, .nan, 3, 4, 5, 6]))
  }

  @Test func `has no data where no tile lies`() throws {
    let mosaic = try RasterMosaic([try cut("a.tif", 1..<4, 2..<5), try cut("b.tif", 30..<33, 40..<50)])
    let found = try whole(mosaic)
    #expect(found.geometry == part(1..<33, 2..<50).geometry)
    for row in 1..<33 {
      for column in 2..<50 {
        let isCovered = (row < 4 && column < 5) || (row >= 30 && column >= 40)
        let value = found[CellIndex(row: row - 1, column: column - 2)]
        #expect(isSame([value], isCovered ? [ground[CellIndex(row: row, column: column)]] : [.nan]))
      }
    }
  }

  @Test func `has no data where a tile holds no finite number, all over where all tiles do`() throws {
    var grid = part(0..<1, 0..<4)
    grid.cells = [.infinity, -.infinity, .nan, 7]
    let finite = try RasterMosaic([try write(grid, "a.tif")])
    #expect(isSame(try whole(finite).cells, [.nan, .nan, .nan, 7]))
    grid.cells = [.nan, .nan, .nan, .nan]
    let path = try write(grid, "b.tif", as: .wholeNumbers)
    #expect(try whole(RasterMosaic([path])).cells.allSatisfy(\.isNaN))
    #expect(isSame(try whole(RasterMosaic([path, folder.file("a.tif")])).cells, [.nan, .nan, .nan, 7]))
  }

  @Test func `makes the same zero of two with unlike signs, whichever comes first`() throws {
    var grid = part(0..<1, 0..<2)
    for (names, zeros) in [(["a", "b"], [0, -0.0] as [Float]), (["d", "c"], [0, -0.0])] {
      let paths = try zip(names, zeros).map { name, zero in
        grid.cells = [zero, 1]
        return try write(grid, "\(name).tif")
      }
      #expect(try whole(RasterMosaic(paths)).cells[0].sign == .plus)
    }
  }

  @Test func `of one-degree tiles of SRTM joins them at the shared column`() throws {
    // Heights rise by a metre a column, from 0 in the west of the first to 2400 in the east of the second.
    let paths = try [0, 1].map { tile in
      var row = Data()
      for height in tile * 1200...tile * 1200 + 1200 { row += [UInt8(height >> 8), UInt8(height & 255)] }
      var bytes = Data()
      for _ in 0...1200 { bytes += row }
      let path = folder.file("N27E08\(6 + tile).hgt")
      try bytes.write(to: URL(filePath: path))
      return path
    }
    let mosaic = try RasterMosaic(paths.reversed(), RasterReading(registration: .node))
    #expect(mosaic.storage == .wholeNumbers && mosaic.geometry.columns == 2401 && mosaic.geometry.rows == 1201)
    #expect(abs(mosaic.geometry.west - (86 - 0.5 / 1200)) < 1e-12)
    let seam: [Float] = try mosaic.read(rows: 600..<601, columns: 1190..<1211)
    #expect(seam == (1190..<1211).map { Float($0) })
  }

  @Test func `takes a tile of SRTM in the archive in which it is handed out`() throws {
    let archive = fixture("N27E086.SRTMGL3.hgt.zip")
    for path in [archive, archive + "/N27E086.hgt"] {
      let tile = try RasterMosaic([path], RasterReading(registration: .node))
      #expect(tile.geometry.columns == 1201 && abs(tile.geometry.north - (28 + 0.5 / 1200)) < 1e-12)
      #expect(try tile.read(rows: 1200..<1201, columns: 0..<3) == [27, 27, 27] as [Float])
    }
    #expect(isRaster(archive))
  }

  @Test func `needs the smallest type that holds all its tiles`() throws {
    let (short, single) = (try cut("a.tif", 0..<5, 0..<5, as: .wholeNumbers), try cut("b.tif", 0..<5, 5..<9))
    let double = try cut("c.tif", 5..<9, 0..<5, as: .double)
    #expect(try RasterMosaic([short, single]).storage == .single)
    #expect(try RasterMosaic([double, short, single]).storage == .double)
    #expect(try RasterMosaic([fixture("scaled.tif")], RasterReading(scale: 0.1)).storage == .double)
  }

  // MARK: - What makes no whole

  @Test func `says where two tiles disagree, once that cell is read`() throws {
    var other = part(0..<21, 26..<53)
    other.cells[27 * 4] = 1234
    let mosaic = try RasterMosaic([try cut("a.tif", 0..<21, 0..<27), try write(other, "b.tif")])
    let left = ground[CellIndex(row: 4, column: 26)]
    #expect(isSame(try mosaic.read(rows: 0..<4, columns: 0..<53), part(0..<4, 0..<53).cells))
    #expect(
      folder.complaint { _ = try mosaic.read(rows: 4..<5, columns: 0..<53, as: Double.self) } == """
        b.tif: error: the height at (500810.0, 3099910.0) is 1234.0, in 'a.tif' it is \(left)
          build one raster with gdalbuildvrt, in which the last file wins, and use that
        """)
  }

  @Test func `is of one system, one size of cells and one lattice`() throws {
    let first = try cut("a.tif", 0..<10, 0..<10)
    func beside(_ change: (inout GridGeometry) -> Void) throws -> String {
      var geometry = part(0..<10, 10..<20).geometry
      change(&geometry)
      let other = try write(Grid(geometry: geometry, repeating: 1), "b.tif")
      return folder.complaint { _ = try RasterMosaic([other, first]) }
    }
    #expect(try beside { _ in } == "no error")
    #expect(try beside { $0.crs = "+proj=utm +zone=45 +datum=WGS84" } == "no error")
    #expect(try beside { $0.west += 0.02 } == "no error")
    #expect(
      try beside { $0.crs = "EPSG:32644" } == """
        b.tif: error: the coordinate reference system is EPSG:32644, that of 'a.tif' is EPSG:32645
          bring the tiles into one system first, for example with gdalwarp
        """)
    #expect(
      try beside { $0.cellHeight = 30.001 } == """
        b.tif: error: cells of 30.0 x 30.001, those of 'a.tif' are of 30.0 x 30.0
          bring the tiles onto one grid first, for example with gdalwarp -tr -tap
        """)
    #expect(
      try beside { $0.north -= 7.5 } == """
        b.tif: error: the corner lies 10.0 cells east and 0.25 cells south of that of 'a.tif', not whole cells
          bring the tiles onto one grid first, for example with gdalwarp -tr -tap
        """)
    #expect(
      try beside { $0.west += 30 * 0x1p31 } == """
        a.tif: error: the rasters together span 2147483668.0 x 10.0 cells
          check where the tiles lie; one of them may belong elsewhere
        """)
    #expect(folder.complaint { _ = try RasterMosaic([]) }.hasPrefix("mosaic: error: there is no raster"))
  }

  @Test func `holds each tile to what was declared`() throws {
    let tiles = [try cut("a.tif", 0..<10, 0..<10), try cut("b.tif", 0..<10, 10..<20)]
    #expect(
      folder.complaint { _ = try RasterMosaic(tiles, RasterReading(registration: .pixel)) }.contains("declared pixel"))
    #expect(
      folder.complaint { _ = try RasterMosaic(tiles, RasterReading(crs: "EPSG:4326")) }.contains(
        "declared is EPSG:4326"))
    #expect(
      folder.complaint { _ = try RasterMosaic(tiles + [folder.file("c.tif")]) }.hasPrefix("c.tif: error: no such file"))
    let low = try RasterMosaic(tiles, RasterReading(expected: -200...0))
    #expect(
      folder.complaint { _ = try low.read(rows: 3..<9, columns: 10..<20, as: Float.self) }.hasPrefix("b.tif: error: "))
    // −200 is in the first row of a, and no data by declaration.
    let holed = try RasterMosaic(tiles, RasterReading(nodata: -200))
    #expect(try holed.read(rows: 0..<1, columns: 0..<1, as: Float.self)[0].isNaN)
  }

  /// Big-endian whole numbers, and the text that says so.
  @Test func `passes over files that describe others of their name, and no others`() throws {
    for (name, west) in [("a", 0), ("b", 2)] {
      let bytes: [UInt8] = [0, 1, 10, 11].flatMap { (place: Int) -> [UInt8] in [0, UInt8(west + place)] }
      try Data(bytes).write(to: URL(filePath: folder.file("\(name).bil")))
      try """
      NROWS 2
      NCOLS 2
      NBITS 16
      PIXELTYPE SIGNEDINT
      BYTEORDER M
      LAYOUT BIL
      ULXMAP \(80.5 + Double(west))
      ULYMAP 39.5
      XDIM 1
      YDIM 1
      """.write(toFile: folder.file("\(name).hdr"), atomically: true, encoding: .utf8)
    }
    let names = ["a.bil", "a.hdr", "b.hdr", "b.bil"].map(folder.file)
    let mosaic = try RasterMosaic(names, RasterReading(crs: "EPSG:4326"))
    #expect(try mosaic.read(rows: 0..<2, columns: 0..<4, as: Float.self) == [0, 1, 2, 3, 10, 11, 12, 13])
    #expect(withoutSidecars(names) == [names[0], names[3]])
    #expect(withoutSidecars(["n.tif", "n.tif.aux.xml", "n.tfw", "m.hdr", "n.hgt"]) == ["n.tif", "m.hdr", "n.hgt"])
    #expect(throws: GDALError.self) { try RasterMosaic([names[0], names[2]], RasterReading(crs: "EPSG:4326")) }
  }
}

import Foundation
import Geodata
import Grids
import Ledger
import Testing

/// Terrain of a user's own files; the fixtures are those of the kernels' own tests.
@Suite struct `The terrain tool` {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func tool(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["tool"] + arguments, in: place.folder)
  }

  private func facts(_ room: String, _ name: String) throws -> JSON {
    try JSONDecoder().decode(JSON.self, from: Data(contentsOf: URL(filePath: fixture(room, name))))
  }

  private func table(_ path: String) throws -> Table {
    try Table(csv: String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self), file: path)
  }

  @Test func `gives terrain attributes with the signs and units of the fixture, in the frame of the raster`() throws {
    let heights = fixture("TerrainTests", "analytic/dome.tif")
    let wanted = [
      ("slope", "slope_deg"), ("aspect", "aspect_deg"), ("laplacian", "laplacian"), ("general_curvature", "zt_general"),
      ("profile_curvature", "k_profile"), ("plan_curvature", "k_plan"), ("tangential_curvature", "k_tangential"),
    ]
    let found = try tool(
      "terrain", heights, "--out", "out", "--attributes", wanted.map(\.0).joined(separator: ","), "--double",
      "--format", "json")
    #expect(found.status == 0 && found.output == "", "\(found.talk)")
    #expect(try place.files(below: "out") == wanted.map { "\($0.0).tif" }.sorted())
    let exact = try table(fixture("TerrainTests", "analytic/dome.csv"))
    let rows = try exact.numbers("row", file: "")
    let columns = try exact.numbers("col", file: "")
    let frame = try readRaster(heights, as: Double.self).geometry
    for (attribute, column) in wanted {
      let layer: Grid<Double> = try readRaster(place.path("out/\(attribute).tif"))
      #expect(layer.geometry == frame)
      let values = try exact.numbers(column, file: "")
      for (index, value) in values.enumerated() where !value.isNaN {
        let cell = layer[CellIndex(row: Int(rows[index]), column: Int(columns[index]))]
        #expect(abs(cell - value) <= max(1e-9 * abs(value), 1e-12), "\(attribute)")
      }
      #expect(layer[CellIndex(row: 0, column: 5)].isNaN && !layer[CellIndex(row: 1, column: 5)].isNaN)
    }
  }

  @Test func `gives all fourteen attributes when none is named, and other numbers by other conventions`() throws {
    let heights = fixture("TerrainTests", "analytic/gauss_hill.tif")
    #expect(try tool("terrain", heights, "--out", "all").status == 0)
    #expect(
      try place.files(below: "all") == [
        "aspect.tif", "filled.tif", "flow_accumulation.tif", "general_curvature.tif", "laplacian.tif",
        "plan_curvature.tif", "profile_curvature.tif", "slope.tif", "slope_length.tif", "slope_position.tif", "sti.tif",
        "tangential_curvature.tif", "tri.tif", "twi.tif",
      ])
    let other = try tool(
      "terrain", heights, "--out", "other", "--attributes", "slope,plan_curvature,tri", "--stencil", "horn",
      "--convention", "zt", "--tri", "wilson", "--routing", "d8", "--threads", "1")
    #expect(other.status == 0)
    for name in ["slope", "plan_curvature", "tri"] {
      #expect(try place.digest("all/\(name).tif") != place.digest("other/\(name).tif"))
    }
    #expect(try place.files(below: "other").count == 3)
  }

  @Test func `gives the same bytes with any number of threads`() throws {
    func results(threads: String) throws -> [String] {
      let heights = fixture("TerrainTests", "analytic/eggcrate.tif")
      let folder = "threads-\(threads)"
      #expect(try tool("terrain", heights, "--out", folder, "--threads", threads).status == 0)
      let layers = try place.files(below: folder).map { "\(try place.digest("\(folder)/\($0)"))" }
      let clusters = try tool(
        "cluster", fixture("LearningTests", "kproto_separated.csv"), "--k", "4", "--categorical", "c0,c1", "--starts",
        "2", "--threads", threads)
      let forests = try tool(
        "importance", fixture("LearningTests", "rf_6of16.csv"), "--target", "h", "--trees", "60", "--repeats", "1",
        "--threads", threads)
      return layers + [clusters.output, forests.output]
    }
    let alone = try results(threads: "1")
    #expect(alone.count == 16 && !alone.contains(""))
    for threads in ["2", "3"] { #expect(try results(threads: threads) == alone) }
  }

  @Test func `routes water by three rules, which differ where slopes do`() throws {
    let layers = try ["d8", "mfd", "dinf"].map { routing in
      let found = try tool(
        "terrain", fixture("TerrainTests", "hydro/drain.tif"), "--out", routing, "--attributes", "flow_accumulation",
        "--routing", routing)
      #expect(found.status == 0)
      return try Data(contentsOf: URL(filePath: place.path("\(routing)/flow_accumulation.tif")))
    }
    #expect(Set(layers).count == 3)
  }

  @Test(arguments: ["rho8", "D8"])
  func `says which routing there is when asked for one that is not`(routing: String) throws {
    let found = try tool("terrain", fixture("TerrainTests", "analytic/dome.tif"), "--out", "out", "--routing", routing)
    #expect(found.status == 64)
    #expect(found.talk.contains("'\(routing)' is invalid for '--routing") && found.talk.contains("'d8'"))
    #expect(try place.files() == [])
  }

  /// A plane is as steep and faces the same way on cells of any size and in any system.
  @Test(arguments: [
    ("EPSG:32645", "nested", 97.0, 1e-9), ("EPSG:32645", "centre", 120, 1e-9),
    ("EPSG:32645", "four-neighbours", 133, 1e-9),
    ("EPSG:32644", "centre", 110, 1e-9), ("EPSG:32644", "four-neighbours", 110, 1e-9),
    ("EPSG:32645", "widened-bilinear", 110, 1e-9), ("EPSG:32644", "widened-bilinear", 110, 1e-9),
    // GDAL warps in single precision.
    ("EPSG:32645", "gdal-bilinear", 110, 1e-6), ("EPSG:32644", "gdal-bilinear", 110, 1e-6),
  ])
  func `brings attributes to the cells of another raster`(
    crs: String, rule: String, size: Double, tolerance: Double
  ) throws {
    let heights = fixture("TerrainTests", "analytic/plane_oblique.tif")
    let fine = try readRaster(heights, as: Double.self).geometry
    // Around the middle of the fine raster, wherever that lies in the other system.
    let middle = try #require(
      try transform(
        [MapPoint(x: (fine.west + fine.east) / 2, y: (fine.south + fine.north) / 2)], from: fine.crs, to: crs)[0])
    let coarse = GridGeometry(
      crs: crs, west: middle.x - 1.5 * size, north: middle.y + 1.5 * size, cellWidth: size, cellHeight: size,
      columns: 3,
      rows: 3)
    try writeGeoTIFF([RasterBand("", Grid<Float>(geometry: coarse, repeating: 0))], to: place.path("onto.tif"))
    let found = try tool(
      "terrain", heights, "--out", "out", "--attributes", "slope,aspect,northness,tri", "--onto", "onto.tif", "--cells",
      rule, "--double")
    #expect(found.status == 0 && found.output == "", "\(found.talk)")
    let exact = try table(fixture("TerrainTests", "analytic/plane_oblique.csv"))
    for (attribute, column) in [("slope", "slope_deg"), ("aspect", "aspect_deg")] {
      let value = try exact.numbers(column, file: "")[0]
      let layer: Grid<Double> = try readRaster(place.path("out/\(attribute).tif"))
      #expect(layer.geometry == coarse)
      #expect(layer.cells.allSatisfy { abs($0 - value) <= tolerance * value }, "\(attribute): \(layer.cells)")
    }
    #expect(try place.files(below: "out").count == 4)
  }

  @Test func `brings what follows the water to another raster too, and says which systems do not nest`() throws {
    let heights = fixture("TerrainTests", "hydro/drain.tif")
    var coarse = try readRaster(heights, as: Double.self).geometry
    (coarse.cellWidth, coarse.cellHeight) = (coarse.cellWidth * 4, coarse.cellHeight * 4)
    (coarse.columns, coarse.rows) = (coarse.columns / 4, coarse.rows / 4)
    try writeGeoTIFF([RasterBand("", Grid<Float>(geometry: coarse, repeating: 0))], to: place.path("onto.tif"))
    let wanted = "flow_accumulation,slope"
    #expect(
      try tool("terrain", heights, "--out", "out", "--attributes", wanted, "--onto", "onto.tif", "--double").status == 0
    )
    let counts = try readRaster(fixture("TerrainTests", "hydro/drain_d8count.tif"), as: Double.self)
    let means: Grid<Double> = try readRaster(place.path("out/flow_accumulation.tif"))
    let first = (0..<16).map { counts[CellIndex(row: $0 / 4, column: $0 % 4)] }.reduce(0, +) / 16
    #expect(means.geometry == coarse && abs(means.cells[0] - first) < 1e-12)
    coarse.crs = "EPSG:32644"
    try writeGeoTIFF([RasterBand("", Grid<Float>(geometry: coarse, repeating: 0))], to: place.path("other.tif"))
    let refused = try tool("terrain", heights, "--out", "none", "--attributes", "slope", "--onto", "other.tif")
    #expect(refused.status == 65 && refused.talk.contains("different coordinate reference systems"), "\(refused.talk)")
    #expect(try !place.files().contains { $0.hasPrefix("none") })
  }

  @Test func `takes a folder of tiles, or a VRT of them, for the raster that they make`() throws {
    let drain = fixture("TerrainTests", "hydro/drain.tif")
    let heights = try readRaster(drain, as: Double.self)
    let (rows, columns) = (heights.geometry.rows, heights.geometry.columns)
    var sources = ""
    for (name, top, left) in [("a", 0, 0), ("b", 0, columns / 2), ("c", rows / 2, 0), ("d", rows / 2, columns / 2)] {
      // The northern and western tiles go one cell on into their neighbours.
      let (bottom, right) = (top == 0 ? rows / 2 + 1 : rows, left == 0 ? columns / 2 + 1 : columns)
      var geometry = heights.geometry
      geometry.west += Double(left) * geometry.cellWidth
      geometry.north -= Double(top) * geometry.cellHeight
      (geometry.rows, geometry.columns) = (bottom - top, right - left)
      let cells = (top..<bottom).flatMap { row in
        (left..<right).map { heights[CellIndex(row: row, column: $0)] }
      }
      try FileManager.default.createDirectory(atPath: place.path("tiles"), withIntermediateDirectories: true)
      let tile = Grid<Double>(geometry: geometry, cells: cells)
      try writeGeoTIFF([RasterBand("", tile)], to: place.path("tiles/\(name).tif"))
      sources += """
        <SimpleSource><SourceFilename relativeToVRT="1">tiles/\(name).tif</SourceFilename>
        <SrcRect xOff="0" yOff="0" xSize="\(right - left)" ySize="\(bottom - top)"/>
        <DstRect xOff="\(left)" yOff="\(top)" xSize="\(right - left)" ySize="\(bottom - top)"/></SimpleSource>
        """
    }
    try place.write("tiles/README.txt", "Four tiles.\n")
    let frame = heights.geometry
    try place.write(
      "whole.vrt",
      """
      <VRTDataset rasterXSize="\(columns)" rasterYSize="\(rows)"><SRS>\(frame.crs)</SRS>
      <GeoTransform>\(frame.west), \(frame.cellWidth), 0, \(frame.north), 0, \(-frame.cellHeight)</GeoTransform>
      <VRTRasterBand dataType="Float64" band="1"><NoDataValue>nan</NoDataValue>\(sources)</VRTRasterBand></VRTDataset>
      """)
    for (dem, folder) in [(drain, "one"), ("tiles", "many"), ("whole.vrt", "virtual")] {
      for wanted in ["slope,aspect", "flow_accumulation,filled"] {
        let found = try tool("terrain", dem, "--out", folder, "--attributes", wanted, "--double")
        #expect(found.status == 0 && found.output == "", "\(found.talk)")
        let tiles = "tiles: 4 tiles, a.tif to d.tif; passed over as no rasters: README.txt"
        #expect(found.talk.contains(tiles) == (dem == "tiles"))
      }
    }
    for name in try place.files(below: "one") {
      for folder in ["many", "virtual"] {
        #expect(try place.digest("\(folder)/\(name)") == place.digest("one/\(name)"), "\(folder)/\(name)")
      }
    }
    #expect(try place.files(below: "many").count == 4)
  }

  @Test func `says that a folder holds no raster, and that one is too large for what follows the water`() throws {
    try place.write("none/README.txt", "No tiles.\n")
    let none = try tool("terrain", "none", "--out", "out")
    #expect(none.status == 65 && none.talk.hasPrefix("none: error: none of the 1 files in the folder is a raster\n"))
    let frame = GridGeometry(
      crs: "EPSG:32645", west: 500_000, north: 3_000_000, cellWidth: 30, cellHeight: 30, columns: 2, rows: 2)
    for (name, east) in [("a", 0.0), ("b", 1.2e6)] {
      var moved = frame
      moved.west += east
      moved.north -= east
      try FileManager.default.createDirectory(atPath: place.path("far"), withIntermediateDirectories: true)
      try writeGeoTIFF([RasterBand("", Grid<Float>(geometry: moved, repeating: 1))], to: place.path("far/\(name).tif"))
    }
    let large = try tool("terrain", "far", "--out", "out", "--attributes", "slope,twi")
    #expect(large.status == 65, "\(large.talk)")
    #expect(
      large.talk.contains(
        """
        far: error: a raster of 40002 x 40002 cells does not fit into memory, where twi would need it
          derive them with a manifest: 'terrain: tiles:' works through it tile by tile
        """), "\(large.talk)")
    #expect(try !place.files().contains { $0.hasPrefix("out") })
  }

  @Test func `derives the same from whole metres in single precision as from numbers of double precision, nearly`()
    throws
  {
    let hill = try readRaster(fixture("TerrainTests", "analytic/gauss_hill.tif"), as: Double.self)
    let codes = hill.map { Int16($0.rounded()) }
    try writeGeoTIFF([RasterBand("", codes.map { Optional($0) })], to: place.path("whole.tif"))
    try writeGeoTIFF([RasterBand("", codes.map { Double($0) })], to: place.path("double.tif"))
    let wanted = "slope,laplacian,tri"
    for name in ["whole", "double"] {
      #expect(
        try tool("terrain", "\(name).tif", "--out", name, "--attributes", wanted, "--threads", "2").status == 0)
    }
    // 2^−24 for each of some ten roundings of slopes below 90 degrees.
    for attribute in ["slope", "laplacian", "tri"] {
      let layers: [Grid<Double>] = try ["whole", "double"].map { try readRaster(place.path("\($0)/\(attribute).tif")) }
      for (a, b) in zip(layers[0].cells, layers[1].cells) where !b.isNaN {
        #expect(abs(a - b) <= 1e-6 * max(abs(b), 1e-3))
      }
    }
  }

  @Test func `names the nearest attribute, and a raster without its place on the ground`() throws {
    let unknown = try tool(
      "terrain", fixture("TerrainTests", "analytic/dome.tif"), "--out", "out", "--attributes", "slop")
    #expect(unknown.status == 64 && unknown.talk.contains("did you mean 'slope'?"))
    let lost = try tool("terrain", fixture("GeodataTests", "no-crs.tif"), "--out", "out")
    #expect(lost.status == 65 && lost.talk.contains("no-crs.tif: error: "), "\(lost.talk)")
    #expect(try place.files() == [])
  }
}

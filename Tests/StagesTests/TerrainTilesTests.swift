import Checksums
import Engine
import Foundation
import Geodata
import Grids
import Ledger
import Testing

@testable import Stages

/// Covariates derived from an elevation model in four files that share their edges, with voids and lakes, on degrees,
/// for a grid in metres.
@Suite struct `An elevation model in tiles` {
  /// What the terrain task of a manifest made, by the names of its files, and what ran.
  struct Made {
    var digests: [String: Digest]
    var report: RunReport
    var counts: String
  }

  static let covariates = """
    aspect: {derive: aspect, from: relief, type: circular, unit: degree, aggregate: vector-mean}
      elevation: {derive: elevation, from: relief, unit: m, aggregate: mean}
      laplacian: {derive: laplacian, from: relief, unit: 1/m, resample: widened-bilinear}
      length: {derive: slope-length, from: relief, unit: m, aggregate: median}
      position: {derive: slope-position, from: relief, unit: "1", aggregate: mean}
      slope: {derive: slope, from: relief, unit: degree, resample: four-neighbours}
      tpi: {derive: tpi, from: relief, unit: m, aggregate: mean}
      twi: {derive: twi, from: relief, unit: "1", resample: widened-bilinear}
    """

  static func product(
    tiles: String?, covariates: String = covariates, lakes: String = "{source: lakes, rule: centre-inside}",
    files: [String] = Model.files
  ) throws -> ProductDeclaration {
    try Products.declaration(
      """
      schema: solum-manifest/1
      product:
        id: tiles
        version: 0.1.0
        title: Relief alone
        kind: synthetic
        release-date: 2026-12-01
        creators: [{name: Somebody, type: personal}]
        licence: CC0-1.0
        keywords: [relief]
        seed: 1
        summary: Nothing to speak of.
        limits: []
      grid:
        crs: "EPSG:32645"
        cell: 4 km
        snap: 4 km
        area: {source: outlines, rule: centre-inside}
        masks: {}
      sources:
        outlines:
          title: Outlines
          obtain: {how: request, from: its authors, steps: [Ask for it.]}
          files: [{path: outlines.csv}]
          vector: {crs: "EPSG:4326"}
        lakes:
          title: Lakes
          obtain: {how: request, from: its authors, steps: [Ask for it.]}
          files: [{path: lakes.csv}]
          vector: {crs: "EPSG:4326"}
        water:
          title: Water
          obtain: {how: request, from: its authors, steps: [Ask for it.]}
          files: [{path: water.tif}]
        relief:
          title: Relief
          obtain: {how: request, from: its authors, steps: [Ask for it.]}
          files: [\(files.map { "{path: \($0)}" }.joined(separator: ", "))]
          raster: {unit: m}
      covariates:
        \(covariates)
      terrain:
        stencil: zevenbergen-thorne
        curvature: geometric
        ruggedness: riley
        minimum-gradient: 1e-5
        flat-curvature: zero
        minimum-tan-slope: 1e-4
        transport: {area-exponent: 0.6, slope-exponent: 1.3, factor: false}
        slope-length: {cut: 0.5, cut-when-gentle: 0.7, gentle: 0.05}
        closed-basins: {minimum-depth: 30 m, minimum-area: 2 km2, lakes: \(lakes)}
        channel-cells: 40
        position-radius: 1.5 km
        voids: {interpolate: 2}
        minimum-share: 0.5
        cells: centre
      \(tiles.map { "  tiles: \($0)" } ?? "")
      package: {compress: deflate, level: 9, block: 512}

      """)
  }

  /// Files of a source, instead of fetching them.
  struct Model: Sendable {
    static let files = ["n28e087.tif", "n28e086.tif", "n27e086.tif", "n27e087.tif"]
    /// South-west corner and the cells of a side, the outermost of which the next file has too.
    static let (west, north, side, cell) = (86.9, 28.3, 61, 0.005)
    static let columns = 2 * side - 1

    /// Whole metres, rugged, with a broad basin, a flat and two voids, one of them narrow.
    static func height(row: Int, column: Int) -> Int16 {
      if (40..<42).contains(row), (20..<60).contains(column) { return -32768 }
      if (90..<100).contains(row), (80..<95).contains(column) { return -32768 }
      if (30..<38).contains(row), (70..<90).contains(column) { return 4100 }
      let (x, y) = (Double(column), Double(row))
      let broad = 400 * sin(x / 19) * cos(y / 23) + 150 * sin(x / 5.3 + y / 7.1)
      return Int16(4500 + broad + 60 * sin(x * 1.7) * sin(y * 1.3 + x / 3))
    }

    static func write(_ file: String, to path: String) throws {
      let (down, across) = (file.contains("n28") ? 0 : side - 1, file.contains("e086") ? 0 : side - 1)
      let frame = GridGeometry(
        crs: "EPSG:4326", west: west + Double(across) * cell, north: north - Double(down) * cell, cellWidth: cell,
        cellHeight: cell, columns: side, rows: side)
      let cells = (0..<side).flatMap { row in
        (0..<side).map { column -> Int16? in
          let height = height(row: down + row, column: across + column)
          return height == -32768 ? nil : height
        }
      }
      try Layers.write(ClassGrid(geometry: frame, cells: cells), to: path)
    }

    /// Water in every third column, of cells of 0.0137 degrees, over part of the model alone.
    static func writeWater(to path: String) throws {
      let frame = GridGeometry(
        crs: "EPSG:4326", west: 87.05, north: 28.2, cellWidth: 0.0137, cellHeight: 0.0137, columns: 10, rows: 8)
      try Layers.write(
        ClassGrid(geometry: frame, cells: (0..<80).map { $0 % 10 % 3 == 0 ? 1 : $0 % 2 == 0 ? 0 : nil }), to: path)
    }

    static var virtual: String {
      let sources = files.map { file in
        let (row, column) = (file.contains("n28") ? 0 : side - 1, file.contains("e086") ? 0 : side - 1)
        return """
          <SimpleSource><SourceFilename relativeToVRT="1">\(file)</SourceFilename><SourceBand>1</SourceBand>
          <SrcRect xOff="0" yOff="0" xSize="\(side)" ySize="\(side)"/>
          <DstRect xOff="\(column)" yOff="\(row)" xSize="\(side)" ySize="\(side)"/></SimpleSource>
          """
      }
      return """
        <VRTDataset rasterXSize="\(columns)" rasterYSize="\(columns)"><SRS>EPSG:4326</SRS>
        <GeoTransform>\(west), \(cell), 0, \(north), 0, -\(cell)</GeoTransform>
        <VRTRasterBand dataType="Int16" band="1"><NoDataValue>-32768</NoDataValue>
        \(sources.joined(separator: "\n"))
        </VRTRasterBand></VRTDataset>
        """
    }
  }

  static func outline(_ west: Double, _ south: Double, _ east: Double, _ north: Double) -> String {
    "WKT,name\n\"POLYGON ((\(west) \(south),\(east) \(south),\(east) \(north),\(west) \(north),\(west) \(south)))\",a\n"
  }

  /// Runs what makes the covariates, in a store of its own or in the given one.
  static func run(_ product: ProductDeclaration, in folder: String, jobs: Int = 2) async throws -> Made {
    let graph = try productGraph(product).upTo(["grid/terrain-relief"])
    let tasks = graph.tasks.map { task -> TaskDefinition in
      guard task.stage == "sources" else { return task }
      return TaskDefinition(id: task.id, stage: "sources", revision: 1, parameters: [.parameter("made", task.id)]) {
        context in
        switch task.id {
        case "sources/outlines": try writeText(outline(86.93, 27.73, 87.47, 28.27), to: context.output("outlines.csv"))
        case "sources/water": try Model.writeWater(to: context.output("water.tif"))
        case "sources/lakes": try writeText(outline(87.1, 27.9, 87.13, 27.94), to: context.output("lakes.csv"))
        default:
          for file in Model.files { try Model.write(file, to: context.output(file)) }
          try writeText(Model.virtual, to: context.output("model.vrt"))
        }
      }
    }
    let store = Store(folder)
    let report = await Engine.run(
      try TaskGraph(tasks), in: store, product: "tiles", options: RunOptions(jobs: jobs))
    for failure in report.failures { Issue.record("\(failure.id): \(failure.error)") }
    let made = try #require(report.finished.first { $0.id == "grid/terrain-relief" })
    let counts = try #require(made.outputs.first { $0.name == TerrainStage.countsFile })
    return Made(
      digests: Dictionary(uniqueKeysWithValues: made.outputs.map { ($0.name, $0.digest) }), report: report,
      counts: try String(contentsOfFile: store.path(of: counts.digest), encoding: .utf8))
  }

  private static let whole = Task { () throws -> (made: Made, bench: Bench) in
    let bench = try Bench()
    return (try await run(product(tiles: nil), in: bench.folder), bench)
  }

  @Test(arguments: [
    "{side: 200, down: 1, across: 1}", "{side: 50, down: 3, across: 3}", "{side: 31, down: 4, across: 4}",
  ])
  func `gives to the last byte what it gives as a whole`(tiles: String) async throws {
    let whole = try await Self.whole.value.made
    #expect(whole.digests.count == 9)
    let bench = try Bench()
    let made = try await Self.run(Self.product(tiles: tiles), in: bench.folder)
    #expect(made.digests.keys.sorted() == whole.digests.keys.sorted())
    for (file, digest) in whole.digests { #expect(made.digests[file] == digest, "\(file), tiles \(tiles)") }
  }

  /// 121 × 121 cells; 80 of the narrow void and 150 of the broad one, of which the two outermost rings of one side are
  /// within two cells of heights on both.
  @Test func `counts its voids and what became of them`() async throws {
    let counts = try Table(csv: try await Self.whole.value.made.counts, file: "counts")
    func count(_ cells: String) -> Int? {
      counts.rows.first { $0[1] == cells }.flatMap { Int($0[2]) }
    }
    #expect(count("all") == 121 * 121)
    #expect(count("without a height in the source") == 80 + 150)
    let filled = try #require(count("interpolated"))
    // All of the narrow one, which has heights above and below; of the broad one some at the corners alone.
    #expect((80..<80 + 30).contains(filled))
    #expect(count("in declared lakes") == 6 * 8)
  }

  @Test func `may be a VRT beside the files that it names`() async throws {
    let whole = try await Self.whole.value.made
    let bench = try Bench()
    let product = try Self.product(tiles: "{side: 90, down: 2, across: 2}", files: ["model.vrt"] + Model.files)
    #expect(try await Self.run(product, in: bench.folder).digests == whole.digests)
  }

  /// The rasters of water and of heights have no cell in common.
  @Test func `loses its water into the lakes of a raster that reaches part of it, however it is cut`() async throws {
    let lakes = "{source: water, where: \"value == 1\"}"
    let (one, other) = (try Bench(), try Bench())
    let whole = try await Self.run(Self.product(tiles: nil, lakes: lakes), in: one.folder)
    let tiles = try await Self.run(
      Self.product(tiles: "{side: 37, down: 4, across: 4}", lakes: lakes), in: other.folder)
    #expect(whole.digests == tiles.digests)
    #expect(try await whole.digests["twi.tif"] != Self.whole.value.made.digests["twi.tif"])
    // Centres of heights from 87.05 to 87.187 east and 28.2 down to 28.0904 north.
    var expected = 0
    for row in 0..<Model.columns {
      for column in 0..<Model.columns {
        let x = Model.west + (Double(column) + 0.5) * Model.cell
        let y = Model.north - (Double(row) + 0.5) * Model.cell
        let (across, down) = ((x - 87.05) / 0.0137, (28.2 - y) / 0.0137)
        if (0..<10).contains(across), (0..<8).contains(down), Int(across) % 3 == 0 { expected += 1 }
      }
    }
    #expect(expected > 100 && whole.counts.contains("in declared lakes,\(expected)\n"))
  }

  @Test func `is worked again where a choice reaches it and nowhere else`() async throws {
    let bench = try Bench()
    let tiles = "{side: 70, down: 2, across: 2}"
    let first = try await Self.run(Self.product(tiles: tiles), in: bench.folder)
    #expect(first.report.computed.count > 30)
    let covariates = Self.covariates.replacing(
      "derive: slope, from: relief, unit: degree, resample: four-neighbours",
      with: "derive: slope, from: relief, unit: degree, aggregate: mean")
    let again = try await Self.run(Self.product(tiles: tiles, covariates: covariates), in: bench.folder)
    #expect(
      Set(again.report.computed.map { $0.split(separator: "/").last.map { $0.prefix { $0 != "-" } } ?? "" })
        == ["part", "terrain"])
  }

  @Test func `must be cut into as many tiles as it has`() async throws {
    let bench = try Bench()
    let product = try Self.product(tiles: "{side: 50, down: 2, across: 3}")
    let task = try #require(try productGraph(product).tasks.first { $0.id == "grid/tiles-relief/layout" })
    for file in Model.files { try Model.write(file, to: try bench.input("source", file)) }
    try bench.lay(
      GridGeometry(
        crs: "EPSG:32645", west: 492_000, north: 3_128_000, cellWidth: 4000, cellHeight: 4000, columns: 14, rows: 15))
    let error = #expect(throws: StageError.self) { try bench.run(task) }
    #expect(error?.problem.contains("121 x 121 cells") == true)
    #expect(error?.remedy == "say 'tiles: {side: 50, down: 3, across: 3}'")
  }

  @Test func `cannot be warped as a whole`() throws {
    let covariates = "slope: {derive: slope, from: relief, unit: degree, resample: bilinear}"
    let product = try Self.product(tiles: "{side: 50, down: 3, across: 3}", covariates: covariates)
    let error = #expect(throws: StageError.self) { try productGraph(product) }
    #expect(error?.remedy.contains("widened-bilinear") == true)
  }

  @Test func `is no layer by its first file`() throws {
    let covariates = """
      slope: {derive: slope, from: relief, unit: degree, aggregate: mean}
        height: {source: relief, unit: m, resample: nearest}
      """
    let error = #expect(throws: StageError.self) { try productGraph(Self.product(tiles: nil, covariates: covariates)) }
    #expect(error?.remedy == "say 'derive: elevation, from: relief'")
    let one = try Self.product(tiles: nil, covariates: covariates, files: ["model.tif"])
    #expect(try productGraph(one).tasks.contains { $0.id == "grid/height" })
  }
}

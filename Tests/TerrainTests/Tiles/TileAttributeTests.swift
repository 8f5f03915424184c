import Geodata
import Grids
import Statistics
import Testing

@testable import Terrain

@Suite struct `Attributes in tiles` {
  static let rules: [AggregationRule] = [.mean, .median, .mode, .sum, .count]
  static let local: [AttributeLayer] =
    rules.flatMap { [AttributeLayer(.slope, $0), AttributeLayer(.planCurvature, $0)] }
    + [AttributeLayer(.aspect), AttributeLayer(.positionIndex)]
  static let all: [AttributeLayer] =
    TerrainAttribute.allCases.map { AttributeLayer($0) }
    + [
      AttributeLayer(.filled, .median), AttributeLayer(.flowAccumulation, .sum), AttributeLayer(.wetness, .count),
      AttributeLayer(.slopePosition, .mode), AttributeLayer(.aspect, .vectorMean),
    ]

  static func assignments(_ world: World, onto coarse: GridGeometry) throws -> [any CellAssignment] {
    [
      try AlignedCells(.nested, of: world.geometry, in: coarse, weightedBy: world.spacing),
      try AlignedCells(.centre, of: world.geometry, in: coarse, weightedBy: world.spacing),
      try FourNeighbours(of: world.geometry, in: coarse),
      widened(world.geometry, onto: coarse),
    ]
  }

  static func widened(_ fine: GridGeometry, onto coarse: GridGeometry) -> WidenedBilinear {
    WidenedBilinear(
      of: fine, at: (0..<coarse.count).map { coarse.centre(of: coarse.cell(at: $0)) }, of: coarse,
      reach: (max(1, coarse.cellWidth / fine.cellWidth), max(1, coarse.cellHeight / fine.cellHeight)))
  }

  private func expectWhole(
    _ world: World, _ layers: [AttributeLayer], tiles sizes: (Int, Int)..., onto assignment: any CellAssignment,
    options: TerrainOptions = TerrainOptions(positionRadius: 95, channelCells: 12), minimumShare: Double = 0.5,
    kind: HeightKind = .double, threads: Int = 1, inBytes: Bool = false, _ source: SourceLocation = #_sourceLocation
  ) throws {
    let expected = world.whole(layers, onto: assignment, options: options, minimumShare: minimumShare)
    for size in sizes {
      let attributes = try TileAttributes(
        layers, tiling: Tiling(rows: world.rows, columns: world.columns, tileRows: size.0, tileColumns: size.1),
        spacing: world.spacing, options: options, minimumShare: minimumShare)
      let parts = try attributes.parts(of: world, as: kind, onto: assignment, threads: threads, inBytes: inBytes)
      let found = try attributes.merged(parts, onto: assignment.coarse)
      for (index, layer) in layers.enumerated() {
        #expect(
          found[index] == expected[index],
          "\(layer.attribute) by \(layer.rule) of \(world) in \(size) by \(type(of: assignment))",
          sourceLocation: source)
      }
    }
  }

  @Test func `are those of the whole raster by every rule and assignment`() throws {
    let world = World.smooth(rows: 37, columns: 53, seed: 3, voids: 0.02).onDegrees()
    // Cells of 6.7 x 6.7 fine ones, and ones less than two fine ones wide, both beyond the raster on all sides.
    for coarse in [coarseGrid(201, rows: 7, columns: 9), coarseGrid(47, rows: 26, columns: 36)] {
      for assignment in try Self.assignments(world, onto: coarse) {
        try expectWhole(
          world, Self.local, tiles: (5, 7), (16, 16), (37, 53), (40, 9), onto: assignment, minimumShare: 0.3)
      }
    }
  }

  /// Kernels that end where fine cells have their centres, but for the last bit: an odd number of fine cells in a coarse
  /// one, in degrees.
  @Test(arguments: [(0.005, 0.025), (1.0 / 3600, 3.0 / 3600)])
  func `are those of the whole raster where kernels just reach a tile, or just do not`(
    fine: Double, coarse: Double
  ) throws {
    let world = World.smooth(rows: 31, columns: 160, seed: 5, voids: 0.01).onDegrees()
    let lattice = GridGeometry(
      crs: "EPSG:4326", west: 73 - fine / 2, north: 40 + fine / 2, cellWidth: fine, cellHeight: fine, columns: 160,
      rows: 31)
    let ratio = Int((coarse / fine).rounded())
    let grid = GridGeometry(
      crs: lattice.crs, west: 73, north: 40, cellWidth: coarse, cellHeight: coarse, columns: 160 / ratio,
      rows: 31 / ratio)
    try expectWhole(
      world, [AttributeLayer(.slope), AttributeLayer(.aspect), AttributeLayer(.elevation)], tiles: (31, 41), (7, 50),
      (5, 6), (1, 1), onto: Self.widened(lattice, onto: grid), minimumShare: 0)
  }

  @Test func `are those of the whole raster where each tile is a cell`() throws {
    let world = World.smooth(rows: 9, columns: 11, seed: 5)
    for assignment in try Self.assignments(world, onto: coarseGrid(73, rows: 5, columns: 6)) {
      try expectWhole(world, Self.all, tiles: (1, 1), onto: assignment)
    }
  }

  @Test(arguments: [
    World.smooth(rows: 37, columns: 53, seed: 1).withLakes(seed: 1), World.steps(rows: 23, columns: 31, seed: 2),
    World.steps(rows: 25, columns: 22, seed: 3).onDegrees(), World.steps(rows: 12, columns: 14, seed: 4, voids: 1),
  ])
  func `that water decides are those of the whole raster, through bytes and threads`(world: World) throws {
    let coarse = coarseGrid(201, rows: (world.rows + 9) / 7 + 1, columns: (world.columns + 9) / 7 + 1)
    let basins = TerrainOptions(
      positionRadius: 130, closedBasins: ClosedBasins(minimumDepth: 1, minimumArea: 2000), channelCells: 12)
    for (index, assignment) in try Self.assignments(world, onto: coarse).enumerated() {
      let tiles = [(5, 7), (16, 16), (64, 64), (11, 9)][index]
      try expectWhole(
        world, Self.all, tiles: tiles, onto: assignment, options: basins, minimumShare: 0, threads: 3, inBytes: true)
    }
  }

  @Test(arguments: HeightKind.allCases)
  func `do not depend on the type in which heights are stored`(kind: HeightKind) throws {
    // Whole numbers, which all types hold.
    let world = World.steps(rows: 20, columns: 21, seed: 6)
    let assignment = try Self.assignments(world, onto: coarseGrid(201, rows: 5, columns: 5))[0]
    try expectWhole(world, Self.all, tiles: (8, 8), onto: assignment, kind: kind, inBytes: true)
  }

  @Test func `are the same in whatever order tiles come, and of as many bytes with any number of threads`() throws {
    let world = World.steps(rows: 37, columns: 53, seed: 7, voids: 0.1)
    let assignment = try Self.assignments(world, onto: coarseGrid(201, rows: 7, columns: 9))[0]
    let attributes = try TileAttributes(
      Self.local, tiling: Tiling(rows: 37, columns: 53, tileRows: 9, tileColumns: 8), spacing: world.spacing)
    var parts = try attributes.parts(of: world, onto: assignment)
    let expected = try attributes.merged(parts, onto: assignment.coarse)
    #expect(try attributes.parts(of: world, onto: assignment, threads: 4).map(\.bytes) == parts.map(\.bytes))
    var stream = RandomStream(seed: 7, name: "order")
    for _ in 0..<4 {
      for index in parts.indices.reversed() { parts.swapAt(index, stream.below(index + 1)) }
      #expect(try attributes.merged(parts, onto: assignment.coarse) == expected)
    }
  }

  @Test func `reach coarse cells of another coordinate system as the whole raster does`() throws {
    let world = World.smooth(rows: 37, columns: 53, seed: 8)
    // 0.002, 0.0006 and 0.0003 degrees are 7, 2 and 1 cells high.
    for (size, count) in [(0.002, 10), (0.0006, 33), (0.0003, 50)] {
      let coarse = GridGeometry(
        crs: "EPSG:4326", west: 86.999, north: 28.0245, cellWidth: size, cellHeight: size, columns: count, rows: count)
      let assignment = try ProjectedCells(of: world.geometry, in: coarse, areas: [])
      try expectWhole(world, Self.local, tiles: (9, 10), onto: assignment, minimumShare: 0.4)
      let count = try #require(
        world.whole(
          [AttributeLayer(.slope, .count)], onto: assignment, options: TerrainOptions(), minimumShare: 0
        ).first)
      #expect(count.contains { $0 != 0 })
    }
  }

  @Test func `of a missing tile are those of cells without heights`() throws {
    var world = World.smooth(rows: 24, columns: 24, seed: 9)
    let tiling = try Tiling(rows: 24, columns: 24, tileRows: 8, tileColumns: 8)
    let attributes = try TileAttributes(Self.all, tiling: tiling, spacing: world.spacing)
    for row in tiling.extent(of: 4).rowRange { for column in 8..<16 { world.heights[row * 24 + column] = .nan } }
    for assignment in try Self.assignments(world, onto: coarseGrid(201, rows: 5, columns: 5)) {
      let there = try attributes.merged(attributes.parts(of: world, onto: assignment), onto: assignment.coarse)
      let parts = try attributes.parts(of: world, onto: assignment, missing: [4])
      #expect(try attributes.merged(parts, onto: assignment.coarse) == there)
      // Where it is known how many cells belong to a coarse one, nothing need be said of the tile.
      #expect(try attributes.merged(parts.filter { $0.tile != 4 }, onto: assignment.coarse) == there)
    }
  }

  @Test func `are finished where no other tile can change them`() throws {
    // Coarse cells of 3 x 3 in tiles of 12 x 12 that begin with them: nothing waits.
    let world = World.smooth(rows: 24, columns: 24, seed: 2)
    let coarse = coarseGrid(90, rows: 8, columns: 8, west: 0, north: 0)
    let tiling = try Tiling(rows: 24, columns: 24, tileRows: 12, tileColumns: 12)
    let attributes = try TileAttributes([AttributeLayer(.slope, .median)], tiling: tiling, spacing: world.spacing)
    let aligned = try AlignedCells(.nested, of: world.geometry, in: coarse, weightedBy: nil)
    for part in try attributes.parts(of: world, onto: aligned) {
      #expect(part.finishedCount == 16 && part.waiting.isEmpty)
    }
    // A third of a fine cell farther west the fifth coarse column lies over both sides: four stay to the west, three to
    // the east.
    let shifted = try AlignedCells(
      .nested, of: world.geometry, in: coarseGrid(90, rows: 8, columns: 8, west: -10, north: 0), weightedBy: nil)
    let parts = try attributes.parts(of: world, onto: shifted)
    #expect(parts.map(\.finishedCount) == [16, 12, 16, 12])
    #expect(parts.map(\.waiting.count) == [4, 4, 4, 4])
  }

  // MARK: What is asked for

  @Test func `ask for as many cells around as their windows reach`() throws {
    let spacing = Spacing(uniform: CellSize(eastward: 30, northward: 20), rows: 50)
    let tiling = try Tiling(rows: 50, columns: 60, tileRows: 20, tileColumns: 20)
    func around(_ attribute: TerrainAttribute, _ tile: Int) throws -> TileExtent {
      try TileAttributes(
        [AttributeLayer(attribute)], tiling: tiling, spacing: spacing, options: TerrainOptions(positionRadius: 90)
      ).around(tile)
    }
    #expect(try around(.filled, 4) == TileExtent(firstRow: 20, firstColumn: 20, rows: 20, columns: 20))
    #expect(try around(.slope, 4) == TileExtent(firstRow: 19, firstColumn: 19, rows: 22, columns: 22))
    #expect(try around(.wetness, 0) == TileExtent(firstRow: 0, firstColumn: 0, rows: 21, columns: 21))
    // 90 m are 3 columns, and 4.5 rows, which round to 5 (away from 0).
    #expect(try around(.positionIndex, 4) == TileExtent(firstRow: 15, firstColumn: 17, rows: 30, columns: 26))
    #expect(try around(.positionIndex, 8) == TileExtent(firstRow: 35, firstColumn: 37, rows: 15, columns: 23))
  }

  @Test func `are refused with what is missing`() throws {
    let world = World.smooth(rows: 12, columns: 12, seed: 1)
    let tiling = try Tiling(rows: 12, columns: 12, tileRows: 6, tileColumns: 6)
    let assignment = try Self.assignments(world, onto: coarseGrid(201, rows: 3, columns: 3))[0]
    func text(_ layer: AttributeLayer, _ body: (TileAttributes) throws -> Void) -> String? {
      let error = #expect(throws: TileError.self) {
        try body(try TileAttributes([layer], tiling: tiling, spacing: world.spacing))
      }
      return error?.description
    }
    #expect(
      text(AttributeLayer(.slope, .vectorMean)) { _ in } == """
        attributes in tiles: error: slope angle by the rule 'vector-mean'
          Directions have a vector mean and nothing else, and all else has none; choose another rule.
        """)
    #expect(text(AttributeLayer(.aspect, .median)) { _ in } != nil)
    let bare = TileExtent(firstRow: 6, firstColumn: 0, rows: 6, columns: 6)
    let cut = try TileHeights(.double([Double](repeating: 1, count: 36)), of: bare, tile: bare)
    #expect(
      text(AttributeLayer(.slope)) { _ = try $0.part(of: 2, heights: cut, onto: assignment) } == """
        tile at row 6, column 0: error: rows 6 ..< 12 and columns 0 ..< 6 were cut, and rows 5 ..< 12 and columns 0 ..< 7 \
        are needed
          Cut the tile with the margin that its attributes ask for.
        """)
    #expect(
      text(AttributeLayer(.filled)) { _ = try $0.part(of: 2, heights: cut, onto: assignment) } == """
        tile at row 6, column 0: error: it has heights and no results of the passes of the flow plan
          Run the passes of the flow plan for this tile first.
        """)
    #expect(text(AttributeLayer(.filled)) { _ = try $0.part(of: 1, heights: cut, onto: assignment) } != nil)
    let other = World.smooth(rows: 12, columns: 11, seed: 1)
    let narrow = try Self.assignments(other, onto: assignment.coarse)[0]
    #expect(text(AttributeLayer(.slope)) { _ = try $0.part(of: 2, heights: nil, onto: narrow) } != nil)
    #expect(throws: FlowError.self) {
      try TileAttributes(
        [AttributeLayer(.wetness)], tiling: tiling, spacing: world.spacing, options: TerrainOptions(routing: .infinite))
    }
    // Windows alone do not care how water is routed.
    _ = try TileAttributes(
      [AttributeLayer(.slope)], tiling: tiling, spacing: world.spacing, options: TerrainOptions(routing: .infinite))
  }
}

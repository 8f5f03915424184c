import Grids
import Statistics
import Testing

@testable import Terrain

@Suite struct `Water in tiles` {
  static let wanted: Set<FlowProduct> = Set(FlowProduct.allCases)

  static func expectSame(_ a: FlowProducts, _ b: FlowProducts, _ source: SourceLocation = #_sourceLocation) {
    #expect(areSame(a.filled?.metres, b.filled?.metres), sourceLocation: source)
    #expect(areSame(a.accumulation, b.accumulation), sourceLocation: source)
    #expect(areSame(a.specificCatchment, b.specificCatchment), sourceLocation: source)
    #expect(areSame(a.slopeLength, b.slopeLength), sourceLocation: source)
    #expect(areSame(a.slopePosition, b.slopePosition), sourceLocation: source)
  }

  @Test(arguments: `Water over a raster`.worlds, [(1, 1), (3, 5), (7, 7), (64, 64), (100, 2)])
  func `does what it does in one piece, to the last bit`(world: World, size: (Int, Int)) throws {
    for basins in [ClosedBasins.none, ClosedBasins(minimumDepth: 1, minimumArea: 2000), ClosedBasins(minimumDepth: 0)] {
      let options = TerrainOptions(closedBasins: basins, channelCells: 12)
      let heights = Heights(narrowing: world.heights)
      let plan = try FlowPlan(
        tiling: Tiling(rows: world.rows, columns: world.columns, tileRows: size.0, tileColumns: size.1),
        spacing: world.spacing, options: options)
      Self.expectSame(
        try plan.products(Self.wanted, of: heights, lakes: world.lakes),
        FlowProducts(Self.wanted, of: heights, lakes: world.lakes, spacing: world.spacing, options: options))
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64], [HeightKind.wholeMetres, .single, .double])
  func `leaves where tiles are missing, and comes through bytes as it was`(seed: UInt64, kind: HeightKind) throws {
    var world = World.smooth(rows: 19, columns: 22, seed: seed)
    let options = TerrainOptions(closedBasins: ClosedBasins(minimumDepth: 3))
    let plan = try FlowPlan(
      tiling: Tiling(rows: 19, columns: 22, tileRows: 5, tileColumns: 6), spacing: world.spacing, options: options)
    // Two that touch, one in the corner, and one whose neighbours are all there.
    let missing: Set<Int> = [0, 1, 9, 14]
    for tile in missing {
      let extent = plan.tiling.extent(of: tile)
      for row in extent.rowRange {
        for column in extent.firstColumn..<extent.firstColumn + extent.columns {
          world.heights[row * 22 + column] = .nan
        }
      }
    }
    let heights = world.stored(as: kind)
    let whole = FlowProducts(Self.wanted, of: heights, spacing: world.spacing, options: options)
    Self.expectSame(
      try plan.products(Self.wanted, of: heights, lakes: nil, missing: missing, inBytes: true), whole)
    // A tile without any height is there, and is a void as well.
    Self.expectSame(try plan.products(Self.wanted, of: heights, lakes: nil), whole)
  }

  @Test func `crosses level ground of many tiles by the shortest way`() throws {
    // A comb: a level floor that winds between walls through all tiles, with one way out at its end.
    let (rows, columns) = (21, 20)
    var heights = [Double](repeating: 9, count: rows * columns)
    for row in stride(from: 1, to: rows - 1, by: 2) {
      for column in 1..<columns - 1 { heights[row * columns + column] = 1 }
    }
    for (turn, row) in stride(from: 2, to: rows - 2, by: 2).enumerated() {
      heights[row * columns + (turn % 2 == 0 ? columns - 2 : 1)] = 1
    }
    heights[columns + 0] = 0
    let spacing = Spacing(uniform: CellSize(eastward: 30, northward: 30), rows: rows)
    let whole = FlowProducts(Self.wanted, of: .double(heights), spacing: spacing)
    // Both sides of the last turn meet at the outlet, which all cells of the floor and the walls over it reach.
    #expect(try #require(whole.accumulation)[columns] > 180)
    for size in [(4, 4), (1, 20), (21, 3), (2, 7)] {
      let plan = try FlowPlan(
        tiling: Tiling(rows: rows, columns: columns, tileRows: size.0, tileColumns: size.1), spacing: spacing)
      Self.expectSame(try plan.products(Self.wanted, of: .double(heights), lakes: nil), whole)
    }
  }

  @Test func `is the same whichever tile is worked first, and beside whichever`() async throws {
    let world = World.steps(rows: 24, columns: 24, seed: 5)
    let plan = try FlowPlan(
      tiling: Tiling(rows: 24, columns: 24, tileRows: 8, tileColumns: 8), spacing: world.spacing)
    @Sendable func cells(_ tile: Int) -> Heights {
      let extent = plan.tiling.extent(of: tile)
      return .double(
        extent.rowRange.flatMap { world.heights[$0 * 24 + extent.firstColumn..<$0 * 24 + extent.firstColumn + 8] })
    }
    let inOrder = try (0..<9).map { try plan.survey($0, heights: cells($0)).bytes }
    let atOnce = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
      for tile in (0..<9).reversed() { group.addTask { (tile, try plan.survey(tile, heights: cells(tile)).bytes) } }
      return try await group.reduce(into: [[UInt8]](repeating: [], count: 9)) { $0[$1.0] = $1.1 }
    }
    #expect(inOrder == atOnce)
  }

  @Test func `cannot part, since parts would come back`() throws {
    let spacing = Spacing(uniform: CellSize(eastward: 30, northward: 30), rows: 4)
    let tiling = try Tiling(rows: 4, columns: 4, tileRows: 2, tileColumns: 2)
    for routing in [Routing.infinite, .multiple(.freeman)] {
      let error = #expect(throws: FlowError.self) {
        try FlowPlan(tiling: tiling, spacing: spacing, options: TerrainOptions(routing: routing))
      }
      #expect(
        error?.description == """
          flow in tiles: error: water that parts among neighbours cannot be followed from tile to tile
            Route along the steepest descent, or work the raster as a whole.
          """)
    }
  }

  @Test func `needs a plan, heights and results that fit each other`() throws {
    let spacing = Spacing(uniform: CellSize(eastward: 30, northward: 30), rows: 4)
    #expect(throws: FlowError.self) { try Tiling(rows: 4, columns: 4, tileRows: 0, tileColumns: 2) }
    #expect(throws: FlowError.self) {
      try Tiling(rows: 1 << 20, columns: 1 << 20, tileRows: 1 << 20, tileColumns: 1 << 20)
    }
    let tiling = try Tiling(rows: 4, columns: 4, tileRows: 2, tileColumns: 2)
    #expect(throws: FlowError.self) {
      try FlowPlan(tiling: tiling, spacing: Spacing(uniform: spacing.rows[0], rows: 3))
    }
    let plan = try FlowPlan(tiling: tiling, spacing: spacing)
    let error = #expect(throws: FlowError.self) { try plan.survey(1, heights: .double([1, 2, 3])) }
    #expect(
      error?.description == """
        flow in tile 1: error: 3 heights in place of 4
          Read the tile in the frame that the plan cuts out for it, and hand over something for every tile.
        """)
    let survey = try plan.survey(0, heights: .double([1, 2, 3, 4]))
    #expect(throws: FlowError.self) { try plan.spillLevels([survey]) }
    let other = try plan.survey(1, heights: .wholeMetres([1, 2, 3, 4]))
    #expect(throws: FlowError.self) { try plan.spillLevels([survey, other, nil, nil]) }
    let levels = try #require(try plan.spillLevels([survey, nil, nil, nil])[0])
    #expect(throws: FlowError.self) { try plan.descend(0, heights: .double([1, 2, 3, 5]), levels: levels) }
    #expect(throws: FlowError.self) { try plan.descend(0, heights: .wholeMetres([1, 2, 3, 4]), levels: levels) }
    let flats = try plan.descend(0, heights: .double([1, 2, 3, 4]), levels: levels).1
    #expect(throws: FlowError.self) { try plan.flatSteps([nil, nil, nil, nil], [flats, nil, nil, nil]) }
  }

  @Test func `says before a run what it will keep and how much memory it takes`() throws {
    let world = World.steps(rows: 60, columns: 60, seed: 3)
    let plan = try FlowPlan(
      tiling: Tiling(rows: 60, columns: 60, tileRows: 30, tileColumns: 30), spacing: world.spacing)
    let costs = plan.costs(bytesOfHeight: 2)
    #expect(plan.costs(of: [.accumulation, .slopeLength], bytesOfHeight: 2).memoryOfTile < 25 * 32 * 32)
    // Heights and filled heights, counts, positions, two more heights and an order, at the same time.
    #expect(costs.memoryOfTile > (2 + 2 + 8 + 8 + 2 + 2 + 4) * 30 * 30)
    #expect(costs.scratchOfTile <= costs.scratchOfTileAtMost)
  }
}

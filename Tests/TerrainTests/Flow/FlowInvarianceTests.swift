import Grids
import Statistics
import Testing

@testable import Terrain

/// What may be done to ground without changing what its water does.
@Suite struct `Water on ground that is moved` {
  static let worlds: [World] = [1, 2, 3].flatMap { (seed: UInt64) in
    [
      World.steps(rows: 17, columns: 13, seed: seed), World.smooth(rows: 19, columns: 22, seed: seed),
      World.steps(rows: 15, columns: 12, seed: seed, relief: 3).withLakes(seed: seed),
      World.steps(rows: 14, columns: 15, seed: seed, voids: 0.3),
    ]
  }

  /// A world whose cell (row, column) is the cell `origin` of another.
  private func moved(_ world: World, rows: Int, columns: Int, _ origin: (Int, Int) -> (row: Int, column: Int)) -> World
  {
    var other = world
    let cells = (0..<rows * columns).map { place in
      let from = origin(place / columns, place % columns)
      return from.row * world.columns + from.column
    }
    (other.rows, other.columns) = (rows, columns)
    other.heights = cells.map { world.heights[$0] }
    other.lakes = world.lakes.map { lakes in cells.map { lakes[$0] } }
    other.spacing = Spacing(uniform: CellSize(eastward: 30, northward: 30), rows: rows)
    return other
  }

  private func filled(_ world: World, _ basins: ClosedBasins) throws -> [Double] {
    let products = FlowProducts(
      [.filled], of: Heights(narrowing: world.heights), lakes: world.lakes, spacing: world.spacing,
      options: TerrainOptions(closedBasins: basins))
    return try #require(products.filled).metres
  }

  @Test(arguments: worlds)
  func `stands as high when the ground is turned or mirrored, to the last bit`(world: World) throws {
    // Of floors equally high the first in the raster is the lower, which turning changes; smooth ground has none.
    let basins = world.name.hasPrefix("smooth") ? [ClosedBasins.none, ClosedBasins(minimumDepth: 4)] : [.none]
    for basins in basins {
      var plain = world
      plain.heights = try filled(world, basins)
      let turned = moved(world, rows: world.columns, columns: world.rows) { (world.rows - 1 - $1, $0) }
      let mirrored = moved(world, rows: world.rows, columns: world.columns) { ($0, world.columns - 1 - $1) }
      let expected = moved(plain, rows: world.columns, columns: world.rows) { (world.rows - 1 - $1, $0) }
      #expect(areSame(try filled(turned, basins), expected.heights))
      let other = moved(plain, rows: world.rows, columns: world.columns) { ($0, world.columns - 1 - $1) }
      #expect(areSame(try filled(mirrored, basins), other.heights))
    }
  }

  @Test(arguments: worlds, [-7000, 1, 25_000])
  func `runs the same ways when the ground is raised by whole metres, to the last bit`(world: World, by: Double) throws
  {
    let wanted: Set<FlowProduct> = [.accumulation, .slopeLength, .slopePosition]
    func products(_ heights: Heights) -> FlowProducts {
      FlowProducts(
        wanted, of: heights, lakes: world.lakes, spacing: world.spacing,
        options: TerrainOptions(closedBasins: ClosedBasins(minimumDepth: 2)))
    }
    var low = world
    low.heights = world.heights.map { $0.rounded() }
    var high = low
    high.heights = low.heights.map { $0 + by }
    let (found, expected) = (products(high.stored(as: .wholeMetres)), products(low.stored(as: .wholeMetres)))
    #expect(areSame(found.accumulation, expected.accumulation))
    #expect(areSame(found.slopeLength, expected.slopeLength))
    #expect(areSame(found.slopePosition, expected.slopePosition))
  }

  @Test(
    arguments: [Routing.steepest, .infinite, .multiple(.freeman), .multiple(.quinn)], [1, 2, 3] as [UInt64])
  func `gathers as much when the ground is turned or mirrored, whatever the rule`(routing: Routing, seed: UInt64) throws
  {
    // A slope that falls more from cell to cell than its roughness: without pits, flats and ties, on which the order of
    // neighbours would decide.
    let size = 40
    var stream = RandomStream(seed: seed, name: "slope")
    let rows = (0..<size).map { row -> [Double] in
      (0..<size).map { column -> Double in 900 - 3 * Double(row) - 1.3 * Double(column) + stream.uniform() }
    }
    let heights = grid(rows)
    func rearranged(_ grid: Grid<Double>, _ origin: (CellIndex) -> CellIndex) -> Grid<Double> {
      Grid(geometry: grid.geometry, cells: (0..<size * size).map { grid[origin(grid.geometry.cell(at: $0))] })
    }
    let options = TerrainOptions(routing: routing)
    let counts = try heights.derived(.flowAccumulation, options)
    let moves: [(CellIndex) -> CellIndex] = [
      { CellIndex(row: size - 1 - $0.column, column: $0.row) },
      { CellIndex(row: $0.row, column: size - 1 - $0.column) },
    ]
    for move in moves {
      let found = try rearranged(heights, move).derived(.flowAccumulation, options)
      // Parts of a cell are rounded at 6e-8, a thousand cells and some paths long.
      #expect(greatestDifference(found, rearranged(counts, move)) < 1e-4)
    }
  }

  // MARK: - Nothing is lost

  /// Larger ones, in which ways are long and basins lie within basins.
  static let lands: [World] = [1, 2].flatMap { (seed: UInt64) in
    [
      World.steps(rows: 90, columns: 110, seed: seed, relief: 30, voids: 0.002).withLakes(seed: seed),
      World.smooth(rows: 100, columns: 80, seed: seed, voids: 0.001),
    ]
  }

  @Test(arguments: lands + worlds, `Water over a raster`.basins)
  func `comes from every cell, runs in no circle and ends as much as began`(world: World, basins: ClosedBasins) {
    let ground = Ground(
      draining: world.heights, lakes: world.lakes, in: Frame(rows: world.rows, columns: world.columns),
      spacing: world.spacing, options: TerrainOptions(closedBasins: basins))
    let cells = world.heights.count { !$0.isNaN }
    let counts = ground.accumulated([Int64](repeating: 1, count: world.rows))
    var visited: Set<Int> = []
    var ended: Int64 = 0
    // A cell in a circle would wait for its donors for ever and not be visited.
    ground.walkDownstream { place, receiver in
      visited.insert(place)
      if receiver == place { ended += counts[place] }
    }
    #expect(visited.count == cells)
    #expect(ended == Int64(cells))
  }

  // MARK: - Exact answers, tile by tile

  @Test(arguments: ["pits", "pits_hole", "pits_int"], [(7, 7), (16, 5), (1000, 3)])
  func `is filled in tiles to the exact answers`(name: String, size: (Int, Int)) throws {
    let heights = try readFixture("hydro/\(name).tif")
    let found = try inTiles(heights, size, [.filled]).filled?.metres
    #expect(areSame(found, try readFixture("hydro/\(name)_filled.tif").cells))
  }

  @Test(arguments: [(7, 7), (16, 5), (1000, 3)])
  func `is counted and measured in tiles to the exact answers`(size: (Int, Int)) throws {
    let found = try inTiles(readFixture("hydro/drain.tif"), size, [.accumulation, .slopeLength])
    #expect(areSame(found.accumulation, try readFixture("hydro/drain_d8count.tif").cells))
    let lengths = try readFixture("hydro/drain_slopelength.tif").cells
    #expect(zip(try #require(found.slopeLength), lengths).allSatisfy { ($0 - $1).magnitude < 1e-9 })
    let eased = try inTiles(readFixture("hydro/break_profile.tif"), size, [.slopeLength]).slopeLength
    let expected = try readFixture("hydro/break_profile_slopelength.tif").cells
    #expect(zip(try #require(eased), expected).allSatisfy { ($0 - $1).magnitude < 1e-9 })
  }

  private func inTiles(_ heights: Grid<Double>, _ size: (Int, Int), _ wanted: Set<FlowProduct>) throws -> FlowProducts {
    let geometry = heights.geometry
    let plan = try FlowPlan(
      tiling: Tiling(rows: geometry.rows, columns: geometry.columns, tileRows: size.0, tileColumns: size.1),
      spacing: try Spacing(projected: geometry))
    return try plan.products(wanted, of: Heights(narrowing: heights.cells), lakes: nil)
  }

  @Test(arguments: [1, 2, 3] as [UInt64], [false, true])
  func `makes ground as wet in tiles as in one piece, to the last bit`(seed: UInt64, onDegrees: Bool) throws {
    let plain = World.steps(rows: 30, columns: 26, seed: seed, relief: 20, voids: 0.01)
    let world = onDegrees ? plain.onDegrees() : plain
    let wanted: [TerrainAttribute] = [.wetness, .transport]
    let geometry = metric(rows: 30, columns: 26)
    let whole = derive(
      Set(wanted), from: Grid(geometry: geometry, cells: world.heights), spacing: world.spacing)
    let plan = try FlowPlan(
      tiling: Tiling(rows: 30, columns: 26, tileRows: 11, tileColumns: 8), spacing: world.spacing)
    let catchment = try #require(
      try plan.products([.specificCatchment], of: Heights(narrowing: world.heights), lakes: nil).specificCatchment)
    for tile in 0..<plan.tiling.count {
      let extent = plan.tiling.extent(of: tile)
      let columns = extent.firstColumn..<extent.firstColumn + extent.columns
      let pass = TerrainPass<Double>(
        wanted, columns: 26, spacing: world.spacing, part: (extent.rowRange, columns))
      try pass.run(
        heights: { row, columns, out in
          for (index, column) in columns.enumerated() { out[index] = world.heights[row * 26 + column] }
        },
        catchment: { row, columns, out in
          for (index, column) in columns.enumerated() { out[index] = catchment[row * 26 + column] }
        },
        deliver: { strip in
          for (layer, attribute) in wanted.enumerated() {
            for row in strip.rows {
              let expected = whole[attribute]?.cells[row * 26 + columns.lowerBound..<row * 26 + columns.upperBound]
              #expect(areSame(Array(strip.values(ofLayer: layer, row: row)), expected.map { Array($0) }))
            }
          }
        })
    }
    #expect(try #require(whole[.wetness]).valid.count > 300)
  }

  // MARK: - Relief of no size

  @Test func `has a slope length on relief of 1e-30 m`() throws {
    let heights = (0..<48).map { 12e-30 - 1e-30 * Double($0 / 4) }
    let spacing = Spacing(uniform: CellSize(eastward: 30, northward: 30), rows: 12)
    for heights in [Heights.double(heights), .single(heights.map { Float($0) })] {
      let products = FlowProducts([.accumulation, .slopeLength], of: heights, spacing: spacing)
      for row in 0..<12 {
        #expect(products.accumulation?[row * 4 + 1] == Double(row + 1))
        #expect(((products.slopeLength?[row * 4 + 1] ?? .nan) - (Double(row) + 0.5) * 30).magnitude < 1e-9)
      }
    }
  }
}

import Grids
import Testing

@testable import Terrain

@Suite struct `Water over a raster` {
  static let worlds: [World] = try! [1, 2, 3, 4].flatMap { (seed: UInt64) in
    [
      World.steps(rows: 17, columns: 23, seed: seed), World.smooth(rows: 16, columns: 19, seed: seed),
      World.steps(rows: 19, columns: 14, seed: seed, relief: 3).withLakes(seed: seed),
      try World.steps(rows: 13, columns: 21, seed: seed).onDegrees(),
      World.steps(rows: 1, columns: 29, seed: seed), World.smooth(rows: 31, columns: 1, seed: seed),
      World.steps(rows: 14, columns: 15, seed: seed, voids: 0.3),
    ]
  }

  static let basins: [ClosedBasins] = [
    .none, ClosedBasins(minimumDepth: 2), ClosedBasins(minimumArea: 3500),
    ClosedBasins(minimumDepth: 1, minimumArea: 8000), ClosedBasins(minimumDepth: 0),
  ]

  @Test(arguments: worlds, basins)
  func `follows the definitions`(world: World, basins: ClosedBasins) throws {
    let options = TerrainOptions(closedBasins: basins)
    let products = FlowProducts(
      Set(FlowProduct.allCases), of: Heights(narrowing: world.heights), lakes: world.lakes, spacing: world.spacing,
      options: options)
    let plain = world.plain
    let sinks = plain.closedFloors(basins)
    let level = plain.filled(sinks: sinks)
    #expect(areSame(products.filled?.metres, level))
    let receivers = plain.receivers(on: level, sinks: sinks)
    #expect(areSame(products.accumulation, plain.counts(receivers)))
    let lengths = plain.slopeLengths(receivers, on: level, rule: .hickey)
    for (found, expected) in zip(try #require(products.slopeLength), lengths) {
      #expect(found.isNaN == expected.isNaN)
      if !expected.isNaN { #expect((found - expected).magnitude < 1e-9) }
    }
  }

  static let sizes = [(1, 1), (3, 5), (7, 7), (64, 64), (100, 2)]

  @Test(arguments: worlds, sizes)
  func `does the same in tiles, to the last bit`(world: World, size: (Int, Int)) throws {
    for basins in Self.basins {
      let options = TerrainOptions(closedBasins: basins)
      let wanted: Set<FlowProduct> = [.filled, .accumulation, .specificCatchment, .slopeLength]
      let heights = Heights(narrowing: world.heights)
      let whole = FlowProducts(wanted, of: heights, lakes: world.lakes, spacing: world.spacing, options: options)
      let plan = try FlowPlan(
        tiling: Tiling(rows: world.rows, columns: world.columns, tileRows: size.0, tileColumns: size.1),
        spacing: world.spacing, options: options)
      let tiled = try plan.products(wanted, of: heights, lakes: world.lakes)
      #expect(areSame(tiled.filled?.metres, whole.filled?.metres))
      #expect(areSame(tiled.accumulation, whole.accumulation))
      #expect(areSame(tiled.specificCatchment, whole.specificCatchment))
      #expect(areSame(tiled.slopeLength, whole.slopeLength))
    }
  }
}

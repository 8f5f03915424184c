import Grids
import Testing

@testable import Terrain

@Suite struct `Water over a raster` {
  static let worlds: [World] = [1, 2].flatMap { (seed: UInt64) in
    [
      World.steps(rows: 17, columns: 13, seed: seed), World.smooth(rows: 11, columns: 16, seed: seed),
      World.steps(rows: 15, columns: 12, seed: seed, relief: 3).withLakes(seed: seed),
      World.steps(rows: 13, columns: 14, seed: seed).onDegrees(),
      World.steps(rows: 1, columns: 29, seed: seed), World.smooth(rows: 31, columns: 1, seed: seed),
      World.steps(rows: 14, columns: 15, seed: seed, voids: 0.3),
      World.steps(rows: 6, columns: 7, seed: seed, voids: 1),
    ]
  }

  static let basins: [ClosedBasins] = [
    .none, ClosedBasins(minimumDepth: 2), ClosedBasins(minimumArea: 3500),
    ClosedBasins(minimumDepth: 1, minimumArea: 4000), ClosedBasins(minimumDepth: 0),
  ]

  @Test(arguments: worlds, basins)
  func `follows the definitions`(world: World, basins: ClosedBasins) throws {
    let products = FlowProducts(
      [.filled, .accumulation, .slopeLength], of: Heights(narrowing: world.heights), lakes: world.lakes,
      spacing: world.spacing, options: TerrainOptions(closedBasins: basins))
    let plain = world.plain
    let sinks = plain.closedFloors(basins)
    let level = plain.filled(sinks: sinks)
    #expect(areSame(products.filled?.metres, level))
    let receivers = plain.receivers(on: level, sinks: sinks)
    #expect(areSame(products.accumulation, plain.counts(receivers)))
    // Sums of some tens of steps, each rounded by less than 1e-11 m.
    let lengths = zip(try #require(products.slopeLength), plain.slopeLengths(receivers, on: level, rule: .hickey))
    #expect(lengths.allSatisfy { ($0 - $1).magnitude < 1e-9 || ($0.isNaN && $1.isNaN) })
  }

  @Test(arguments: worlds)
  func `runs in no circle, and none of it is lost`(world: World) throws {
    let counts = try #require(
      FlowProducts([.accumulation], of: Heights(narrowing: world.heights), lakes: world.lakes, spacing: world.spacing)
        .accumulation)
    let plain = world.plain
    let receivers = plain.receivers(on: plain.filled(sinks: []), sinks: [])
    for cell in plain.cells { #expect(plain.way(from: cell, receivers).count <= plain.cells.count) }
    #expect(plain.cells.filter { receivers[$0] == nil }.reduce(0) { $0 + counts[$1] } == Double(plain.cells.count))
  }

  @Test(arguments: worlds)
  func `is the same for whole metres in any type`(world: World) throws {
    let wanted: Set<FlowProduct> = [.filled, .accumulation, .specificCatchment, .slopeLength, .slopePosition]
    var rounded = world
    rounded.heights = world.stored(as: .wholeMetres).metres
    let all = [HeightKind.wholeMetres, .single, .double].map { kind in
      FlowProducts(wanted, of: rounded.stored(as: kind), lakes: world.lakes, spacing: world.spacing)
    }
    for other in all.dropFirst() {
      #expect(areSame(other.filled?.metres, all[0].filled?.metres))
      #expect(areSame(other.accumulation, all[0].accumulation))
      #expect(areSame(other.specificCatchment, all[0].specificCatchment))
      #expect(areSame(other.slopeLength, all[0].slopeLength))
      #expect(areSame(other.slopePosition, all[0].slopePosition))
    }
  }

  @Test func `brings to a cell the ground above it, on degrees row by row`() throws {
    // A plane that falls south: each column drains by itself, so the catchment is the sum of the cells above.
    let geometry = GridGeometry(
      crs: "EPSG:4326", west: 80, north: 60, cellWidth: 0.5, cellHeight: 0.5, columns: 3, rows: 12)
    let spacing = try Spacing(geographic: geometry)
    let heights = (0..<36).map { 9000 - 500 * Double($0 / 3) }
    let catchment = try #require(
      FlowProducts([.specificCatchment], of: .double(heights), spacing: spacing).specificCatchment)
    var area = 0.0
    for (row, size) in spacing.rows.enumerated() {
      area += size.area
      // Square centimetres of cells of 1500 square kilometres.
      #expect((catchment[3 * row + 1] * size.side / area - 1).magnitude < 1e-12)
    }
  }

  @Test(arguments: [Double.infinity, -.infinity, .nan])
  func `leaves where heights are not finite`(nothing: Double) throws {
    let spacing = Spacing(uniform: CellSize(eastward: 30, northward: 30), rows: 5)
    var heights = (0..<25).map { Double($0 * 7 % 11) }
    heights[12] = nothing
    var voids = heights
    voids[12] = .nan
    for (found, expected) in [
      (Heights.double(heights), Heights.double(voids)),
      (.single(heights.map { Float($0) }), .single(voids.map { Float($0) })),
    ] {
      let found = FlowProducts([.filled, .accumulation], of: found, spacing: spacing)
      let expected = FlowProducts([.filled, .accumulation], of: expected, spacing: spacing)
      #expect(areSame(found.filled?.metres, expected.filled?.metres))
      #expect(areSame(found.accumulation, expected.accumulation))
      #expect(try #require(found.accumulation)[12].isNaN && found.accumulation?[11].isNaN == false)
    }
  }

  @Test func `is followed on relief of any size`() throws {
    let world = World.smooth(rows: 12, columns: 12, seed: 9)
    func counts(_ heights: Heights) throws -> [Double] {
      try #require(FlowProducts([.accumulation], of: heights, spacing: world.spacing).accumulation)
    }
    let single = world.heights.map { Float($0) }
    for factor in [0x1p-100, 0x1p100] {
      #expect(areSame(try counts(.double(world.heights.map { $0 * factor })), try counts(.double(world.heights))))
      #expect(areSame(try counts(.single(single.map { $0 * Float(factor) })), try counts(.single(single))))
    }
  }

  @Test func `knows its eight neighbours by their order`() {
    let frame = Frame(rows: 4, columns: 5)
    for neighbour in Neighbour.allCases {
      #expect(frame.steps[Int(neighbour.rawValue)] == neighbour.rowStep * frame.stride + neighbour.columnStep)
    }
  }

  @Test func `stays whole metres where all heights are whole, and no further`() {
    #expect(Heights(narrowing: [1, -2, .nan, .infinity]) == .wholeMetres([1, -2, .min, .min]))
    #expect(Heights(narrowing: [32767, -32767]) == .wholeMetres([32767, -32767]))
    #expect(Heights(narrowing: [1, 0.5]) == .double([1, 0.5]))
    #expect(Heights(narrowing: [-32768]) == .double([-32768]))
    #expect(Heights(narrowing: [40000]) == .double([40000]))
  }
}

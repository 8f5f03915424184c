import Foundation
import Grids
import Statistics
import Testing

@testable import Terrain

@Suite struct `Water that parts` {
  static let square = CellSize(eastward: 30, northward: 30)

  /// The shares of the middle cell of 3 x 3 cells.
  static func shares(
    _ heights: [Double], _ size: CellSize = square, by rule: some Dispersal
  ) -> (receivers: UInt8, shares: [Neighbour: Double]) {
    let ground = Ground(heights, lakes: nil, in: Frame(rows: 3, columns: 3))
    let place = ground.frame.place(ofCell: 4)
    let shares = rule.shares(of: place, on: ground, size)
    let positive = Neighbour.allCases.filter { shares[Int($0.rawValue)] > 0 }
    return (
      rule.receivers(of: place, on: ground, size),
      Dictionary(uniqueKeysWithValues: positive.map { ($0, shares[Int($0.rawValue)]) })
    )
  }

  @Test func `goes to all lower neighbours by their slopes`() {
    // Drops of 1 m east and 3 m south in 30 m, and of 2 m south-east in 42.4 m.
    let heights: [Double] = [9, 9, 9, 9, 5, 4, 9, 2, 3]
    let plain = Self.shares(heights, by: MultipleFlow(exponent: 1, weighsContour: false))
    #expect(Set(plain.shares.keys) == [.east, .south, .southEast])
    #expect(plain.receivers == 1 << 1 | 1 << 2 | 1 << 5)
    let unit = plain.shares[.east] ?? .nan
    #expect(difference(plain.shares[.south], 3 * unit) < 1e-15)
    // 2 / √2 = √2.
    #expect(difference(plain.shares[.southEast], 2.squareRoot() * unit) < 1e-15)
    // Quinn: contours of 15 m and of √2 · 30 / 4 m, so the corner's share is √2 · √2 / 2 of the side's.
    let quinn = Self.shares(heights, by: MultipleFlow.quinn).shares
    #expect(difference(quinn[.southEast], quinn[.east] ?? .nan) < 1e-14)
    // Freeman: 3^1.1 = 3.3483695.
    let freeman = Self.shares(heights, by: MultipleFlow.freeman).shares
    #expect(difference(freeman[.south], 3.3483695221 * (freeman[.east] ?? .nan)) < 1e-10)
  }

  @Test(
    arguments: [
      // Planes z = −ax − by, x east and y north in metres: the angle from the side over that of the corner, 45°.
      (30.0, 30.0, 1.0, 0.0, Neighbour.east, 1.0, Neighbour.northEast, 0.0),
      (30, 30, 1, 1, .northEast, 1, .east, 0), (30, 30, 0, -1, .south, 1, .southEast, 0),
      (30, 30, 1, 0.41421356237309503, .east, 0.5, .northEast, 0.5),
      (30, 30, -0.2679491924311227, -1, .south, 2.0 / 3, .southWest, 1.0 / 3),
      // Cells twice as long as wide: the corner lies at atan 2 from the east, 63.43°; the plane falls at 45°.
      (30, 60, 1, 1, .east, 1 - 0.7093881343802614, .northEast, 0.7093881343802614),
    ] as [(Double, Double, Double, Double, Neighbour, Double, Neighbour, Double)])
  func `goes to the two neighbours beside the steepest direction`(
    dx: Double, dy: Double, a: Double, b: Double, first: Neighbour, share: Double, second: Neighbour, other: Double
  ) {
    let heights = (0..<9).map { -a * dx * Double($0 % 3) + b * dy * Double($0 / 3) }
    let found = Self.shares(heights, CellSize(eastward: dx, northward: dy), by: InfiniteDirections()).shares
    #expect(difference(found[first] ?? 0, share) < 1e-12)
    #expect(difference(found[second] ?? 0, other) < 1e-12)
    #expect(difference(found.values.reduce(0, +), 1) < 1e-12)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `goes by the angle of the steepest facet, as Tarboton's table has it`(seed: UInt64) {
    // Tarboton (1997), table 1, from facet 1 on, angles against the clock from the east: the neighbours e1 and e2, and
    // the factors of the facet's angle and of the right angle.
    let facets: [(e1: Neighbour, e2: Neighbour, ac: Double, af: Double)] = [
      (.east, .northEast, 0, 1), (.north, .northEast, 1, -1), (.north, .northWest, 1, 1), (.west, .northWest, 2, -1),
      (.west, .southWest, 2, 1), (.south, .southWest, 3, -1), (.south, .southEast, 3, 1), (.east, .southEast, 4, -1),
    ]
    let round: [Neighbour] = [.east, .northEast, .north, .northWest, .west, .southWest, .south, .southEast]
    var stream = RandomStream(seed: seed, name: "facets")
    for _ in 0..<200 {
      let heights = (0..<9).map { $0 == 4 ? 60 : 100 * stream.uniform() }
      func height(_ neighbour: Neighbour) -> Double { heights[4 + 3 * neighbour.rowStep + neighbour.columnStep] }
      var steepest = (slope: 0.0, angle: 0.0)
      for facet in facets {
        let s1 = (heights[4] - height(facet.e1)) / 30
        let s2 = (height(facet.e1) - height(facet.e2)) / 30
        var (r, s) = (atan2(s2, s1), (s1 * s1 + s2 * s2).squareRoot())
        if r < 0 { (r, s) = (0, s1) }
        if r > .pi / 4 { (r, s) = (.pi / 4, (heights[4] - height(facet.e2)) / (30 * 2.squareRoot())) }
        if s > steepest.slope { steepest = (s, facet.af * r + facet.ac * .pi / 2) }
      }
      guard steepest.slope > 0 else { continue }
      let turn = steepest.angle / (.pi / 4)
      let part = turn - turn.rounded(.down)
      let found = Self.shares(heights, by: InfiniteDirections()).shares
      #expect(difference(found[round[Int(turn) % 8]] ?? 0, 1 - part) < 1e-12)
      #expect(difference(found[round[(Int(turn) + 1) % 8]] ?? 0, part) < 1e-12)
    }
  }

  @Test(arguments: `Water over a raster`.worlds, [Routing.multiple(.freeman), .multiple(.quinn), .infinite])
  func `is not lost, to the last of its parts`(world: World, routing: Routing) {
    let ground = Ground(
      draining: world.heights, lakes: world.lakes, in: Frame(rows: world.rows, columns: world.columns),
      spacing: world.spacing, options: TerrainOptions())
    let part = routing.partsOfCell
    let sums = ground.routed(
      [Int64](repeating: part, count: world.rows), world.spacing.rows, by: routing, inflow: [])
    var (ended, cells): (Int64, Int64) = (0, 0)
    for row in 0..<world.rows {
      for place in ground.frame.places(ofRow: row) where ground.courses[place].isDecided {
        cells += part
        #expect(sums[place] >= part)
        if ground.courses[place] == .end { ended += sums[place] }
      }
    }
    #expect(ended == cells)
  }

  @Test func `on a plane comes down as it went in, whatever the rule`() throws {
    // Southward: every column drains by itself in D∞; MFD parts to the corners and gains the same from both sides.
    let heights = (0..<63).map { 100 - 3 * Double($0 / 9) }
    let spacing = Spacing(uniform: Self.square, rows: 7)
    for routing in [Routing.infinite, .multiple(.freeman), .multiple(.quinn)] {
      let counts = try #require(
        FlowProducts([.accumulation], of: .double(heights), spacing: spacing, options: TerrainOptions(routing: routing))
          .accumulation)
      // Three rows down, three cells from the edge, which MFD feels one cell a row; parts are rounded at 6e-8.
      #expect(difference(counts[3 * 9 + 4], 4) < 1e-6)
    }
  }

  private func difference(_ a: Double?, _ b: Double) -> Double { ((a ?? .nan) - b).magnitude }
}

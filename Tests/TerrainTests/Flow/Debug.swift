import Grids
import Statistics
import Testing

@testable import Terrain

@Suite struct Debug {
  @Test func `soak`() throws {
    var stream = RandomStream(seed: 77, name: "soak")
    let wanted: Set<FlowProduct> = [.filled, .accumulation, .specificCatchment, .slopeLength]
    for n in 0..<3000 {
      let rows = 1 + stream.below(24), columns = 1 + stream.below(24)
      let seed = stream.next()
      let voids = [0, 0.02, 0.2, 0.6, 1][stream.below(5)]
      var world = stream.below(3) == 0 ? World.smooth(rows: rows, columns: columns, seed: seed, voids: voids)
        : World.steps(rows: rows, columns: columns, seed: seed, relief: Double([0, 2, 4, 8, 30][stream.below(5)]), voids: voids)
      if stream.below(3) == 0 { world = world.withLakes(seed: seed) }
      if stream.below(3) == 0 { world = try world.onDegrees() }
      let tr = 1 + stream.below(12), tc = 1 + stream.below(12)
      var basins = ClosedBasins.none
      if stream.below(2) == 0 { basins.minimumDepth = Double(stream.below(5)) }
      if stream.below(2) == 0 { basins.minimumArea = Double(stream.below(12)) * 900 }
      let options = TerrainOptions(closedBasins: basins)
      let plan = try FlowPlan(tiling: Tiling(rows: rows, columns: columns, tileRows: tr, tileColumns: tc), spacing: world.spacing, options: options)
      var missing: Set<Int> = []
      if stream.below(3) == 0 { for t in 0..<plan.tiling.count where stream.below(5) == 0 {
        missing.insert(t)
        let e = plan.tiling.extent(of: t)
        for r in e.rowRange { for c in e.firstColumn..<e.firstColumn + e.columns { world.heights[r * columns + c] = .nan } }
      } }
      let kind = [HeightKind.wholeMetres, .single, .double][stream.below(3)]
      let heights = world.stored(as: kind)
      let whole = FlowProducts(wanted, of: heights, lakes: world.lakes, spacing: world.spacing, options: options)
      let tiled = try plan.products(wanted, of: heights, lakes: world.lakes, missing: missing, inBytes: stream.below(2) == 0)
      let same = areSame(tiled.filled?.metres, whole.filled?.metres) && areSame(tiled.accumulation, whole.accumulation) && areSame(tiled.specificCatchment, whole.specificCatchment) && areSame(tiled.slopeLength, whole.slopeLength)
      if !same { print("DIFF", n, world, kind, basins, tr, tc, missing, areSame(tiled.filled?.metres, whole.filled?.metres)) ; Issue.record("tiled") }
      world.heights = heights.metres
      let plain = world.plain
      let sinks = plain.closedFloors(basins)
      let level = plain.filled(sinks: sinks)
      let receivers = plain.receivers(on: level, sinks: sinks)
      if !areSame(whole.filled?.metres, level) || !areSame(whole.accumulation, plain.counts(receivers)) { print("PLAIN", n, world, kind, basins); Issue.record("plain") }
    }
  }
}

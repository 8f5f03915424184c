import Grids
import Testing

@testable import Terrain

extension World {
  var geometry: GridGeometry { metric(rows: rows, columns: columns) }

  /// What `derive` and one aggregation give of the whole raster, as bits.
  func whole(
    _ layers: [AttributeLayer], onto assignment: any CellAssignment, options: TerrainOptions, minimumShare: Double
  ) -> [[UInt64]] {
    func aggregated(_ grid: Grid<Double>?, _ rule: AggregationRule) -> Grid<Double> {
      var aggregation = Aggregation([.init(0, rule)], by: assignment, minimumShare: minimumShare)
      forEachRow(of: [grid].compactMap(\.self)) { aggregation.add(northernmost: $0) }
      return aggregation.finish()[0]
    }
    let elevation = Grid(geometry: geometry, cells: heights)
    let derived = derive(
      Set(layers.map(\.attribute)).union([.northness, .eastness]), from: elevation,
      lakes: lakes.map { Grid(geometry: geometry, cells: $0) }, spacing: spacing, options: options)
    return layers.map { layer in
      guard layer.attribute == .aspect else { return aggregated(derived[layer.attribute], layer.rule).bits }
      let (east, north) = (aggregated(derived[.eastness], .mean), aggregated(derived[.northness], .mean))
      return Grid(
        geometry: east.geometry,
        cells: zip(east.cells, north.cells).map { direction(east: $0, north: $1) ?? .nan }
      ).bits
    }
  }
}

extension Grid<Double> {
  /// Those of one NaN for none.
  var bits: [UInt64] { cells.map { ($0.isNaN ? .nan : $0).bitPattern } }
}

extension TileAttributes {
  /// What is cut of a world for a tile.
  func cut(_ tile: Int, from world: World, heights: Heights) throws -> TileHeights {
    let (extent, around) = (tiling.extent(of: tile), around(tile))
    return try TileHeights(
      heights.part(of: around, columns: world.columns), of: around, tile: extent,
      lakes: world.lakes.map { World.part($0, of: extent, columns: world.columns) })
  }

  /// What each tile of a world makes of a coarse grid.
  func parts(
    of world: World, as kind: HeightKind = .double, onto assignment: any CellAssignment, missing: Set<Int> = [],
    threads: Int = 1, inBytes: Bool = false
  ) throws -> [CoarsePart] {
    func kept<Value: ByteForm>(_ value: Value) throws -> Value { inBytes ? try Value(bytes: value.bytes) : value }
    let heights = try Heights(world.heights, storedAs: kind)
    let flows = try flow?.flows(of: heights, lakes: world.lakes, missing: missing, inBytes: inBytes)
    return try (0..<tiling.count).map { tile in
      let cut = missing.contains(tile) ? nil : try kept(cut(tile, from: world, heights: heights))
      return try kept(
        part(of: tile, heights: cut, flow: flows?[tile], onto: assignment, threads: threads))
    }
  }

  /// The layers of the parts, taken in in their order, as bits.
  func merged(_ parts: [CoarsePart], onto coarse: GridGeometry) throws -> [[UInt64]] {
    var merge = merge(onto: coarse)
    for part in parts { try merge.absorb(part) }
    return layers(of: merge).map(\.bits)
  }
}

/// A coarse grid over, and a little beyond, that of a world.
func coarseGrid(_ size: Double, rows: Int, columns: Int, west: Double = -47, north: Double = 38) -> GridGeometry {
  GridGeometry(
    crs: "EPSG:32645", west: 500_000 + west, north: 3_100_000 + north, cellWidth: size, cellHeight: size,
    columns: columns, rows: rows)
}

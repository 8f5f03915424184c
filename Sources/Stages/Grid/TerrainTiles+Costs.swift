import Engine
import Manifests
import Terrain

extension TerrainTiles {
  /// What the passes take, before the model is looked at: memory for heights in single precision, and on the disk what is
  /// usual for whole metres.
  struct Costs {
    /// Of a tile.
    let cells: Int
    /// Of the greatest pass over a tile, and of the greatest join.
    private(set) var memoryOfTile = 0
    private(set) var memoryOfJoins = 0
    /// What water leaves of a tile between the passes.
    private(set) var flow = Footprint.small
    /// What is cut out for a tile.
    let heights: Footprint

    /// - Parameter farthest: how far attributes look around a cell, m; 0 for the neighbouring cells alone.
    init(_ tiles: TerrainSpecification.Tiles, _ options: TerrainOptions, followsWater: Bool, farthest: Double) {
      cells = tiles.side * tiles.side
      // Cells are taken for at least 20 m wide, as those of an arc-second are.
      let side = tiles.side + 2 * max(1, Int(farthest / 20))
      heights = Footprint(usual: 2 * side * side, most: 8 * side * side + cells / 8)
      let (rows, columns) = (tiles.down * tiles.side, tiles.across * tiles.side)
      guard followsWater,
        let plan = try? FlowPlan(
          tiling: Tiling(rows: rows, columns: columns, tileRows: tiles.side, tileColumns: tiles.side),
          spacing: Spacing(uniform: CellSize(eastward: 1, northward: 1), rows: rows),
          options: TerrainOptions(closedBasins: options.closedBasins))
      else { return }
      let (single, whole) = (plan.costs(bytesOfHeight: 4), plan.costs(bytesOfHeight: 2))
      memoryOfTile = single.memoryOfTile
      memoryOfJoins = single.memoryOfJoins
      flow = Footprint(usual: whole.scratchOfTile, most: single.scratchOfTileAtMost)
    }

    /// What a tile makes of the grid; at most where cells of the grid are as small as its own, or keep all their values.
    func part(layers: Int) -> Footprint { Footprint(usual: cells / 80 * layers, most: 16 * cells * layers) }
  }
}

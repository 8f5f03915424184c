import Engine
import Manifests
import Terrain

extension TerrainTiles {
  /// What the passes take, before the model is looked at: of heights in single precision for memory, of whole metres for
  /// what is to be expected on the disk.
  struct Costs {
    /// Of a tile.
    var cells: Int
    /// Of the greatest pass over a tile, and of the greatest join.
    var memoryOfTile = 0
    var memoryOfJoins = 0
    /// What water leaves of a tile between the passes.
    var flow = Footprint.small

    /// What is cut out for a tile.
    var heights: Footprint { Footprint(usual: 2 * cells, most: 8 * cells) }
    /// What a tile makes of the grid.
    func part(layers: Int) -> Footprint { Footprint(usual: cells / 50 * layers, most: 2 * cells * layers) }
  }

  var expectedCosts: Costs {
    var costs = Costs(cells: tiles.side * tiles.side)
    let (rows, columns) = (tiles.down * tiles.side, tiles.across * tiles.side)
    guard followsWater,
      let plan = try? FlowPlan(
        tiling: Tiling(rows: rows, columns: columns, tileRows: tiles.side, tileColumns: tiles.side),
        spacing: Spacing(uniform: CellSize(eastward: 1, northward: 1), rows: rows),
        options: TerrainOptions(closedBasins: stage.options.closedBasins))
    else { return costs }
    let (single, whole) = (plan.costs(bytesOfHeight: 4), plan.costs(bytesOfHeight: 2))
    costs.memoryOfTile = single.memoryOfTile
    costs.memoryOfJoins = single.memoryOfJoins
    costs.flow = Footprint(usual: whole.scratchOfTile, most: single.scratchOfTileAtMost)
    return costs
  }
}

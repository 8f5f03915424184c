import Engine
import Geodata
import Grids
import Ledger
import Manifests
import Terrain

extension TerrainTiles {
  /// Where the tiles lie, and in which type heights are stored.
  struct Layout: Codable {
    static let file = "layout.json"

    var geometry: GridGeometry
    var kind: HeightKind
    /// Cells along the side of a tile.
    var side: Int

    func plan(_ options: TerrainOptions) throws -> FlowPlan {
      try FlowPlan(
        tiling: Tiling(rows: geometry.rows, columns: geometry.columns, tileRows: side, tileColumns: side),
        spacing: Layers.spacing(of: geometry), options: options)
    }
  }

  /// Finds out where the tiles lie.
  var layout: TaskDefinition {
    TaskDefinition(
      id: id("layout"), stage: "grid", revision: 1,
      parameters: [.parameter("pass", "layout")] + effectiveParameters("terrain.tiles", tiles)
        + declaration(of: stage.model) + Layers.libraries,
      inputs: [FrameStage.frameInput, stage.sourceInput]
    ) { context in
      let model = try stage.elevationModel(context, around: try FrameStage.readFrame(context))
      let layout = Layout(geometry: model.geometry, kind: model.kind, side: tiles.side)
      let tiling = try layout.plan(stage.options).tiling
      guard tiling.down == tiles.down, tiling.across == tiles.across else {
        throw StageError(
          subject: "terrain",
          problem: "\(stage.model.id) has \(model.geometry.rows) x \(model.geometry.columns) cells around the grid, "
            + "and 'tiles' cuts it into \(tiles.down) x \(tiles.across) tiles of \(tiles.side)",
          remedy: "say 'tiles: {side: \(tiles.side), down: \(tiling.down), across: \(tiling.across)}'")
      }
      context.log("\(tiling.count) tiles of \(tiles.side) x \(tiles.side) cells")
      try writeJSON(layout, to: context.output(Layout.file))
    }
  }

  /// Cuts a row of tiles out of the source, so that each of its files is opened once or twice and read once.
  func heights(row: Int) -> TaskDefinition {
    TaskDefinition(
      id: id("heights-\(row)"), stage: "grid", revision: 1,
      parameters: [.parameter("pass", "heights"), .parameter("row", row)] + margin
        + effectiveParameters("terrain.voids", stage.specification.voids)
        + effectiveParameters("terrain.lakes", stage.specification.closedBasins?.lakes as Any)
        + declarations(of: [stage.model] + (stage.lakes.map { [$0.source] } ?? [])) + Layers.libraries,
      inputs: [layoutInput, FrameStage.frameInput, stage.sourceInput] + stage.lakesInput,
      memory: costs.cells * 40 + 128 << 20,
      kept: (0..<tiles.across).map { _ in costs.heights }.reduce(.small, +)
    ) { context in
      let row = try TileContext(self, context, row * tiles.across)
      let model = try stage.elevationModel(context, around: try FrameStage.readFrame(context))
      // At least a cell more than the tile, whatever is derived now: another attribute then finds its neighbours.
      let attributes = try row.attributes(groups.flatMap(\.layers) + [AttributeLayer(.slope)], minimumShare: 0)
      var counts = ElevationModel.Counts()
      for tile in row.tile..<row.tile + tiles.across {
        let extent = row.plan.tiling.extent(of: tile)
        let around = attributes.around(tile)
        let (heights, found) = try model.heights(of: around, counting: extent)
        let lakes = try stage.lakes(of: model, in: extent, context)
        counts = counts + found
        counts.lakes += lakes?.count { $0 } ?? 0
        try row.write(
          TileHeights(Heights(heights, storedAs: row.layout.kind), of: around, tile: extent, lakes: lakes), .heights,
          tile)
      }
      try writeJSON(counts, to: context.output(Self.countsFile))
    }
  }

  static let countsFile = "counts.json"

  /// How far around a tile its attributes look.
  private var margin: [Ingredient] {
    groups.contains { $0.layers.contains { $0.attribute == .positionIndex } }
      ? [.parameter("terrain.positionRadius", stage.specification.positionRadius)] : []
  }
}

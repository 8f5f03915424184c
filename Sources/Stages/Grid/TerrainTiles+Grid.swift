import Engine
import Grids
import Ledger
import Manifests
import Terrain

extension TerrainTiles {
  /// Derives the attributes of a tile and brings them to the cells of the grid that it reaches.
  func part(_ tile: Int) -> TaskDefinition {
    task(
      .part, tile,
      reads: [.heights] + (followsWater ? [.levels, .descent, .steps, .inflow] : []) + (findsDrainage ? [.beyond] : []),
      alsoReads: [FrameStage.frameInput],
      parameters: stage.covariates.flatMap { CovariateStage.parameters(of: $0.covariate) }
        + effectiveParameters("terrain", stage.specification, without: ["tiles", "voids", "lakes"])
        + Layers.libraries,
      memory: costs.memoryOfTile + costs.cells * 16 + 512 << 20,
      kept: costs.part(layers: groups.reduce(0) { $0 + $1.layers.count })
    ) { context in
      let frame = try FrameStage.readFrame(context.context)
      let heights: TileHeights = try context.read(.heights)
      let flow =
        followsWater
        ? try TileFlow(
          descent: context.read(.descent), levels: context.read(.levels), steps: context.read(.steps),
          inflow: context.read(.inflow), drainage: findsDrainage ? context.read(.beyond) : nil)
        : nil
      for (index, group) in groups.enumerated() {
        let part = try context.attributes(group.layers, minimumShare: group.minimumShare).part(
          of: tile, heights: heights, flow: flow,
          onto: group.way.assignment(
            of: context.layout.geometry, in: frame, weightedBy: context.plan.spacing,
            near: context.plan.tiling.extent(of: tile)))
        try writeBytes(part.bytes, to: context.context.output(Self.partFile(index)))
      }
    }
  }

  private static func partFile(_ group: Int) -> String { "part-\(group).bin" }

  /// Puts the parts of all tiles together.
  var merged: TaskDefinition {
    TaskDefinition(
      id: stage.id, stage: "grid", revision: 1,
      parameters: [.parameter("pass", "merge")]
        + stage.covariates.flatMap { CovariateStage.parameters(of: $0.covariate) }
        + [.parameter("terrain.minimumShare", stage.specification.minimumShare)] + Layers.libraries,
      inputs: [layoutInput, FrameStage.frameInput] + (0..<count).map(partInput)
        + (0..<tiles.down).map { .init("heights-\($0)", from: id("heights-\($0)"), [Self.countsFile]) },
      memory: 1 << 30
    ) { context in
      let frame = try FrameStage.readFrame(context)
      let tiles = try TileContext(self, context, 0)
      for (index, group) in groups.enumerated() {
        let attributes = try tiles.attributes(group.layers, minimumShare: group.minimumShare)
        var merge = attributes.merge(onto: frame)
        for tile in 0..<count {
          try merge.absorb(CoarsePart(bytes: readBytes(context.file(partInput(tile).name, Self.partFile(index)))))
        }
        try group.write(attributes.layers(of: merge), context)
      }
      let counts = try (0..<self.tiles.down).map {
        try readJSON(ElevationModel.Counts.self, from: context.file("heights-\($0)", Self.countsFile))
      }
      try stage.write(counts.reduce(ElevationModel.Counts(), +), context)
    }
  }

  private func partInput(_ tile: Int) -> TaskDefinition.Input {
    .init("part-\(tile)", from: producer(.part, tile), groups.indices.map(Self.partFile))
  }
}

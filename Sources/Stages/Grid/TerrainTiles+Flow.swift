import Engine
import Ledger
import Manifests
import Terrain

extension TerrainTiles {
  /// The passes and joins that follow the water from tile to tile.
  var flow: [TaskDefinition] {
    var tasks = each(.survey, survey)
    if countsAreas { tasks += [questions] + each(.census, census) }
    tasks += [levels] + each(.descent, descent) + [steps] + each(.links, links) + [inflow]
    if findsDrainage { tasks += each(.drainage, drainage) + [beyond] }
    return tasks
  }

  private var closedBasins: [Ingredient] {
    effectiveParameters("terrain.closedBasins", stage.specification.closedBasins as Any, without: ["lakes"])
  }
  private var slopeLength: [Ingredient] {
    effectiveParameters("terrain.slopeLength", stage.specification.slopeLength)
  }

  private func survey(_ tile: Int) -> TaskDefinition {
    task(.survey, tile, reads: [.heights], parameters: closedBasins, memory: costs.memoryOfTile) { context in
      let heights: TileHeights = try context.read(.heights)
      try context.write(
        context.plan.survey(tile, heights: heights.core, lakes: heights.lakes), .survey)
    }
  }

  private var questions: TaskDefinition {
    join(.queries, reads: [.survey], parameters: closedBasins) { context in
      let queries = try context.plan.areaQueries(context.readAll(.survey))
      try context.writeAll(queries.map { AreaQueries(queries: $0) }, .queries)
    }
  }

  private func census(_ tile: Int) -> TaskDefinition {
    task(.census, tile, reads: [.heights, .queries], memory: costs.memoryOfTile) { context in
      let heights: TileHeights = try context.read(.heights)
      let areas = try context.plan.census(
        tile, heights: heights.core, lakes: heights.lakes, queries: context.read(.queries, as: AreaQueries.self).queries
      )
      try context.write(AreaCensus(areas: areas), .census)
    }
  }

  private var levels: TaskDefinition {
    join(.levels, reads: countsAreas ? [.survey, .census] : [.survey], parameters: closedBasins) { context in
      let census = countsAreas ? try context.readAll(.census, as: AreaCensus.self).map(\.areas) : nil
      try context.writeAll(context.plan.spillLevels(context.readAll(.survey), census: census), .levels)
    }
  }

  private func descent(_ tile: Int) -> TaskDefinition {
    task(.descent, tile, reads: [.heights, .levels], memory: costs.memoryOfTile, kept: costs.flow) { context in
      let heights: TileHeights = try context.read(.heights)
      let (descent, flats) = try context.plan.descend(
        tile, heights: heights.core, lakes: heights.lakes, levels: context.read(.levels))
      try context.write(descent, .descent)
      try context.write(flats, .flats)
    }
  }

  private var steps: TaskDefinition {
    join(.steps, reads: [.levels, .flats]) { context in
      try context.writeAll(context.plan.flatSteps(context.readAll(.levels), context.readAll(.flats)), .steps)
    }
  }

  private func links(_ tile: Int) -> TaskDefinition {
    task(
      .links, tile, reads: [.heights, .levels, .descent, .steps], parameters: slopeLength, memory: costs.memoryOfTile
    ) { context in
      try context.write(
        context.plan.link(
          tile, heights: context.read(.heights, as: TileHeights.self).core, descent: context.read(.descent),
          levels: context.read(.levels), steps: context.read(.steps)),
        .links)
    }
  }

  private var inflow: TaskDefinition {
    join(.inflow, reads: [.links], parameters: slopeLength) { context in
      try context.writeAll(context.plan.inflows(context.readAll(.links)), .inflow)
    }
  }

  private func drainage(_ tile: Int) -> TaskDefinition {
    task(
      .drainage, tile, reads: [.heights, .levels, .descent, .steps, .inflow],
      parameters: [.parameter("terrain.channelCells", stage.specification.channelCells)], memory: costs.memoryOfTile
    ) { context in
      try context.write(
        context.plan.drainage(
          tile, heights: context.read(.heights, as: TileHeights.self).core, descent: context.read(.descent),
          levels: context.read(.levels), steps: context.read(.steps), inflow: context.read(.inflow)),
        .drainage)
    }
  }

  private var beyond: TaskDefinition {
    join(.beyond, reads: [.drainage]) { context in
      try context.writeAll(context.plan.drainages(context.readAll(.drainage)), .beyond)
    }
  }
}

/// The filled heights of the rim of a tile and of the cells around it, and where water ends within it.
package struct RimLevels: Hashable, Sendable {
  var kind: HeightKind
  /// Of the rim, m; NaN for none.
  var rim: [Double]
  /// Of the cells around the tile; NaN for none.
  var beyond: [Double]
  /// The numbers of the cells of the tile where water ends in closed basins.
  var floors: [Int32]
}

extension FlowPlan {
  /// The levels to which water rises on the rims of all tiles.
  ///
  /// - Parameters:
  ///   - surveys: one for each tile; `nil` for those that are missing.
  ///   - census: what `census` answered for each tile, where a minimum area is declared.
  /// - Complexity: O(n log n) in the number of basins and of cells on rims.
  package func spillLevels(
    _ surveys: [RimSurvey?], census: [[Int64]]? = nil
  ) throws(FlowError) -> [RimLevels?] {
    let graph = try BasinGraph(surveys, self)
    var edges = graph.edges
    var floors = surveys.map { $0?.floors ?? [] }
    for (tile, survey) in surveys.enumerated() {
      for closure in survey?.closures ?? [] {
        edges.append(
          BasinGraph.Edge(graph.node(tile, basin: closure.basin), BasinGraph.world, closure.level))
      }
    }
    if !closedBasins.fillsAll {
      for ended in try closed(graph, census) {
        let floor = graph.floors[ended.floor]
        floors[floor.tile].append(floor.cell)
        edges.append(BasinGraph.Edge(Int32(truncatingIfNeeded: ended.floor), BasinGraph.world, floor.height))
      }
    }
    let levels = try graph.levels(over: edges)
    let rims: [[Double]?] = surveys.indices.map { tile in
      surveys[tile].map { survey in
        zip(survey.heights, survey.basins).map { height, basin in
          height.isNaN ? .nan : max(height, levels[Int(graph.node(tile, basin: basin))])
        }
      }
    }
    return surveys.indices.map { tile in
      guard let survey = surveys[tile], let rim = rims[tile] else { return nil }
      return RimLevels(
        kind: survey.kind, rim: rim,
        beyond: tiling.beyond(tile).map { $0.flatMap { rims[$0.tile]?[$0.index] } ?? .nan },
        floors: floors[tile].sorted())
    }
  }

  /// The depressions across tiles that are closed basins.
  private func closed(_ graph: BasinGraph, _ census: [[Int64]]?) throws(FlowError) -> [BasinGraph.Ended] {
    let ended = graph.ended(deepEnough: closedBasins.isDeepEnough, withMembers: closedBasins.minimumArea != nil)
    guard closedBasins.minimumArea != nil else { return ended }
    guard let census, census.count == graph.bases.count else {
      throw FlowError(.raster, .missing("census of its closed basins"))
    }
    let queries = graph.queries(of: ended)
    for (tile, asked) in queries.enumerated() where asked.count != census[tile].count {
      throw FlowError(.tile(tile), .count("answers of the census", found: census[tile].count, expected: asked.count))
    }
    let unit = WholeAreas(spacing).unit
    return zip(ended, graph.areas(of: ended, queries, census))
      .filter { closedBasins.isLargeEnough(Double($0.1) * unit) }.map(\.0)
  }

  /// What must be known of the tiles' areas before it is known which depressions across them are closed basins: for
  /// each tile the questions that `census` answers. Empty where no minimum area is declared.
  package func areaQueries(_ surveys: [RimSurvey?]) throws(FlowError) -> [[AreaQuery]] {
    guard closedBasins.minimumArea != nil else { return surveys.map { _ in [] } }
    let graph = try BasinGraph(surveys, self)
    return graph.queries(
      of: graph.ended(deepEnough: closedBasins.isDeepEnough, withMembers: true))
  }
}

extension Tiling {
  /// The rim cells of other tiles that lie around a tile, in the order of its `beyond`; `nil` off the raster.
  func beyond(_ tile: Int) -> [(tile: Int, index: Int)?] {
    let extent = extent(of: tile)
    return extent.beyond.cells.map {
      rimCell(row: extent.firstRow + $0.row - 1, column: extent.firstColumn + $0.column - 1)
    }
  }
}

extension FlowPlan {
  /// The last pass over a tile: the products of the whole raster in it.
  ///
  /// - Parameters:
  ///   - wanted: any but the slope position, for which the height of the drainage may lie in another tile.
  ///   - body: takes one product after the other, row by row of the tile; NaN without a height.
  /// - Complexity: O(n); memory beside the heights and the descent 11 bytes a cell for whole metres.
  package func forEachRow(
    of wanted: Set<FlowProduct>, in tile: Int, heights: Heights, descent: Descent, levels: RimLevels, steps: RimSteps,
    inflow: RimInflow, _ body: FlowRow
  ) throws(FlowError) {
    guard !wanted.contains(.slopePosition) else { throw FlowError(.tile(tile), .slopePosition) }
    try check(tile, heights, descent, levels)
    let extent = tiling.extent(of: tile)
    let rim = extent.frame.rim
    guard inflow.entries.allSatisfy({ rim.indices.contains(Int($0.index)) }) else {
      throw FlowError(.tile(tile), .contradiction("water enters it off its rim"))
    }
    let entering = Inflow(
      cells: inflow.entries.map { (rim[Int($0.index)], $0.cells) },
      areas: inflow.entries.map { (rim[Int($0.index)], $0.area) },
      lengths: inflow.entries.map { (rim[Int($0.index)], $0.length) })
    switch heights {
    case .wholeMetres(let cells): try run(wanted, tile, cells, descent, levels, steps, entering, body)
    case .single(let cells): try run(wanted, tile, cells, descent, levels, steps, entering, body)
    case .double(let cells): try run(wanted, tile, cells, descent, levels, steps, entering, body)
    }
  }

  private func run<H: Height>(
    _ wanted: Set<FlowProduct>, _ tile: Int, _ cells: [H], _ descent: Descent, _ levels: RimLevels, _ steps: RimSteps,
    _ inflow: Inflow, _ body: FlowRow
  ) throws(FlowError) {
    let extent = tiling.extent(of: tile)
    let ground = try Ground(tile, cells, descent, levels, steps, in: extent.frame)
    ground.forEachRow(of: wanted, rows: rows(of: extent), options: options, inflow: inflow, body)
  }
}

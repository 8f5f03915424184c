extension FlowPlan {
  /// The last pass over a tile: the products of the whole raster in it.
  ///
  /// - Parameter wanted: any but the slope position, for which the height of the drainage may lie in another tile.
  /// - Complexity: O(n); memory beside the heights, the descent and the products 11 bytes a cell for whole metres.
  package func products(
    _ wanted: Set<FlowProduct>, of tile: Int, heights: Heights, descent: Descent, levels: RimLevels, steps: RimSteps,
    inflow: RimInflow
  ) throws(FlowError) -> FlowProducts {
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
    return switch heights {
    case .wholeMetres(let cells): try products(wanted, tile, cells, descent, levels, steps, entering)
    case .single(let cells): try products(wanted, tile, cells, descent, levels, steps, entering)
    case .double(let cells): try products(wanted, tile, cells, descent, levels, steps, entering)
    }
  }

  private func products<H: Height>(
    _ wanted: Set<FlowProduct>, _ tile: Int, _ cells: [H], _ descent: Descent, _ levels: RimLevels, _ steps: RimSteps,
    _ inflow: Inflow
  ) throws(FlowError) -> FlowProducts {
    let extent = tiling.extent(of: tile)
    let ground = try Ground(tile, cells, descent, levels, steps, in: extent.frame)
    return FlowProducts(wanted, of: ground, rows: rows(of: extent), options: options, inflow: inflow)
  }
}

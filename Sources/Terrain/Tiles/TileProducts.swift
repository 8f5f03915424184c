extension FlowPlan {
  /// The last pass over a tile: the products of the whole raster in it.
  ///
  /// - Parameters:
  ///   - drainage: what `drainages` told of the tile; only slope position asks for it.
  ///   - body: takes one product after the other, row by row of the tile; NaN without a height.
  /// - Complexity: O(n); memory beside the heights and the descent 11 bytes a cell for whole metres.
  package func forEachRow(
    of wanted: Set<FlowProduct>, in tile: Int, heights: Heights, descent: Descent, levels: RimLevels, steps: RimSteps,
    inflow: RimInflow, drainage: BeyondDrainage? = nil, _ body: FlowRow
  ) throws(FlowError) {
    try check(tile, heights, descent, levels)
    let frame = tiling.extent(of: tile).frame
    var entering = try Inflow(inflow, tile, in: frame)
    if wanted.contains(.slopePosition) {
      guard let drainage else { throw FlowError(.tile(tile), .missing("drainage around it")) }
      let border = frame.border
      for entry in drainage.entries {
        guard border.indices.contains(Int(entry.index)) else {
          throw FlowError(.tile(tile), .contradiction("it drains off the cells around it"))
        }
        entering.drainages.append((border[Int(entry.index)], entry.height))
      }
    }
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

extension Inflow {
  /// What enters a tile, at the places of its frame.
  init(_ inflow: RimInflow, _ tile: Int, in frame: Frame) throws(FlowError) {
    let rim = frame.rim
    for entry in inflow.entries {
      guard rim.indices.contains(Int(entry.index)) else {
        throw FlowError(.tile(tile), .contradiction("water enters it off its rim"))
      }
      let place = rim[Int(entry.index)]
      cells.append((place, entry.cells))
      areas.append((place, entry.area))
      lengths.append((place, entry.length))
      summits.append((place, entry.summit))
    }
  }
}

/// What the passes of a `FlowPlan` told of one tile: all that its flow products rest on beside its heights.
package struct TileFlow: Hashable, Sendable {
  package var descent: Descent
  package var levels: RimLevels
  package var steps: RimSteps
  package var inflow: RimInflow
  /// Only slope position asks for it.
  package var drainage: BeyondDrainage?

  package init(
    descent: Descent, levels: RimLevels, steps: RimSteps, inflow: RimInflow, drainage: BeyondDrainage? = nil
  ) {
    self.descent = descent
    self.levels = levels
    self.steps = steps
    self.inflow = inflow
    self.drainage = drainage
  }
}

extension FlowPlan {
  /// The products of the whole raster in a tile, one after the other and row by row.
  func forEachRow(
    of wanted: Set<FlowProduct>, in tile: Int, heights: Heights, flow: TileFlow, _ body: FlowRow
  ) throws(FlowError) {
    try forEachRow(
      of: wanted, in: tile, heights: heights, descent: flow.descent, levels: flow.levels, steps: flow.steps,
      inflow: flow.inflow, drainage: flow.drainage, body)
  }
}

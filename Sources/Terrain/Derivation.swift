package import Grids

/// The wanted attributes of a surface of heights.
///
/// Windowed attributes (slope, aspect, curvatures, ruggedness) come from the heights as they are; flow follows the
/// filled heights; wetness and transport take their catchment from the flow and their slope from the heights as they
/// are. What several attributes need is computed once. A cell of a 3 × 3 attribute whose window reaches a cell without
/// a value, or the edge, has none.
///
/// - Parameters:
///   - wanted: any attributes.
///   - elevation: heights in metres; not finite where there is none.
///   - spacing: one cell size for each row of `elevation`.
/// - Returns: a grid in the frame of `elevation` for each of `wanted`.
/// - Complexity: O(n), and O(n log n) where flow is needed.
package func derive(
  _ wanted: Set<TerrainAttribute>, from elevation: Grid<Double>, spacing: Spacing,
  options: TerrainOptions = TerrainOptions()
) -> [TerrainAttribute: Grid<Double>] {
  precondition(spacing.rows.count == elevation.geometry.rows, "one cell size for each row")
  let frame = Frame(of: elevation.geometry)
  let heights = frame.enclose(elevation)
  let flow = flowAttributes(wanted, of: heights, in: frame, spacing: spacing, options: options)
  let windowed = windowedAttributes(
    wanted, of: elevation, accumulation: flow[.flowAccumulation], in: frame, spacing: spacing, options: options)
  return flow.filter { wanted.contains($0.key) }.mapValues { frame.open($0, as: elevation.geometry) }
    .merging(windowed) { _, new in new }
}

/// The attributes that follow the water, in the layout of the frame, among them those that `wanted` rests on.
private func flowAttributes(
  _ wanted: Set<TerrainAttribute>, of heights: [Double], in frame: Frame, spacing: Spacing, options: TerrainOptions
) -> [TerrainAttribute: [Double]] {
  let routed: Set<TerrainAttribute> = [.flowAccumulation, .slopeLength, .wetness, .transport, .slopePosition]
  guard wanted.contains(.filled) || !wanted.isDisjoint(with: routed) else { return [:] }
  let filled = filled(heights, in: frame)
  guard !wanted.isDisjoint(with: routed) else { return [.filled: filled] }
  let network = FlowNetwork(descending: filled, in: frame, spacing: spacing)
  let accumulation = network.accumulation()
  var attributes: [TerrainAttribute: [Double]] = [.filled: filled, .flowAccumulation: accumulation]
  if wanted.contains(.slopeLength) {
    attributes[.slopeLength] = network.slopeLength(filled, spacing: spacing, rule: options.slopeLength)
  }
  if wanted.contains(.slopePosition) {
    attributes[.slopePosition] = network.slopePosition(
      filled, accumulation: accumulation, channelCells: options.channelCells)
  }
  return attributes
}

/// The attributes of a cell's window, all in one pass over the heights.
private func windowedAttributes(
  _ wanted: Set<TerrainAttribute>, of elevation: Grid<Double>, accumulation: [Double]?, in frame: Frame,
  spacing: Spacing, options: TerrainOptions
) -> [TerrainAttribute: Grid<Double>] {
  let attributes = TerrainAttribute.allCases.filter { $0.isWindowed && wanted.contains($0) }
  guard !attributes.isEmpty else { return [:] }
  let geometry = elevation.geometry
  var grids = attributes.map { _ in Grid(geometry: geometry, repeating: Double.nan) }
  let pass = TerrainPass<Double>(attributes, columns: geometry.columns, spacing: spacing, options: options)
  do {
    try pass.run(
      heights: { row, columns, heights in
        let first = geometry.offset(of: CellIndex(row: row, column: columns.lowerBound))
        _ = heights.update(fromContentsOf: elevation.cells[first..<first + columns.count])
      },
      catchment: accumulation.map { accumulation in
        { row, columns, cells in
          let first = frame.places(ofRow: row).lowerBound + columns.lowerBound
          for index in cells.indices {
            cells[index] = specificCatchment(cells: accumulation[first + index], size: spacing.rows[row])
          }
        }
      }
    ) { strip in
      for row in strip.rows {
        let first = row * geometry.columns
        for layer in grids.indices {
          grids[layer].cells.replaceSubrange(
            first..<first + geometry.columns, with: strip.values(ofLayer: layer, row: row))
        }
      }
    }
  } catch {
    // Neither the grid nor the arrays throw.
    preconditionFailure("\(error)")
  }
  return Dictionary(uniqueKeysWithValues: zip(attributes, grids))
}

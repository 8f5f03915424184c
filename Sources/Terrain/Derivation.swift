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
///   - lakes: the cells where water ends, in the frame of `elevation`; `nil` for none.
///   - spacing: one cell size for each row of `elevation`.
/// - Returns: a grid in the frame of `elevation` for each of `wanted`.
/// - Complexity: O(n), and O(n log n) where flow is needed.
package func derive(
  _ wanted: Set<TerrainAttribute>, from elevation: Grid<Double>, lakes: Mask? = nil, spacing: Spacing,
  options: TerrainOptions = TerrainOptions()
) -> [TerrainAttribute: Grid<Double>] {
  precondition(spacing.rows.count == elevation.geometry.rows, "one cell size for each row")
  let geometry = elevation.geometry
  let flow = FlowProducts(
    following: wanted, of: elevation, lakes: lakes, spacing: spacing, options: options)
  var attributes = windowedAttributes(
    wanted, of: elevation, catchment: flow.specificCatchment, spacing: spacing, options: options)
  attributes[.filled] = flow.filled.map { Grid(geometry: geometry, cells: $0.metres) }
  attributes[.flowAccumulation] = flow.accumulation.map { Grid(geometry: geometry, cells: $0) }
  attributes[.slopeLength] = flow.slopeLength.map { Grid(geometry: geometry, cells: $0) }
  attributes[.slopePosition] = flow.slopePosition.map { Grid(geometry: geometry, cells: $0) }
  return attributes
}

extension TerrainAttribute {
  /// What the attribute is, or rests on, of the ways of water.
  var flowProduct: FlowProduct? {
    switch self {
    case .filled: .filled
    case .flowAccumulation: .accumulation
    case .wetness, .transport: .specificCatchment
    case .slopeLength: .slopeLength
    case .slopePosition: .slopePosition
    default: nil
    }
  }
}

extension FlowProducts {
  /// The products that attributes are, or rest on.
  fileprivate init(
    following wanted: Set<TerrainAttribute>, of elevation: Grid<Double>, lakes: Mask?, spacing: Spacing,
    options: TerrainOptions
  ) {
    let products = Set(wanted.compactMap(\.flowProduct))
    guard !products.isEmpty else {
      self.init()
      return
    }
    precondition(lakes.map { $0.geometry == elevation.geometry } ?? true, "lakes on another frame")
    self.init(
      products, of: Heights(narrowing: elevation.cells), lakes: lakes?.cells, spacing: spacing, options: options)
  }
}

/// The attributes of a cell's window, all in one pass over the heights.
private func windowedAttributes(
  _ wanted: Set<TerrainAttribute>, of elevation: Grid<Double>, catchment: [Double]?, spacing: Spacing,
  options: TerrainOptions
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
      catchment: catchment.map { catchment in
        { row, columns, cells in
          let first = geometry.offset(of: CellIndex(row: row, column: columns.lowerBound))
          _ = cells.update(fromContentsOf: catchment[first..<first + columns.count])
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

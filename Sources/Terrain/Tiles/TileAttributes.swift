package import Grids

/// An attribute that is brought to a coarse grid, and how.
package struct AttributeLayer: Hashable, Sendable {
  package var attribute: TerrainAttribute
  package var rule: AggregationRule

  package init(_ attribute: TerrainAttribute, _ rule: AggregationRule = .mean) {
    self.attribute = attribute
    self.rule = rule
  }
}

/// The attributes of a raster too large for memory, brought to a coarse grid tile by tile.
///
/// The last of the passes over the tiles, after those of a `FlowPlan` where water counts, and the join behind it:
///
///     part    tile, flow → CoarsePart     what the tile makes of the coarse grid
///     merge   all parts  → the layers     by `CoarseMerge`
///
/// The layers are those that `derive` and one `Aggregation` give of the whole raster, to the last bit, however it is cut.
/// Aspect is carried as northness and eastness and becomes the direction of their means.
package struct TileAttributes: Sendable {
  /// The layers, in order.
  package let wanted: [AttributeLayer]
  package let tiling: Tiling
  /// How water is followed; `nil` where no layer asks for it.
  package let flow: FlowPlan?
  package let minimumShare: Double
  private let spacing: Spacing
  private let options: TerrainOptions
  /// What is brought to the coarse grid.
  private let carried: [AttributeLayer]

  /// - Parameters:
  ///   - wanted: aspect by its vector mean (`mean` is that too), all else by any other rule.
  ///   - spacing: one cell size for each row of the raster.
  ///   - options: flow takes the steepest descent.
  ///   - minimumShare: least share of a coarse cell's fine cells that must have a value for it to have one, 0 ... 1; some
  ///     must in any case.
  /// - Throws: `TileError`, and `FlowError` where water cannot be followed as the options say.
  package init(
    _ wanted: [AttributeLayer], tiling: Tiling, spacing: Spacing, options: TerrainOptions = TerrainOptions(),
    minimumShare: Double = 0.5
  ) throws {
    precondition((0...1).contains(minimumShare), "a share of \(minimumShare)")
    guard spacing.rows.count == tiling.rows else {
      throw TileError(nil, .spacing(rows: spacing.rows.count, of: tiling.rows))
    }
    for layer in wanted {
      let isDirection = layer.rule == .vectorMean || (layer.attribute.isCircular && layer.rule == .mean)
      guard isDirection == layer.attribute.isCircular else {
        throw TileError(nil, .rule(layer.attribute, layer.rule))
      }
    }
    self.wanted = wanted
    self.tiling = tiling
    self.spacing = spacing
    self.options = options
    self.minimumShare = minimumShare
    carried = wanted.flatMap { layer in
      layer.attribute.isCircular ? [AttributeLayer(.northness), AttributeLayer(.eastness)] : [layer]
    }
    flow =
      wanted.contains { $0.attribute.flowProduct != nil }
      ? try FlowPlan(tiling: tiling, spacing: spacing, options: options) : nil
  }

  private var products: Set<FlowProduct> { Set(carried.compactMap(\.attribute.flowProduct)) }

  private var windowed: [TerrainAttribute] {
    TerrainAttribute.allCases.filter { attribute in
      attribute.isWindowed && carried.contains { $0.attribute == attribute }
    }
  }

  private func pass(over extent: TileExtent) -> TerrainPass<Double> {
    TerrainPass(
      windowed, columns: tiling.columns, spacing: spacing, options: options,
      part: (extent.rowRange, extent.columnRange))
  }

  /// What must be cut from the raster for a tile: the tile, and around it as many cells as its windows reach.
  package func around(_ tile: Int) -> TileExtent {
    let extent = tiling.extent(of: tile)
    return windowed.isEmpty ? extent : extent.widened(by: pass(over: extent).margin, in: tiling)
  }

  /// The last pass over a tile.
  ///
  /// - Parameters:
  ///   - heights: cut at least as wide as `around` says; `nil` for a tile that is missing, whose cells have no value.
  ///   - flow: what the passes of the flow plan told of the tile, where there is one.
  ///   - assignment: which fine cells of the raster belong to which coarse ones.
  ///   - threads: how many work at a time on attributes of windows; the result does not depend on it.
  /// - Throws: `TileError` and `FlowError` where these do not fit each other.
  /// - Complexity: O(n); in memory beside the heights those of `FlowPlan.forEachRow`, eight bytes a cell where wetness or
  ///   transport is wanted, and 32 for each run of fine cells in one coarse cell.
  package func part(
    of tile: Int, heights: TileHeights?, flow: TileFlow? = nil, onto assignment: any CellAssignment, threads: Int = 1
  ) throws -> CoarsePart {
    let extent = tiling.extent(of: tile)
    guard assignment.fine.rows == tiling.rows, assignment.fine.columns == tiling.columns else {
      let raster = TileExtent(firstRow: 0, firstColumn: 0, rows: tiling.rows, columns: tiling.columns)
      throw TileError(
        extent, .assignment(rows: assignment.fine.rows, columns: assignment.fine.columns, of: raster))
    }
    var layers = LayersOfTile(carried, on: TileCells(assignment, of: extent), minimumShare: minimumShare)
    if let heights {
      guard heights.extent == extent else { throw TileError(extent, .other(found: heights.extent)) }
      let needed = around(tile)
      guard heights.around.contains(needed) else {
        throw TileError(extent, .narrow(found: heights.around, needed: needed))
      }
      let catchment = try addFlow(tile, heights, flow, to: &layers)
      try addWindowed(extent, heights, catchment, threads, to: &layers)
    } else {
      layers.addVoid(extent)
    }
    return CoarsePart(
      tile: tile, of: layers.cells, in: assignment.coarse, minimumShare: minimumShare, layers: layers.parts)
  }

  /// - Returns: the specific catchment of each cell, where a layer rests on it.
  private func addFlow(
    _ tile: Int, _ heights: TileHeights, _ flow: TileFlow?, to layers: inout LayersOfTile
  ) throws -> [Double]? {
    guard let plan = self.flow else { return nil }
    let extent = heights.extent
    guard let flow else { throw TileError(extent, .missing("results of the passes of the flow plan")) }
    var catchment: [Double]? = products.contains(.specificCatchment) ? [] : nil
    catchment?.reserveCapacity(extent.count)
    var aggregations: [FlowProduct: Aggregation] = [:]
    for product in products.subtracting([.specificCatchment]) {
      aggregations[product] = layers.aggregation { $0.flowProduct == product ? 0 : nil }
    }
    try plan.forEachRow(of: products, in: tile, heights: heights.core, flow: flow) { product, row, values in
      if product == .specificCatchment {
        catchment?.append(contentsOf: values)
        return
      }
      values.withUnsafeBufferPointer { values in
        guard let memory = values.baseAddress else { return }
        let row = extent.firstRow + row
        aggregations[product]?.add(
          northernmost: LayerStrip(layers: 1, rows: row..<row + 1, columns: extent.columnRange, memory: memory))
      }
    }
    for (product, var aggregation) in aggregations {
      layers.finish(&aggregation) { $0.flowProduct == product ? 0 : nil }
    }
    return catchment
  }

  private func addWindowed(
    _ extent: TileExtent, _ heights: TileHeights, _ catchment: [Double]?, _ threads: Int,
    to layers: inout LayersOfTile
  ) throws {
    let attributes = windowed
    guard !attributes.isEmpty else { return }
    var aggregation = layers.aggregation { attributes.firstIndex(of: $0) }
    try pass(over: extent).run(
      threads: threads,
      heights: { row, columns, metres in heights.read(row: row, columns: columns, into: metres) },
      catchment: catchment.map { catchment in
        { row, columns, cells in
          let first = (row - extent.firstRow) * extent.columns
          _ = cells.update(fromContentsOf: catchment[first..<first + columns.count])
        }
      },
      deliver: { aggregation.add(northernmost: $0, threads: threads) })
    layers.finish(&aggregation) { attributes.firstIndex(of: $0) }
  }

  // MARK: The join

  /// An empty coarse grid that takes in the parts of the tiles.
  package func merge(onto coarse: GridGeometry) -> CoarseMerge {
    CoarseMerge(carried.map(\.rule), onto: coarse, minimumShare: minimumShare)
  }

  /// The layers that were wanted, once all parts are in.
  package func layers(of merge: consuming CoarseMerge) -> [Grid<Double>] {
    var rest = merge.finish()[...]
    return wanted.map { layer in
      let first = rest.removeFirst()
      guard layer.attribute.isCircular else { return first }
      return directions(east: rest.removeFirst(), north: first)
    }
  }
}

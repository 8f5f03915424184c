/// What can be read off the ways of water, each of them row by row from the north.
package enum FlowProduct: CaseIterable, Hashable, Sendable {
  case filled, accumulation, specificCatchment, slopeLength, slopePosition
}

/// The products that were asked for; the others are `nil`. Without a height there is no value (NaN).
package struct FlowProducts: Hashable, Sendable {
  /// Heights after every depression that is not a closed basin is raised to its spill point, m.
  package var filled: Heights?
  /// Cells that drain through a cell, the cell itself included; whole where water does not part.
  package var accumulation: [Double]?
  /// m² of catchment for each metre of contour.
  package var specificCatchment: [Double]?
  /// Distance that water has run since its slope began or last eased, m.
  package var slopeLength: [Double]?
  /// 0 at the channel, 1 at the divide.
  package var slopePosition: [Double]?

  package init() {}

  /// What water does on a raster that is in memory as a whole.
  ///
  /// - Parameters:
  ///   - heights: one for each cell, row by row; rows × columns below 2³¹.
  ///   - lakes: the cells where water ends whatever lies around them; `nil` for none.
  ///   - spacing: one cell size for each row.
  /// - Complexity: O(n) for whole metres, O(n log n) for others. Whole metres take at most 25 bytes a cell, the products
  ///   included, for `filled` and `accumulation`.
  package init(
    _ wanted: Set<FlowProduct>, of heights: Heights, lakes: [Bool]? = nil, spacing: Spacing,
    options: TerrainOptions = TerrainOptions()
  ) {
    let rows = spacing.rows.count
    let frame = Frame(rows: rows, columns: rows == 0 ? 0 : heights.count / rows)
    precondition(frame.rows * frame.columns == heights.count, "\(heights.count) heights in \(rows) rows")
    precondition(frame.count < Int32.max, "more cells than can be numbered; work them in tiles")
    precondition(lakes.map { $0.count == heights.count } ?? true, "lakes of another size")
    switch heights {
    case .wholeMetres(let cells): self.init(wanted, ofAll: cells, lakes, in: frame, spacing, options)
    case .single(let cells): self.init(wanted, ofAll: cells, lakes, in: frame, spacing, options)
    case .double(let cells): self.init(wanted, ofAll: cells, lakes, in: frame, spacing, options)
    }
  }

  private init<H: Height>(
    _ wanted: Set<FlowProduct>, ofAll cells: [H], _ lakes: [Bool]?, in frame: Frame, _ spacing: Spacing,
    _ options: TerrainOptions
  ) {
    let ground = Ground(draining: cells, lakes: lakes, in: frame, spacing: spacing, options: options)
    self.init(wanted, of: ground, rows: GroundRows(spacing), options: options)
  }

  /// The products of ground that is drained.
  ///
  /// - Parameter inflow: what enters a tile.
  init<H: Height>(
    _ wanted: Set<FlowProduct>, of ground: borrowing Ground<H>, rows: GroundRows, options: TerrainOptions,
    inflow: Inflow = Inflow()
  ) {
    let count = ground.frame.rows * ground.frame.columns
    var layers: [FlowProduct: [Double]] = [:]
    ground.forEachRow(of: wanted.subtracting([.filled]), rows: rows, options: options, inflow: inflow) {
      product, row, values in
      if row == 0 { layers[product, default: []].reserveCapacity(count) }
      layers[product]?.append(contentsOf: values)
    }
    func layer(_ product: FlowProduct) -> [Double]? { wanted.contains(product) ? layers[product] ?? [] : nil }
    accumulation = layer(.accumulation)
    specificCatchment = layer(.specificCatchment)
    slopeLength = layer(.slopeLength)
    slopePosition = layer(.slopePosition)
    if wanted.contains(.filled) { filled = H.heights(ground.open()) }
  }
}

/// Takes a row of a product.
package typealias FlowRow = (_ product: FlowProduct, _ row: Int, _ values: [Double]) -> Void

/// What a tile must know of the others, at the places of its frame: what enters it, and where it drains to.
struct Inflow {
  typealias Entries = [(place: Int, amount: Int64)]
  typealias Heights = [(place: Int, metres: Double)]
  var cells: Entries = []
  /// In units of `WholeAreas`.
  var areas: Entries = []
  /// In `WholeLength`.
  var lengths: Entries = []
  /// Of the highest cells that drain into it.
  var summits: Heights = []
  /// Of the drainage of cells around it.
  var drainages: Heights = []
}

extension Ground {
  /// Filled and drained: every course is decided.
  init(draining cells: [H], lakes: [Bool]?, in frame: Frame, spacing: Spacing, options: TerrainOptions) {
    var floors: [Int] = []
    if !options.closedBasins.fillsAll {
      floors = Ground.closedFloors(
        of: cells, lakes: lakes, in: frame, areas: WholeAreas(spacing), keeping: options.closedBasins)
    }
    self.init(cells, lakes: lakes, in: frame)
    for floor in floors { courses[floor] = .dryEnd }
    flood()
    decideSteepest(surface, courses, in: frame, rows: spacing.rows)
    decideFlats(surface, courses, in: frame)
  }

  /// What drains through each cell by any routing.
  func routed(
    _ amounts: [Int64], _ rows: [CellSize], by routing: Routing, inflow: Inflow.Entries
  ) -> Field<Int64> {
    switch routing {
    case .steepest: accumulated(amounts, inflow: inflow)
    case .multiple(let flow): dispersed(amounts, rows: rows, by: flow)
    case .infinite: dispersed(amounts, rows: rows, by: InfiniteDirections())
    }
  }

  /// The products of ground that is drained, one after the other and row by row, so that none of them need be held.
  ///
  /// - Parameter body: is called with a row and its values, NaN without a height.
  func forEachRow(
    of wanted: Set<FlowProduct>, rows: GroundRows, options: TerrainOptions, inflow: Inflow, _ body: FlowRow
  ) {
    let routing = options.routing
    if wanted.contains(.filled) { open(.filled, surface, body) { $1.metres } }
    if wanted.contains(.accumulation) || (wanted.contains(.specificCatchment) && rows.isEven) {
      let part = routing.partsOfCell
      let amounts = [Int64](repeating: part, count: rows.sizes.count)
      let sums = routed(amounts, rows.sizes, by: routing, inflow: inflow.cells)
      if wanted.contains(.accumulation) { open(.accumulation, sums, body) { Double($1) / Double(part) } }
      if wanted.contains(.specificCatchment), rows.isEven {
        open(.specificCatchment, sums, body) {
          Double($1) / Double(part) * rows.areas.unit / rows.sizes[$0].side
        }
      }
    }
    if wanted.contains(.specificCatchment), !rows.isEven {
      let sums = routed(rows.areas.rows, rows.sizes, by: routing, inflow: inflow.areas)
      open(.specificCatchment, sums, body) { Double($1) * rows.areas.unit / rows.sizes[$0].side }
    }
    if wanted.contains(.slopeLength) {
      let steps = rows.sizes.map(RowSteps.init)
      let lengths = slopeLengths(rows: steps, rule: options.slopeLength, inflow: inflow.lengths)
      open(.slopeLength, lengths, body) { WholeLength.metres($1) }
    }
    if wanted.contains(.slopePosition) {
      let counts = accumulated([Int64](repeating: 1, count: rows.sizes.count), inflow: inflow.cells)
      let positions = slopePosition(accumulation: counts, channelCells: options.channelCells, inflow: inflow)
      open(.slopePosition, positions, body) { $1 }
    }
  }

  private func open<Value>(
    _ product: FlowProduct, _ field: borrowing Field<Value>, _ body: FlowRow,
    _ value: (_ row: Int, Value) -> Double
  ) {
    var values = [Double](repeating: .nan, count: frame.columns)
    for row in 0..<frame.rows {
      for (column, place) in frame.places(ofRow: row).enumerated() {
        values[column] = courses[place].isDecided ? value(row, field[place]) : .nan
      }
      body(product, row, values)
    }
  }
}

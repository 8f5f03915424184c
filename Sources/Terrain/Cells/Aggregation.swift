package import Grids
import Statistics

/// Brings rows of fine cells to a coarse grid.
///
/// Every sum is exact until the end, where it is rounded once: tiles, strips, threads and the order of the rows leave no
/// trace. A coarse row is finished, and its sums let go, when it is known that no more fine rows will reach it.
package struct Aggregation {
  /// A layer of fine values, by its place in the strips, and what becomes of it.
  package struct Layer: Hashable, Sendable {
    package var source: Int
    package var rule: AggregationRule

    /// - Precondition: the rule is not `vectorMean`, for which northness and eastness are two layers with means.
    package init(_ source: Int, _ rule: AggregationRule) {
      precondition(rule != .vectorMean, "directions come as two layers, northness and eastness")
      self.source = source
      self.rule = rule
    }

    /// Whether the values themselves are kept, and not only their sum.
    var isCollected: Bool { rule.isCollected }
  }

  private let layers: [Layer]
  private var assignment: any CellAssignment
  private let minimumShare: Double
  private let coarse: GridGeometry
  private var open: [CoarseRow?]
  private var finished = 0
  private var results: [Grid<Double>]
  /// Whether a coarse cell, row by row, waits for what comes elsewhere; empty if none does.
  private let waits: [Bool]
  /// What came into the cells of finished rows that wait, layer by layer, by the cell's place.
  private var waiting: [Int: [PartialCell]] = [:]

  /// - Parameters:
  ///   - assignment: which fine cells belong to which coarse ones.
  ///   - minimumShare: least share of a coarse cell's fine cells that must have a value for it to have one, 0 ... 1;
  ///     some must in any case.
  package init(_ layers: [Layer], by assignment: any CellAssignment, minimumShare: Double = 0.5) {
    self.init(layers, by: assignment, minimumShare: minimumShare, waiting: [])
  }

  /// - Parameter waits: for each coarse cell, row by row, whether it gets no value here, since other fine cells than those
  ///   that come reach it too.
  init(_ layers: [Layer], by assignment: any CellAssignment, minimumShare: Double, waiting waits: [Bool]) {
    precondition(waits.isEmpty || waits.count == assignment.coarse.count, "one answer for each coarse cell")
    self.waits = waits
    self.layers = layers
    self.assignment = assignment
    self.minimumShare = minimumShare
    coarse = assignment.coarse
    open = [CoarseRow?](repeating: nil, count: coarse.rows)
    results = layers.map { Grid(geometry: assignment.coarse, repeating: $0.rule == .count ? 0 : .nan) }
  }

  /// Takes the rows of a strip in.
  ///
  /// - Precondition: none of them reaches a coarse row that is finished.
  @specialized(where Number == Float)
  @specialized(where Number == Double)
  package mutating func add<Number: SurfaceNumber>(_ strip: LayerStrip<Number>, threads: Int = 1) {
    if addKernels(strip) { return }
    var runs: [CellRun] = []
    var bounds = [0]
    for row in strip.rows {
      assignment.appendRuns(ofRow: row, columns: strip.columns, to: &runs)
      bounds.append(runs.count)
    }
    let (allRuns, allBounds, layers) = (runs, bounds, layers)
    let parts = min(max(1, threads), strip.rows.count)
    let totals = orderedMap(parts, threads: parts) { part in
      let rows = strip.rows.count * part / parts..<strip.rows.count * (part + 1) / parts
      return Terrain.totals(of: strip, rows: rows, layers: layers, runs: allRuns, bounds: allBounds)
    }
    for part in totals { deposit(part, of: runs) }
  }

  /// Takes in the northernmost rows that are still to come, and finishes the coarse rows that no later one reaches.
  package mutating func add<Number: SurfaceNumber>(northernmost strip: LayerStrip<Number>, threads: Int = 1) {
    add(strip, threads: threads)
    finishRows(before: strip.rows.upperBound)
  }

  /// Takes the rows in by kernel rows.
  ///
  /// - Returns: `false`, with nothing taken in, where the fine cells do not count so, or a layer keeps its values.
  private mutating func addKernels<Number: SurfaceNumber>(_ strip: LayerStrip<Number>) -> Bool {
    if layers.contains(where: \.isCollected) { return false }
    var kernels = KernelRows()
    var digits = RowDigits()
    for row in strip.rows {
      kernels.removeAll()
      guard assignment.appendKernels(ofRow: row, columns: strip.columns, to: &kernels) else { return false }
      for (index, layer) in layers.enumerated() {
        digits.read(strip.values(ofLayer: layer.source, row: row))
        for kernel in kernels.rows {
          let place = Int(kernel.row)
          precondition(place >= finished, "a fine row that reaches a coarse row after it was finished")
          var cells = open[place].take() ?? CoarseRow(layers, columns: coarse.columns)
          cells.add(
            kernel, kernels.weights, digits, from: Int(kernel.first) - strip.columns.lowerBound, ofLayer: index)
          open[place] = cells
        }
      }
    }
    return true
  }

  private mutating func deposit(_ totals: [RunTotal], of runs: [CellRun]) {
    totals.withUnsafeBufferPointer { totals in
      runs.withUnsafeBufferPointer { runs in
        var next = totals.startIndex
        while next < totals.endIndex {
          let row = Int(runs[Int(totals[next].run)].row)
          precondition(row >= finished, "a fine row that reaches a coarse row after it was finished")
          var cells = open[row].take() ?? CoarseRow(layers, columns: coarse.columns)
          next = cells.take(totals, from: next, of: runs)
          open[row] = cells
        }
      }
    }
  }

  /// Takes in what came into another aggregation of the same layers to the same grid, such as that of another tile.
  ///
  /// - Precondition: neither has finished a row that the other still holds.
  package mutating func add(_ other: Aggregation) {
    precondition(layers == other.layers && coarse == other.coarse, "aggregations of another kind")
    for (row, cells) in other.open.enumerated() {
      guard let cells else { continue }
      precondition(row >= finished, "a coarse row that is finished here and not there")
      if open[row] == nil { open[row] = CoarseRow(layers, columns: coarse.columns) }
      open[row]?.add(cells)
    }
  }

  /// Finishes the coarse rows that no fine row from `row` on reaches.
  package mutating func finishRows(before row: Int) { finishCoarseRows(before: assignment.firstRowReached(from: row)) }

  /// Finishes all rows; a grid for each layer.
  package mutating func finish() -> [Grid<Double>] {
    finishCoarseRows(before: coarse.rows)
    return results
  }

  /// Finishes all rows but for the cells that wait: of those what came into each layer, by place.
  mutating func finishPart() -> (grids: [Grid<Double>], waiting: [Int: [PartialCell]]) {
    (finish(), waiting)
  }

  private mutating func finishCoarseRows(before end: Int) {
    guard finished < end else { return }
    for row in finished..<end {
      guard var cells = open[row] else { continue }
      open[row] = nil
      for column in 0..<coarse.columns {
        let place = row * coarse.columns + column
        if !waits.isEmpty && waits[place] {
          waiting[place] = layers.indices.map { cells.take(ofLayer: $0, column: column) }
          continue
        }
        let expected = assignment.cells(inRow: row, column: column)
        for (index, layer) in layers.enumerated() {
          var cell = cells.take(ofLayer: index, column: column)
          results[index].cells[place] = cell.value(by: layer.rule, minimumShare: minimumShare, cells: expected)
        }
      }
    }
    finished = end
  }
}

/// The totals of the runs of some rows of a strip, run by run and layer by layer.
private func totals<Number: SurfaceNumber>(
  of strip: LayerStrip<Number>, rows: Range<Int>, layers: [Aggregation.Layer], runs: [CellRun], bounds: [Int]
) -> [RunTotal] {
  var totals: [RunTotal] = []
  totals.reserveCapacity((bounds[rows.upperBound] - bounds[rows.lowerBound]) * layers.count * 9 / 8)
  var summations = layers.indices.map { RunSummation<Number>(layer: $0) }
  for row in rows {
    let values = layers.map { strip.values(ofLayer: $0.source, row: strip.rows.lowerBound + row) }
    for place in bounds[row]..<bounds[row + 1] {
      let run = runs[place]
      let first = Int(run.first) - strip.columns.lowerBound
      for index in layers.indices {
        guard let start = values[index].baseAddress.map({ $0 + first }) else { continue }
        if layers[index].isCollected {
          summations[index].appendEach(start, count: Int(run.count), run: place, to: &totals)
        } else {
          summations[index].append(start, count: Int(run.count), run: place, to: &totals)
        }
      }
    }
  }
  return totals
}

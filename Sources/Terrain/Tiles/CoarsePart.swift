import Grids

/// What the fine cells of one tile make of the cells of a coarse grid.
///
/// Cells that no other tile reaches have their values. Of the others there are the sums so far, exact, or the values
/// themselves where the rule asks for them, so that `CoarseMerge` can go on.
package struct CoarsePart: Hashable, Sendable {
  package let tile: Int
  /// Of each layer.
  package let rules: [AggregationRule]
  /// Of the whole coarse grid, as `columns`.
  package let rows: Int
  package let columns: Int
  package let minimumShare: Double
  /// Runs of finished cells, numbered row by row in the whole coarse grid, in order.
  let finished: [Range<Int>]
  /// Of the finished cells, layer by layer.
  let values: [Double]
  /// In the order of their places.
  let waiting: [Waiting]

  /// A cell that other tiles reach too.
  struct Waiting: Hashable, Sendable {
    /// In the whole coarse grid, row by row.
    var place: Int
    /// How many fine cells belong to it; `nil` where only what comes can be counted.
    var cells: Double?
    /// By layer.
    var layers: [PartialCell]
  }

  /// How many cells are finished.
  var finishedCount: Int { finished.reduce(0) { $0 + $1.count } }

  init(
    tile: Int, rules: [AggregationRule], rows: Int, columns: Int, minimumShare: Double, finished: [Range<Int>],
    values: [Double], waiting: [Waiting]
  ) {
    self.tile = tile
    self.rules = rules
    self.rows = rows
    self.columns = columns
    self.minimumShare = minimumShare
    self.finished = finished
    self.values = values
    self.waiting = waiting
  }

  /// - Parameters:
  ///   - cells: the cells that the tile reaches.
  ///   - product: the whole coarse grid.
  ///   - layers: for each, the values of the finished cells of the window, and what came into those that wait, by place
  ///     in the window.
  init(
    tile: Int, of cells: TileCells, in product: GridGeometry, minimumShare: Double, layers: [LayerPart]
  ) {
    var finished: [Range<Int>] = []
    var places: [Int] = []
    var waiting: [Waiting] = []
    for place in cells.isReached.indices where cells.isReached[place] {
      let number = cells.product(place: place)
      guard !cells.isShared[place] else {
        let cell = cells.coarse.cell(at: place)
        waiting.append(
          Waiting(
            place: number, cells: cells.cells(inRow: cell.row, column: cell.column),
            layers: layers.map { ($0.waiting[place] ?? PartialCell()).settled(for: $0.rule) }))
        continue
      }
      places.append(place)
      if let last = finished.last, last.upperBound == number {
        finished[finished.count - 1] = last.lowerBound..<number + 1
      } else {
        finished.append(number..<number + 1)
      }
    }
    self.init(
      tile: tile, rules: layers.map(\.rule), rows: product.rows, columns: product.columns, minimumShare: minimumShare,
      finished: finished, values: layers.flatMap { layer in places.map { layer.values.cells[$0] } }, waiting: waiting)
  }
}

/// One layer of what a tile makes of the cells of a window.
struct LayerPart {
  var rule: AggregationRule
  var values: Grid<Double>
  var waiting: [Int: PartialCell]
}

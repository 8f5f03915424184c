package import Grids

/// A coarse grid that is put together from what tiles make of it, in whatever order they come.
///
/// The result is that of one `Aggregation` over the whole raster, to the last bit. In memory are the grid and the cells
/// that more than one tile reaches.
package struct CoarseMerge: Sendable {
  package let rules: [AggregationRule]
  private let coarse: GridGeometry
  private let minimumShare: Double
  private var results: [Grid<Double>]
  private var isFinished: [Bool]
  private var absorbed: Set<Int> = []
  /// Where the layers of a cell that waits begin among `partials`, by its place.
  private var places: [Int: Int] = [:]
  private var partials: [PartialCell] = []
  /// How many fine cells belong to each of the cells that wait.
  private var expected: [Double?] = []

  /// - Parameters:
  ///   - rules: of the layers.
  ///   - minimumShare: least share of a coarse cell's fine cells that must have a value, 0 ... 1.
  package init(_ rules: [AggregationRule], onto coarse: GridGeometry, minimumShare: Double = 0.5) {
    self.rules = rules
    self.coarse = coarse
    self.minimumShare = minimumShare
    results = rules.map { Grid(geometry: coarse, repeating: $0 == .count ? 0 : .nan) }
    isFinished = [Bool](repeating: false, count: coarse.count)
  }

  /// Takes in what one tile makes of the grid.
  ///
  /// - Throws: `CoarseMergeError`, with nothing taken in, where the part is of another product, or contradicts those
  ///   before.
  package mutating func absorb(_ part: CoarsePart) throws(CoarseMergeError) {
    try check(part)
    absorbed.insert(part.tile)
    let count = part.finishedCount
    var next = 0
    for run in part.finished {
      for layer in results.indices {
        let first = layer * count + next
        results[layer].cells.replaceSubrange(run, with: part.values[first..<first + run.count])
      }
      isFinished.replaceSubrange(run, with: repeatElement(true, count: run.count))
      next += run.count
    }
    for cell in part.waiting {
      guard let first = places[cell.place] else {
        places[cell.place] = partials.count
        partials += cell.layers
        expected.append(cell.cells)
        continue
      }
      for (layer, partial) in cell.layers.enumerated() { partials[first + layer].add(partial) }
    }
  }

  private func check(_ part: CoarsePart) throws(CoarseMergeError) {
    guard part.rules == rules, part.rows == coarse.rows, part.columns == coarse.columns,
      part.minimumShare == minimumShare
    else { throw CoarseMergeError(tile: part.tile, problem: .product) }
    guard !absorbed.contains(part.tile) else { throw CoarseMergeError(tile: part.tile, problem: .again) }
    for run in part.finished {
      for place in run where isFinished[place] || places[place] != nil {
        throw CoarseMergeError(tile: part.tile, problem: .contradiction(coarse.cell(at: place)))
      }
    }
    for cell in part.waiting {
      let known = rules.isEmpty ? nil : places[cell.place].map { expected[$0 / rules.count] }
      guard !isFinished[cell.place], known.map({ $0 == cell.cells }) ?? true else {
        throw CoarseMergeError(tile: part.tile, problem: .contradiction(coarse.cell(at: cell.place)))
      }
    }
  }

  /// A grid for each layer; cells that no tile reached have no value, and a count of 0.
  package consuming func finish() -> [Grid<Double>] {
    for (place, first) in places where !rules.isEmpty {
      for (layer, rule) in rules.enumerated() {
        results[layer].cells[place] = partials[first + layer].value(
          by: rule, minimumShare: minimumShare, cells: expected[first / rules.count])
      }
    }
    return results
  }
}

/// Why what a tile makes of a coarse grid does not go with the rest.
package struct CoarseMergeError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Problem: Hashable, Sendable {
    /// Other layers, another grid or another least share.
    case product
    /// The tile was taken in before.
    case again
    /// A coarse cell that one tile has finished is reached by another too.
    case contradiction(CellIndex)
  }

  package var tile: Int
  package var problem: Problem

  package var description: String { "part of tile \(tile): error: \(what)\n  \(mend)" }

  private var what: String {
    switch problem {
    case .product: "it is of other layers, of another grid or of another least share"
    case .again: "the tile was there before"
    case .contradiction(let cell):
      "another tile has another opinion of what reaches the coarse cell in row \(cell.row), column \(cell.column)"
    }
  }

  private var mend: String {
    switch problem {
    case .product: "Make the parts of all tiles with the same layers, onto the same grid."
    case .again: "Hand over each tile once."
    case .contradiction: "Make the parts of all tiles again, with one plan and one assignment of cells."
    }
  }
}

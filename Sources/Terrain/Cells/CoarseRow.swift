import Grids

/// What has come into the cells of one coarse row so far.
struct CoarseRow: Sendable {
  private let layers: [Aggregation.Layer]
  /// Whether a layer's values count by share alone, whatever the area of their cells.
  private let countsShares: [Bool]
  /// Cell by cell, and layer by layer within a cell.
  private var cells: [CoarseCell]
  /// What did not fit the sums of cells, by the cell's place.
  private var wide: [Int: WideSum] = [:]
  /// The values of layers that keep them, by the cell's place; empty if none does.
  private var values: [[WeightedValue]]

  init(_ layers: [Aggregation.Layer], columns: Int) {
    self.layers = layers
    countsShares = layers.map { $0.rule == .sum }
    cells = [CoarseCell](repeating: CoarseCell(), count: layers.count * columns)
    values = [[WeightedValue]](repeating: [], count: layers.contains(where: \.isCollected) ? cells.count : 0)
  }

  /// Takes totals in, from one of this row's on, as long as they are.
  ///
  /// - Returns: the place of the first that is not.
  mutating func take(_ totals: UnsafeBufferPointer<RunTotal>, from first: Int, of runs: UnsafeBufferPointer<CellRun>)
    -> Int
  {
    let row = runs[Int(totals[first].run)].row
    let end =
      totals[first...].firstIndex { runs[Int($0.run)].row != row } ?? totals.endIndex
    if !values.isEmpty { collect(totals[first..<end], of: runs) }
    var rests: [(place: Int, term: ExactSum.Term)] = []
    let (layersInCell, countsShares) = (layers.count, countsShares)
    cells.withUnsafeMutableBufferPointer { cells in
      for total in totals[first..<end] {
        let run = runs[Int(total.run)]
        let place = Int(run.column) &* layersInCell &+ Int(total.layer)
        let weight = countsShares[Int(total.layer)] ? run.share : run.weight
        if let rest = cells[place].add(total, share: run.share, weight: weight) { rests.append((place, rest)) }
      }
    }
    for rest in rests { putAside(rest.term, of: rest.place) }
    return end
  }

  private mutating func collect(
    _ totals: Slice<UnsafeBufferPointer<RunTotal>>, of runs: UnsafeBufferPointer<CellRun>
  ) {
    for total in totals where total.valid > 0 && layers[Int(total.layer)].isCollected {
      let run = runs[Int(total.run)]
      let value = Double(sign: .plus, exponent: Int(total.exponent), significand: Double(total.significand))
      values[Int(run.column) * layers.count + Int(total.layer)].append(
        WeightedValue(value: value, weight: run.weight))
    }
  }

  /// Takes in what a kernel row makes of the digits of a fine row's values.
  ///
  /// - Parameter first: the place among them of the kernel row's first.
  mutating func add(
    _ kernel: KernelRow, _ weights: [Int32], _ digits: RowDigits, from first: Int, ofLayer layer: Int
  ) {
    let place = Int(kernel.column) * layers.count + layer
    let columns = Int(kernel.start)..<Int(kernel.start + kernel.count)
    let (offered, present) = digits.weights(weights, columns, from: first)
    let weight = Int64(kernel.weight)
    cells[place].weight += Int128(present * weight)
    cells[place].share += Int128(present * weight)
    cells[place].offered += Int128(offered * weight)
    digits.forEachSum(weights, columns, from: first) { significand, exponent in
      if let rest = cells[place].sum.add(significand, exponent: exponent, weight: weight) {
        putAside(rest, of: place)
      }
    }
  }

  mutating func add(_ other: CoarseRow) {
    for place in cells.indices {
      if let rest = cells[place].add(other.cells[place]) { putAside(rest, of: place) }
    }
    for (place, digits) in other.wide { wide[place, default: WideSum()].add(digits) }
    for (place, more) in other.values.enumerated() { values[place] += more }
  }

  private mutating func putAside(_ rest: ExactSum.Term, of place: Int) { wide[place, default: WideSum()].add(rest) }

  /// Gives up what came into one cell of a layer.
  mutating func take(ofLayer layer: Int, column: Int) -> PartialCell {
    let place = column * layers.count + layer
    var cell = PartialCell(cell: cells[place], wide: wide.isEmpty ? nil : wide[place])
    if !values.isEmpty { swap(&cell.values, &values[place]) }
    return cell
  }
}

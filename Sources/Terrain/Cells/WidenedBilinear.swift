package import Grids

/// The fine cells around the centre of each coarse cell, weighted as bilinear interpolation does with its kernel widened
/// to the coarse cell: the reading of "resampled by bilinear" that GDAL's warp has.
///
/// The weight of the fine cell in row j and column i for a centre at (u, v), counted in fine cells from the north-western
/// corner, is the product of two triangles with the kernel's reaches s:
///
///     max(0, 1 − |i + ½ − u| / s₁) · max(0, 1 − |j + ½ − v| / s₂)
///
/// Cells without a value are left out, the others' weights scaled up. A coarse cell whose centre lies outside of the fine
/// grid gets nothing, as in GDAL; GDAL also leaves it empty where the fine cell under its centre has no value, while here
/// the share of the weight that has one decides.
///
/// - Reference: GDAL 3.6, `alg/gdalwarpkernel.cpp`, `GWKResampleNoMasksT` and its kin.
package struct WidenedBilinear: CellAssignment, Sendable {
  package let fine: GridGeometry
  package let coarse: GridGeometry
  private let reach: (columns: Double, rows: Double)
  /// Places of coarse cells, ordered by the first fine row in their kernel; `starts[row]` is the first of `row`.
  private let places: [Int32]
  private let starts: [Int]
  /// For each coarse cell how far its centre lies east and south of the fine grid's corner, in fine cells.
  private let east: [Double]
  private let south: [Double]
  private let firstReached: [Int]

  /// - Parameters:
  ///   - centres: where the centre of each coarse cell lies in the fine grid's coordinate reference system, row by row;
  ///     `nil` where it has no place there.
  ///   - reach: of the kernel to either side, in fine columns and rows; at least 1, one giving plain bilinear
  ///     interpolation.
  package init(
    of fine: GridGeometry, at centres: [MapPoint?], of coarse: GridGeometry, reach: (columns: Double, rows: Double)
  ) {
    precondition(centres.count == coarse.count, "one centre for each coarse cell")
    precondition(reach.columns >= 1 && reach.rows >= 1, "a kernel narrower than the fine cells")
    self.fine = fine
    self.coarse = coarse
    self.reach = reach
    east = centres.map { $0.map { ($0.x - fine.west) / fine.cellWidth } ?? .nan }
    let south = centres.map { $0.map { (fine.north - $0.y) / fine.cellHeight } ?? .nan }
    self.south = south
    /// The fine rows in a kernel; `nil` of centres outside.
    let rows = zip(east, south).map { east, south in
      east >= 0 && east < Double(fine.columns) && south >= 0 && south < Double(fine.rows)
        ? reached(around: south, reach.rows, of: fine.rows) : nil
    }
    var counts = [Int](repeating: 0, count: fine.rows + 1)
    for row in rows { if let row { counts[row.lowerBound + 1] += 1 } }
    for index in 1..<counts.count { counts[index] += counts[index - 1] }
    starts = counts
    var next = counts
    var places = [Int32](repeating: 0, count: counts[counts.count - 1])
    // A coarse row matters until the last fine row of a kernel in it.
    var northernmost = [Int?](repeating: nil, count: fine.rows)
    for (place, rows) in rows.enumerated() {
      guard let rows else { continue }
      places[next[rows.lowerBound]] = Int32(truncatingIfNeeded: place)
      next[rows.lowerBound] += 1
      let last = rows.upperBound - 1
      northernmost[last] = min(northernmost[last] ?? coarse.rows, place / coarse.columns)
    }
    self.places = places
    firstReached = leastReached(northernmost, none: coarse.rows)
  }

  /// The sum of the weights.
  package func cells(inRow row: Int, column: Int) -> Double? {
    let place = coarse.offset(of: CellIndex(row: row, column: column))
    guard east[place].isFinite, south[place].isFinite else { return 0 }
    return sum(around: east[place], reach.columns) * sum(around: south[place], reach.rows)
  }

  package func appendRuns(ofRow row: Int, columns: Range<Int>, to runs: inout [CellRun]) {
    forEachKernel(inRow: row) { cell, centre, rowWeight in
      for column in reached(around: centre, reach.columns, of: fine.columns).clamped(to: columns) {
        let units = Int64(rowWeight) * Int64(weight(of: column, around: centre, reach.columns))
        if units == 0 { continue }
        runs.append(
          CellRun(row: cell.row, column: cell.column, columns: column..<column + 1, share: units, weight: units))
      }
    }
  }

  package func appendKernels(ofRow row: Int, columns: Range<Int>, to kernels: inout KernelRows) -> Bool {
    // Sums of digits of 32 bits by weights of 20 stay below 63 bits.
    guard reach.columns < 1000 else { return false }
    forEachKernel(inRow: row) { cell, centre, rowWeight in
      var within = reached(around: centre, reach.columns, of: fine.columns).clamped(to: columns)
      // At its ends a weight may be rounded to nothing.
      while let last = within.last, weight(of: last, around: centre, reach.columns) == 0 { within.removeLast() }
      while let first = within.first, weight(of: first, around: centre, reach.columns) == 0 { within.removeFirst() }
      if within.isEmpty { return }
      kernels.rows.append(
        KernelRow(
          row: cell.row, column: cell.column, columns: within, start: kernels.weights.count, weight: rowWeight))
      for column in within { kernels.weights.append(weight(of: column, around: centre, reach.columns)) }
    }
    return true
  }

  /// Visits the coarse cells whose kernels reach a fine row, with the place of their centres in it and its weight.
  @inline(__always)
  private func forEachKernel(inRow row: Int, _ body: (CellIndex, _ centre: Double, _ weight: Int32) -> Void) {
    // No kernel that begins farther north reaches this row.
    let northernmost = max(0, row - Int(2 * reach.rows) - 1)
    for place in places[starts[northernmost]..<starts[row + 1]] {
      let weight = weight(of: row, around: south[Int(place)], reach.rows)
      if weight > 0 { body(coarse.cell(at: Int(place)), east[Int(place)], weight) }
    }
  }

  @inline(__always)
  private func weight(of cell: Int, around centre: Double, _ reach: Double) -> Int32 {
    KernelRow.units(max(0, share(of: cell, around: centre, reach)))
  }

  package func firstRowReached(from row: Int) -> Int { firstReached[min(row, firstReached.count - 1)] }
}

/// The cells along an axis whose middles lie nearer to a centre than the kernel reaches, of those that there are; not
/// empty where the centre lies among them.
private func reached(around centre: Double, _ reach: Double, of count: Int) -> Range<Int> {
  let first = (centre - 0.5 - reach).rounded(.down) + 1
  let end = (centre - 0.5 + reach).rounded(.up)
  return max(0, Int(first))..<min(count, Int(end))
}

@inline(__always)
private func share(of cell: Int, around centre: Double, _ reach: Double) -> Double {
  1 - (Double(cell) + 0.5 - centre).magnitude / reach
}

/// The sum of the weights along an axis that has no end.
private func sum(around centre: Double, _ reach: Double) -> Double {
  // Whole cells farther along the weights are the same.
  let place = reach.rounded(.up) + 1 + (centre - centre.rounded(.down))
  return reached(around: place, reach, of: .max).reduce(0) { $0 + share(of: $1, around: place, reach) }
}

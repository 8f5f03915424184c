package import Grids
import Statistics

/// How the values of fine cells become one value.
package enum AggregationRule: String, CaseIterable, Hashable, Sendable {
  /// Weighted by area where areas are given.
  case mean
  /// The value with half of the weight below it; between two values, the middle of them.
  case median
  /// The value with the greatest weight; of several the smallest.
  case mode
  /// The direction of the sum of unit vectors, for degrees on a circle, 0 ..< 360; no value where they cancel, that is
  /// where the mean vector is shorter than 1e−9.
  case vectorMean = "vector-mean"
  /// Of amounts that cells hold: each gives what its share of it is, whatever its area.
  case sum
  /// How many fine cells have a value, cells that are cut by their share; 0 where none has.
  case count
}

/// Brings a grid to a coarser one whose cells hold whole fine cells.
///
/// Fine cells without a value, and those that the fine grid does not reach, are left out. Sums are exact and rounded once.
/// Every fine cell has the same weight, which on a geographic grid leaves out that cells narrow towards the pole within a
/// coarse cell; `Aggregation` weights them by area.
///
/// - Parameters:
///   - coarse: has the CRS of `fine`, a cell size that is a whole multiple of its cell size, and edges on its edges;
///     departures below a thousandth of a fine cell over the whole grid are taken for rounding.
///   - minimumShare: least share of a coarse cell's fine cells that must have a value for it to have one, 0 ... 1; at
///     least one must in any case.
/// - Throws: `NestingError` where the cells are not nested.
/// - Complexity: O(n) in the fine cells; O(n log k) for median and mode, with k fine cells in a coarse one.
package func aggregate(
  _ fine: Grid<Double>, to coarse: GridGeometry, by rule: AggregationRule, minimumShare: Double = 0.5
) throws(NestingError) -> Grid<Double> {
  let nesting = try Nesting(of: fine.geometry, in: coarse)
  let assignment = AlignedCells(nesting, of: fine.geometry, in: coarse)
  guard rule == .vectorMean else {
    var aggregation = Aggregation([.init(0, rule)], by: assignment, minimumShare: minimumShare)
    forEachRow(of: [fine]) { aggregation.add(northernmost: $0) }
    return aggregation.finish()[0]
  }
  var aggregation = Aggregation([.init(0, .mean), .init(1, .mean)], by: assignment, minimumShare: minimumShare)
  let columns = fine.geometry.columns
  var vectors = [Double](repeating: .nan, count: 2 * columns)
  forEachRow(of: [fine]) { strip in
    let degrees = strip.values(ofLayer: 0, row: strip.rows.lowerBound)
    for column in 0..<columns {
      vectors[column] = Portable.sin(degrees[column] * (.pi / 180))
      vectors[columns + column] = Portable.cos(degrees[column] * (.pi / 180))
    }
    vectors.withUnsafeBufferPointer { vectors in
      guard let memory = vectors.baseAddress else { return }
      aggregation.add(northernmost: LayerStrip(layers: 2, rows: strip.rows, columns: strip.columns, memory: memory))
    }
  }
  let means = aggregation.finish()
  return directions(east: means[0], north: means[1])
}

package import Grids
import Statistics

/// How the values of fine cells become one value.
package enum AggregationRule: String, CaseIterable, Hashable, Sendable {
  case mean
  /// Of an even number, the mean of the two in the middle.
  case median
  /// The most frequent value; of equally frequent ones the smallest.
  case mode
  /// The direction of the sum of unit vectors, for degrees on a circle, 0 ..< 360; no value where they cancel, that is
  /// where the mean vector is shorter than 1e−9.
  case vectorMean = "vector-mean"
}

/// Brings a grid to a coarser one whose cells hold whole fine cells.
///
/// Fine cells without a value, and those that the fine grid does not reach, are left out. Sums run row by row from the
/// north-west. Every fine cell has the same weight, which on a geographic grid leaves
/// out that cells narrow towards the pole within a coarse cell.
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
  var result = Grid(geometry: coarse, repeating: Double.nan)
  var values: [Double] = []
  for place in 0..<coarse.count {
    nesting.collect(fine, within: coarse.cell(at: place), into: &values)
    if values.isEmpty || Double(values.count) < minimumShare * Double(nesting.cellsInCell) { continue }
    result.cells[place] = rule.value(of: &values)
  }
  return result
}

extension AggregationRule {
  /// The one value that stands for `values`, which are not empty and may be reordered.
  func value(of values: inout [Double]) -> Double {
    switch self {
    case .mean:
      return Statistics.mean(values) ?? .nan
    case .median:
      return Statistics.median(values) ?? .nan
    case .mode:
      values.sort()
      return longestRun(values)
    case .vectorMean:
      return meanDirection(values)
    }
  }
}

/// The value that stands most often in a sorted list; the first of several.
private func longestRun(_ sorted: [Double]) -> Double {
  var best = (value: Double.nan, count: 0)
  var run = best
  for value in sorted {
    run = value == run.value ? (value, run.count + 1) : (value, 1)
    if run.count > best.count { best = run }
  }
  return best.value
}

/// The direction of the sum of unit vectors; all in degrees.
private func meanDirection(_ degrees: [Double]) -> Double {
  var (northness, eastness) = (0.0, 0.0)
  for angle in degrees {
    northness += Portable.cos(angle * (.pi / 180))
    eastness += Portable.sin(angle * (.pi / 180))
  }
  let count = Double(degrees.count)
  return direction(east: eastness / count, north: northness / count) ?? .nan
}

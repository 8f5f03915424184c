import Grids
import Statistics

/// A published map to compare with: the truth averaged over a window, with a bias and noise; never below 0.
func referenceMap(
  of truth: Grid<Float>, smoothing: Double, bias: Double, noise: Double, seed: UInt64, name: String
) -> Grid<Float> {
  let geometry = truth.geometry
  let reach = Int((smoothing * 1000 / geometry.cellWidth / 2).rounded(.down))
  let smooth = boxMean(truth, reach: reach)
  var stream = RandomStream(seed: seed, name: "twin/\(name)")
  return Grid(
    geometry: geometry,
    cells: smooth.map { value in
      // One deviate a cell, with or without a value, so that no cell's noise depends on the mask.
      let deviate = stream.normal()
      return value.isNaN ? .nan : Float(max(0, value + bias + noise * deviate))
    })
}

/// The mean of the values within `reach` cells along both axes, NaN where the middle has none.
func boxMean(_ grid: Grid<Float>, reach: Int) -> [Double] {
  let geometry = grid.geometry
  let stride = geometry.columns + 1
  var sums = [Double](repeating: 0, count: stride * (geometry.rows + 1))
  var counts = [Double](repeating: 0, count: sums.count)
  for row in 0..<geometry.rows {
    var sum = 0.0
    var count = 0.0
    for column in 0..<geometry.columns {
      let value = grid.cells[row * geometry.columns + column]
      if !value.isNaN {
        sum += Double(value)
        count += 1
      }
      let place = (row + 1) * stride + column + 1
      sums[place] = sums[place - stride] + sum
      counts[place] = counts[place - stride] + count
    }
  }
  var means = [Double](repeating: .nan, count: geometry.count)
  for offset in means.indices where !grid.cells[offset].isNaN {
    let (row, column) = (offset / geometry.columns, offset % geometry.columns)
    let top = max(0, row - reach) * stride
    let bottom = min(geometry.rows, row + reach + 1) * stride
    let left = max(0, column - reach)
    let right = min(geometry.columns, column + reach + 1)
    func within(_ table: [Double]) -> Double {
      table[bottom + right] - table[top + right] - table[bottom + left] + table[top + left]
    }
    means[offset] = within(sums) / within(counts)
  }
  return means
}

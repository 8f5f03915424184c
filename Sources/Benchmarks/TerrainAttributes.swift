import Grids
import Terrain

extension Benchmark {
  /// Six attributes of the 3 x 3 window, in one pass, one thread.
  static var terrainLocal: Benchmark {
    derivation(
      "terrain-local", [.slope, .aspect, .generalCurvature, .profileCurvature, .planCurvature, .ruggedness])
  }

  private static func derivation(_ name: String, _ attributes: Set<TerrainAttribute>) -> Benchmark {
    Benchmark(name, ("cells", SyntheticRelief.side * SyntheticRelief.side), repeats: 3) {
      let heights = SyntheticRelief().heights
      let spacing = try Spacing(projected: heights.geometry)
      return {
        let derived = derive(attributes, from: heights, spacing: spacing)
        let largest = derived.map { ($0.key.rawValue, largestInTheMiddle(of: $0.value)) }
        return Outcome(parts: ("cell", heights.geometry.count), result: Dictionary(uniqueKeysWithValues: largest))
      }
    }
  }
}

/// The largest value in the middle row.
private func largestInTheMiddle(of grid: Grid<Double>) -> Double {
  let first = grid.geometry.offset(of: CellIndex(row: grid.geometry.rows / 2, column: 0))
  return grid.cells[first..<first + grid.geometry.columns].filter { !$0.isNaN }.max() ?? 0
}

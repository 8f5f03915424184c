import Grids
import Terrain

extension Benchmark {
  /// A degree of whole metres at one arc-second: slope, aspect, three curvatures, Laplacian and ruggedness in one pass, in
  /// single precision, brought to cells of thirty arc-seconds on the way; one thread.
  static var terrainLocal: Benchmark {
    let side = SyntheticTile.cellsInDegree
    return Benchmark("terrain-local", ("cells", side * side), repeats: 3) {
      let heights = SyntheticTile.degree()
      let fine = SyntheticTile.geometry
      var coarse = fine
      (coarse.cellWidth, coarse.cellHeight) = (30 * fine.cellWidth, 30 * fine.cellHeight)
      (coarse.columns, coarse.rows) = (side / 30, side / 30)
      let spacing = try Spacing(geographic: fine)
      let attributes: [TerrainAttribute] = [
        .slope, .aspect, .laplacian, .profileCurvature, .planCurvature, .tangentialCurvature, .ruggedness,
      ]
      return {
        var product = AttributeAggregation(
          attributes, to: try AlignedCells(.nested, of: fine, in: coarse, weightedBy: spacing))
        let pass = TerrainPass<Float>(product.layers, columns: side, spacing: spacing)
        try pass.run(
          heights: { row, columns, out in
            heights.withUnsafeBufferPointer { heights in
              let first = row * side + columns.lowerBound
              for index in 0..<columns.count { out[index] = Float(heights[first &+ index]) }
            }
          },
          deliver: { product.add($0) })
        let means = product.finish().map { ($0.key.rawValue, largestInTheMiddle(of: $0.value)) }
        return Outcome(
          parts: ("cell", side * side), result: Dictionary(uniqueKeysWithValues: means + [("sum", sum(of: heights))]))
      }
    }
  }

  /// Six attributes of the 3 x 3 window of four million cells, in memory and in double precision, one thread.
  static var terrainLocalDouble: Benchmark {
    derivation(
      "terrain-local-double", [.slope, .aspect, .generalCurvature, .profileCurvature, .planCurvature, .ruggedness])
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

extension SyntheticTile {
  /// The degree from 27 to 28 north and 86 to 87 east, whose cells are those samples and not their corners.
  static let geometry = GridGeometry(
    crs: "EPSG:4326", west: 86, north: 28, cellWidth: 1 / Double(cellsInDegree), cellHeight: 1 / Double(cellsInDegree),
    columns: cellsInDegree, rows: cellsInDegree)

  /// Its heights, row by row.
  static func degree() -> [Int16] {
    var tile = SyntheticTile(degreesEast: 86, columns: cellsInDegree)
    return [Int16](unsafeUninitializedCapacity: cellsInDegree * cellsInDegree) { buffer, count in
      guard let first = buffer.baseAddress else { return }
      for row in 0..<cellsInDegree {
        tile.fill(first + row * cellsInDegree, row: Self.row(degreesNorth: 28) + row)
      }
      count = cellsInDegree * cellsInDegree
    }
  }
}

private func sum(of heights: [Int16]) -> Double { Double(heights.reduce(0) { $0 + Int($1) }) }

/// The largest value in the middle row.
private func largestInTheMiddle(of grid: Grid<Double>) -> Double {
  let first = grid.geometry.offset(of: CellIndex(row: grid.geometry.rows / 2, column: 0))
  return grid.cells[first..<first + grid.geometry.columns].filter { !$0.isNaN }.max() ?? 0
}

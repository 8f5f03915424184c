import Grids
import Statistics

/// A terrain model of 4 million cells of 25 m: ranges, hills and basins with level floors, in whole metres as published
/// ones are.
struct SyntheticRelief {
  static let side = 2000
  static let cellSize = 25.0

  let heights: Grid<Double>

  init() {
    let side = Self.side
    var sums = [Double](repeating: 0, count: side * side)
    var amplitude = 2800.0
    for octave in 0..<10 {
      let noise = LatticeNoise(spacing: 1024 >> octave, side: side, name: "benchmarks/relief/octave-\(octave)")
      for row in 0..<side {
        for column in 0..<side {
          let value = noise.value(row: row, column: column)
          // The large octaves are folded into ridges.
          sums[row * side + column] += amplitude * (octave < 5 ? 1 - (2 * value - 1).magnitude : value)
        }
      }
      amplitude *= 0.5625
    }
    let basins = 3600.0
    heights = Grid(
      geometry: Self.geometry(cells: side, of: Self.cellSize), cells: sums.map { max($0, basins).rounded() })
  }

  /// A square of `cells` by `cells`, with its north-western corner where that of the heights is.
  static func geometry(cells: Int, of size: Double) -> GridGeometry {
    GridGeometry(
      crs: "EPSG:32645", west: 400_000, north: 3_500_000, cellWidth: size, cellHeight: size, columns: cells, rows: cells
    )
  }
}

/// Random numbers on the nodes of a lattice, blended smoothly between them; 0 ..< 1.
private struct LatticeNoise {
  private let spacing: Int
  private let nodes: Int
  private let values: [Double]

  init(spacing: Int, side: Int, name: String) {
    self.spacing = spacing
    let nodes = side / spacing + 2
    self.nodes = nodes
    var stream = RandomStream(seed: 1, name: name)
    values = (0..<nodes * nodes).map { _ in stream.uniform() }
  }

  func value(row: Int, column: Int) -> Double {
    let (y, x) = (blend(row), blend(column))
    let north = row / spacing * nodes + column / spacing
    let south = north + nodes
    let upper = values[north] + (values[north + 1] - values[north]) * x
    let lower = values[south] + (values[south + 1] - values[south]) * x
    return upper + (lower - upper) * y
  }

  private func blend(_ place: Int) -> Double {
    let share = Double(place % spacing) / Double(spacing)
    return share * share * (3 - 2 * share)
  }
}

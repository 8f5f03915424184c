import Grids

/// A plateau at one arc second, in whole metres: ranges, hills and basins with level floors. A third of it lies in
/// depressions, far more than of real ground.
///
/// Every cell is a function of its own row and column, in whole numbers and plain double precision, so that any window
/// agrees with any other, and other programs can be given the same cells. Column 0 lies at 73° E, row 0 at 40° N.
struct PlateauRelief {
  var seed: UInt64 = 20_240_626

  /// Cells from one node of the lattice to the next, octave by octave.
  private static let periods = [4096, 2048, 1024, 512, 256, 128, 64, 32, 16, 8, 4, 2]

  /// The heights of a window, row by row.
  func heights(firstRow: Int, firstColumn: Int, rows: Int, columns: Int) -> [Int16] {
    var octaves = Self.periods.enumerated().map {
      Octave(number: $0, period: $1, seed: seed, columns: firstColumn..<firstColumn + columns)
    }
    var heights: [Int16] = []
    heights.reserveCapacity(rows * columns)
    var sums = [Double](repeating: 0, count: columns)
    for row in firstRow..<firstRow + rows {
      for column in sums.indices { sums[column] = 0 }
      var amplitude = 1.0
      for octave in octaves.indices {
        octaves[octave].add(row: row, times: amplitude, to: &sums)
        amplitude *= 0.5625
      }
      for sum in sums { heights.append(Int16(max(1000 + 2800 * sum, 3200).rounded(.toNearestOrEven))) }
    }
    return heights
  }
}

extension PlateauRelief {
  static let cellsInDegree = 3600

  /// The degree from 27 to 28 north and 86 to 87 east, its samples the centres of cells.
  static let degree = GridGeometry(
    crs: "EPSG:4326", west: 86, north: 28, cellWidth: 1 / Double(cellsInDegree), cellHeight: 1 / Double(cellsInDegree),
    columns: cellsInDegree, rows: cellsInDegree)

  /// The heights of `degree`, row by row.
  static func heightsOfDegree() -> [Int16] {
    PlateauRelief().heights(
      firstRow: (40 - 28) * cellsInDegree, firstColumn: (86 - 73) * cellsInDegree, rows: cellsInDegree,
      columns: cellsInDegree)
  }
}

/// Random numbers on the nodes of a lattice, blended smoothly between them; the large octaves are folded into ridges.
private struct Octave {
  private let number: Int
  private let period: Int
  private let seed: UInt64
  private let columns: Range<Int>
  /// The row of nodes north of the current row and the one south of it, blended along the columns.
  private var north: [Double] = []
  private var south: [Double] = []
  private var node = -1

  init(number: Int, period: Int, seed: UInt64, columns: Range<Int>) {
    self.number = number
    self.period = period
    self.seed = seed
    self.columns = columns
  }

  mutating func add(row: Int, times amplitude: Double, to sums: inout [Double]) {
    if row / period != node {
      north = node >= 0 && row / period == node + 1 ? south : line(row / period)
      south = line(row / period + 1)
      node = row / period
    }
    let share = blend(row)
    let isRidged = number < 6
    for column in sums.indices {
      let value = north[column] + (south[column] - north[column]) * share
      sums[column] += amplitude * (isRidged ? 1 - (2 * value - 1).magnitude : value)
    }
  }

  private func line(_ row: Int) -> [Double] {
    let first = columns.lowerBound / period
    let nodes = (first...(columns.upperBound - 1) / period + 1).map { value($0, row) }
    return columns.map { column in
      let west = nodes[column / period - first]
      return west + (nodes[column / period - first + 1] - west) * blend(column)
    }
  }

  private func blend(_ place: Int) -> Double {
    let share = Double(place % period) / Double(period)
    return share * share * (3 - 2 * share)
  }

  private func value(_ column: Int, _ row: Int) -> Double {
    let x = Self.mix(UInt64(column) &* 0x9E37_79B9_7F4A_7C15 &+ (seed &* 1_000_003 &+ UInt64(number)))
    return Double(Self.mix(x ^ (UInt64(row) &* 0xD1B5_4A32_D192_ED03)) >> 11) * 0x1p-53
  }

  private static func mix(_ number: UInt64) -> UInt64 {
    var z = number
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// One-arc-second elevations of a plateau that never was, in whole metres; any window agrees with any other.
///
/// Ranges and hills over level basins, from hashed lattices in plain double precision: the integers are those of every
/// other program that follows the same recipe. Column 0 lies at 73° E, row 0 at 40° N, 3600 cells to a degree.
struct SyntheticTile {
  static let cellsInDegree = 3600

  let firstColumn: Int
  let columns: Int
  private var octaves: [Octave]

  /// A window's columns; `degreesEast` is the longitude of the first.
  init(degreesEast: Int, columns: Int) {
    firstColumn = (degreesEast - 73) * Self.cellsInDegree
    self.columns = columns
    let first = firstColumn
    octaves = (0..<12).map { Octave($0, firstColumn: first, columns: columns) }
  }

  /// The row of the northern edge of a latitude.
  static func row(degreesNorth: Int) -> Int { (40 - degreesNorth) * cellsInDegree }

  /// Fills `heights` with a row.
  mutating func fill(_ heights: UnsafeMutablePointer<Int16>, row: Int) {
    var sums = [Double](repeating: 0, count: columns)
    var amplitude = 1.0
    for index in octaves.indices {
      octaves[index].add(amplitude, row: row, to: &sums)
      amplitude *= 0.5625
    }
    for column in 0..<columns {
      heights[column] = Int16(max(1000 + 2800 * sums[column], 3200).rounded(.toNearestOrEven))
    }
  }
}

/// Noise on a lattice, blended smoothly; the six coarsest octaves folded into ridges.
private struct Octave {
  private let index: Int
  private let period: Int
  private let firstColumn: Int
  /// For each column the place of the lattice column west of it, and how far it is blended into the next.
  private let places: [Int]
  private let shares: [Double]
  private let latticeColumns: Int
  /// The two lattice rows around the row last asked for, blended along the columns.
  private var latticeRow = Int.min
  private var north: [Double]
  private var south: [Double]

  init(_ index: Int, firstColumn: Int, columns: Int) {
    let period = 4096 >> index
    self.index = index
    self.period = period
    self.firstColumn = firstColumn
    let first = firstColumn / period
    places = (0..<columns).map { (firstColumn + $0) / period - first }
    shares = (0..<columns).map { Octave.blend((firstColumn + $0) % period, of: period) }
    latticeColumns = (firstColumn + columns - 1) / period - first + 2
    north = [Double](repeating: 0, count: columns)
    south = north
  }

  mutating func add(_ amplitude: Double, row: Int, to sums: inout [Double]) {
    if row / period != latticeRow {
      if row / period == latticeRow + 1 { swap(&north, &south) } else { north = line(row / period) }
      latticeRow = row / period
      south = line(latticeRow + 1)
    }
    let share = Octave.blend(row % period, of: period)
    let isFolded = index < 6
    for column in sums.indices {
      let value = north[column] + (south[column] - north[column]) * share
      sums[column] += amplitude * (isFolded ? 1 - (2 * value - 1).magnitude : value)
    }
  }

  private func line(_ latticeRow: Int) -> [Double] {
    let nodes = (0..<latticeColumns).map { node($0 + firstColumn / period, latticeRow) }
    return places.indices.map { column in
      let (a, b) = (nodes[places[column]], nodes[places[column] + 1])
      return a + (b - a) * shares[column]
    }
  }

  /// The hash of a lattice node as a number in 0 ..< 1.
  private func node(_ x: Int, _ y: Int) -> Double {
    let seed: UInt64 = 20_240_626 &* 1_000_003 &+ UInt64(index)
    let across = mixed(UInt64(x) &* 0x9e37_79b9_7f4a_7c15 &+ seed)
    return Double(mixed(across ^ (UInt64(y) &* 0xd1b5_4a32_d192_ed03)) >> 11) * 0x1p-53
  }

  private static func blend(_ place: Int, of period: Int) -> Double {
    let share = Double(place) / Double(period)
    return share * share * (3 - 2 * share)
  }
}

private func mixed(_ bits: UInt64) -> UInt64 {
  var z = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
  z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
  return z ^ (z >> 31)
}

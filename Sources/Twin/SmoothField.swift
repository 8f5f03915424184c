import Grids
import Statistics

/// A random surface without corners: normal deviates on a lattice, joined by cubic B-splines.
///
/// Its expected variance is 1, its Laplacian is continuous, and its value at a place depends on the lattice alone, so a
/// plateau looks the same on cells of 10 km and of 1 km.
struct SmoothField: Sendable {
  private let west: Double
  private let north: Double
  private let stepX: Double
  private let stepY: Double
  private let columns: Int
  private let rows: Int
  private let coefficients: [Double]

  /// - Parameters:
  ///   - spacing: distance of the lattice points from south to north, m; hills stand about three of them apart.
  ///   - stretch: the distance from west to east over that from south to north.
  init(over extent: Extent, spacing: Double, stretch: Double = 1, seed: UInt64, name: String) {
    stepX = spacing * stretch
    stepY = spacing
    columns = Int((extent.width / stepX).rounded(.up)) + 4
    rows = Int((extent.height / stepY).rounded(.up)) + 4
    west = extent.west - stepX
    north = extent.north + stepY
    var stream = RandomStream(seed: seed, name: "twin/\(name)")
    // The squared weights of a cubic B-spline sum to 151/315 on average along each axis, to its square over both.
    let scale = 315.0 / 151.0
    var drawn: [Double] = []
    drawn.reserveCapacity(columns * rows)
    for _ in 0..<(columns * rows) { drawn.append(scale * stream.normal()) }
    coefficients = drawn
  }

  /// The four weights of a uniform cubic B-spline at `t` in 0 ..< 1 between the second and the third of its points.
  private static func weights(_ t: Double) -> (Double, Double, Double, Double) {
    let s = 1 - t
    let a = s * s * s / 6
    let d = t * t * t / 6
    let b = (4 - 6 * t * t + 3 * t * t * t) / 6
    return (a, b, 1 - a - b - d, d)
  }

  /// The lattice interval that holds a coordinate counted in steps, kept inside the lattice, and the place within it.
  private static func interval(_ coordinate: Double, count: Int) -> (first: Int, place: Double) {
    let whole = min(max(coordinate.rounded(.down), 1), Double(count - 3))
    return (Int(whole) - 1, min(max(coordinate - whole, 0), 1))
  }

  /// The value at one place.
  func value(at point: MapPoint) -> Double {
    let (column, tx) = Self.interval((point.x - west) / stepX, count: columns)
    let (row, ty) = Self.interval((north - point.y) / stepY, count: rows)
    let x = Self.weights(tx)
    let y = Self.weights(ty)
    func line(_ row: Int) -> Double {
      let c = row * columns + column
      return x.0 * coefficients[c] + x.1 * coefficients[c + 1] + x.2 * coefficients[c + 2] + x.3 * coefficients[c + 3]
    }
    return y.0 * line(row) + y.1 * line(row + 1) + y.2 * line(row + 2) + y.3 * line(row + 3)
  }

  /// Adds `weight` times the field at the centres of all cells to `values`.
  func add(to values: inout [Double], over geometry: GridGeometry, weight: Double) {
    let across = (0..<geometry.columns).map { column in
      let x = geometry.centre(of: CellIndex(row: 0, column: column)).x
      let (first, t) = Self.interval((x - west) / stepX, count: columns)
      return (first: first, weights: Self.weights(t))
    }
    var line = [Double](repeating: 0, count: columns)
    var offset = 0
    for row in 0..<geometry.rows {
      let y = geometry.centre(of: CellIndex(row: row, column: 0)).y
      let (first, t) = Self.interval((north - y) / stepY, count: rows)
      let down = Self.weights(t)
      for column in 0..<columns {
        let c = first * columns + column
        line[column] =
          weight
          * (down.0 * coefficients[c] + down.1 * coefficients[c + columns] + down.2 * coefficients[c + 2 * columns]
            + down.3 * coefficients[c + 3 * columns])
      }
      for column in 0..<geometry.columns {
        let (c, w) = across[column]
        values[offset] += w.0 * line[c] + w.1 * line[c + 1] + w.2 * line[c + 2] + w.3 * line[c + 3]
        offset += 1
      }
    }
  }
}

/// Smooth fields of halving size and amplitude, together of expected variance 1.
struct Texture: Sendable {
  private let octaves: [(field: SmoothField, weight: Double)]

  init(over extent: Extent, spacing: Double, stretch: Double = 1, octaves count: Int, seed: UInt64, name: String) {
    var built: [(field: SmoothField, weight: Double)] = []
    var amplitude = 1.0
    var size = spacing
    var variance = 0.0
    for octave in 0..<count {
      let field = SmoothField(over: extent, spacing: size, stretch: stretch, seed: seed, name: "\(name)/\(octave)")
      built.append((field, amplitude))
      variance += amplitude * amplitude
      amplitude /= 2
      size /= 2
    }
    let scale = 1 / variance.squareRoot()
    octaves = built.map { ($0.field, $0.weight * scale) }
  }

  /// The values at the centres of all cells, row by row.
  func sampled(on geometry: GridGeometry) -> [Double] {
    var values = [Double](repeating: 0, count: geometry.count)
    for octave in octaves { octave.field.add(to: &values, over: geometry, weight: octave.weight) }
    return values
  }

  func value(at point: MapPoint) -> Double {
    var sum = 0.0
    for octave in octaves { sum += octave.weight * octave.field.value(at: point) }
    return sum
  }
}

/// An axis-parallel rectangle of the plane, m.
struct Extent: Hashable, Sendable {
  var west: Double
  var south: Double
  var east: Double
  var north: Double

  var width: Double { east - west }
  var height: Double { north - south }
}

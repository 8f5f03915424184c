/// The columns of a table laid open for one pass, and the weight of a mismatch.
struct OpenTable<Value: BinaryFloatingPoint> {
  var continuous: [UnsafePointer<Value>]
  var ranks: [UnsafePointer<UInt8>]
  var gamma: Value
}

/// One prototype in the table's own terms.
struct OpenPrototype<Value: MeasuredValue>: Sendable {
  var centroid: [Value]
  var ranks: [UInt8]
}

extension MixedTable {
  /// Calls `body` with the columns in memory.
  func withOpenTable<Result>(gamma: Double, _ body: (OpenTable<Value>) -> Result) -> Result {
    withPointers(to: continuous[...]) { continuous in
      withPointers(to: ranks[...]) { ranks in
        body(OpenTable(continuous: continuous, ranks: ranks, gamma: Value(gamma)))
      }
    }
  }

  func open(_ prototypes: Prototypes) -> [OpenPrototype<Value>] {
    zip(prototypes.centroids, prototypes.modes).map { centroid, modes in
      OpenPrototype(
        centroid: centroid.map { Value($0) },
        ranks: zip(modes, levels).map { mode, levels in levels.firstIndex(of: mode).map { UInt8($0) } ?? unmetRank })
    }
  }
}

/// Pointers to the first elements of several arrays at once; every array holds at least one.
private func withPointers<Element, Result>(
  to arrays: ArraySlice<[Element]>, _ open: [UnsafePointer<Element>] = [], _ body: ([UnsafePointer<Element>]) -> Result
) -> Result {
  guard let first = arrays.first else { return body(open) }
  return first.withUnsafeBufferPointer { buffer in
    withPointers(to: arrays.dropFirst(), open + (buffer.baseAddress.map { [$0] } ?? []), body)
  }
}

/// Rows are measured in tiles of at most this many, which fit the first cache with their distances.
let rowsInTile = 512

/// Room for the distances of a tile; used by one thread at a time.
struct TileMemory<Value: BinaryFloatingPoint>: ~Copyable {
  /// The distance to the prototype at hand.
  let distance = UnsafeMutablePointer<Value>.allocate(capacity: rowsInTile)
  /// The least distance so far, and to which prototype: a whole number, kept as `Value` so that both are chosen by one
  /// comparison of equal width, several rows at a time.
  let nearest = UnsafeMutablePointer<Value>.allocate(capacity: rowsInTile)
  let label = UnsafeMutablePointer<Value>.allocate(capacity: rowsInTile)
  let cluster = UnsafeMutablePointer<UInt8>.allocate(capacity: rowsInTile)
  let mismatches = UnsafeMutablePointer<UInt8>.allocate(capacity: rowsInTile)
  /// What mismatches cost against each of four prototypes.
  let weighed = UnsafeMutablePointer<Value>.allocate(capacity: 4 * rowsInTile)

  deinit {
    distance.deallocate()
    nearest.deallocate()
    label.deallocate()
    cluster.deallocate()
    mismatches.deallocate()
    weighed.deallocate()
  }
}

/// The distance of `count` rows from `first` on to one prototype: squared differences summed in the order of columns,
/// then γ times the number of codes that differ.
@specialized(where Value == Float)
@specialized(where Value == Double)
func measure<Value: MeasuredValue>(
  _ table: OpenTable<Value>, _ prototype: OpenPrototype<Value>, first: Int, count: Int,
  distance: UnsafeMutablePointer<Value>, mismatches: UnsafeMutablePointer<UInt8>
) {
  distance.update(repeating: 0, count: count)
  for (column, centre) in zip(table.continuous, prototype.centroid) {
    let values = column + first
    for row in 0..<count {
      let difference = values[row] - centre
      distance[row] += difference * difference
    }
  }
  guard !table.ranks.isEmpty else { return }
  mismatches.update(repeating: 0, count: count)
  for (column, mode) in zip(table.ranks, prototype.ranks) {
    let ranks = column + first
    for row in 0..<count { mismatches[row] &+= ranks[row] == mode ? 0 : 1 }
  }
  for row in 0..<count { distance[row] += table.gamma * Value(mismatches[row]) }
}

/// Prototypes are measured four at a time, so that a value read once serves four distances.
struct PrototypeQuartet<Value: MeasuredValue>: Sendable {
  /// Label of the first.
  var label: Int
  /// Column by column, four centroids each, repeated for eight rows.
  var centroids: [SIMD8<Value>]
  /// Column by column, four modes each.
  var ranks: [UInt8]
}

/// The prototypes in quartets. A last one that is short repeats its last prototype: of equals the lowest label wins,
/// so that the repetition wins no row.
func quartets<Value: MeasuredValue>(_ prototypes: [OpenPrototype<Value>]) -> [PrototypeQuartet<Value>] {
  stride(from: 0, to: prototypes.count, by: 4).map { first in
    let four = (first..<first + 4).map { prototypes[min($0, prototypes.count - 1)] }
    return PrototypeQuartet(
      label: first,
      centroids: four[0].centroid.indices.flatMap { column in four.map { SIMD8(repeating: $0.centroid[column]) } },
      ranks: four[0].ranks.indices.flatMap { column in four.map { $0.ranks[column] } })
  }
}

/// Finds for each row of a tile the nearest prototype, the lowest of equals.
@specialized(where Value == Float)
@specialized(where Value == Double)
func findNearest<Value: MeasuredValue>(
  _ table: OpenTable<Value>, _ quartets: [PrototypeQuartet<Value>], first: Int, count: Int,
  _ memory: borrowing TileMemory<Value>
) {
  memory.nearest.update(repeating: .infinity, count: rowsInTile)
  memory.label.update(repeating: 0, count: rowsInTile)
  for quartet in quartets {
    weighMismatches(table, quartet, first: first, count: count, memory)
    compare(table, quartet, first: first, count: count, memory)
  }
}

/// γ times the number of codes in which the rows of a tile differ from each of four prototypes.
@specialized(where Value == Float)
@specialized(where Value == Double)
private func weighMismatches<Value: MeasuredValue>(
  _ table: OpenTable<Value>, _ quartet: PrototypeQuartet<Value>, first: Int, count: Int,
  _ memory: borrowing TileMemory<Value>
) {
  let mismatches = memory.mismatches
  for place in 0..<4 {
    mismatches.update(repeating: 0, count: count)
    for (column, ranks) in table.ranks.enumerated() {
      let (ranks, mode) = (ranks + first, quartet.ranks[4 * column + place])
      for row in 0..<count { mismatches[row] &+= ranks[row] == mode ? 0 : 1 }
    }
    let weighed = memory.weighed + place * rowsInTile
    for row in 0..<count { weighed[row] = table.gamma * Value(mismatches[row]) }
  }
}

/// Measures four prototypes from eight rows at a time and keeps the nearer ones: squared differences summed in the
/// order of columns, then what mismatches cost.
@specialized(where Value == Float)
@specialized(where Value == Double)
private func compare<Value: MeasuredValue>(
  _ table: OpenTable<Value>, _ quartet: PrototypeQuartet<Value>, first: Int, count: Int,
  _ memory: borrowing TileMemory<Value>
) {
  func load(_ values: UnsafePointer<Value>) -> SIMD8<Value> {
    UnsafeRawPointer(values).loadUnaligned(as: SIMD8<Value>.self)
  }
  let columns = table.continuous.count
  let label = Value(quartet.label)
  table.continuous.withUnsafeBufferPointer { continuous in
    quartet.centroids.withUnsafeBufferPointer { centroids in
      for row in stride(from: 0, to: count, by: 8) {
        var (a, b, c, d) = (SIMD8<Value>.zero, SIMD8<Value>.zero, SIMD8<Value>.zero, SIMD8<Value>.zero)
        let rest = count - row
        for column in 0..<columns {
          let values = continuous[column] + first + row
          var x = SIMD8<Value>.zero
          if rest >= 8 { x = load(values) } else { for lane in 0..<rest { x[lane] = values[lane] } }
          Value.add(x, centroids[4 * column], to: &a)
          Value.add(x, centroids[4 * column + 1], to: &b)
          Value.add(x, centroids[4 * column + 2], to: &c)
          Value.add(x, centroids[4 * column + 3], to: &d)
        }
        let weighed = memory.weighed + row
        var nearest = load(memory.nearest + row)
        var owner = load(memory.label + row)
        Value.keepNearer(a, label, weighed, &nearest, &owner)
        Value.keepNearer(b, label + 1, weighed + 1 * rowsInTile, &nearest, &owner)
        Value.keepNearer(c, label + 2, weighed + 2 * rowsInTile, &nearest, &owner)
        Value.keepNearer(d, label + 3, weighed + 3 * rowsInTile, &nearest, &owner)
        UnsafeMutableRawPointer(memory.nearest + row).storeBytes(of: nearest, as: SIMD8<Value>.self)
        UnsafeMutableRawPointer(memory.label + row).storeBytes(of: owner, as: SIMD8<Value>.self)
      }
    }
  }
}

/// Numbers of single or double precision, eight rows at a time.
///
/// The operators of `SIMD8` are one instruction each only where the type of its elements is spelled out; written once
/// for every `Value` they go element by element.
package protocol MeasuredValue: BinaryFloatingPoint, SIMDScalar, Codable, Sendable where SIMD8Storage: Sendable {
  static func add(_ x: SIMD8<Self>, _ centre: SIMD8<Self>, to sum: inout SIMD8<Self>)
  static func keepNearer(
    _ sum: SIMD8<Self>, _ label: Self, _ weighed: UnsafePointer<Self>, _ nearest: inout SIMD8<Self>,
    _ owner: inout SIMD8<Self>)
}

extension Float: MeasuredValue {
  @inline(__always)
  package static func add(_ x: SIMD8<Float>, _ centre: SIMD8<Float>, to sum: inout SIMD8<Float>) {
    let difference = centre - x
    sum += difference * difference
  }

  @inline(__always)
  package static func keepNearer(
    _ sum: SIMD8<Float>, _ label: Float, _ weighed: UnsafePointer<Float>, _ nearest: inout SIMD8<Float>,
    _ owner: inout SIMD8<Float>
  ) {
    let distance = sum + UnsafeRawPointer(weighed).loadUnaligned(as: SIMD8<Float>.self)
    let isNearer = distance .< nearest
    owner.replace(with: label, where: isNearer)
    nearest.replace(with: distance, where: isNearer)
  }
}

extension Double: MeasuredValue {
  @inline(__always)
  package static func add(_ x: SIMD8<Double>, _ centre: SIMD8<Double>, to sum: inout SIMD8<Double>) {
    let difference = centre - x
    sum += difference * difference
  }

  @inline(__always)
  package static func keepNearer(
    _ sum: SIMD8<Double>, _ label: Double, _ weighed: UnsafePointer<Double>, _ nearest: inout SIMD8<Double>,
    _ owner: inout SIMD8<Double>
  ) {
    let distance = sum + UnsafeRawPointer(weighed).loadUnaligned(as: SIMD8<Double>.self)
    let isNearer = distance .< nearest
    owner.replace(with: label, where: isNearer)
    nearest.replace(with: distance, where: isNearer)
  }
}

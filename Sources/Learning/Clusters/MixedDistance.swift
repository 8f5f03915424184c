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

/// Room for the distances of a tile to one prototype; used by one thread at a time.
struct TileMemory<Value: BinaryFloatingPoint>: ~Copyable {
  let distance = UnsafeMutablePointer<Value>.allocate(capacity: rowsInTile)
  let mismatches = UnsafeMutablePointer<UInt8>.allocate(capacity: rowsInTile)

  deinit {
    distance.deallocate()
    mismatches.deallocate()
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
  countMismatches(table, prototype.ranks, first: first, count: count, mismatches)
  for row in 0..<count { distance[row] += table.gamma * Value(mismatches[row]) }
}

/// The number of codes in which each of `count` rows from `first` on differs from these.
@specialized(where Value == Float)
@specialized(where Value == Double)
func countMismatches<Value: MeasuredValue>(
  _ table: OpenTable<Value>, _ modes: [UInt8], first: Int, count: Int, _ mismatches: UnsafeMutablePointer<UInt8>
) {
  mismatches.update(repeating: 0, count: count)
  for (column, mode) in zip(table.ranks, modes) {
    let ranks = column + first
    for row in 0..<count { mismatches[row] &+= ranks[row] == mode ? 0 : 1 }
  }
}

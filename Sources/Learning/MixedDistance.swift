/// The columns of a table laid open for one pass, and the weight of a mismatch.
struct OpenTable<Value: BinaryFloatingPoint> {
  var continuous: [UnsafePointer<Value>]
  var ranks: [UnsafePointer<UInt8>]
  var gamma: Value
}

/// One prototype in the table's own terms.
struct OpenPrototype<Value: BinaryFloatingPoint & Sendable>: Sendable {
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
  let mismatches = UnsafeMutablePointer<UInt8>.allocate(capacity: rowsInTile)

  deinit {
    distance.deallocate()
    nearest.deallocate()
    label.deallocate()
    mismatches.deallocate()
  }
}

/// The distance of `count` rows from `first` on to one prototype: squared differences summed in the order of columns,
/// then γ times the number of codes that differ.
@specialized(where Value == Float)
@specialized(where Value == Double)
func measure<Value: BinaryFloatingPoint & Sendable>(
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

/// Finds for each row of a tile the nearest prototype, the lowest of equals.
@specialized(where Value == Float)
@specialized(where Value == Double)
func findNearest<Value: BinaryFloatingPoint & Sendable>(
  _ table: OpenTable<Value>, _ prototypes: [OpenPrototype<Value>], first: Int, count: Int,
  _ memory: borrowing TileMemory<Value>
) {
  let (distance, nearest, label) = (memory.distance, memory.nearest, memory.label)
  nearest.update(repeating: .infinity, count: count)
  label.update(repeating: 0, count: count)
  for (cluster, prototype) in zip(0..., prototypes) {
    measure(table, prototype, first: first, count: count, distance: distance, mismatches: memory.mismatches)
    let name = Value(cluster)
    // Labels rise from prototype to prototype, so a maximum takes the nearer one: a form that compiles to several rows
    // at a time, where a choice does not.
    for row in 0..<count {
      let (offered, owner): (Value, Value) = (distance[row] < nearest[row] ? name : 0, label[row])
      label[row] = offered > owner ? offered : owner
    }
    for row in 0..<count { nearest[row] = distance[row] < nearest[row] ? distance[row] : nearest[row] }
  }
}

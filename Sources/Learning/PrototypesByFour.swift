/// Prototypes are measured four at a time, so that a value read once serves four distances.
struct PrototypeQuartet<Value: MeasuredValue>: Sendable {
  /// Label of the first.
  var label: Int
  /// Column by column, four centroids each, repeated for eight rows.
  var centroids: [SIMD8<Value>]
  /// Ranks of the modes, prototype by prototype.
  var ranks: [[UInt8]]
}

/// The prototypes in quartets. A last one that is short repeats its last prototype: of equals the lowest label wins,
/// so that the repetition wins no row.
func quartets<Value: MeasuredValue>(_ prototypes: [OpenPrototype<Value>]) -> [PrototypeQuartet<Value>] {
  stride(from: 0, to: prototypes.count, by: 4).map { first in
    let four = (first..<first + 4).map { prototypes[min($0, prototypes.count - 1)] }
    return PrototypeQuartet(
      label: first,
      centroids: four[0].centroid.indices.flatMap { column in four.map { SIMD8(repeating: $0.centroid[column]) } },
      ranks: four.map(\.ranks))
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

/// What their mismatches with each of four prototypes cost the rows of a tile.
@specialized(where Value == Float)
@specialized(where Value == Double)
private func weighMismatches<Value: MeasuredValue>(
  _ table: OpenTable<Value>, _ quartet: PrototypeQuartet<Value>, first: Int, count: Int,
  _ memory: borrowing TileMemory<Value>
) {
  guard !table.ranks.isEmpty else { return memory.weighed.update(repeating: 0, count: 4 * rowsInTile) }
  for (place, modes) in quartet.ranks.enumerated() {
    countMismatches(table, modes, first: first, count: count, memory.mismatches)
    let weighed = memory.weighed + place * rowsInTile
    for row in 0..<count { weighed[row] = table.gamma * Value(memory.mismatches[row]) }
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

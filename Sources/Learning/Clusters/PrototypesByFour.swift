/// Prototypes, measured four at a time so that a value read once serves four distances.
///
/// A last four that are short repeat the last prototype: of equals the lowest label wins, so that the repetition wins
/// no row.
struct PrototypeQuartets<Value: MeasuredValue>: Sendable {
  var count: Int
  /// Four by four, within it column by column, four centroids each, repeated for eight rows.
  var centroids: [SIMD8<Value>]
  /// The same of the ranks of the modes.
  var modes: [SIMD8<UInt8>]

  init(_ prototypes: [OpenPrototype<Value>]) {
    let fours = stride(from: 0, to: prototypes.count, by: 4).map { first in
      (first..<first + 4).map { prototypes[min($0, prototypes.count - 1)] }
    }
    count = fours.count
    centroids = fours.flatMap { four in
      four[0].centroid.indices.flatMap { column in four.map { SIMD8(repeating: $0.centroid[column]) } }
    }
    modes = fours.flatMap { four in
      four[0].ranks.indices.flatMap { column in four.map { SIMD8(repeating: $0.ranks[column]) } }
    }
  }
}

/// The nearest prototypes of the rows of a tile; used by one thread at a time.
struct NearestPrototypes<Value: MeasuredValue>: ~Copyable {
  /// Distance and label.
  let distance = UnsafeMutablePointer<Value>.allocate(capacity: rowsInTile)
  let label = UnsafeMutablePointer<UInt8>.allocate(capacity: rowsInTile)
  /// Eight rows, column after column, where a tile does not end with a whole eight.
  private let values: UnsafeMutablePointer<Value>
  private let ranks: UnsafeMutablePointer<UInt8>

  init(_ table: OpenTable<Value>) {
    values = .allocate(capacity: 8 * table.continuous.count)
    ranks = .allocate(capacity: 8 * table.ranks.count)
  }

  deinit {
    distance.deallocate()
    label.deallocate()
    values.deallocate()
    ranks.deallocate()
  }

  /// Finds for each of `count` rows from `first` on the nearest prototype, the lowest of equals.
  borrowing func find(_ table: OpenTable<Value>, _ quartets: PrototypeQuartets<Value>, first: Int, count: Int) {
    let eights = count / 8
    findNearest(table, quartets, first: first, eights: eights, distance, label)
    guard count % 8 > 0 else { return }
    let rest = eights * 8..<count
    let last = lastEight(of: table, first + rest.lowerBound..<first + rest.upperBound)
    findNearest(last, quartets, first: 0, eights: 1, distance + rest.lowerBound, label + rest.lowerBound)
  }

  /// Fewer than eight rows, and zeros up to eight.
  private borrowing func lastEight(of table: OpenTable<Value>, _ rows: Range<Int>) -> OpenTable<Value> {
    var last = table
    for column in table.continuous.indices {
      let copy = values + 8 * column
      copy.initialize(repeating: 0, count: 8)
      copy.update(from: table.continuous[column] + rows.lowerBound, count: rows.count)
      last.continuous[column] = UnsafePointer(copy)
    }
    for column in table.ranks.indices {
      let copy = ranks + 8 * column
      copy.initialize(repeating: 0, count: 8)
      copy.update(from: table.ranks[column] + rows.lowerBound, count: rows.count)
      last.ranks[column] = UnsafePointer(copy)
    }
    return last
  }
}

/// Finds for each of several eights of rows the nearest prototype: squared differences summed in the order of columns,
/// then what mismatches cost.
///
/// An eight is measured from all prototypes before the next is read: columns then come from memory at the pace at
/// which they are used.
@specialized(where Value == Float)
@specialized(where Value == Double)
private func findNearest<Value: MeasuredValue>(
  _ table: OpenTable<Value>, _ quartets: PrototypeQuartets<Value>, first: Int, eights: Int,
  _ distances: UnsafeMutablePointer<Value>, _ labels: UnsafeMutablePointer<UInt8>
) {
  let gamma = table.gamma
  let allDiffer = SIMD8(repeating: UInt8(truncatingIfNeeded: table.ranks.count))
  table.continuous.withUnsafeBufferPointer { continuous in
    table.ranks.withUnsafeBufferPointer { ranks in
      quartets.centroids.withUnsafeBufferPointer { centroids in
        quartets.modes.withUnsafeBufferPointer { modes in
          for eight in 0..<eights {
            let row = first &+ 8 &* eight
            var nearest = SIMD8<Value>(repeating: .infinity)
            var owner = SIMD8<Value>.zero
            var label: Value = 0
            var (centroid, mode) = (0, 0)
            for _ in 0..<quartets.count {
              var (a, b, c, d) = (SIMD8<Value>.zero, SIMD8<Value>.zero, SIMD8<Value>.zero, SIMD8<Value>.zero)
              for values in continuous {
                let x = UnsafeRawPointer(values + row).loadUnaligned(as: SIMD8<Value>.self)
                Value.add(x, centroids[centroid], to: &a)
                Value.add(x, centroids[centroid &+ 1], to: &b)
                Value.add(x, centroids[centroid &+ 2], to: &c)
                Value.add(x, centroids[centroid &+ 3], to: &d)
                centroid &+= 4
              }
              var (e, f, g, h) = (allDiffer, allDiffer, allDiffer, allDiffer)
              for codes in ranks {
                let x = UnsafeRawPointer(codes + row).loadUnaligned(as: SIMD8<UInt8>.self)
                e &-= alike(x, modes[mode])
                f &-= alike(x, modes[mode &+ 1])
                g &-= alike(x, modes[mode &+ 2])
                h &-= alike(x, modes[mode &+ 3])
                mode &+= 4
              }
              Value.keepNearer(a, label, e, gamma, &nearest, &owner)
              Value.keepNearer(b, label + 1, f, gamma, &nearest, &owner)
              Value.keepNearer(c, label + 2, g, gamma, &nearest, &owner)
              Value.keepNearer(d, label + 3, h, gamma, &nearest, &owner)
              label += 4
            }
            UnsafeMutableRawPointer(distances + 8 &* eight).storeBytes(of: nearest, as: SIMD8<Value>.self)
            UnsafeMutableRawPointer(labels + 8 &* eight).storeBytes(of: Value.bytes(owner), as: SIMD8<UInt8>.self)
          }
        }
      }
    }
  }
}

/// 1 where two codes are the same.
@inline(__always)
private func alike(_ a: SIMD8<UInt8>, _ b: SIMD8<UInt8>) -> SIMD8<UInt8> {
  SIMD8<UInt8>.zero.replacing(with: 1, where: a .== b)
}

import Statistics

/// What one pass over some rows adds up to.
struct PrototypePass: Sendable {
  var counts: [Int]
  /// Sums of the numeric columns, cluster by cluster.
  var sums: [Double]
  /// How often each code occurs: cluster by cluster, within it column by column.
  var frequencies: [Int]
  var cost = 0.0
  /// Rows whose label changed.
  var moved = 0
  /// The row farthest from its prototype, the first of equals.
  var farthest: (row: Int, distance: Double) = (-1, -1)

  init(clusters: Int, columns: Int, codes: Int) {
    counts = [Int](repeating: 0, count: clusters)
    sums = [Double](repeating: 0, count: clusters * columns)
    frequencies = [Int](repeating: 0, count: clusters * codes)
  }

  /// Adds what a later stretch of rows added up to.
  mutating func merge(_ later: PrototypePass) {
    for place in counts.indices { counts[place] += later.counts[place] }
    for place in sums.indices { sums[place] += later.sums[place] }
    for place in frequencies.indices { frequencies[place] += later.frequencies[place] }
    cost += later.cost
    moved += later.moved
    if later.farthest.distance > farthest.distance { farthest = later.farthest }
  }

  /// Means and modes of the rows now in each cluster. A cluster without rows keeps its prototype; with `replacesEmpty`
  /// the first such cluster takes the farthest row, unless every row lies on its prototype.
  func prototypes<Value>(
    of table: MixedTable<Value>, keeping old: Prototypes, replacesEmpty: Bool
  ) -> Prototypes {
    var new = old
    let columns = table.continuous.count
    let codes = table.levels.reduce(0) { $0 + $1.count }
    for cluster in counts.indices where counts[cluster] > 0 {
      new.centroids[cluster] = sums[cluster * columns..<(cluster + 1) * columns].map { $0 / Double(counts[cluster]) }
      var first = cluster * codes
      for (column, levels) in table.levels.enumerated() {
        var best = 0
        for rank in levels.indices where frequencies[first + rank] > frequencies[first + best] { best = rank }
        new.modes[cluster][column] = levels[best]
        first += levels.count
      }
    }
    if replacesEmpty, let empty = counts.firstIndex(of: 0), farthest.distance > 0 {
      let taken = table.prototypes(at: [farthest.row])
      new.centroids[empty] = taken.centroids[0]
      new.modes[empty] = taken.modes[0]
    }
    return new
  }
}

/// Rows are labelled and summed in stretches of this many, whatever the number of threads.
private let rowsInStretch = 32 * rowsInTile

/// Labels every row by its nearest prototype and adds up what the next prototypes need.
func labelRows<Value>(
  _ table: MixedTable<Value>, _ prototypes: Prototypes, gamma: Double, labels: inout [UInt8], threads: Int
) -> PrototypePass {
  let centres = PrototypeQuartets(table.open(prototypes))
  let sizes = table.levels.map(\.count)
  let stretches = (table.rows + rowsInStretch - 1) / rowsInStretch
  let parts = table.withOpenTable(gamma: gamma) { open in
    labels.withUnsafeMutableBufferPointer { labels in
      // Stretches do not overlap, and the table is only read.
      nonisolated(unsafe) let (open, labels) = (open, labels)
      return orderedMap(stretches, threads: threads) { stretch in
        let first = stretch * rowsInStretch
        var part = PrototypePass(clusters: prototypes.count, columns: open.continuous.count, codes: sizes.reduce(0, +))
        let nearest = NearestPrototypes(open)
        for tile in stride(from: first, to: min(first + rowsInStretch, table.rows), by: rowsInTile) {
          let count = min(rowsInTile, table.rows - tile)
          nearest.find(open, centres, first: tile, count: count)
          part.moved += replace(labels, first: tile, count: count, by: nearest.label)
          part.lookForFarthest(nearest, first: tile, count: count)
          part.addCounts(open, sizes, nearest, first: tile, count: count)
          part.addSums(open, nearest, first: tile, count: count)
        }
        return part
      }
    }
  }
  return parts.dropFirst().reduce(into: parts[0]) { $0.merge($1) }
}

/// Replaces labels by new ones; returns how many differ.
private func replace(
  _ labels: UnsafeMutableBufferPointer<UInt8>, first: Int, count: Int, by new: UnsafePointer<UInt8>
) -> Int {
  guard let old = labels.baseAddress.map({ $0 + first }) else { return 0 }
  // As wide as a tile needs, so that many are counted at once.
  var moved: UInt16 = 0
  for row in 0..<count {
    moved &+= old[row] == new[row] ? 0 : 1
    old[row] = new[row]
  }
  return Int(moved)
}

/// A labelled tile is added to what its stretch adds up to; every sum of numbers goes row after row.
extension PrototypePass {
  @specialized(where Value == Float)
  @specialized(where Value == Double)
  fileprivate mutating func lookForFarthest<Value: MeasuredValue>(
    _ nearest: borrowing NearestPrototypes<Value>, first: Int, count: Int
  ) {
    let distance = nearest.distance
    var largest = SIMD8<Value>.zero
    for row in stride(from: 0, to: count & ~7, by: 8) {
      largest = Value.larger(largest, UnsafeRawPointer(distance + row).loadUnaligned(as: SIMD8<Value>.self))
    }
    // Few tiles hold a row farther than all before.
    guard count % 8 > 0 || Double(largest.max()) > farthest.distance else { return }
    for row in 0..<count where Double(distance[row]) > farthest.distance {
      farthest = (first + row, Double(distance[row]))
    }
  }

  /// Adds rows, codes and distances. Columns of codes go three at a time, so that steps which wait for each other's
  /// memory stand apart.
  @specialized(where Value == Float)
  @specialized(where Value == Double)
  fileprivate mutating func addCounts<Value: MeasuredValue>(
    _ table: OpenTable<Value>, _ sizes: [Int], _ nearest: borrowing NearestPrototypes<Value>, first: Int, count: Int
  ) {
    let (labels, distance) = (nearest.label, nearest.distance)
    let codes = sizes.reduce(0, +)
    cost = counts.withUnsafeMutableBufferPointer { [cost] counts in
      frequencies.withUnsafeMutableBufferPointer { frequencies in
        var cost = cost
        guard let counts = counts.baseAddress else { return cost }
        guard let frequencies = frequencies.baseAddress, sizes.count >= 3 else {
          for row in 0..<count {
            counts[Int(labels[row])] &+= 1
            cost += Double(distance[row])
          }
          return cost
        }
        let (a, b, c) = (table.ranks[0] + first, table.ranks[1] + first, table.ranks[2] + first)
        let (second, third) = (sizes[0], sizes[0] + sizes[1])
        for row in 0..<count {
          let cluster = Int(labels[row])
          counts[cluster] &+= 1
          cost += Double(distance[row])
          let own = frequencies + cluster &* codes
          own[Int(a[row])] &+= 1
          own[second &+ Int(b[row])] &+= 1
          own[third &+ Int(c[row])] &+= 1
        }
        return cost
      }
    }
    frequencies.withUnsafeMutableBufferPointer { frequencies in
      guard let frequencies = frequencies.baseAddress else { return }
      let done = sizes.count >= 3 ? 3 : 0
      var before = sizes[..<done].reduce(0, +)
      for column in done..<sizes.count {
        let ranks = table.ranks[column] + first
        for row in 0..<count {
          let place: Int = Int(labels[row]) &* codes &+ before &+ Int(ranks[row])
          frequencies[place] &+= 1
        }
        before += sizes[column]
      }
    }
  }

  /// Adds the numeric columns, eight, four or one at a time.
  @specialized(where Value == Float)
  @specialized(where Value == Double)
  fileprivate mutating func addSums<Value: MeasuredValue>(
    _ table: OpenTable<Value>, _ nearest: borrowing NearestPrototypes<Value>, first: Int, count: Int
  ) {
    let labels = nearest.label
    let columns = table.continuous.count
    sums.withUnsafeMutableBufferPointer { sums in
      guard let sums = sums.baseAddress else { return }
      func values(_ column: Int) -> UnsafePointer<Value> { table.continuous[column] + first }
      var column = 0
      while column + 8 <= columns {
        let (a, b, c, d) = (values(column), values(column + 1), values(column + 2), values(column + 3))
        let (e, f, g, h) = (values(column + 4), values(column + 5), values(column + 6), values(column + 7))
        for row in 0..<count {
          let place: Int = Int(labels[row]) &* columns &+ column
          add(SIMD4(Double(a[row]), Double(b[row]), Double(c[row]), Double(d[row])), to: sums + place)
          add(SIMD4(Double(e[row]), Double(f[row]), Double(g[row]), Double(h[row])), to: sums + (place &+ 4))
        }
        column += 8
      }
      if column + 4 <= columns {
        let (a, b, c, d) = (values(column), values(column + 1), values(column + 2), values(column + 3))
        for row in 0..<count {
          let place: Int = Int(labels[row]) &* columns &+ column
          add(SIMD4(Double(a[row]), Double(b[row]), Double(c[row]), Double(d[row])), to: sums + place)
        }
        column += 4
      }
      for column in column..<columns {
        let values = values(column)
        for row in 0..<count {
          let place: Int = Int(labels[row]) &* columns &+ column
          sums[place] += Double(values[row])
        }
      }
    }
  }
}

@inline(__always)
private func add(_ values: SIMD4<Double>, to sums: UnsafeMutablePointer<Double>) {
  let place = UnsafeMutableRawPointer(sums)
  place.storeBytes(of: place.loadUnaligned(as: SIMD4<Double>.self) + values, as: SIMD4<Double>.self)
}

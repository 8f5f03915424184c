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
  let centres = quartets(table.open(prototypes))
  let sizes = table.levels.map(\.count)
  let stretches = (table.rows + rowsInStretch - 1) / rowsInStretch
  let parts = table.withOpenTable(gamma: gamma) { open in
    labels.withUnsafeMutableBufferPointer { labels in
      // Stretches do not overlap, and the table is only read.
      nonisolated(unsafe) let (open, labels) = (open, labels)
      return orderedMap(stretches, threads: threads) { stretch in
        let first = stretch * rowsInStretch
        var part = PrototypePass(clusters: prototypes.count, columns: open.continuous.count, codes: sizes.reduce(0, +))
        let memory = TileMemory<Value>()
        for tile in stride(from: first, to: min(first + rowsInStretch, table.rows), by: rowsInTile) {
          let count = min(rowsInTile, table.rows - tile)
          findNearest(open, centres, first: tile, count: count, memory)
          addTile(open, sizes, first: tile, count: count, memory, labels: labels, to: &part)
        }
        return part
      }
    }
  }
  return parts.dropFirst().reduce(into: parts[0]) { $0.merge($1) }
}

/// Adds a labelled tile to what its stretch adds up to; every sum goes row after row.
@specialized(where Value == Float)
@specialized(where Value == Double)
private func addTile<Value: MeasuredValue>(
  _ table: OpenTable<Value>, _ sizes: [Int], first: Int, count: Int, _ memory: borrowing TileMemory<Value>,
  labels: UnsafeMutableBufferPointer<UInt8>, to part: inout PrototypePass
) {
  let clusters = memory.cluster
  let nearest = memory.nearest
  // Above 2⁵² a number of double precision ends in its units: its last byte is the label.
  for row in 0..<count {
    clusters[row] = UInt8(truncatingIfNeeded: (Double(memory.label[row]) + 0x1p52).bitPattern)
  }
  guard let before = labels.baseAddress.map({ $0 + first }) else { return }
  var (cost, moved, farthest) = (part.cost, 0, part.farthest)
  part.counts.withUnsafeMutableBufferPointer { counts in
    guard let counts = counts.baseAddress else { return }
    for row in 0..<count {
      let cluster = clusters[row]
      counts[Int(cluster)] &+= 1
      moved &+= before[row] == cluster ? 0 : 1
      before[row] = cluster
      let distance = Double(nearest[row])
      cost += distance
      if distance > farthest.distance { farthest = (first + row, distance) }
    }
  }
  (part.cost, part.moved, part.farthest) = (cost, part.moved + moved, farthest)
  part.sums.withUnsafeMutableBufferPointer { sums in
    guard let sums = sums.baseAddress else { return }
    let columns = table.continuous.count
    var column = 0
    while column + 4 <= columns {
      let (a, b) = (table.continuous[column] + first, table.continuous[column + 1] + first)
      let (c, d) = (table.continuous[column + 2] + first, table.continuous[column + 3] + first)
      for row in 0..<count {
        let offset: Int = Int(clusters[row]) &* columns &+ column
        let place = UnsafeMutableRawPointer(sums + offset)
        let values: SIMD4<Double> = SIMD4(Double(a[row]), Double(b[row]), Double(c[row]), Double(d[row]))
        let sum: SIMD4<Double> = place.loadUnaligned(as: SIMD4<Double>.self) + values
        place.storeBytes(of: sum, as: SIMD4<Double>.self)
      }
      column += 4
    }
    for column in column..<columns {
      let values = table.continuous[column] + first
      for row in 0..<count {
        let place: Int = Int(clusters[row]) &* columns &+ column
        sums[place] += Double(values[row])
      }
    }
  }
  part.frequencies.withUnsafeMutableBufferPointer { frequencies in
    guard let frequencies = frequencies.baseAddress else { return }
    let codes = sizes.reduce(0, +)
    var before = 0
    for (ranks, size) in zip(table.ranks, sizes) {
      let ranks = ranks + first
      for row in 0..<count {
        let place: Int = Int(clusters[row]) &* codes &+ before &+ Int(ranks[row])
        frequencies[place] &+= 1
      }
      before += size
    }
  }
}

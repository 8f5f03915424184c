import Statistics

/// How well each row of a table lies in its cluster, from −1 (nearer to another) to 1 (far from all others).
///
/// With a the mean distance of a row to the others of its own cluster and b the least of its mean distances to another
/// cluster, the silhouette is (b − a) / max(a, b); 0 for the only row of a cluster, and where a and b are both 0. A
/// cluster without rows is no cluster.
///
/// The distance is the root of the k-prototypes dissimilarity, √(squared differences + γ · mismatches). The dissimilarity
/// itself is a square and breaks the triangle inequality, and a few far rows would outweigh the rest in its means. The
/// root is the Euclidean distance in the space where each class has an axis of its own, scaled by √(γ/2): this is the
/// silhouette that other programs give for a table so laid out.
///
/// - Parameters:
///   - labels: the cluster of each row, one for each.
///   - threads: at least 1; changes nothing but the time.
/// - Returns: one value a row; `nil` when all rows are in one cluster, for which no silhouette is defined.
/// - Complexity: O(rows² · columns).
/// - Reference: Rousseeuw (1987), Journal of Computational and Applied Mathematics 20, 53–65.
func silhouettes<Value>(
  of labels: [UInt8], in table: MixedTable<Value>, gamma: Double, threads: Int = 1
) -> [Double]? {
  precondition(labels.count == table.rows, "\(labels.count) labels for \(table.rows) rows")
  var counts = [Int](repeating: 0, count: 256)
  for label in labels { counts[Int(label)] += 1 }
  guard counts.count(where: { $0 > 0 }) > 1 else { return nil }
  let tiles = (table.rows + rowsInTile - 1) / rowsInTile
  return table.withOpenTable(gamma: gamma) { open in
    // The table is only read.
    nonisolated(unsafe) let open = open
    return orderedMap(tiles, threads: threads) { [counts] tile in
      let memory = TileMemory<Value>()
      return (tile * rowsInTile..<min((tile + 1) * rowsInTile, table.rows)).map { row in
        let sums = distanceSums(from: table.prototype(on: row), in: open, labels, memory)
        return silhouette(of: Int(labels[row]), sums, counts)
      }
    }
  }.flatMap { $0 }
}

/// For each of 256 labels the sum of distances from one row to the rows that have it.
@specialized(where Value == Float)
@specialized(where Value == Double)
private func distanceSums<Value: BinaryFloatingPoint & Sendable>(
  from centre: OpenPrototype<Value>, in table: OpenTable<Value>, _ labels: [UInt8],
  _ memory: borrowing TileMemory<Value>
) -> [Double] {
  var sums = [Double](repeating: 0, count: 256)
  for first in stride(from: 0, to: labels.count, by: rowsInTile) {
    let count = min(rowsInTile, labels.count - first)
    measure(table, centre, first: first, count: count, distance: memory.distance, mismatches: memory.mismatches)
    for row in 0..<count { sums[Int(labels[first + row])] += Double(memory.distance[row]).squareRoot() }
  }
  return sums
}

/// The silhouette of a row in cluster `own`; its distance to itself, 0, is among the sums.
private func silhouette(of own: Int, _ sums: [Double], _ counts: [Int]) -> Double {
  guard counts[own] > 1 else { return 0 }
  let within = sums[own] / Double(counts[own] - 1)
  var nearest = Double.infinity
  for other in counts.indices where other != own && counts[other] > 0 {
    nearest = min(nearest, sums[other] / Double(counts[other]))
  }
  let larger = max(within, nearest)
  return larger > 0 ? (nearest - within) / larger : 0
}

extension MixedTable {
  /// A row as if it were a prototype, in the table's own precision.
  fileprivate func prototype(on row: Int) -> OpenPrototype<Value> {
    OpenPrototype(centroid: continuous.map { $0[row] }, ranks: ranks.map { $0[row] })
  }
}

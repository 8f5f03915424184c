import Statistics

/// How tight the clusters of a partition are, and how far apart.
package struct ZoneQuality: Hashable, Sendable, Codable {
  package struct Cluster: Hashable, Sendable, Codable {
    /// Rows in the cluster.
    package var rows: Int
    /// Their share in the cost: the sum of squared distances + γ · mismatches to the cluster's prototype.
    package var cost: Double
    /// How many of its rows were drawn for the silhouette.
    package var sampled: Int
    /// Mean silhouette of the rows drawn, −1 to 1; `nil` where none was drawn or no silhouette is defined.
    package var silhouette: Double?
  }

  /// In the order of labels.
  package var clusters: [Cluster]
  /// The sum of the clusters' costs.
  package var cost: Double
  /// Mean silhouette of all rows drawn; `nil` when they are all of one cluster, as always for k = 1, and when none are.
  package var silhouette: Double?
}

/// Judges a partition by the cost and size of its clusters, and by silhouettes on a sample of rows.
///
/// Silhouettes take the root of the k-prototypes dissimilarity for distance; see `silhouettes(of:in:gamma:threads:)`.
/// They are computed within the sample, whose rows depend on the seed and the number of rows alone: partitions of one
/// table are judged by the same rows. A row that is the only one of its cluster in the sample counts as 0.
///
/// - Parameters:
///   - table: the one that was divided, or another with the same columns and rows.
///   - gamma: that of the partition.
///   - sample: rows to draw without replacement, at least 2; all of them where the table has no more. `nil` for no
///     silhouettes.
///   - threads: at least 1; changes nothing but the time.
/// - Throws: `LearningError` for labels or prototypes that do not fit the table, and for settings out of range.
/// - Complexity: O(rows · clusters · columns + sample² · columns).
/// - Reference: Rousseeuw (1987), Journal of Computational and Applied Mathematics 20, 53–65.
package func zoneQuality<Value>(
  of partition: PrototypePartition, in table: MixedTable<Value>, gamma: Double, sample: Int?, seed: UInt64,
  threads: Int = 1
) throws(LearningError) -> ZoneQuality {
  try check(partition, table, gamma: gamma, sample: sample)
  let costs = costByCluster(of: partition, in: table, gamma: gamma, threads: threads)
  var stream = RandomStream(seed: seed, name: "prototypes/silhouette")
  let drawn = sample.map { sampledRows($0, of: table.rows, &stream) } ?? []
  let labels = drawn.map { partition.labels[$0] }
  let values =
    drawn.isEmpty ? nil : silhouettes(of: labels, in: MixedTable(table, rows: drawn), gamma: gamma, threads: threads)
  let members = Dictionary(grouping: labels.indices) { Int(labels[$0]) }
  var rows = [Int](repeating: 0, count: costs.count)
  for label in partition.labels { rows[Int(label)] += 1 }
  let clusters = costs.indices.map { cluster in
    let own = members[cluster, default: []]
    return ZoneQuality.Cluster(
      rows: rows[cluster], cost: costs[cluster], sampled: own.count,
      silhouette: values.flatMap { values in mean(own.map { values[$0] }) })
  }
  return ZoneQuality(clusters: clusters, cost: costs.reduce(0, +), silhouette: values.flatMap { mean($0) })
}

private func check<Value>(
  _ partition: PrototypePartition, _ table: MixedTable<Value>, gamma: Double, sample: Int?
) throws(LearningError) {
  func fail(_ problem: LearningError.Problem) -> LearningError { LearningError(problem, in: "zone quality") }
  let clusters = partition.prototypes.count
  try PrototypeSettings(clusters: clusters, gamma: gamma).check(rows: max(table.rows, clusters))
  if let sample, sample < 2 {
    throw fail(.outOfRange(setting: "the number of rows drawn", found: Double(sample), allowed: "2 or more"))
  }
  guard partition.labels.count == table.rows else {
    throw fail(.unequalLengths(column: "labels", found: partition.labels.count, expected: table.rows))
  }
  if let label = partition.labels.max(), Int(label) >= clusters {
    throw fail(.outOfRange(setting: "a label", found: Double(label), allowed: "0 to \(clusters - 1)"))
  }
  guard partition.prototypes.fits(table, clusters: clusters) else { throw fail(.unlike(table, clusters: clusters)) }
}

/// The cost of each cluster: distances to the row's own prototype, added tile by tile, tiles in their order.
private func costByCluster<Value>(
  of partition: PrototypePartition, in table: MixedTable<Value>, gamma: Double, threads: Int
) -> [Double] {
  let centres = table.open(partition.prototypes)
  let tiles = (table.rows + rowsInTile - 1) / rowsInTile
  let parts = table.withOpenTable(gamma: gamma) { open in
    // The table is only read.
    nonisolated(unsafe) let open = open
    return orderedMap(tiles, threads: threads) { tile in
      let first = tile * rowsInTile
      let labels = partition.labels[first..<min(first + rowsInTile, table.rows)]
      return ownDistances(labels, to: centres, in: open)
    }
  }
  return parts.reduce(into: [Double](repeating: 0, count: centres.count)) { total, part in
    for cluster in total.indices { total[cluster] += part[cluster] }
  }
}

/// For each cluster the sum of the distances of its rows in one tile; labels are indexed by row.
@specialized(where Value == Float)
@specialized(where Value == Double)
private func ownDistances<Value: BinaryFloatingPoint & Sendable>(
  _ labels: ArraySlice<UInt8>, to centres: [OpenPrototype<Value>], in table: OpenTable<Value>
) -> [Double] {
  let memory = TileMemory<Value>()
  var sums = [Double](repeating: 0, count: centres.count)
  for (cluster, centre) in centres.enumerated() where labels.contains(where: { Int($0) == cluster }) {
    measure(
      table, centre, first: labels.startIndex, count: labels.count, distance: memory.distance,
      mismatches: memory.mismatches)
    for (place, label) in labels.enumerated() where Int(label) == cluster {
      sums[cluster] += Double(memory.distance[place])
    }
  }
  return sums
}

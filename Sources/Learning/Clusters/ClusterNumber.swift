import Statistics

/// What speaks for one number of clusters: how well it fits, and whether chance decides where the clusters lie.
package struct ClusterNumber: Hashable, Sendable, Codable {
  /// k.
  package var clusters: Int
  /// Clusters that have rows in the cheapest start: fewer than k where fewer rows differ.
  package var filled: Int
  /// The cost of the cheapest start.
  package var cost: Double
  /// Mean silhouette of the cheapest start, −1 to 1; `nil` for one cluster, and where no rows are drawn for it.
  package var silhouette: Double?
  /// Mean of the adjusted Rand index of each other start against the cheapest: 1 when all divide the rows alike, about
  /// 0 when no more than chance agrees. `nil` for a single start.
  package var meanAgreement: Double?
  /// The least of those indices.
  package var leastAgreement: Double?
}

/// Several starts for one number of clusters.
package struct TriedStarts: Sendable {
  package var number: ClusterNumber
  /// In the order of their numbers.
  package var partitions: [PrototypePartition]
  /// The places of the starts from the cheapest on, of equals the earlier first.
  package var ranked: [Int]
}

/// Divides a table from several drawn starts.
///
/// Done over a sample of millions of rows, the prototypes of the cheapest are where runs over all rows begin
/// (`PrototypeStart.prototypes`). Done for several numbers of clusters it gives a table by which a reader may judge a
/// choice of k: the least possible cost can only fall with k, so cost alone names none; a number is worth naming where
/// agreement is high and the silhouette no lower than that of its neighbours.
///
/// - Parameters:
///   - numbers: of the starts, as `kPrototypes(_:_:from:threads:)` draws them.
///   - table: all rows, or a sample of them; labels of all starts are kept, a byte a row each.
///   - sample: rows drawn for the silhouette, at least 2 and the same for every k; `nil` for no silhouette.
///   - threads: at least 1; changes nothing but the time.
/// - Reference: Hubert and Arabie (1985), Journal of Classification 2, 193–218; agreement over starts as a measure of
///   stability, von Luxburg (2010), Foundations and Trends in Machine Learning 2, 235–274.
package func tryStarts<Value>(
  _ numbers: ClosedRange<Int>, of table: MixedTable<Value>, _ settings: PrototypeSettings, sample: Int?, seed: UInt64,
  threads: Int = 1
) throws(LearningError) -> TriedStarts {
  let runs = orderedMap(numbers.count, threads: threads) { place in
    Result { () throws(LearningError) in
      try kPrototypes(table, settings, from: .drawn(seed: seed, number: numbers.lowerBound + place))
    }
  }
  var partitions: [PrototypePartition] = []
  for run in runs { partitions.append(try run.get()) }
  let ranked = partitions.indices.sorted { (partitions[$0].cost, $0) < (partitions[$1].cost, $1) }
  let best = ranked[0]  // A closed range is never empty.
  var silhouette: Double?
  if let sample {
    silhouette = try zoneQuality(
      of: partitions[best], in: table, gamma: settings.gamma, sample: sample, seed: seed, threads: threads
    ).silhouette
  }
  return TriedStarts(
    number: ClusterNumber(of: partitions, best: best, silhouette: silhouette, threads: threads),
    partitions: partitions, ranked: ranked)
}

extension ClusterNumber {
  /// Compares the starts of one number of clusters with the best among them.
  init(of partitions: [PrototypePartition], best: Int, silhouette: Double?, threads: Int = 1) {
    let labels = partitions[best].labels.map(Int.init)
    let others = partitions.indices.filter { $0 != best }
    let agreements = orderedMap(others.count, threads: threads) {
      adjustedRandIndex(labels, partitions[others[$0]].labels.map(Int.init))
    }
    clusters = partitions[best].prototypes.count
    filled = partitions[best].counts.count { $0 > 0 }
    cost = partitions[best].cost
    self.silhouette = silhouette
    meanAgreement = mean(agreements)
    leastAgreement = agreements.min()
  }
}

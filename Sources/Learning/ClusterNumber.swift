import Statistics

/// What speaks for one number of clusters: how well it fits, and whether chance decides where the clusters lie.
package struct ClusterNumber: Hashable, Sendable, Codable {
  /// k.
  package var clusters: Int
  /// The cost of the cheapest start.
  package var cost: Double
  /// `cost` over that of the number of clusters before; `nil` for the first, and where that cost is 0.
  package var relativeCost: Double?
  /// Mean silhouette of the cheapest start, −1 to 1; `nil` for one cluster.
  package var silhouette: Double?
  /// Mean of the adjusted Rand index of each other start against the cheapest: 1 when all divide the rows alike, about
  /// 0 when no more than chance agrees. `nil` for a single start.
  package var meanAgreement: Double?
  /// The least of those indices.
  package var leastAgreement: Double?
}

/// A table over numbers of clusters, each from several drawn starts, by which a reader may judge a choice of k.
///
/// Starts are those that `kPrototypes(_:_:from:threads:)` draws by the same seed and number. The silhouette of the
/// cheapest is that of `zoneQuality(of:in:gamma:sample:seed:threads:)`, over the same rows for every k. The least
/// possible cost can only fall with k, so cost alone names none; a number is worth naming where agreement is high and
/// the silhouette no lower than that of its neighbours.
///
/// - Parameters:
///   - table: all rows, or a sample of them where they are millions; labels of all starts are kept, a byte a row each.
///   - numbers: the numbers of clusters, 1 to 255 and no more than there are rows.
///   - starts: at least 1.
///   - maximumPasses: as of `PrototypeSettings`.
///   - sample: rows drawn for the silhouette, at least 2.
///   - threads: at least 1; changes nothing but the time.
/// - Returns: a row for each number of clusters, ascending.
/// - Reference: Hubert and Arabie (1985), Journal of Classification 2, 193–218; agreement over starts as a measure of
///   stability, von Luxburg (2010), Foundations and Trends in Machine Learning 2, 235–274.
package func clusterNumbers<Value>(
  _ numbers: ClosedRange<Int> = 2...12, of table: MixedTable<Value>, gamma: Double, starts: Int = 20,
  maximumPasses: Int? = nil, sample: Int = 4000, seed: UInt64, threads: Int = 1
) throws(LearningError) -> [ClusterNumber] {
  guard starts >= 1 else {
    throw LearningError(
      .outOfRange(setting: "the number of starts", found: Double(starts), allowed: "1 or more"),
      in: "number of clusters")
  }
  // Refuses the largest number before the smaller ones are computed.
  for end in [numbers.lowerBound, numbers.upperBound] {
    try PrototypeSettings(clusters: end, gamma: gamma, maximumPasses: maximumPasses).check(rows: table.rows)
  }
  var rows: [ClusterNumber] = []
  for clusters in numbers {
    let settings = PrototypeSettings(clusters: clusters, gamma: gamma, maximumPasses: maximumPasses)
    let runs = orderedMap(starts, threads: threads) { number in
      Result { () throws(LearningError) in
        try kPrototypes(table, settings, from: .drawn(seed: seed, number: number))
      }
    }
    var partitions: [PrototypePartition] = []
    for run in runs { partitions.append(try run.get()) }
    guard let best = cheapest(of: partitions.map(\.cost)) else { continue }
    let quality = try zoneQuality(
      of: partitions[best], in: table, gamma: gamma, sample: sample, seed: seed, threads: threads)
    rows.append(
      ClusterNumber(of: partitions, best: best, silhouette: quality.silhouette, after: rows.last, threads: threads))
  }
  return rows
}

extension ClusterNumber {
  /// Compares the starts of one number of clusters with the best among them.
  init(
    of partitions: [PrototypePartition], best: Int, silhouette: Double?, after before: ClusterNumber?, threads: Int = 1
  ) {
    let labels = partitions[best].labels.map(Int.init)
    let others = partitions.indices.filter { $0 != best }
    let agreements = orderedMap(others.count, threads: threads) {
      adjustedRandIndex(labels, partitions[others[$0]].labels.map(Int.init))
    }
    clusters = partitions[best].prototypes.count
    cost = partitions[best].cost
    relativeCost = before.flatMap { [cost] in $0.cost > 0 ? cost / $0.cost : nil }
    self.silhouette = silhouette
    meanAgreement = mean(agreements)
    leastAgreement = agreements.min()
  }
}

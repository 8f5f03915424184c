/// The middle of each cluster: means of the numeric columns, most frequent codes of the categorical ones.
package struct Prototypes: Hashable, Sendable, Codable {
  /// Cluster by cluster, in the order of the table's numeric columns.
  package var centroids: [[Double]]
  /// Cluster by cluster, in the order of the table's categorical columns.
  package var modes: [[Int16]]

  package init(centroids: [[Double]], modes: [[Int16]]) {
    self.centroids = centroids
    self.modes = modes
  }

  package var count: Int { centroids.count }

  /// Whether there is one finite centroid and one mode a column for each cluster.
  func fits<Value>(_ table: MixedTable<Value>, clusters: Int) -> Bool {
    centroids.count == clusters && modes.count == clusters
      && centroids.allSatisfy { $0.count == table.continuous.count && $0.allSatisfy(\.isFinite) }
      && modes.allSatisfy { $0.count == table.levels.count }
  }
}

/// How rows are divided by k-prototypes.
package struct PrototypeSettings: Hashable, Sendable {
  /// k, from 1 to 255 and no more than there are rows.
  package var clusters: Int
  /// γ, what one differing category costs, in the unit of a squared distance; zero or more.
  package var gamma: Double
  /// How the rows of a drawn start are chosen.
  package var draw: PrototypeDraw
  /// The pass to stop after that lowers the cost by no more than this share of it, although rows still move; zero or
  /// more, less than one. `nil` for no such rule.
  package var leastGain: Double?
  /// Passes after which to stop although rows still move; `nil` for no limit.
  package var maximumPasses: Int?

  package init(
    clusters: Int, gamma: Double, draw: PrototypeDraw = .plusPlus, leastGain: Double? = nil, maximumPasses: Int? = nil
  ) {
    self.clusters = clusters
    self.gamma = gamma
    self.draw = draw
    self.leastGain = leastGain
    self.maximumPasses = maximumPasses
  }

  /// Whether the last of these costs is so near the one before that the passes may end.
  func isLevel(_ costs: [Double]) -> Bool {
    guard let leastGain, costs.count > 1 else { return false }
    let (before, now) = (costs[costs.count - 2], costs[costs.count - 1])
    return before - now <= leastGain * before
  }

  func check(rows: Int) throws(LearningError) {
    func fail(_ setting: String, _ found: Double, _ allowed: String) -> LearningError {
      LearningError(.outOfRange(setting: setting, found: found, allowed: allowed), in: "k-prototypes")
    }
    guard (1...255).contains(clusters) else { throw fail("the number of clusters", Double(clusters), "1 to 255") }
    guard gamma != .infinity else { throw LearningError(.overflow, in: "k-prototypes") }
    guard gamma >= 0 else { throw fail("gamma", gamma, "0 or more") }
    if let leastGain, !(0..<1).contains(leastGain) {
      throw fail("the least gain of a pass", leastGain, "0 or more, less than 1")
    }
    if let maximumPasses, maximumPasses < 1 {
      throw fail("the number of passes", Double(maximumPasses), "1 or more")
    }
    guard rows >= clusters else {
      throw LearningError(.tooFewRows(found: rows, least: clusters), in: "k-prototypes")
    }
  }
}

/// How the rows are chosen on which prototypes begin.
package enum PrototypeDraw: Hashable, Sendable {
  /// k-means++ with the mixed distance: far rows more likely (Arthur and Vassilvitskii 2007).
  case plusPlus
  /// Every row as likely as any other, none twice (Forgy 1965).
  case even
}

/// Where the prototypes begin. Labels follow the order in which they are named or drawn.
package enum PrototypeStart: Hashable, Sendable {
  /// These rows, counted from 0. A cluster that loses all its rows keeps its prototype.
  case rows([Int])
  /// These values, such as the outcome of a run over a sample. A cluster that loses all its rows takes as prototype the
  /// row that lies farthest from its own, one cluster a pass, the lowest label and row first.
  case prototypes(Prototypes)
  /// Rows drawn by the stream of this seed and number; a cluster that loses all its rows likewise.
  case drawn(seed: UInt64, number: Int)
}

/// A division of rows into clusters.
package struct PrototypePartition: Hashable, Sendable, Codable {
  /// The cluster of each row, from 0.
  package var labels: [UInt8]
  /// The prototypes against which the last pass labelled the rows.
  package var prototypes: Prototypes
  /// Rows in each cluster.
  package var counts: [Int]
  /// The cost after each pass: the sum over rows of squared distance + γ · mismatches to the row's own prototype.
  package var costs: [Double]
  /// True when the last pass moved no row, false when another rule ended the passes.
  package var settled: Bool

  package var cost: Double { costs.last ?? .infinity }
  package var passes: Int { costs.count }
}

extension LearningError.Problem {
  /// What prototypes for this table must look like.
  static func unlike<Value>(_ table: MixedTable<Value>, clusters: Int) -> Self {
    .unlikePrototypes(
      expected:
        "\(table.continuous.count) numeric and \(table.levels.count) categorical columns for \(clusters) clusters")
  }
}

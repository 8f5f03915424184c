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
}

/// How rows are divided by k-prototypes.
package struct PrototypeSettings: Hashable, Sendable {
  /// k, from 1 to 255 and no more than there are rows.
  package var clusters: Int
  /// γ, what one differing category costs, in the unit of a squared distance; zero or more.
  package var gamma: Double
  /// Passes after which to stop although rows still move; `nil` for no limit.
  package var maximumPasses: Int?

  package init(clusters: Int, gamma: Double, maximumPasses: Int? = nil) {
    self.clusters = clusters
    self.gamma = gamma
    self.maximumPasses = maximumPasses
  }

  func check(rows: Int) throws(LearningError) {
    func fail(_ setting: String, _ found: Double, _ allowed: String) -> LearningError {
      LearningError(.outOfRange(setting: setting, found: found, allowed: allowed), in: "k-prototypes")
    }
    guard (1...255).contains(clusters) else { throw fail("the number of clusters", Double(clusters), "1 to 255") }
    guard gamma >= 0, gamma.isFinite else { throw fail("gamma", gamma, "0 or more") }
    if let maximumPasses, maximumPasses < 1 {
      throw fail("the number of passes", Double(maximumPasses), "1 or more")
    }
    guard rows >= clusters else {
      throw LearningError(.tooFewRows(found: rows, least: clusters), in: "k-prototypes")
    }
  }
}

/// Where the prototypes begin. Labels follow the order in which they are named or drawn.
package enum PrototypeStart: Hashable, Sendable {
  /// These rows, counted from 0. A cluster that loses all its rows keeps its prototype.
  case rows([Int])
  /// These values, such as the outcome of a run over a sample. A cluster that loses all its rows keeps its prototype.
  case prototypes(Prototypes)
  /// Rows drawn by the stream of this seed and number, far ones more likely. A cluster that loses all its rows takes
  /// as prototype the row that lies farthest from its own, one cluster a pass, the lowest label and row first.
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
  /// True when the last pass moved no row, false when the limit of passes came first.
  package var settled: Bool

  package var cost: Double { costs.last ?? .infinity }
  package var passes: Int { costs.count }
}

import Grids
import Statistics

/// The means of covariates in each cluster.
struct ZoneMeans {
  let covariates: [String]
  /// One row a cluster, in the order of `covariates`; NaN where no cell has a value.
  let rows: [[Double]]
}

extension ZoneMeans {
  init(labels: ClassGrid, k: Int, layers: [CovariateLayer]) {
    let means = layers.map { groupMeans($0.bands[0], groups: labels.cells, count: k) }
    self.init(covariates: layers.map(\.id), rows: (0..<k).map { cluster in means.map { $0[cluster] } })
  }
}

/// The number that each cluster bears.
struct ZoneMatch {
  /// The zone of cluster 0, 1, …: a permutation of 1 … k.
  let zone: [Int]
  let cost: Double?
  let runnerUpCost: Double?

  /// Clusters numbered by their place.
  init(unmatched k: Int) {
    zone = Array(1...k)
    cost = nil
    runnerUpCost = nil
  }

  /// The one-to-one assignment of least cost to as many published rows, in units of the standard deviation of their
  /// columns.
  init(_ means: ZoneMeans, to published: [[Double]]) throws {
    for row in means.rows {
      guard let missing = row.firstIndex(where: { !$0.isFinite }) else { continue }
      throw StageError(
        subject: "zones", problem: "a cluster has no cell with a value of '\(means.covariates[missing])'",
        remedy: "match by covariates that have values in all zones, or set a smaller 'k'")
    }
    let costs = standardisedSquaredDistances(from: means.rows, to: published)
    let best = minimumCostAssignment(costs)
    zone = best.assignment.map { $0 + 1 }
    cost = best.cost
    runnerUpCost = runnerUpAssignment(costs, to: best.assignment)?.cost
  }
}

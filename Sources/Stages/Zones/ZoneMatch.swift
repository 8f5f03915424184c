import Grids
import Manifests
import Statistics

/// The means of covariates in each cluster.
struct ZoneMeans {
  let covariates: [String]
  /// One row a cluster, in the order of `covariates`; NaN where no cell has a value.
  let rows: [[Double]]
}

extension ZoneMeans {
  /// - Parameter layer: reads a continuous covariate; one is in memory at a time.
  init(
    _ labels: ClassGrid, k: Int, _ covariates: [CovariateSpecification],
    layer: (CovariateSpecification) throws -> CovariateLayer
  ) rethrows {
    let means = try covariates.map { groupMeans(try layer($0).bands[0], groups: labels.cells, count: k) }
    self.init(covariates: covariates.map(\.id), rows: (0..<k).map { cluster in means.map { $0[cluster] } })
  }
}

/// The number that each cluster bears.
struct ZoneMatch {
  /// The zone of cluster 0, 1, …: a permutation of 1 … k.
  let zone: [Int]
  let cost: Double?
  let runnerUpCost: Double?
  /// The root of the squared distance of each cluster to each published zone, whose sum of squares is `cost`.
  let distances: [[Double]]?

  /// Clusters numbered by their cells, the largest first; of equals the earlier cluster.
  init(bySize cells: [Int]) {
    let order = cells.indices.sorted { (cells[$1], $0) < (cells[$0], $1) }
    var zone = Array(repeating: 0, count: cells.count)
    for (place, cluster) in order.enumerated() { zone[cluster] = place + 1 }
    self.zone = zone
    cost = nil
    runnerUpCost = nil
    distances = nil
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
    distances = costs.map { $0.map { $0.squareRoot() } }
  }
}

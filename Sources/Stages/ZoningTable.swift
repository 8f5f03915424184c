import Grids
import Ledger
import Learning
import Manifests
import Statistics

/// The cells that take part in zoning, as the rows of a mixed table.
struct ZoningTable {
  /// The places of the rows in the frame, ascending.
  let offsets: [Int]
  private let table: MixedTable<Float>
  private let settings: PrototypeSettings

  /// Cells of the domain in which every covariate has a value. Continuous columns are standardised as the manifest says;
  /// the two components of a circular covariate are weighted by 1/√2 so that together they count as one column.
  init(layers: [CovariateLayer], domain: Domain, _ specification: ZonesSpecification) throws {
    let offsets = domain.cells.filter { offset in layers.allSatisfy { $0.hasValue(at: offset) } }
    var continuous: [[Float]] = []
    var categorical: [[Int16]] = []
    for layer in layers {
      let columns = layer.features.map { band in offsets.map { band[$0] } }
      if layer.form == .categorical {
        categorical.append(columns[0].map { Int16($0) })
      } else {
        let weight: Float = layer.form == .circular ? Float(0.5).squareRoot() : 1
        continuous += columns.map { Self.standardised($0, specification.standardise).map { $0 * weight } }
      }
    }
    self.offsets = offsets
    table = try MixedTable(continuous: continuous, categorical: categorical)
    let gamma: Double
    switch specification.gamma {
    case .halfMeanDeviation: gamma = halfMeanDeviation(of: continuous)
    case .value(let value): gamma = value
    }
    settings = PrototypeSettings(
      clusters: specification.k, gamma: gamma, maximumPasses: specification.maximumPasses)
  }

  /// One run of k-prototypes from the start of this number.
  func partition(seed: UInt64, start: Int) throws -> PrototypePartition {
    try kPrototypes(table, settings, from: .drawn(seed: seed, number: start))
  }

  private static func standardised(_ column: [Float], _ rule: ZonesSpecification.Standardise) -> [Float] {
    switch rule {
    case .none: column
    case .zscore: ColumnScale(of: column).standardised(column)
    }
  }
}

/// The mean of every continuous covariate in each cluster.
struct ZoneMeans {
  let covariates: [String]
  /// One row a cluster.
  let means: [[Double]]
  let counts: [Int]

  init(labels: ClassGrid, k: Int, layers: [CovariateLayer]) {
    covariates = layers.map(\.id)
    var counts = [Int](repeating: 0, count: k)
    for case let label? in labels.cells { counts[Int(label)] += 1 }
    let means = layers.map { layer in
      var sums = [Double](repeating: 0, count: k)
      var valid = [Int](repeating: 0, count: k)
      for (offset, label) in labels.cells.enumerated() {
        guard let label, !layer.bands[0][offset].isNaN else { continue }
        sums[Int(label)] += Double(layer.bands[0][offset])
        valid[Int(label)] += 1
      }
      return zip(sums, valid).map { $1 == 0 ? Double.nan : $0 / Double($1) }
    }
    self.counts = counts
    self.means = (0..<k).map { cluster in means.map { $0[cluster] } }
  }

  subscript(cluster: Int, covariate: String) -> Double {
    covariates.firstIndex(of: covariate).map { means[cluster][$0] } ?? .nan
  }

  /// One row a zone, in the order of their numbers.
  func table(_ match: ZoneMatch) -> Table {
    var table = Table(columns: ["zone", "cells"] + covariates)
    let total = means.count
    for zone in 1...total {
      guard let cluster = match.zone.firstIndex(of: zone) else { continue }
      table.append(["\(zone)", "\(counts[cluster])"] + means[cluster].map(Table.field))
    }
    return table
  }
}

/// The number that each cluster bears.
struct ZoneMatch {
  /// The zone of cluster 0, 1, …: a permutation of 1 … k.
  let zone: [Int]
  let cost: Double?
  let runnerUpCost: Double?

  /// With a published table, the one-to-one assignment of least cost, in units of the standard deviation of the
  /// published columns; without one, clusters are numbered by their place.
  init(means: ZoneMeans, columns: [String], published: [[Double]]?, k: Int) {
    guard let published, published.count == k else {
      zone = Array(1...k)
      cost = nil
      runnerUpCost = nil
      return
    }
    let deviations = columns.indices.map { column in standardDeviation(published.map { $0[column] }) ?? 1 }
    let costs = (0..<k).map { cluster in
      published.map { row in
        orderedSum(count: columns.count) { column in
          let difference = (means[cluster, columns[column]] - row[column]) / deviations[column]
          return difference * difference
        }
      }
    }
    let best = minimumCostAssignment(costs)
    zone = best.assignment.map { $0 + 1 }
    cost = best.cost
    runnerUpCost = runnerUpAssignment(costs, to: best.assignment)?.cost
  }
}

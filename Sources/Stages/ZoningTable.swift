import Grids
import Ledger
import Learning
import Manifests
import Statistics

/// The cells of the domain as rows of a mixed table, and those whose rows have gaps.
struct ZoningTable {
  /// The places of complete rows in the frame, ascending: the cells that make the zones.
  let offsets: [Int]
  /// The cells that lack a covariate, ascending. They are given a zone afterwards, by the covariates they have.
  private let incomplete: [Int]
  private let columns: [Column]
  private let classes: [[Float]]
  private let table: MixedTable<Float>
  private let settings: PrototypeSettings

  /// A numeric column on the scale in which rows are compared: (x − mean) / deviation · weight.
  private struct Column {
    var values: [Float]
    var scale: ColumnScale?
    var weight: Float

    func scaled(_ offsets: [Int]) -> [Float] {
      let own = offsets.map { values[$0] }
      return (scale?.standardised(own) ?? own).map { $0 * weight }
    }
  }

  /// Continuous columns are standardised over the complete rows as the manifest says; the two components of a circular
  /// covariate are weighted by 1/√2 so that together they count as one column.
  init(layers: [CovariateLayer], domain: Domain, _ specification: ZonesSpecification) throws {
    let cells = domain.cells
    let offsets = cells.filter { offset in layers.allSatisfy { $0.hasValue(at: offset) } }
    incomplete = cells.filter { offset in !layers.allSatisfy { $0.hasValue(at: offset) } }
    self.offsets = offsets
    columns = layers.filter { $0.form != .categorical }.flatMap { layer in
      layer.features.map { band in
        Column(
          values: band,
          scale: specification.standardise == .zscore ? ColumnScale(of: offsets.map { band[$0] }) : nil,
          weight: layer.form == .circular ? Float(0.5).squareRoot() : 1)
      }
    }
    classes = layers.filter { $0.form == .categorical }.map { $0.bands[0] }
    let continuous = columns.map { $0.scaled(offsets) }
    table = try MixedTable(
      continuous: continuous, categorical: classes.map { codes in offsets.map { Int16(codes[$0]) } })
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

  /// The cluster of every cell of the domain, and whether its row was complete.
  func labels(of partition: PrototypePartition, geometry: GridGeometry) -> (labels: ClassGrid, complete: ClassGrid) {
    var labels = ClassGrid(geometry: geometry, repeating: nil)
    var complete = ClassGrid(geometry: geometry, repeating: nil)
    for (row, offset) in offsets.enumerated() {
      labels.cells[offset] = Int16(partition.labels[row])
      complete.cells[offset] = 1
    }
    let numbers = columns.map { $0.scaled(incomplete) }
    for (row, offset) in incomplete.enumerated() {
      let cluster = partition.prototypes.nearest(
        numbers: numbers.map { Double($0[row]) },
        codes: classes.map { $0[offset].isNaN ? nil : Int16($0[offset]) }, gamma: settings.gamma)
      labels.cells[offset] = cluster.map { Int16($0) }
      complete.cells[offset] = 0
    }
    return (labels, complete)
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

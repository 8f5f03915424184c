import Learning
import Manifests
import Terrain

/// What zones are made from: the columns that describe a cell, and the scale on which cells are compared.
///
/// A direction is two columns, its sine and cosine, each weighted by 1/√2, so that together they count as one.
struct ZoningColumns: Codable, Sendable {
  struct Column: Codable, Sendable {
    var covariate: String
    /// Over the cells with a value in every covariate.
    var scale: ColumnScale
    var weight: Float
  }

  /// In the order of the manifest.
  var covariates: [String]
  var continuous: [Column] = []
  /// The covariates whose values are classes.
  var classes: [String] = []
  /// Cells with a value in every covariate, and those of them on which starts are tried.
  var cells: Int
  var sampled: Int

  /// Values of a continuous column as they are compared: (x − mean) / deviation · weight for z-scores.
  func comparable(_ values: [Float], column: Int, _ standardise: ZonesSpecification.Standardise) -> [Float] {
    let own = continuous[column]
    let scaled = standardise == .zscore ? own.scale.standardised(values) : values
    return own.weight == 1 ? scaled : scaled.map { $0 * own.weight }
  }

  /// The columns as k-prototypes compares them.
  func table(
    continuous: [[Float]], classes: [[Float]], _ standardise: ZonesSpecification.Standardise
  ) throws -> MixedTable<Float> {
    try MixedTable(
      continuous: continuous.enumerated().map { comparable($0.element, column: $0.offset, standardise) },
      categorical: classes.map { $0.map { Int16($0) } })
  }

  func settings(_ specification: ZonesSpecification, k: Int) -> PrototypeSettings {
    PrototypeSettings(
      clusters: k, gamma: gamma(specification), draw: specification.initialise == .even ? .even : .plusPlus,
      leastGain: specification.leastGain, maximumPasses: specification.maximumPasses)
  }

  private func gamma(_ specification: ZonesSpecification) -> Double {
    switch specification.gamma {
    case .value(let value): value
    case .halfMeanDeviation:
      halfMeanDeviation(
        ofDeviations: continuous.map { column in
          let deviation = column.scale.deviation
          return Double(column.weight) * (specification.standardise == .zscore ? (deviation > 0 ? 1 : 0) : deviation)
        })
    }
  }

  /// The prototype of a cluster, covariate by covariate: a mean in the covariate's own unit, the direction of a mean
  /// vector in degrees, the most frequent class. `nil` for a direction whose vectors cancel.
  func prototype(
    _ cluster: Int, of prototypes: Prototypes, _ standardise: ZonesSpecification.Standardise
  ) -> [Double?] {
    var means: [String: [Double]] = [:]
    for (column, centre) in zip(continuous, prototypes.centroids[cluster]) {
      let scaled = centre / Double(column.weight)
      means[column.covariate, default: []].append(
        standardise == .zscore ? column.scale.mean + scaled * column.scale.deviation : scaled)
    }
    let modes = Dictionary(uniqueKeysWithValues: zip(classes, prototypes.modes[cluster]))
    return covariates.map { covariate in
      if let mode = modes[covariate] { return Double(mode) }
      let mean = means[covariate] ?? []
      return mean.count == 2 ? direction(east: mean[0], north: mean[1]) : mean.first
    }
  }
}

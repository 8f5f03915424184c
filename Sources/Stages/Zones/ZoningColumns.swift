import Learning
import Manifests
import Terrain

/// What zones are made from: the columns that describe a cell, and the scale on which cells are compared.
///
/// A direction is two columns, its sine and cosine, each weighted by 1/√2, so that together they count as one.
struct ZoningColumns: Codable, Sendable {
  struct Column: Codable, Sendable {
    var covariate: String
    /// Over the cells with a value in every covariate; `nil` for classes.
    var scale: ColumnScale?
    var weight: Float = 1
  }

  /// In the order of the manifest.
  var covariates: [String]
  var columns: [Column] = []
  /// Cells with a value in every covariate, and those of them on which starts are tried.
  var cells: Int
  var sampled: Int

  /// Values of a column of numbers as they are compared: (x − mean) / deviation · weight for z-scores.
  private func comparable(
    _ values: [Float], _ column: Column, _ scale: ColumnScale, _ standardise: ZonesSpecification.Standardise
  ) -> [Float] {
    let scaled = standardise == .zscore ? scale.standardised(values) : values
    return column.weight == 1 ? scaled : scaled.map { $0 * column.weight }
  }

  /// The columns as k-prototypes compares them, one after another in the order of `columns`.
  func comparable(
    _ standardise: ZonesSpecification.Standardise, _ forEach: ((_ values: [Float]) throws -> Void) throws -> Void
  ) throws -> (numbers: [[Float]], classes: [[Float]]) {
    var (numbers, classes): ([[Float]], [[Float]]) = ([], [])
    try forEach { values in
      let column = columns[numbers.count + classes.count]
      if let scale = column.scale {
        numbers.append(comparable(values, column, scale, standardise))
      } else {
        classes.append(values)
      }
    }
    return (numbers, classes)
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
        ofDeviations: columns.compactMap { column in
          guard let deviation = column.scale?.deviation else { return nil }
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
    var modes: [String: Int16] = [:]
    for column in columns {
      guard let scale = column.scale else {
        modes[column.covariate] = prototypes.modes[cluster][modes.count]
        continue
      }
      let scaled = prototypes.centroids[cluster][means.values.reduce(0) { $0 + $1.count }] / Double(column.weight)
      means[column.covariate, default: []].append(
        standardise == .zscore ? scale.mean + scaled * scale.deviation : scaled)
    }
    return covariates.map { covariate in
      if let mode = modes[covariate] { return Double(mode) }
      let mean = means[covariate] ?? []
      return mean.count == 2 ? direction(east: mean[0], north: mean[1]) : mean.first
    }
  }
}

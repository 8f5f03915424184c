import Grids
import Learning
import Manifests
import Statistics

/// The cells of the domain, and how their layers are read for zoning: one layer at a time, never all at once.
struct ZoningCells {
  let geometry: GridGeometry
  /// Those with a value in every covariate, ascending: the cells that make the zones.
  let complete: [Int]
  /// Those that lack a covariate, ascending. They are given a zone afterwards, by the covariates they have.
  let incomplete: [Int]
  private let covariates: [String]
  private let layer: (String) throws -> CovariateLayer

  /// - Parameter layer: reads a covariate; called anew each time.
  init(_ domain: Domain, covariates: [String], layer: @escaping (String) throws -> CovariateLayer) throws {
    geometry = domain.geometry
    self.covariates = covariates
    self.layer = layer
    var isComplete = domain.codes.cells.indices.map(domain.takesPart)
    for covariate in covariates {
      for band in try layer(covariate).features {
        for offset in isComplete.indices where band[offset].isNaN { isComplete[offset] = false }
      }
    }
    complete = isComplete.indices.filter { isComplete[$0] }
    incomplete = isComplete.indices.filter { !isComplete[$0] && domain.takesPart($0) }
  }

  /// Calls `body` with each column of each covariate, in their order, as the values of complete and of incomplete cells.
  func forEachColumn(
    _ body: (_ covariate: CovariateLayer, _ complete: [Float], _ incomplete: [Float]) throws -> Void
  ) throws {
    for covariate in covariates {
      let values = try layer(covariate)
      for band in values.features { try body(values, complete.map { band[$0] }, incomplete.map { band[$0] }) }
    }
  }
}

extension ZoningColumns {
  /// The columns of the cells, and the values of those drawn evenly from the complete ones, on which starts are tried.
  ///
  /// - Parameters:
  ///   - size: all complete cells where `nil`, or where there are no more.
  ///   - keep: gets the drawn values, column after column, as they stand in the layers.
  init(
    sampling cells: ZoningCells, covariates: [String], size: Int?, seed: UInt64, keep: ([Float]) throws -> Void
  ) throws {
    let count = cells.complete.count
    var stream = RandomStream(seed: seed, name: "zones/sample")
    let rows = sampledRows(size ?? count, of: count, &stream)
    self.init(covariates: covariates, cells: count, sampled: rows.count)
    try cells.forEachColumn { covariate, values, _ in
      columns.append(
        Column(
          covariate: covariate.id, scale: covariate.form == .categorical ? nil : ColumnScale(of: values),
          weight: covariate.form == .circular ? Float(0.5).squareRoot() : 1))
      try keep(rows.map { values[$0] })
    }
  }
}

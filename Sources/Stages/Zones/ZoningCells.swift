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

/// Cells drawn evenly from the complete ones, on which starts are tried.
struct ZoningSample {
  var columns: ZoningColumns
  /// Column by column, as they stand in the layers.
  var continuous: [[Float]] = []
  var classes: [[Float]] = []

  /// - Parameter size: all complete cells where `nil`, or where there are no more.
  init(of cells: ZoningCells, covariates: [String], size: Int?, seed: UInt64) throws {
    let count = cells.complete.count
    var stream = RandomStream(seed: seed, name: "zones/sample")
    let rows = sampledRows(size ?? count, of: count, &stream)
    columns = ZoningColumns(covariates: covariates, cells: count, sampled: rows.count)
    try cells.forEachColumn { covariate, values, _ in
      let own = rows.map { values[$0] }
      if covariate.form == .categorical {
        columns.classes.append(covariate.id)
        classes.append(own)
      } else {
        columns.continuous.append(
          .init(
            covariate: covariate.id, scale: ColumnScale(of: values),
            weight: covariate.form == .circular ? Float(0.5).squareRoot() : 1))
        continuous.append(own)
      }
    }
  }

  func table(_ standardise: ZonesSpecification.Standardise) throws -> MixedTable<Float> {
    try columns.table(continuous: continuous, classes: classes, standardise)
  }
}

extension ZoningSample {
  /// The values as a file holds them: single precision, least byte first, column after column, classes last.
  var bytes: [UInt8] {
    (continuous + classes).flatMap { column in
      column.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
    }
  }

  init(columns: ZoningColumns, bytes: [UInt8]) {
    self.columns = columns
    let values = stride(from: 0, to: bytes.count, by: 4).map { place in
      Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) })
    }
    let all = stride(from: 0, to: values.count, by: max(columns.sampled, 1)).map {
      Array(values[$0..<$0 + columns.sampled])
    }
    continuous = Array(all.prefix(columns.continuous.count))
    classes = Array(all.dropFirst(columns.continuous.count))
  }
}

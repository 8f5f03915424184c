import Calibration
import Engine
import Grids
import Ledger
import Manifests
import MassBalance
import Statistics

/// The map: the thickness at which each cell's making of solum balances its loss.
///
/// Beside the thickness stand the saprolite below it, what decided the cell as flags, the parts it was made from (EEMT,
/// erosion), and, where zones were cross-validated, the spread of the CV+ predictive sample.
struct SimulationStage {
  /// `simulation`, or `simulation/true-zones`.
  let prefix: String
  let zones: TaskDefinition.Input
  let zoneFile: String
  /// Where the zone rests on all its covariates; `nil` where zones are given.
  let complete: TaskDefinition.Input?
  let calibration: CalibrationStage

  static let thicknessFile = "solum_thickness.tif"
  static let saproliteFile = "saprolite_thickness.tif"
  static let flagsFile = "quality_flags.tif"
  static let uncertaintyFile = "solum_thickness_uncertainty.tif"
  static let partsFile = "parts.tif"

  var mapID: String { "\(prefix)/map" }
  var mapInput: TaskDefinition.Input { .init("simulated", from: mapID) }

  func tasks(_ product: ProductDeclaration) throws -> [TaskDefinition] {
    guard let model = product.manifest.model, product.manifest.calibration != nil else { return [] }
    let masks = product.manifest.grid.masks.map(\.name)
    let layers = try Forcings.covariates(model).map { CovariateStage.input(try product.covariate($0)) }
    var effective = model
    effective.waterErosion = effective.waterErosion.withoutNote
    effective.windErosion = effective.windErosion.withoutNote
    return [
      TaskDefinition(
        id: mapID, stage: "simulation", revision: 1, parameters: effectiveParameters("model", effective),
        inputs: [FrameStage.domainInput, zones, calibration.input] + (complete.map { [$0] } ?? []) + layers, memory: 1 << 30
      ) { [self] context in
        let domain = try FrameStage.readDomain(context, masks: masks)
        let zoneOf = try Layers.readClasses(context.file("zones", zoneFile))
        let forcing = try ForcingLayers(model, product, context)
        let fitted = try FittedModel(context, model)
        let whole = try complete.map { try Layers.readClasses(context.file($0.name, ZonesStage.completeFile)) }
        let maps = simulate(domain: domain, zones: zoneOf, complete: whole, forcing: forcing, fitted: fitted)
        for (name, count) in maps.counts { context.log("\(count) cells \(name)") }
        try maps.write(context, withUncertainty: fitted.isCrossValidated, withSaprolite: model.depthToBedrock != nil)
      }
    ]
  }
}

extension ModelSpecification.Erosion {
  /// The value alone, since a remark does not change a map.
  var withoutNote: Self {
    if case .constant(let value, _) = self { .constant(value, note: "") } else { self }
  }
}

/// The parameters of every zone, and what cross-validation found there.
struct FittedModel {
  let rules: SteadyStateRules
  /// By zone.
  private let parameters: [Int: Parameters]
  /// By zone: the fold's parameters with the residuals that they left on the profiles they had not seen.
  private let folds: [Int: [(parameters: Parameters, residuals: [Double])]]

  init(_ context: TaskContext, _ model: ModelSpecification) throws {
    rules = SteadyStateRules(
      densityRatio: model.densityRatio, erosionFloor: Quantity(model.erosionFloor),
      nonPositiveErosion: SteadyStateRules.NonPositiveErosion(model.nonPositiveErosion))
    let zoneRows = try Self.vectors(context, CalibrationStage.parametersFile)
    parameters = Dictionary(zoneRows.map { ($0.zone, $0.parameters) }, uniquingKeysWith: { first, _ in first })

    let file = CalibrationStage.residualsFile
    let residuals = try readTable(context.file("calibration", file))
    let zone = try residuals.numbers("zone", file: file)
    let fold = try residuals.numbers("fold", file: file)
    let observed = try residuals.numbers("observed", file: file)
    let predicted = try residuals.numbers("predicted", file: file)
    var folds: [Int: [(parameters: Parameters, residuals: [Double])]] = [:]
    for row in try Self.vectors(context, CalibrationStage.foldsFile) where row.fold > 0 {
      let own = zone.indices.filter { Int(zone[$0]) == row.zone && Int(fold[$0]) == row.fold }
      folds[row.zone, default: []].append((row.parameters, own.map { observed[$0] - predicted[$0] }))
    }
    self.folds = folds
  }

  /// The rows of a table with a zone, perhaps a fold, and the eight parameters.
  private static func vectors(
    _ context: TaskContext, _ file: String
  ) throws -> [(zone: Int, fold: Int, parameters: Parameters)] {
    let table = try readTable(context.file("calibration", file))
    let zone = try table.numbers("zone", file: file)
    let fold = table.columns.contains("fold") ? try table.numbers("fold", file: file) : zone.map { _ in 0 }
    let columns = try SCEUASpecification.parameterNames.map { try table.numbers($0, file: file) }
    return zone.indices.compactMap { row in
      Parameters(vector: columns.map { $0[row] }).map { (Int(zone[row]), Int(fold[row]), $0) }
    }
  }

  var isCrossValidated: Bool { !folds.isEmpty }

  /// `nil` for a zone that has no parameters.
  func steadyState(_ forcing: Forcing, zone: Int) -> SteadyState? {
    parameters[zone].map { SteadyState(of: forcing, with: $0, rules: rules) }
  }

  /// The CV+ sample of a cell: for every profile of the zone, what the fold that had not seen it predicts here, plus the
  /// residual it left there; floored at zero. `nil` in a zone without folds.
  func predictiveSample(_ forcing: Forcing, zone: Int) -> [Double]? {
    guard let folds = folds[zone] else { return nil }
    var sample: [Double] = []
    for fold in folds {
      let state = SteadyState(of: forcing, with: fold.parameters, rules: rules)
      guard let thickness = state.thickness?.value else { continue }
      for residual in fold.residuals { sample.append(max(0, thickness + residual)) }
    }
    return sample.isEmpty ? nil : sample
  }
}

extension SteadyStateRules.NonPositiveErosion {
  /// The kernel's word for the manifest's.
  init(_ rule: ModelSpecification.NonPositiveErosion) {
    switch rule {
    case .floor: self = .floor
    case .dtb: self = .dtb
    case .nodata: self = .nodata
    }
  }
}

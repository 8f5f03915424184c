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

  /// The product itself, on the zones found.
  static func found(_ product: ProductDeclaration) -> SimulationStage {
    SimulationStage(
      prefix: "simulation", zones: ZonesStage.zoneInput, zoneFile: ZonesStage.zoneFile,
      complete: ZonesStage.completeInput,
      calibration: CalibrationStage(
        prefix: "calibration", zones: ZonesStage.zoneInput, zoneFile: ZonesStage.zoneFile,
        zoneCount: product.zoneCount))
  }

  /// A synthetic product on its true zones.
  static func onTrueZones(_ product: ProductDeclaration, truth: String) -> SimulationStage {
    let zones = TaskDefinition.Input("zones", from: SourcesStage.id(truth), [TruthValidation.zonesFile])
    return SimulationStage(
      prefix: "simulation/true-zones", zones: zones, zoneFile: TruthValidation.zonesFile, complete: nil,
      calibration: CalibrationStage(
        prefix: "calibration/true-zones", zones: zones, zoneFile: TruthValidation.zonesFile,
        zoneCount: product.trueZoneCount))
  }

  var mapID: String { "\(prefix)/map" }

  /// Some rasters of the map as an input named `simulated`.
  func input(_ files: [String]) -> TaskDefinition.Input { .init("simulated", from: mapID, files) }

  func tasks(_ product: ProductDeclaration) throws -> [TaskDefinition] {
    guard let model = product.manifest.model, product.manifest.calibration != nil else { return [] }
    let masks = product.masks
    let layers = try Forcings.covariates(model).map { CovariateStage.input(try product.covariate($0)) }
    let isCrossValidated = product.hasCrossValidation
    return [
      TaskDefinition(
        id: mapID, stage: "simulation", revision: 1,
        parameters: effectiveParameters("model", model, without: ["note"]) + FrameStage.names(ofMasks: masks)
          + [.parameter("crossValidated", isCrossValidated)] + Layers.libraries,
        inputs: [FrameStage.domainInput, zones, calibration.input] + (complete.map { [$0] } ?? []) + layers,
        memory: 1 << 30
      ) { [self] context in
        let domain = try FrameStage.readDomain(context)
        let zoneOf = try Layers.readClasses(context.file("zones", zoneFile))
        let forcing = try ForcingLayers(model, product, context)
        let fitted = try FittedModel(context, model, isCrossValidated: isCrossValidated)
        let whole = try complete.map { try Layers.readClasses(context.file($0.name, ZonesStage.completeFile)) }
        let maps = simulate(
          domain: domain, masks: masks, zones: zoneOf, complete: whole, forcing: forcing, fitted: fitted)
        for (name, count) in maps.counts { context.log("\(count) cells \(name)") }
        try maps.write(context, withUncertainty: isCrossValidated, withSaprolite: model.depthToBedrock != nil)
      }
    ]
  }
}

/// The parameters of every zone, and what cross-validation found there.
struct FittedModel {
  /// Whether the product's zones are cross-validated, as far as they have the profiles for it.
  let isCrossValidated: Bool
  let model: ZonedModel
  /// The same for the first fold of every zone, the second, and so on; zones without it have no parameters.
  let foldModels: [ZonedModel]
  /// By zone.
  private let parameters: [Int: Parameters]
  /// By zone: the fold's parameters with the residuals that they left on the profiles they had not seen, ascending.
  private let folds: [Int: [(parameters: Parameters, residuals: [Double])]]

  init(_ context: TaskContext, _ model: ModelSpecification, isCrossValidated: Bool) throws {
    self.isCrossValidated = isCrossValidated
    let rules = SteadyStateRules(
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
      folds[row.zone, default: []].append((row.parameters, own.map { observed[$0] - predicted[$0] }.sorted()))
    }
    self.folds = folds

    func zoned(_ parameters: (Int) -> Parameters?) -> ZonedModel {
      ZonedModel((0..<Int(ZonedModel.noZone)).map(parameters), rules: rules)
    }
    self.model = zoned { [parameters] in parameters[$0] }
    foldModels = (0..<(folds.values.map(\.count).max() ?? 0)).map { place in
      zoned { zone in folds[zone].flatMap { place < $0.count ? $0[place].parameters : nil } }
    }
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

  func hasParameters(_ zone: Int) -> Bool { parameters[zone] != nil }

  /// Whether a zone had the profiles for folds.
  func hasFolds(_ zone: Int) -> Bool { folds[zone] != nil }

  /// The spread of the CV+ sample of a cell; `nil` in a zone without folds.
  ///
  /// - Parameter predictions: the thickness by each of `foldModels`, NaN for none.
  func spread(_ predictions: [Double], zone: Int) -> PredictiveInterval? {
    let folds = zip(folds[zone] ?? [], predictions).filter { !$1.isNaN }.map {
      PredictiveInterval.Fold(prediction: $1, sorted: $0.residuals)
    }
    return PredictiveInterval(sorted: PredictiveInterval.sample(of: folds, atLeast: 0))
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

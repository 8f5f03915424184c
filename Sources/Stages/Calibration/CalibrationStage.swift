import Calibration
import Engine
import Grids
import Ledger
import Manifests
import MassBalance
import Statistics

/// The model's eight parameters in each zone, fitted to the zone's profiles by SCE-UA.
///
/// One task a zone and fold: `fold-1` … are fitted without the profiles of that fold and predict them; `full` is fitted
/// on all profiles of the zone and gives the map. Zones with too few profiles for folds have only `full`. A set of tasks
/// is named by its prefix, so that a synthetic product is calibrated a second time on its true zones.
struct CalibrationStage {
  /// `calibration`, or `calibration/true-zones`.
  let prefix: String
  /// The zone map, under the name `zones`.
  let zones: TaskDefinition.Input
  let zoneFile: String
  let zoneCount: Int

  var parametersID: String { "\(prefix)/parameters" }
  static let parametersFile = "parameters.csv"
  static let foldsFile = "folds.csv"
  static let residualsFile = "residuals.csv"
  static let traceFile = "calibration_trace.csv"

  /// All that calibration found, as an input named `calibration`.
  var input: TaskDefinition.Input {
    .init("calibration", from: parametersID, [Self.parametersFile, Self.foldsFile, Self.residualsFile])
  }

  func tasks(_ product: ProductDeclaration) throws -> [TaskDefinition] {
    guard let model = product.manifest.model, let calibration = product.manifest.calibration else { return [] }
    switch calibration {
    case .published:
      return [try publishedParameters(model, product)]
    case .sceua(let specification):
      let zoneNumbers = 1...zoneCount
      return zoneNumbers.map { profiles(zone: $0, model, product) }
        + zoneNumbers.flatMap { zone in
          (0...specification.folds).map { fit(zone: zone, fold: $0, specification, model, product) }
        } + [collection(zoneNumbers, specification, model), trace(zoneNumbers)]
        + (specification.identifiability.map { wanted in
          zoneNumbers.map { identifiability(zone: $0, wanted, specification, model) } + [intervals(zoneNumbers)]
        } ?? [])
    }
  }

  // MARK: The published table

  private func publishedParameters(
    _ model: ModelSpecification, _ product: ProductDeclaration
  ) throws -> TaskDefinition {
    let rows = try PublishedTables(product).parameters
    guard product.zonesArePublished else {
      throw StageError(
        subject: "calibration",
        problem: "Table 4 gives parameters to published zones, and the zones found bear no number of theirs",
        remedy: "declare 'match' under 'zones', or fit the parameters with 'method: sce-ua'")
    }
    return TaskDefinition(
      id: parametersID, stage: "calibration", revision: 1,
      parameters: rows.enumerated().flatMap { zone, values in
        zip(SCEUASpecification.parameterNames, values).map {
          .parameter("table-4.zone-\(zone + 1).\($0.0)", Table.field($0.1))
        }
      } + [.parameter("densityRatio", model.densityRatio)]
    ) { context in
      var table = Table(columns: ParameterTable.columns)
      for (zone, values) in rows.enumerated() {
        table.append(
          ParameterTable.row(
            zone: zone + 1, values: values, rmse: nil, outOfFoldRMSE: nil, profiles: nil,
            densityRatio: model.densityRatio))
      }
      try writeText(table.csv, to: context.output(Self.parametersFile))
      try writeText(Table(columns: ZoneFit.foldColumns).csv, to: context.output(Self.foldsFile))
      try writeText(Table(columns: ZoneFit.residualColumns).csv, to: context.output(Self.residualsFile))
    }
  }

  // MARK: One zone

  private func profilesID(_ zone: Int) -> String { "\(prefix)/zone-\(zone)/profiles" }
  private func fitID(_ zone: Int, _ fold: Int) -> String {
    "\(prefix)/zone-\(zone)/\(fold == 0 ? "full" : "fold-\(fold)")"
  }

  /// The zone's own profiles, so that a fit is repeated only when they change.
  private func profiles(
    zone: Int, _ model: ModelSpecification, _ product: ProductDeclaration
  ) -> TaskDefinition {
    TaskDefinition(
      id: profilesID(zone), stage: "calibration", revision: 1,
      parameters: [.parameter("zone", zone)] + Forcings.parameters(model),
      inputs: [SamplesStage.input, zones]
    ) { [zoneFile] context in
      let samples = try Samples(readTable(context.file("samples", SamplesStage.fileName)))
      let zoneOf = try Layers.readClasses(context.file("zones", zoneFile))
      var table = Table(columns: ["id", "h"] + Forcings.columns)
      for row in samples.rows where zoneOf[row.cell] == Int16(zone) {
        table.append([row.id, Table.field(row.thickness)] + Forcings.fields(of: row, in: samples, model))
      }
      context.log("\(table.rows.count) profiles in zone \(zone)")
      try writeText(table.csv, to: context.output("profiles.csv"))
    }
  }

  /// The fit of one fold; fold 0 is the fit on all profiles.
  private func fit(
    zone: Int, fold: Int, _ specification: SCEUASpecification, _ model: ModelSpecification,
    _ product: ProductDeclaration
  ) -> TaskDefinition {
    let seed = product.manifest.product.seed
    return TaskDefinition(
      id: fitID(zone, fold), stage: "calibration", revision: 2,
      parameters: [
        .parameter("seed", seed), .parameter("zone", zone), .parameter("fold", fold),
        .parameter("densityRatio", model.densityRatio), .parameter("curvatureScale", model.curvatureScale),
        .parameter("erosionFloor", model.erosionFloor),
      ] + searchParameters(specification, dealsFolds: fold > 0),
      inputs: [.init("profiles", from: profilesID(zone), ["profiles.csv"])]
    ) { context in
      let profiles = try ZoneProfiles(readTable(context.file("profiles", "profiles.csv")), model)
      let fit = ZoneFit(
        zone: zone, fold: fold, profiles: profiles, specification: specification, model: model, seed: seed)
      if let rmse = fit.outcome?.rmse { context.log("RMSE \(Table.field(rmse)) m on \(fit.trained.count) profiles") }
      try writeJSON(fit.outcome, to: context.output("fit.json"))
      try writeText(fit.residuals.csv, to: context.output("residuals.csv"))
      try writeText(fit.trace.csv, to: context.output("trace.csv"))
    }
  }

  /// The fit on all profiles knows of no folds, and is not repeated when these are dealt otherwise.
  private func searchParameters(_ specification: SCEUASpecification, dealsFolds: Bool) -> [Ingredient] {
    effectiveParameters(
      "calibration", specification,
      without: dealsFolds
        ? ["bounds", "identifiability"] : ["bounds", "identifiability", "folds", "minimumForFolds"])
      + zip(SCEUASpecification.parameterNames, specification.bounds).map { name, range in
        .parameter("calibration.bounds.\(name)", range)
      }
  }

  // MARK: All zones

  static let intervalsFile = "intervals.csv"

  /// What the profiles of each zone tell of its parameters.
  var intervalsInput: TaskDefinition.Input { .init("intervals", from: intervalsID, [Self.intervalsFile]) }

  private var intervalsID: String { "\(prefix)/identifiability" }

  private func intervalID(_ zone: Int) -> String { "\(prefix)/zone-\(zone)/identifiability" }

  private func identifiability(
    zone: Int, _ wanted: SCEUASpecification.Identifiability, _ specification: SCEUASpecification,
    _ model: ModelSpecification
  ) -> TaskDefinition {
    TaskDefinition(
      id: intervalID(zone), stage: "calibration", revision: 1,
      parameters: [
        .parameter("zone", zone), .parameter("densityRatio", model.densityRatio),
        .parameter("curvatureScale", model.curvatureScale),
      ] + effectiveParameters("identifiability", wanted)
        + zip(SCEUASpecification.parameterNames, specification.bounds).map {
          .parameter("calibration.bounds.\($0)", $1)
        },
      inputs: [
        .init("profiles", from: profilesID(zone), ["profiles.csv"]), .init("fit", from: fitID(zone, 0), ["fit.json"]),
      ]
    ) { context in
      let found = ZoneIdentifiability(
        zone: zone, profiles: try ZoneProfiles(readTable(context.file("profiles", "profiles.csv")), model),
        outcome: try readJSON(ZoneFit.Outcome?.self, from: context.file("fit", "fit.json")),
        bounds: specification.bounds, wanted, densityRatio: model.densityRatio)
      try writeText(found.table.csv, to: context.output(Self.intervalsFile))
    }
  }

  private func intervals(_ zones: ClosedRange<Int>) -> TaskDefinition {
    TaskDefinition(
      id: intervalsID, stage: "calibration", revision: 1,
      inputs: zones.map { .init("zone-\($0)", from: intervalID($0), [Self.intervalsFile]) }
    ) { context in
      var table = Table(columns: ZoneIdentifiability.columns)
      for zone in zones {
        for row in try readTable(context.file("zone-\(zone)", Self.intervalsFile)).rows { table.append(row) }
      }
      try writeText(table.csv, to: context.output(Self.intervalsFile))
    }
  }

  var traceInput: TaskDefinition.Input { .init("trace", from: traceID, [Self.traceFile]) }

  private var traceID: String { "\(prefix)/trace" }

  /// How the search on all profiles of each zone came to its best, run by run.
  private func trace(_ zones: ClosedRange<Int>) -> TaskDefinition {
    TaskDefinition(
      id: traceID, stage: "calibration", revision: 1,
      inputs: zones.map { .init("zone-\($0)", from: fitID($0, 0), ["trace.csv"]) }
    ) { context in
      var table = Table(columns: ["zone"] + ZoneFit.traceColumns)
      for zone in zones {
        for row in try readTable(context.file("zone-\(zone)", "trace.csv")).rows { table.append(["\(zone)"] + row) }
      }
      try writeText(table.csv, to: context.output(Self.traceFile))
    }
  }

  private func collection(
    _ zones: ClosedRange<Int>, _ specification: SCEUASpecification, _ model: ModelSpecification
  ) -> TaskDefinition {
    let folds = 0...specification.folds
    return TaskDefinition(
      id: parametersID, stage: "calibration", revision: 1,
      parameters: [.parameter("densityRatio", model.densityRatio)],
      inputs: zones.flatMap { zone in
        folds.map { .init("zone-\(zone)-fold-\($0)", from: fitID(zone, $0), ["fit.json", "residuals.csv"]) }
      }
    ) { context in
      var parameters = Table(columns: ParameterTable.columns)
      var foldTable = Table(columns: ZoneFit.foldColumns)
      var residualTable = Table(columns: ZoneFit.residualColumns)
      for zone in zones {
        let fits = try folds.map { fold in
          try FoldResult(
            zone: zone, fold: fold, folder: context.folder(of: "zone-\(zone)-fold-\(fold)"))
        }
        for fit in fits { fit.append(to: &foldTable, &residualTable) }
        if let row = ParameterTable.row(of: fits, densityRatio: model.densityRatio) { parameters.append(row) }
      }
      try writeText(parameters.csv, to: context.output(Self.parametersFile))
      try writeText(foldTable.csv, to: context.output(Self.foldsFile))
      try writeText(residualTable.csv, to: context.output(Self.residualsFile))
    }
  }
}

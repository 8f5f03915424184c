import Engine
import Grids
import Ledger
import Manifests
import MassBalance
import Statistics

/// What the profiles say of the map and of its making: errors within the sample and out of the fold, each beside the
/// trivial predictors, and how well the folds agree on what the data can determine.
enum ProfileValidation {
  static let id = "validation/profiles"

  static func task(_ product: ProductDeclaration, map: SimulationStage) -> TaskDefinition? {
    guard product.manifest.samples != nil, let densityRatio = product.manifest.model?.densityRatio else { return nil }
    let (k, isMatched) = (product.zoneCount, product.zonesArePublished)
    let folds = product.folds
    let tellsIntervals = product.tellsIdentifiability
    return TaskDefinition(
      id: id, stage: "validation", revision: 2,
      parameters: [
        .parameter("zones.k", k), .parameter("zones.matched", isMatched), .parameter("folds", folds),
        .parameter("densityRatio", densityRatio),
      ],
      inputs: [
        SamplesStage.input, ZonesStage.zoneInput, map.input([SimulationStage.thicknessFile]), map.calibration.input,
      ] + (tellsIntervals ? [map.calibration.intervalsInput] : [])
    ) { context in
      let all = try readTable(context.file("samples", SamplesStage.fileName))
      let samples = try Samples(all)
      let zones = try Layers.readClasses(context.file("zones", ZonesStage.zoneFile))
      let thickness = try Layers.readBands(context.file("simulated", SimulationStage.thicknessFile))[0]
      let outcome = try CalibrationOutcome(context)
      var found = StatisticList()

      found.add("obs.count", all.rows.count)
      found.add("obs.count.used", samples.rows.count)
      if isMatched {
        for zone in 1...k {
          found.add("obs.count.cluster[\(zone)]", samples.rows.count { zones[$0.cell] == Int16(zone) })
        }
        outcome.describeZones(&found)
      }
      found.add("cv.folds", folds)
      outcome.describeErrors(&found)

      var profiles = Table(columns: ["id", "status", "zone", "observed", "mapped", "out_of_fold", "fold"])
      var observed: [Double] = []
      var mapped: [Double] = []
      let statuses = try all.column("status", file: SamplesStage.fileName)
      let ids = try all.column("id", file: SamplesStage.fileName)
      let depths = try all.numbers("thickness", file: SamplesStage.fileName)
      let rows = Dictionary(samples.rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      for index in ids.indices {
        let cell = rows[ids[index]]?.cell
        let value = cell.map { Double(thickness[$0]) }
        if let value, !value.isNaN {
          observed.append(depths[index])
          mapped.append(value)
        }
        let held = outcome.outOfFold(ids[index])
        profiles.append([
          ids[index], statuses[index], cell.flatMap { zones[$0] }.map { "\($0)" } ?? "", Table.field(depths[index]),
          Table.field(value), Table.field(held?.predicted), held.map { "\($0.fold)" } ?? "",
        ])
      }
      addErrors(observed: observed, predicted: mapped, as: "map.h.obs", &found)
      try writeText(profiles.csv, to: context.output("profiles.csv"))
      try writeText(outcome.parameters.csv, to: context.output("parameters.csv"))
      try writeText(outcome.folds.csv, to: context.output("folds.csv"))
      let intervals =
        tellsIntervals ? try readTable(context.file("intervals", CalibrationStage.intervalsFile)) : nil
      try writeText(
        outcome.identifiability(densityRatio: densityRatio, intervals).csv, to: context.output("identifiability.csv"))
      try writeText(found.table.csv, to: context.output(Statistic.fileName))
    }
  }
}

/// The four errors of a set of predictions, under the names `prefix.rmse` and so on.
func addErrors(observed: [Double], predicted: [Double], as prefix: String, _ found: inout StatisticList) {
  guard let error = PredictionError(observed: observed, predicted: predicted) else { return }
  found.add("\(prefix).rmse", error.rootMeanSquare, "m")
  found.add("\(prefix).mae", error.meanAbsolute, "m")
  found.add("\(prefix).mre", error.meanRelative, "1")
  found.add("\(prefix).me", error.mean, "m")
  found.add("\(prefix).n", error.count)
}

/// What calibration found, as tables.
struct CalibrationOutcome {
  let parameters: Table
  let folds: Table
  private let residuals: Table
  private let heldOut: [String: (fold: Int, predicted: Double)]

  /// Reads the input `calibration`.
  init(_ context: TaskContext, input: String = "calibration") throws {
    parameters = try readTable(context.file(input, CalibrationStage.parametersFile))
    folds = try readTable(context.file(input, CalibrationStage.foldsFile))
    residuals = try readTable(context.file(input, CalibrationStage.residualsFile))
    heldOut = Dictionary(
      residuals.rows.compactMap { row in
        guard let fold = Int(row[1]), fold > 0, let predicted = Double(row[4]) else { return nil }
        return (row[2], (fold, predicted))
      }, uniquingKeysWith: { first, _ in first })
  }

  func outOfFold(_ profile: String) -> (fold: Int, predicted: Double)? { heldOut[profile] }

  /// Observations, predictions and the trivial predictions of the rows of some zones, out of the fold or within sample.
  func residuals(outOfFold: Bool, zones: Set<Int>? = nil) -> (
    observed: [Double], predicted: [Double], trivial: [Double]
  ) {
    let rows = residuals.rows.filter { row in
      (row[1] != "0") == outOfFold && zones.map { $0.contains(Int(row[0]) ?? 0) } ?? true
    }
    func column(_ place: Int) -> [Double] { rows.map { Double($0[place]) ?? .nan } }
    return (column(3), column(4), column(5))
  }

  /// Parameters and errors by zone.
  func describeZones(_ found: inout StatisticList) {
    let names = ["h0", "rho", "a", "b", "alpha", "beta", "gamma", "D"]
    let units = ["m", "kg m-3", "m a-1", "m2 a kJ-1", "1", "1", "1", "m2 a-1"]
    for row in parameters.rows {
      for (place, name) in names.enumerated() {
        found.add("params.cluster[\(row[0])].\(name)", Double(row[place + 1]), units[place])
      }
      found.add("cv.cluster[\(row[0])].rmse", Double(row[ParameterTable.place(of: "rmse_out_of_fold")]), "m")
    }
  }

  /// The pooled out-of-fold and in-sample errors.
  func describeErrors(_ found: inout StatisticList) {
    let held = residuals(outOfFold: true)
    addErrors(observed: held.observed, predicted: held.predicted, as: "cv.overall", &found)
    addErrors(observed: held.observed, predicted: held.trivial, as: "cv.zone_mean", &found)
    let own = residuals(outOfFold: false)
    addErrors(observed: own.observed, predicted: own.predicted, as: "insample.overall", &found)
  }

  /// The five groups that thickness depends on: the value fitted to all profiles, and its range over the folds.
  ///
  /// A group whose folds differ by orders of magnitude is not determined by the zone's profiles. Where intervals are told
  /// they stand beside, and after the groups the parameters that mean something within groups only.
  ///
  /// - Parameter intervals: as `ZoneIdentifiability` has them.
  func identifiability(densityRatio: Double, _ intervals: Table? = nil) -> Table {
    func groups(_ fields: some Sequence<String>) -> [Double] {
      let parameters = Parameters(vector: fields.map { Double($0) ?? .nan })
      return parameters.map { IdentifiableGroups($0, densityRatio: densityRatio).vector } ?? []
    }
    let told = ZoneIdentifiability.columns.dropFirst(2)
    var table = Table(columns: ["zone", "quantity", "value", "fold_min", "fold_max"] + (intervals == nil ? [] : told))
    func judged(_ zone: String, _ name: String) -> [String] {
      guard let intervals else { return [] }
      return intervals.rows.first { $0[0] == zone && $0[1] == name }.map { Array($0.dropFirst(2)) }
        ?? told.map { _ in "" }
    }
    for row in parameters.rows {
      let own = groups(row.dropFirst().prefix(8))
      let ofFolds = folds.rows.filter { $0[0] == row[0] && $0[1] != "0" }.map { groups($0.dropFirst(2).prefix(8)) }
      for (place, name) in IdentifiableGroups.names.enumerated() {
        let values = ofFolds.map { $0[place] }
        table.append(
          [
            row[0], name, Table.field(own[place]), Table.field(values.min()), Table.field(values.max()),
          ] + judged(row[0], name))
      }
      for (place, name) in Parameters.names.enumerated()
      where intervals != nil && !IdentifiableGroups.names.contains(name) {
        let values = folds.rows.filter { $0[0] == row[0] && $0[1] != "0" }.compactMap { Double($0[2 + place]) }
        table.append(
          [row[0], name, row[1 + place], Table.field(values.min()), Table.field(values.max())] + judged(row[0], name))
      }
    }
    return table
  }
}

import Calibration
import Grids
import Ledger
import Manifests
import MassBalance
import Statistics

/// The profiles of one zone, with their forcing.
struct ZoneProfiles {
  let ids: [String]
  let thickness: [Double]
  let forcings: [Forcing]

  init(_ table: Table, _ model: ModelSpecification) throws {
    let file = "profiles.csv"
    ids = try table.column("id", file: file)
    thickness = try table.numbers("h", file: file)
    let columns = try Forcings.columns.map { try table.numbers($0, file: file) }
    forcings = ids.indices.map { row in
      Forcings.forcing(
        temperature: columns[0][row], precipitation: columns[1][row], water: columns[2][row], wind: columns[3][row],
        laplacian: columns[4][row], curvatureScale: model.curvatureScale)
    }
  }

  /// All of them, as a model of the five groups.
  var groupModel: GroupModel { GroupModel(forcing: forcings, observed: thickness.map { Quantity($0) }) }

  /// Some of the profiles, made ready for the search.
  func sample(of rows: [Int], densityRatio: Double) -> ProfileSample {
    ProfileSample(
      forcing: rows.map { forcings[$0] }, observed: rows.map { Quantity(thickness[$0]) }, densityRatio: densityRatio)
  }
}

/// The fit of one fold of one zone: the best of several runs of SCE-UA, the earliest of equals.
///
/// Fold 0 trains on every profile of the zone. Fold *f* trains without the profiles of fold *f* and predicts them; beside
/// each prediction stands that of the trivial predictor, the mean of the profiles trained on.
struct ZoneFit {
  static let residualColumns = ["zone", "fold", "id", "observed", "predicted", "zone_mean"]
  static let foldColumns =
    ["zone", "fold"] + SCEUASpecification.parameterNames + ["rmse", "trained", "evaluations", "runs_agree"]

  struct Outcome: Codable {
    var parameters: [Double]
    /// On the profiles trained on, m.
    var rmse: Double
    var trained: Int
    var evaluations: Int
    /// The best RMSE of every run, m.
    var runs: [Double]
  }

  /// `nil` when there is nothing to fit: no profile, too few for folds, or no parameters within the bounds that give
  /// every profile positive erosion.
  let outcome: Outcome?
  let trained: [Int]
  let residuals: Table
  /// How each run came to its best, by the number of evaluations.
  let traces: [[ShuffledComplexEvolution.Step]]

  init(
    zone: Int, fold: Int, profiles: ZoneProfiles, specification: SCEUASpecification, model: ModelSpecification,
    seed: UInt64
  ) {
    let count = profiles.ids.count
    guard count > 0, fold == 0 || count >= specification.minimumForFolds else {
      outcome = nil
      trained = []
      residuals = Table(columns: Self.residualColumns)
      traces = []
      return
    }
    var foldStream = RandomStream(seed: seed, name: "calibration/zone-\(zone)/folds")
    let foldOf = folds(count: count, into: specification.folds, stream: &foldStream)
    let held = fold == 0 ? Array(0..<count) : (0..<count).filter { foldOf[$0] == fold - 1 }
    let trained = fold == 0 ? held : (0..<count).filter { foldOf[$0] != fold - 1 }
    self.trained = trained

    let sample = profiles.sample(of: trained, densityRatio: model.densityRatio)
    let search = ShuffledComplexEvolution(specification)
    var runs: [ShuffledComplexEvolution.Outcome] = []
    for run in 1...specification.runs {
      var stream = RandomStream(seed: seed, name: "calibration/zone-\(zone)/fold-\(fold)/run-\(run)")
      runs.append(search.minimise(over: specification.bounds, stream: &stream, sample.rootMeanSquareError))
    }
    traces = runs.map(\.trace)
    guard let best = runs.min(by: { $0.value < $1.value }), best.value < ProfileSample.rejected,
      let parameters = Parameters(vector: best.best)
    else {
      outcome = nil
      residuals = Table(columns: Self.residualColumns)
      return
    }
    outcome = Outcome(
      parameters: best.best, rmse: best.value, trained: trained.count,
      evaluations: runs.reduce(0) { $0 + $1.evaluations }, runs: runs.map(\.value))

    let zoneMean = mean(trained.map { profiles.thickness[$0] })
    let predictions = profiles.sample(of: held, densityRatio: model.densityRatio)
      .predictions(parameters, erosionFloor: Quantity(model.erosionFloor))
    residuals = Table(
      columns: Self.residualColumns,
      rows: zip(held, predictions).map { row, predicted in
        [
          "\(zone)", "\(fold)", profiles.ids[row], Table.field(profiles.thickness[row]), Table.field(predicted),
          Table.field(zoneMean),
        ]
      })
  }
}

extension ZoneFit {
  static let traceColumns = ["run", "evaluations", "rmse"]

  /// The traces as a table; empty where no parameters were accepted yet.
  var trace: Table {
    Table(
      columns: Self.traceColumns,
      rows: traces.enumerated().flatMap { run, steps in
        steps.map { step in
          let isAccepted = step.value < ProfileSample.rejected
          return ["\(run + 1)", "\(step.evaluations)", Table.field(isAccepted ? step.value : nil)]
        }
      })
  }
}

/// What one fold's task left behind.
struct FoldResult {
  let zone: Int
  let fold: Int
  let outcome: ZoneFit.Outcome?
  let residuals: Table

  init(zone: Int, fold: Int, folder: String) throws {
    self.zone = zone
    self.fold = fold
    outcome = try readJSON(ZoneFit.Outcome?.self, from: "\(folder)/fit.json")
    residuals = try readTable("\(folder)/residuals.csv")
  }

  /// Runs that come this near to the best one, relatively, agree with it.
  private static let agreement = 1e-3

  func append(to folds: inout Table, _ residuals: inout Table) {
    if let outcome {
      let agreeing = outcome.runs.count { $0 <= outcome.rmse * (1 + Self.agreement) }
      folds.append(
        ["\(zone)", "\(fold)"] + outcome.parameters.map(Table.field)
          + [Table.field(outcome.rmse), "\(outcome.trained)", "\(outcome.evaluations)", "\(agreeing)"])
    }
    for row in self.residuals.rows { residuals.append(row) }
  }
}

/// The parameters of each zone as Table 4 has them, with what the paper's table lacks.
enum ParameterTable {
  static let columns =
    ["zone"] + SCEUASpecification.parameterNames
    + ["rmse_insample", "rmse_out_of_fold", "rmse_zone_mean", "profiles"]
    + IdentifiableGroups.names.map { "\($0)_group" }

  /// - Precondition: `name` is one of `columns`.
  static func place(of name: String) -> Int {
    guard let place = columns.firstIndex(of: name) else { preconditionFailure("no column '\(name)'") }
    return place
  }

  /// The row of a zone from the fits of its folds, fold 0 first; `nil` for a zone without profiles.
  static func row(of fits: [FoldResult], densityRatio: Double) -> [String]? {
    guard let full = fits.first(where: { $0.fold == 0 }), let outcome = full.outcome else { return nil }
    let held = fits.filter { $0.fold > 0 }.flatMap(\.residuals.rows)
    let observed = held.compactMap { Double($0[3]) }
    let outOfFold = PredictionError(observed: observed, predicted: held.compactMap { Double($0[4]) })
    let trivial = PredictionError(observed: observed, predicted: held.compactMap { Double($0[5]) })
    return row(
      zone: full.zone, values: outcome.parameters, rmse: outcome.rmse, outOfFoldRMSE: outOfFold?.rootMeanSquare,
      zoneMeanRMSE: trivial?.rootMeanSquare, profiles: outcome.trained, densityRatio: densityRatio)
  }

  static func row(
    zone: Int, values: [Double], rmse: Double?, outOfFoldRMSE: Double?, zoneMeanRMSE: Double? = nil, profiles: Int?,
    densityRatio: Double
  ) -> [String] {
    let groups = Parameters(vector: values).map { IdentifiableGroups($0, densityRatio: densityRatio).vector }
    return ["\(zone)"] + values.map(Table.field)
      + [Table.field(rmse), Table.field(outOfFoldRMSE), Table.field(zoneMeanRMSE), profiles.map(String.init) ?? ""]
      + (groups ?? []).map(Table.field)
  }
}

extension ShuffledComplexEvolution {
  /// The kernel's settings for the manifest's.
  init(_ specification: SCEUASpecification) {
    self.init(
      complexes: specification.complexes, kstop: specification.kstop, pcento: specification.pcento,
      peps: specification.peps, maximumEvaluations: specification.maximumEvaluations,
      sampling: specification.sampling == .hull ? .hull : .full)
  }
}

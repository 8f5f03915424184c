import ArgumentParser
import Calibration
import Grids
import Ledger
import MassBalance
import Statistics

/// `solum tool calibrate`: the model's parameters for one table of profiles.
struct ToolCalibrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Fits the model's eight parameters to profiles by SCE-UA.",
    discussion: """
      T.csv has the columns mat (degC), map (mm/a), ewater and ewind (t/ha/a), curv (1/m, convex > 0) and h (m).
      A parameter set that makes the erosion of any profile not positive is rejected; thickness is floored at 0.
      """)

  @Argument(help: "The table of profiles.", completion: .file(extensions: ["csv"])) var table: String
  @Option(help: "Number of complexes.") var complexes = 8
  @Option(help: "Loops over which the improvement is judged.") var kstop = 10
  @Option(help: "Least improvement over those loops, percent.") var pcento = 0.1
  @Option(help: "Normalised range of the population below which it has converged.") var peps = 1e-3
  @Option(help: "Most evaluations of a run.") var maxEvaluations = 50_000
  @Option(help: "Independent runs; the best is kept.") var runs = 1
  @Option(help: "Where random points are drawn: the complex's hull or the full bounds.") var sampling =
    ShuffledComplexEvolution.Sampling.hull
  @Option(help: "Seed of the random streams.") var seed: UInt64 = 1
  @OptionGroup var common: ToolOptions

  struct Report: Encodable {
    struct Run: Encodable {
      var rmse: Double
      var evaluations: Int
      var stopped: String
    }
    var rmse: Double
    var evaluations: Int
    var parameters: [String: Double]
    var groups: [String: Double]
    var runs: [Run]
  }

  func validate() throws {
    try positive(["complexes": complexes, "kstop": kstop, "max-evaluations": maxEvaluations, "runs": runs])
  }

  func run() throws {
    try ending {
      let input = try readTable(table)
      let columns = try ["mat", "map", "ewater", "ewind", "curv", "h"].map { try finite($0, of: input, table) }
      guard !input.rows.isEmpty else {
        throw TableError(file: table, line: 1, problem: "there are no profiles", remedy: "give at least one row")
      }
      let forcing = input.rows.indices.map { row in
        Forcing(
          temperature: .init(columns[0][row]), precipitation: .init(columns[1][row]),
          waterErosion: .init(columns[2][row]), windErosion: .init(columns[3][row]), curvature: .init(columns[4][row]))
      }
      let sample = ProfileSample(forcing: forcing, observed: columns[5].map { Quantity($0) })
      let search = ShuffledComplexEvolution(
        complexes: complexes, kstop: kstop, pcento: pcento, peps: peps, maximumEvaluations: maxEvaluations,
        sampling: sampling)
      let outcomes = (1...runs).map { run in
        var stream = RandomStream(seed: seed, name: "calibrate/run-\(run)")
        return search.minimise(over: Parameters.publishedBounds, stream: &stream, sample.rootMeanSquareError)
      }
      guard let best = outcomes.min(by: { $0.value < $1.value }), let parameters = Parameters(vector: best.best) else {
        return
      }
      guard best.value < ProfileSample.rejected else {
        throw TableError(
          file: table, line: 2, problem: "no parameters within the bounds give every profile a positive erosion",
          remedy: "check ewater, ewind and the sign of curv: convex ground is positive")
      }
      try Console.json(
        Report(
          rmse: best.value, evaluations: outcomes.reduce(0) { $0 + $1.evaluations },
          parameters: named(Parameters.names, parameters.vector),
          groups: named(IdentifiableGroups.names, IdentifiableGroups(parameters).vector),
          runs: outcomes.map { .init(rmse: $0.value, evaluations: $0.evaluations, stopped: $0.reason.rawValue) }))
    }
  }

  private func named(_ names: [String], _ values: [Double]) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: zip(names, values))
  }
}

extension ShuffledComplexEvolution.Sampling: ExpressibleByArgument {}

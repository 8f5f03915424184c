import ArgumentParser
import Learning
import Ledger

/// `solum tool cluster`: rows of a table divided by numbers and classes together.
struct ToolCluster: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "Divides the rows of a table by k-prototypes.",
    discussion: """
      Rows count from 0. Updates are made in batch until no row moves; the cost is the sum of squared distances plus gamma
      times the mismatches. A tie goes to the lowest label, a tied mode to the lowest code; labels follow the order of the
      initial rows.
      """)

  @Argument(help: "The table; every column takes part.", completion: .file(extensions: ["csv"])) var table: String
  @Option(help: "The number of clusters.") var k: Int
  @Option(help: "Columns of class codes, separated by commas.") var categorical = ""
  @Option(help: "What a mismatch costs; half the mean standard deviation of the columns when left out.")
  var gamma: Double?
  @Option(help: "How columns are standardised.") var standardise = Standardise.none
  @Option(help: "The rows on which the prototypes begin, separated by commas.") var initRows = ""
  @Option(help: "Random starts, of which the cheapest is kept.") var starts = 20
  @Option(help: "Passes after which to stop.") var maxPasses: Int?
  @Option(help: "Seed of the random streams.") var seed: UInt64 = 1
  @OptionGroup var common: ToolOptions

  enum Standardise: String, ExpressibleByArgument, CaseIterable { case none, zscore }

  struct Report: Encodable {
    var cost: Double
    var costs: [Double]
    var passes: Int
    var counts: [Int]
    var centroids: [[Double]]
    var modes: [[Int]]
    var labels: [Int]
  }

  func validate() throws {
    guard starts > 0 else { throw ValidationError("--starts takes a positive number, not \(starts)") }
  }

  func run() throws {
    try ToolOptions.guarded {
      let input = try readTable(table)
      let classes = names(categorical)
      for name in classes { _ = try input.column(name, file: table) }
      let continuous = try input.columns.filter { !classes.contains($0) }.map { try finite($0, of: input, table) }
      let scaled =
        standardise == .zscore ? continuous.map { ColumnScale(of: $0).standardised($0) } : continuous
      let data = try MixedTable(
        continuous: scaled, categorical: try classes.map { try codes($0, of: input, table) })
      let settings = PrototypeSettings(
        clusters: k, gamma: gamma ?? halfMeanDeviation(of: scaled), maximumPasses: maxPasses)
      let outcomes = try beginnings().map {
        try kPrototypes(data, settings, from: $0, threads: common.threadCount)
      }
      guard let best = cheapest(of: outcomes.map(\.cost)) else { return }
      let partition = outcomes[best]
      try Console.json(
        Report(
          cost: partition.cost, costs: partition.costs, passes: partition.passes, counts: partition.counts,
          centroids: partition.prototypes.centroids, modes: partition.prototypes.modes.map { $0.map(Int.init) },
          labels: partition.labels.map(Int.init)))
    }
  }

  private func beginnings() throws -> [PrototypeStart] {
    guard !initRows.isEmpty else { return (1...starts).map { .drawn(seed: seed, number: $0) } }
    let rows = try names(initRows).map { text in
      guard let row = Int(text) else {
        throw Failure(
          status: .usage, description: "--init-rows: error: '\(text)' is not a row\n  give rows as numbers from 0")
      }
      return row
    }
    return [.rows(rows)]
  }
}

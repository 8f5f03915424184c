import ArgumentParser
import Learning
import Ledger

/// `solum tool cluster`: rows of a table divided by numbers and classes together.
struct ToolCluster: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "Divides the rows of a table by k-prototypes.",
    discussion: """
      Rows count from 0. Updates are made in batch until no row moves; the cost is the sum of squared distances plus gamma \
      times the mismatches. A tie goes to the lowest label, a tied mode to the lowest code; labels follow the order of the \
      initial rows.
      """)

  @Argument(help: "The table; every column takes part.", completion: .file(extensions: ["csv"])) var table: String
  @Option(help: "The number of clusters.") var k: Int
  @Option(help: "Columns of class codes, separated by commas.") var categorical = ""
  @Option(help: "What a mismatch costs; half the mean standard deviation of the columns when left out.")
  var gamma: Double?
  @Option(help: "How columns are standardised.") var standardise = Standardise.none
  @Option(
    help: "The rows on which the prototypes begin, separated by commas.",
    transform: rowNumbers)
  var initRows: [Int]?
  @Option(help: "Random starts, of which the cheapest is kept. (default: 20)") var starts: Int?
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
    try positive(["k": k, "starts": starts, "max-passes": maxPasses])
    try distinct(names(categorical))
    guard gamma ?? 0 >= 0, gamma ?? 0 < .infinity else { throw ValidationError("--gamma takes a number from 0 on") }
    guard let initRows else { return }
    guard starts == nil else { throw ValidationError("--init-rows and --starts exclude each other") }
    guard initRows.count == k else {
      throw ValidationError("--init-rows has \(initRows.count) rows for \(k) clusters")
    }
  }

  func run() throws {
    try ending {
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
      let beginnings: [PrototypeStart] =
        initRows.map { [.rows($0)] } ?? (1...(starts ?? 20)).map { .drawn(seed: seed, number: $0) }
      let outcomes = try beginnings.map {
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
}

/// `0,12,7` as rows, which count from 0.
@Sendable private func rowNumbers(_ list: String) throws -> [Int] {
  try names(list).map { text in
    guard let row = Int(text), row >= 0 else { throw ValidationError("'\(text)' is not a row; rows count from 0") }
    return row
  }
}

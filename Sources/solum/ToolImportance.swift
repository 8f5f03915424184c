import ArgumentParser
import Learning
import Ledger
import Statistics

/// `solum tool importance`: which columns of a table explain another.
struct ToolImportance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "importance",
    abstract: "Ranks the columns of a table by random-forest permutation importance.",
    discussion: """
      `mean` is the unscaled importance over the repeats, each a forest with streams of its own. A circular column, in \
      degrees, enters as its sine and cosine, which are permuted together. The verdict is undecided where the mean lies \
      within two standard deviations of zero.
      """)

  @Argument(help: "The table.", completion: .file(extensions: ["csv"])) var table: String
  @Option(help: "The column to explain.") var target: String
  @Option(help: "Columns of class codes, separated by commas.") var categorical = ""
  @Option(help: "Columns of directions in degrees, separated by commas.") var circular = ""
  @Option(help: "Trees in a forest.") var trees = 1000
  @Option(help: "Columns tried at each node: a number, or p/3.") var mtry = "p/3"
  @Option(help: "Least node size.") var minNode = 5
  @Option(help: "Forests.") var repeats = 20
  @Option(help: "Seed of the random streams.") var seed: UInt64 = 1
  @OptionGroup var common: ToolOptions

  struct Report: Encodable {
    struct Variable: Encodable {
      var name: String
      var mean: Double
      var sd: Double
      var scaled: Double
      // swift-format-ignore: AlwaysUseLowerCamelCase
      var sign_frequency: Double
      var verdict: String
    }
    var variables: [Variable]
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var oob_r2: Double
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var oob_mse: Double
    var trees: Int
    var repeats: Int
  }

  func validate() throws {
    guard mtry == "p/3" || Int(mtry).map({ $0 > 0 }) ?? false else {
      throw ValidationError("--mtry takes a positive number or p/3, not '\(mtry)'")
    }
    try distinct(names(categorical) + names(circular) + [target])
    try positive(["trees": trees, "min-node": minNode, "repeats": repeats])
  }

  func run() throws {
    try ending {
      let input = try readTable(table)
      let classes = names(categorical)
      let directions = names(circular)
      for name in classes + directions { _ = try input.column(name, file: table) }
      let covariates = try input.columns.filter { $0 != target }.map { name in
        if directions.contains(name) {
          let angles = try finite(name, of: input, table).map { $0 * .pi / 180 }
          return Covariate(name, .circular([angles.map(Portable.sin), angles.map(Portable.cos)]))
        }
        return classes.contains(name)
          ? Covariate(name, .categorical(try codes(name, of: input, table)))
          : Covariate(name, .continuous(try finite(name, of: input, table)))
      }
      let data = try CovariateTable(covariates: covariates, response: try finite(target, of: input, table))
      let settings = ForestSettings(trees: trees, candidates: Int(mtry), minimumNode: minNode)
      // From 1, as in a product: the same forests for the same table and seed.
      let forests = try (1...repeats).map {
        try forestImportance(of: data, settings: settings, seed: seed, forest: $0, threads: common.threadCount)
      }
      guard let summary = ImportanceSummary(forests) else { return }
      try Console.json(
        Report(
          variables: summary.covariates.map {
            .init(
              name: $0.name, mean: $0.mean, sd: $0.deviation, scaled: $0.scaled, sign_frequency: $0.signFrequency,
              verdict: $0.verdict.rawValue)
          }, oob_r2: summary.outOfBagR2, oob_mse: summary.outOfBagError, trees: summary.trees,
          repeats: summary.forests))
    }
  }
}

/// A column has one part.
func distinct(_ columns: [String]) throws {
  if let name = columns.first(where: { name in columns.count { $0 == name } > 1 }) {
    throw ValidationError("the column '\(name)' is named twice")
  }
}

/// The names in a list separated by commas.
func names(_ list: String) -> [String] { list.split(separator: ",").map(String.init) }

/// A column of class codes: whole numbers from −32768 to 32767.
func codes(_ name: String, of table: Table, _ file: String) throws -> [Int16] {
  try finite(name, of: table, file).enumerated().map { row, value in
    guard let code = Int16(exactly: value) else {
      throw TableError(
        file: file, line: row + 2, problem: "'\(Table.field(value))' in column '\(name)' is not a class code",
        remedy: "give classes as whole numbers from -32768 to 32767")
    }
    return code
  }
}

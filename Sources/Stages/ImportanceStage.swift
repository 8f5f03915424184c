import Engine
import Ledger
import Learning
import Manifests
import Statistics

/// Which covariates explain the observed thickness: random forests with out-of-bag permutation importance.
///
/// One task a forest, each with streams of its own; a last task brings them together. The covariates kept are those
/// whose mean decrease in accuracy over the forests is positive, as in the paper; `undecided` says where that sign is
/// not to be trusted.
enum ImportanceStage {
  static let summaryID = "importance/summary"
  static let summaryFile = "importance.csv"
  static let summaryInput = TaskDefinition.Input("importance", from: summaryID, [summaryFile])

  static func tasks(_ product: ProductDeclaration) -> [TaskDefinition] {
    guard let specification = product.manifest.importance else { return [] }
    let forests = 1...specification.forests
    return forests.map { forest($0, specification, product) } + [summary(forests, product)]
  }

  private static func forestID(_ number: Int) -> String { "importance/forest-\(twoDigits(number))" }

  private static func forest(
    _ number: Int, _ specification: ImportanceSpecification, _ product: ProductDeclaration
  ) -> TaskDefinition {
    let candidates = product.candidates
    let seed = product.manifest.product.seed
    return TaskDefinition(
      id: forestID(number), stage: "importance", revision: 1,
      parameters: [
        .parameter("seed", seed), .parameter("forest", number), .parameter("trees", specification.trees),
        .parameter("minimumNode", specification.minimumNode),
      ] + effectiveParameters("try", specification.try)
        + candidates.map { .parameter("covariates.\($0.id)", $0.form.rawValue) },
      inputs: [SamplesStage.input]
    ) { context in
      let samples = try Samples(readTable(context.file("samples", SamplesStage.fileName)))
      let table = try covariateTable(candidates, samples)
      let outcome = try growForest(
        table, target: samples.thickness, settings: settings(specification), seed: seed, number: number)
      try writeJSON(outcome, to: context.output("forest.json"))
    }
  }

  private static func summary(_ forests: ClosedRange<Int>, _ product: ProductDeclaration) -> TaskDefinition {
    let candidates = product.candidates
    return TaskDefinition(
      id: summaryID, stage: "importance", revision: 1,
      parameters: candidates.map { .parameter("covariates.\($0.id)", $0.abbreviation ?? $0.id) },
      inputs: forests.map { .init("forest-\(twoDigits($0))", from: forestID($0)) }
    ) { context in
      let outcomes = try forests.map {
        try readJSON(ForestImportance.self, from: context.file("forest-\(twoDigits($0))", "forest.json"))
      }
      var table = Table(columns: [
        "covariate", "abbreviation", "mean", "sd", "scaled", "sign_frequency", "verdict", "kept",
      ])
      for (covariate, importance) in zip(candidates, summarise(outcomes)) {
        table.append([
          covariate.id, covariate.abbreviation ?? covariate.id, Table.field(importance.mean),
          Table.field(importance.standardDeviation), Table.field(importance.scaled),
          Table.field(importance.signFrequency), importance.verdict.rawValue, importance.mean > 0 ? "true" : "false",
        ])
      }
      try writeText(table.csv, to: context.output(summaryFile))
      try writeJSON(ForestFit(outcomes), to: context.output("fit.json"))
    }
  }
}

/// How well the forests explain the observations, averaged over them.
struct ForestFit: Codable {
  var forests: Int
  var outOfBagMSE: Double
  var outOfBagR2: Double
}

/// 7 -> "07", so that names sort as numbers do.
func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

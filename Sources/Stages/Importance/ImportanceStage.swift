import Engine
import Learning
import Ledger
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
  /// The covariates kept, so that what reads them alone waits for no other digit.
  static let keptFile = "kept.json"
  /// Those kept, the most important first.
  static let rankedFile = "ranked.json"
  static let rankedInput = TaskDefinition.Input("ranked", from: summaryID, [rankedFile])
  static let keptInput = TaskDefinition.Input("kept", from: summaryID, [keptFile])

  static func tasks(_ product: ProductDeclaration) -> [TaskDefinition] {
    guard let specification = product.manifest.importance else { return [] }
    let forests = 1...specification.forests
    return forests.map { forest($0, specification, product) } + [summary(forests, product)]
      + (specification.partialDependence.map { [PartialDependenceTask.task($0, of: specification, product)] } ?? [])
  }

  private static func forestID(_ number: Int) -> String { "importance/forest-\(twoDigits(number))" }

  private static func forest(
    _ number: Int, _ specification: ImportanceSpecification, _ product: ProductDeclaration
  ) -> TaskDefinition {
    let candidates = product.candidates
    let seed = product.manifest.product.seed
    return TaskDefinition(
      id: forestID(number), stage: "importance", revision: 1,
      parameters: growth(of: number, specification, product), inputs: [SamplesStage.input]
    ) { context in
      let samples = try Samples(readTable(context.file("samples", SamplesStage.fileName)))
      let outcome = try forestImportance(
        of: try covariateTable(candidates, samples), settings: ForestSettings(specification), seed: seed,
        forest: number)
      try writeJSON(outcome, to: context.output("forest.json"))
    }
  }

  /// What decides the trees of a forest.
  static func growth(
    of number: Int, _ specification: ImportanceSpecification, _ product: ProductDeclaration
  ) -> [Ingredient] {
    [
      .parameter("seed", product.manifest.product.seed), .parameter("forest", number),
      .parameter("trees", specification.trees), .parameter("minimumNode", specification.minimumNode),
    ] + effectiveParameters("try", specification.try)
      + product.candidates.map { .parameter("covariates.\($0.id)", $0.form.rawValue) }
  }

  private static func summary(_ forests: ClosedRange<Int>, _ product: ProductDeclaration) -> TaskDefinition {
    let candidates = product.candidates
    return TaskDefinition(
      id: summaryID, stage: "importance", revision: 2,
      parameters: candidates.map { .parameter("covariates.\($0.id)", $0.abbreviation ?? $0.id) },
      inputs: forests.map { .init("forest-\(twoDigits($0))", from: forestID($0)) }
    ) { context in
      let outcomes = try forests.map {
        try readJSON(ForestImportance.self, from: context.file("forest-\(twoDigits($0))", "forest.json"))
      }
      guard let summary = ImportanceSummary(outcomes) else {
        throw StageError(
          subject: "importance", problem: "the forests do not rank the same covariates",
          remedy: "remove the store and run again; if it stays, report it")
      }
      try writeText(table(summary, candidates).csv, to: context.output(summaryFile))
      try writeJSON(summary.ranked.filter(\.isPositive).map(\.name), to: context.output(rankedFile))
      try writeJSON(
        summary.covariates.filter(\.isPositive).map(\.name), to: context.output(keptFile))
    }
  }

  private static func table(_ summary: ImportanceSummary, _ candidates: [CovariateSpecification]) -> Table {
    var table = Table(columns: [
      "covariate", "abbreviation", "mean", "sd", "scaled", "sign_frequency", "verdict", "kept",
    ])
    for (covariate, importance) in zip(candidates, summary.covariates) {
      table.append([
        covariate.id, covariate.abbreviation ?? covariate.id, Table.field(importance.mean),
        Table.field(importance.deviation), Table.field(importance.scaled), Table.field(importance.signFrequency),
        importance.verdict.rawValue, importance.isPositive ? "true" : "false",
      ])
    }
    return table
  }
}

extension ForestSettings {
  /// The kernel's settings for the manifest's.
  init(_ specification: ImportanceSpecification) {
    var candidates: Int?
    if case .count(let count) = specification.try { candidates = count }
    self.init(trees: specification.trees, candidates: candidates, minimumNode: specification.minimumNode)
  }
}

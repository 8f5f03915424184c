import Engine
import Learning
import Ledger
import Manifests

/// How the mean predicted thickness changes along the most important covariates that are kept.
///
/// The trees are those of the first forest: the very ones that ranked the covariates.
enum PartialDependenceTask {
  static let id = "importance/partial-dependence"
  static let fileName = "partial_dependence.csv"
  static let input = TaskDefinition.Input("partial-dependence", from: id, [fileName])
  private static let forest = 1

  static func task(
    _ wanted: ImportanceSpecification.PartialDependence, of specification: ImportanceSpecification,
    _ product: ProductDeclaration
  ) -> TaskDefinition {
    let candidates = product.candidates
    let seed = product.manifest.product.seed
    return TaskDefinition(
      id: id, stage: "importance", revision: 1,
      parameters: ImportanceStage.growth(of: forest, specification, product)
        + effectiveParameters("partialDependence", wanted),
      inputs: [SamplesStage.input, ImportanceStage.rankedInput]
    ) { context in
      let samples = try Samples(readTable(context.file("samples", SamplesStage.fileName)))
      let ranked = try readJSON([String].self, from: context.file("ranked", ImportanceStage.rankedFile))
      let places = ranked.prefix(wanted.covariates).compactMap { name in candidates.firstIndex { $0.id == name } }
      let found = try partialDependence(
        on: places, in: covariateTable(candidates, samples),
        settings: ForestSettings(specification),
        grid: PartialDependenceGrid(quantiles: wanted.points, directions: wanted.points), seed: seed, forest: forest)
      try writeText(table(found).csv, to: context.output(fileName))
    }
  }

  private static func table(_ found: [PartialDependence]) -> Table {
    var table = Table(columns: ["covariate", "scale", "at", "thickness"])
    for covariate in found {
      for point in covariate.points {
        table.append([
          covariate.name, covariate.scale.rawValue, Table.field(point.at), Table.field(point.response),
        ])
      }
    }
    return table
  }
}

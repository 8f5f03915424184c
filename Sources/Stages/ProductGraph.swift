package import Engine
import Ledger
import Manifests

/// The task graph of a product: which tasks there are, what each reads, and what can change its bytes.
///
/// A pure function of the declaration. A stage that the manifest leaves out has no tasks; without a model there is no
/// map, and so nothing that is said of it and no package.
package func productGraph(_ product: ProductDeclaration) throws -> TaskGraph {
  var tasks: [TaskDefinition] = []
  tasks += try SourcesStage.tasks(product)
  tasks += try FrameStage.tasks(product)
  tasks += try CovariateStage.tasks(product)
  if let samples = try SamplesStage.task(product) { tasks.append(samples) }
  tasks += ImportanceStage.tasks(product)
  tasks += try ZonesStage.tasks(product)

  var validation = ImportanceValidation.task(product).map { [$0] } ?? []
  let map = product.manifest.model.map { _ in SimulationStage.found(product) }
  if let map {
    tasks += try map.calibration.tasks(product) + map.tasks(product)
    validation += try mapValidation(product, map)
    tasks += try truthValidation(product, map)
  } else {
    try refuseValidation(of: product)
  }
  tasks += validation
  let statistics = validation.map { task in
    TaskDefinition.Input(String(task.id.dropFirst("validation/".count)), from: task.id, [Statistic.fileName])
  }
  if let claims = ClaimsTask.task(product, statistics: statistics) { tasks.append(claims) }
  if let map { tasks += try PackageStage.tasks(product, simulation: map, statistics: validation.map(\.id)) }
  return try TaskGraph(tasks)
}

/// What is said of the map, as far as the product has the inputs.
private func mapValidation(_ product: ProductDeclaration, _ map: SimulationStage) throws -> [TaskDefinition] {
  [
    MapValidation.task(product, map: map), ProfileValidation.task(product, map: map),
    try ReferenceValidation.comparison(product, map: map), try ReferenceValidation.regions(product, map: map),
  ].compactMap(\.self)
}

/// The tasks that hold a synthetic product against its truth; none where the manifest names no truth.
///
/// The product is calibrated and mapped a second time on its true zones.
private func truthValidation(_ product: ProductDeclaration, _ found: SimulationStage) throws -> [TaskDefinition] {
  guard let truth = product.manifest.validation.truth else { return [] }
  guard product.manifest.samples != nil else {
    throw StageError(
      subject: "validation", problem: "the truth is compared with what profiles observed, and there are no 'samples'",
      remedy: "declare 'samples', or leave 'truth' out")
  }
  let again = SimulationStage.onTrueZones(product, truth: truth)
  return try again.calibration.tasks(product) + again.tasks(product)
    + [TruthValidation.task(found: found, trueZones: again, truth: truth)]
}

/// Comparisons that are asked for need a map.
private func refuseValidation(of product: ProductDeclaration) throws {
  let asked = product.manifest.validation
  guard asked.references.isEmpty, asked.regions.isEmpty, asked.truth == nil else {
    throw StageError(
      subject: "validation", problem: "there is no map to compare, since the manifest leaves 'model' out",
      remedy: "declare 'model' and 'calibration', or leave references, regions and truth out")
  }
}

/// 7 -> "07", so that names sort as numbers do, up to 99.
func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

package import Engine
import Ledger
import Manifests

/// The task graph of a product: which tasks there are, what each reads, and what can change its bytes.
///
/// A pure function of the declaration. A stage that the manifest leaves out has no tasks; without a model there is no map
/// to validate or to package either.
package func productGraph(_ product: ProductDeclaration) throws -> TaskGraph {
  let calibration = CalibrationStage(
    prefix: "calibration", zones: ZonesStage.zoneInput, zoneFile: ZonesStage.zoneFile,
    zoneCount: product.manifest.zones?.k ?? 0)
  let simulation = SimulationStage(
    prefix: "simulation", zones: ZonesStage.zoneInput, zoneFile: ZonesStage.zoneFile, complete: ZonesStage.completeInput,
    calibration: calibration)

  var tasks: [TaskDefinition] = []
  tasks += try SourcesStage.tasks(product)
  tasks += try FrameStage.tasks(product)
  tasks += try CovariateStage.tasks(product)
  if let samples = try SamplesStage.task(product) { tasks.append(samples) }
  tasks += ImportanceStage.tasks(product)
  tasks += try ZonesStage.tasks(product)
  tasks += try calibration.tasks(product)
  tasks += try simulation.tasks(product)
  guard product.manifest.model != nil else { return try TaskGraph(tasks) }

  var validation = [MapValidation.task(product, map: simulation)]
  if let profiles = ProfileValidation.task(product, map: simulation) { validation.append(profiles) }
  if let comparison = try ReferenceValidation.comparison(product, map: simulation) { validation.append(comparison) }
  if let regions = try ReferenceValidation.regions(product, map: simulation) { validation.append(regions) }
  if let importance = ImportanceValidation.task(product) { validation.append(importance) }
  if let truth = product.manifest.validation.truth {
    let trueZones = TaskDefinition.Input("zones", from: SourcesStage.id(truth), [TruthValidation.zonesFile])
    let again = CalibrationStage(
      prefix: "calibration/true-zones", zones: trueZones, zoneFile: TruthValidation.zonesFile,
      zoneCount: calibration.zoneCount)
    let map = SimulationStage(
      prefix: "simulation/true-zones", zones: trueZones, zoneFile: TruthValidation.zonesFile, complete: nil,
      calibration: again)
    tasks += try again.tasks(product) + map.tasks(product)
    tasks.append(TruthValidation.task(product, found: simulation, trueZones: map, truth: truth))
  }
  tasks += validation
  let statistics = validation.map { task in
    TaskDefinition.Input(String(task.id.dropFirst("validation/".count)), from: task.id, [Statistic.fileName])
  }
  if let claims = ClaimsTask.task(product, statistics: statistics) { tasks.append(claims) }
  tasks += try PackageStage.tasks(product, simulation: simulation, tasks: tasks)
  return try TaskGraph(tasks)
}

import Engine
import Ledger
import Manifests
import Packaging

/// Which files a product's release holds, from which tasks, and which it lacks for want of inputs.
struct ReleaseContents {
  struct TableEntry {
    var path: String
    var title: String
    var task: String
    var file: String
  }

  let tables: [TableEntry]
  let omissions: [ReleaseDescription.Omission]

  init(_ product: ProductDeclaration) {
    let manifest = product.manifest
    let fitted = manifest.samples != nil
    var tables: [TableEntry] = []
    var omissions: [ReleaseDescription.Omission] = []
    func table(_ name: String, _ title: String, from task: String, when present: Bool, otherwise reason: String) {
      if present {
        tables.append(TableEntry(path: "tables/\(name)", title: title, task: task, file: name))
      } else {
        omissions.append(.init(path: "tables/\(name)", reason: reason))
      }
    }
    let noProfiles = "the product has no soil profiles"
    let notFitted = "the parameters are published ones, not fitted here"
    let noZones = "the product has no zones"
    let noReferences = "the product has no reference maps"
    table(
      "zones.csv", "Covariate means, cells, thickness and quality of each zone (Table 3)", from: MapValidation.id,
      when: manifest.zones != nil, otherwise: noZones)
    let match = manifest.zones?.match
    table(
      "zone_prototypes.csv", "Centres and most frequent classes of each zone", from: ZonesStage.partitionID,
      when: manifest.zones != nil, otherwise: noZones)
    table(
      "zone_match.csv", "Distances of the zones from the published ones", from: ZonesStage.partitionID,
      when: match != nil, otherwise: manifest.zones == nil ? noZones : "the zones are not matched to published ones")
    table(
      "zone_numbers.csv", "Cost, silhouette and stability for other numbers of zones", from: ZonesStage.numbersID,
      when: manifest.zones?.compared != nil,
      otherwise: manifest.zones == nil ? noZones : "no other number of zones is compared")
    table(
      "importance.csv", "Permutation importance of each covariate (Fig. 2)", from: "validation/importance",
      when: manifest.importance != nil, otherwise: fitted ? "importance is left out" : noProfiles)
    table(
      PartialDependenceTask.fileName, "Mean predicted thickness along the most important covariates",
      from: PartialDependenceTask.id, when: manifest.importance?.partialDependence != nil,
      otherwise: manifest.importance == nil
        ? fitted ? "importance is left out" : noProfiles : "no partial dependence is asked for")
    table(
      "parameters.csv", "Parameters, errors and identifiable groups of each zone (Table 4)",
      from: fitted ? ProfileValidation.id : "calibration/parameters", when: manifest.calibration != nil,
      otherwise: "the product is not calibrated")
    table(
      "folds.csv", "Parameters and errors of every fold", from: ProfileValidation.id, when: product.hasCrossValidation,
      otherwise: notFitted)
    table(
      CalibrationStage.traceFile, "Best error by evaluation of each run on all profiles of a zone",
      from: "calibration/trace", when: product.hasCrossValidation, otherwise: notFitted)
    table(
      "comparison.csv", "The map beside the reference maps (Table 5)", from: ReferenceValidation.comparisonID,
      when: !manifest.validation.references.isEmpty, otherwise: noReferences)
    table(
      "correlations.csv", "Pearson correlations of thickness and covariates (Fig. 4)", from: MapValidation.id,
      when: true,
      otherwise: "")
    table(
      "regions.csv", "The map in named regions (Figs 7 and 8)", from: ReferenceValidation.regionsID,
      when: !manifest.validation.regions.isEmpty, otherwise: "the product declares no regions")
    table(
      "profiles.csv", "Every profile: observed, mapped, predicted out of the fold", from: ProfileValidation.id,
      when: fitted, otherwise: noProfiles)
    table("quality.csv", "Cells that each rule decided", from: MapValidation.id, when: true, otherwise: "")
    for model in CovariateStage.elevationModels(of: product) {
      tables.append(
        TableEntry(
          path: "tables/terrain-\(model).csv", title: "Cells of the elevation model \(model), and what became of voids",
          task: CovariateStage.terrainID(model), file: TerrainStage.countsFile))
    }
    table(
      "identifiability.csv", "Which parameters mean something: the groups, their intervals and range over the folds",
      from: ProfileValidation.id,
      when: product.hasCrossValidation, otherwise: notFitted)
    if manifest.validation.truth != nil {
      tables.append(
        TableEntry(
          path: "tables/truth.csv", title: "How much of the synthetic truth was found again", task: TruthValidation.id,
          file: "truth.csv"))
    }
    if manifest.model?.depthToBedrock == nil {
      omissions.append(.init(path: "data/saprolite_thickness.tif", reason: "the product has no depth to bedrock"))
    }
    if !product.hasCrossValidation {
      omissions.append(
        .init(
          path: "data/solum_thickness_uncertainty.tif",
          reason: "\(fitted ? notFitted : noProfiles), so there are no errors to estimate a spread from"))
    }
    self.tables = tables
    self.omissions = omissions.sorted { $0.path < $1.path }
  }

  /// The tables as inputs of a task, one for each task that makes some; a table lies in `folder(of: task)`.
  var inputs: [TaskDefinition.Input] {
    var files: [String: [String]] = [:]
    for table in tables { files[table.task, default: []].append(table.file) }
    return files.keys.sorted().map { .init($0, from: $0, files[$0]) }
  }
}

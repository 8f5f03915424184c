import Engine
import Grids
import Learning
import Ledger
import Manifests
import Statistics

/// The zones of the plateau: k-prototypes over the covariates of every cell, then matched to the published zones.
///
/// `zones/sample` draws the cells on which starts are tried, `zones/starts-<k>` tries them, of the number of zones and of
/// those that the manifest sets beside it, and `zones/numbers` makes a table of these. `zones/partition` goes on over all
/// cells from the starts of least cost, keeps the cheapest (the earliest of equals), and numbers the clusters after the
/// published zones whose means they come nearest to.
enum ZonesStage {
  static let partitionID = "zones/partition"
  static let numbersID = "zones/numbers"
  static let zoneFile = "zones.tif"
  static let matchFile = "match.json"
  /// 1 where every covariate of the zones has a value, 0 where the zone was given by those that have one.
  static let completeFile = "complete.tif"
  static let zoneInput = TaskDefinition.Input("zones", from: partitionID, [zoneFile])
  static let matchInput = TaskDefinition.Input("match", from: partitionID, [matchFile])
  static let qualityInput = TaskDefinition.Input("quality", from: partitionID, [ZoneTables.qualityFile])
  static let numbersInput = TaskDefinition.Input("numbers", from: numbersID, [ZoneTables.numbersFile])
  static let completeInput = TaskDefinition.Input("complete", from: partitionID, [completeFile])

  static let columnsFile = "columns.json"
  static let valuesFile = "values.f32"
  static let startsFile = "starts.json"

  static func tasks(_ product: ProductDeclaration) throws -> [TaskDefinition] {
    guard let specification = product.manifest.zones else { return [] }
    let numbers = Set((specification.compared.map(Array.init) ?? []) + [specification.k]).sorted()
    return [sample(specification, product)] + numbers.map { starts($0, specification, product) }
      + (specification.compared == nil ? [] : [self.numbers(numbers)]) + [try partition(specification, product)]
  }

  static func startsID(_ k: Int) -> String { "zones/starts-\(twoDigits(k))" }

  static let sampleInput = TaskDefinition.Input("sample", from: "zones/sample")

  /// What the layers of the zones are read from.
  static func layerInputs(
    _ product: ProductDeclaration, _ specification: ZonesSpecification
  ) -> [TaskDefinition.Input] {
    [FrameStage.domainInput] + candidates(product, specification).map(CovariateStage.input)
  }

  static func candidates(
    _ product: ProductDeclaration, _ specification: ZonesSpecification
  ) -> [CovariateSpecification] {
    switch specification.covariates {
    case .kept: product.candidates
    case .named(let names): product.manifest.covariates.filter { names.contains($0.id) }
    }
  }

  static func cells(
    _ covariates: [String], of candidates: [CovariateSpecification], _ context: TaskContext
  ) throws -> ZoningCells {
    try ZoningCells(FrameStage.readDomain(context), covariates: covariates) { name in
      guard let covariate = candidates.first(where: { $0.id == name }) else { preconditionFailure("no layer \(name)") }
      return try CovariateLayer(covariate, context)
    }
  }

  private static func partition(
    _ specification: ZonesSpecification, _ product: ProductDeclaration
  ) throws -> TaskDefinition {
    let seed = product.manifest.product.seed
    let candidates = candidates(product, specification)
    let published = try specification.match.map { match in try publishedMeans(for: match, specification, product) }
    let compared = try (specification.match?.columns ?? []).map { try product.covariate($0) }
    let layers = layerInputs(product, specification)
    return TaskDefinition(
      id: partitionID, stage: "zones", revision: 3,
      parameters: [.parameter("seed", seed), .parameter("k", specification.k)] + comparison(specification)
        + effectiveParameters("silhouetteCells", specification.silhouetteCells as Any)
        + effectiveParameters("match", specification.match as Any) + effectiveParameters("table-3", published as Any)
        + Layers.libraries,
      inputs: layers + compared.map(CovariateStage.input).filter { !layers.contains($0) } + [
        TaskDefinition.Input("columns", from: sampleInput.task, [columnsFile]),
        .init("starts", from: startsID(specification.k), [startsFile]),
      ], memory: 1 << 30
    ) { context in
      let columns = try readJSON(ZoningColumns.self, from: context.file("columns", columnsFile))
      let starts = try readJSON(StartsSummary.self, from: context.file("starts", startsFile))
      let table = try ZoningTable(cells(columns.covariates, of: candidates, context), columns, specification)
      let (partition, place) = try table.partition(from: starts.best.map(\.prototypes))
      let filled = partition.counts.count { $0 > 0 }
      guard filled == specification.k else {
        throw StageError(
          subject: "zones", problem: "of \(specification.k) zones only \(filled) have cells: too few cells differ",
          remedy: "set 'k' to \(filled), or take covariates that tell more cells apart")
      }
      let quality = try table.quality(of: partition, sample: specification.silhouetteCells, seed: seed)
      let (labels, complete) = table.labels(of: partition)
      context.log(
        "start \(starts.best[place].start), cost \(Table.field(partition.cost)) after \(partition.passes) passes over \(columns.cells) cells, "
          + (partition.settled ? "settled" : "stopped"))

      let match =
        try published.map { published in
          try ZoneMatch(
            ZoneMeans(labels, k: specification.k, compared) { try CovariateLayer($0, context) }, to: published)
        } ?? ZoneMatch(bySize: (0..<specification.k).map { cluster in labels.cells.count { $0 == Int16(cluster) } })
      try Layers.write(labels.map { $0.map { Int16(match.zone[Int($0)]) } }, to: context.output(zoneFile))
      try Layers.write(complete, to: context.output(completeFile))
      let tables = ZoneTables(columns: columns, partition: partition, quality: quality, match: match)
      try writeText(tables.prototypes(specification.standardise).csv, to: context.output(ZoneTables.prototypesFile))
      try writeText(tables.quality.csv, to: context.output(ZoneTables.qualityFile))
      if let distances = tables.distances {
        try writeText(distances.csv, to: context.output(ZoneTables.matchFile))
      }
      try writeJSON(
        MatchSummary(
          start: starts.best[place].start, startCosts: starts.costs, covariates: columns.covariates,
          cost: partition.cost,
          passes: partition.passes, settled: partition.settled, silhouette: quality.silhouette,
          assignmentCost: match.cost, runnerUpCost: match.runnerUpCost),
        to: context.output(matchFile))
    }
  }

  /// Table 3, when the zones can be matched to it one to one.
  private static func publishedMeans(
    for match: ZonesSpecification.Match, _ specification: ZonesSpecification, _ product: ProductDeclaration
  ) throws -> [[Double]] {
    let published = try PublishedTables(product).zoneMeans
    guard published.count == specification.k else {
      throw StageError(
        subject: "zones",
        problem: "\(specification.k) zones cannot be matched one to one to the \(published.count) of Table 3",
        remedy: "set 'k' to \(published.count), or leave 'match' out")
    }
    for column in match.columns where try product.covariate(column).form != .continuous {
      throw StageError(
        subject: "zones", problem: "'\(column)' has no mean to be matched with Table 3",
        remedy: "match by continuous covariates")
    }
    return published
  }
}

struct MatchSummary: Codable {
  /// The number of the start from which the zones were made, and what each cost over the sample.
  var start: Int
  var startCosts: [Double]
  /// The covariates that made the zones.
  var covariates: [String]
  /// Of the zones, over all cells with a value in every covariate.
  var cost: Double
  var passes: Int
  /// Whether the last pass moved no cell.
  var settled: Bool
  var silhouette: Double?
  /// Sum of squared differences of zone means, in standard deviations of the published columns.
  var assignmentCost: Double?
  /// The cost of the next best one-to-one assignment.
  var runnerUpCost: Double?
}

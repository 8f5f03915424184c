import Engine
import Grids
import Learning
import Ledger
import Manifests
import Statistics

/// The zones of the plateau: k-prototypes over the covariates of every cell, then matched to the published zones.
///
/// Each start is a task of its own; `zones/partition` takes the one of least cost (the earliest of equals), and numbers
/// its clusters after the published zones whose means they come nearest to.
enum ZonesStage {
  static let partitionID = "zones/partition"
  static let zoneFile = "zones.tif"
  static let matchFile = "match.json"
  /// 1 where every covariate of the zones has a value, 0 where the zone was given by those that have one.
  static let completeFile = "complete.tif"
  static let zoneInput = TaskDefinition.Input("zones", from: partitionID, [zoneFile])
  static let matchInput = TaskDefinition.Input("match", from: partitionID, [matchFile])
  static let completeInput = TaskDefinition.Input("complete", from: partitionID, [completeFile])

  static func tasks(_ product: ProductDeclaration) throws -> [TaskDefinition] {
    guard let specification = product.manifest.zones else { return [] }
    let starts = 1...specification.starts
    return starts.map { start($0, specification, product) } + [try partition(starts, specification, product)]
  }

  private static func startID(_ number: Int) -> String { "zones/start-\(twoDigits(number))" }

  private static func inputs(_ product: ProductDeclaration, _ specification: ZonesSpecification) -> [TaskDefinition
    .Input]
  {
    [FrameStage.domainInput] + (specification.covariates == .kept ? [ImportanceStage.keptInput] : [])
      + candidates(product, specification).map(CovariateStage.input)
  }

  private static func candidates(
    _ product: ProductDeclaration, _ specification: ZonesSpecification
  ) -> [CovariateSpecification] {
    switch specification.covariates {
    case .kept: product.candidates
    case .named(let names): product.manifest.covariates.filter { names.contains($0.id) }
    }
  }

  // MARK: One start

  private static func start(
    _ number: Int, _ specification: ZonesSpecification, _ product: ProductDeclaration
  ) -> TaskDefinition {
    let seed = product.manifest.product.seed
    let candidates = candidates(product, specification)
    return TaskDefinition(
      id: startID(number), stage: "zones", revision: 1,
      parameters: [
        .parameter("seed", seed), .parameter("start", number), .parameter("k", specification.k),
        .parameter("standardise", specification.standardise.rawValue),
      ] + effectiveParameters("gamma", specification.gamma)
        + effectiveParameters("maximumPasses", specification.maximumPasses as Any)
        + candidates.map { .parameter("covariates.\($0.id)", $0.form.rawValue) } + Layers.libraries,
      inputs: inputs(product, specification), memory: 1 << 30
    ) { context in
      let domain = try FrameStage.readDomain(context)
      let chosen = try kept(of: candidates, specification, context)
      let cells = try ZoningTable(layers: chosen.map { try CovariateLayer($0, context) }, domain: domain, specification)
      let partition = try cells.partition(seed: seed, start: number)
      context.log(
        "cost \(Table.field(partition.cost)) after \(partition.passes) passes over \(cells.offsets.count) cells")
      let zoned = cells.labels(of: partition, geometry: domain.geometry)
      try Layers.write(zoned.labels, to: context.output("labels.tif"))
      try Layers.write(zoned.complete, to: context.output(completeFile))
      try writeJSON(
        StartSummary(cost: partition.cost, passes: partition.passes, covariates: chosen.map(\.id)),
        to: context.output("start.json"))
    }
  }

  /// The covariates that take part, in the order of the manifest.
  private static func kept(
    of candidates: [CovariateSpecification], _ specification: ZonesSpecification, _ context: TaskContext
  ) throws -> [CovariateSpecification] {
    guard specification.covariates == .kept else { return candidates }
    let names = try readJSON([String].self, from: context.file("kept", ImportanceStage.keptFile))
    guard !names.isEmpty else {
      throw StageError(
        subject: "zones", problem: "importance keeps no covariate",
        remedy: "name the covariates of 'zones' in the manifest, or look at tables/importance.csv")
    }
    return candidates.filter { names.contains($0.id) }
  }

  // MARK: The best of all starts

  private static func partition(
    _ starts: ClosedRange<Int>, _ specification: ZonesSpecification, _ product: ProductDeclaration
  ) throws -> TaskDefinition {
    let published = try specification.match.map { match in try publishedMeans(for: match, specification, product) }
    let compared = try (specification.match?.columns ?? []).map { try product.covariate($0) }
    return TaskDefinition(
      id: partitionID, stage: "zones", revision: 1,
      parameters: [.parameter("k", specification.k)] + effectiveParameters("match", specification.match as Any)
        + effectiveParameters("table-3", published as Any) + Layers.libraries,
      inputs: starts.map { .init("start-\(twoDigits($0))", from: startID($0)) } + compared.map(CovariateStage.input)
    ) { context in
      let summaries = try starts.map {
        try readJSON(StartSummary.self, from: context.file("start-\(twoDigits($0))", "start.json"))
      }
      let best = cheapest(of: summaries.map(\.cost)) ?? 0  // There is at least one start.
      let labels = try Layers.readClasses(context.file("start-\(twoDigits(best + 1))", "labels.tif"))
      let layers = try compared.map { try CovariateLayer($0, context) }
      let means = ZoneMeans(labels: labels, k: specification.k, layers: layers)
      let match = try published.map { try ZoneMatch(means, to: $0) } ?? ZoneMatch(unmatched: specification.k)
      let zones = labels.map { $0.map { Int16(match.zone[Int($0)]) } }

      context.log("start \(best + 1) of \(summaries.count), cost \(Table.field(summaries[best].cost))")
      try Layers.write(zones, to: context.output(zoneFile))
      try Layers.write(
        try Layers.readClasses(context.file("start-\(twoDigits(best + 1))", completeFile)),
        to: context.output(completeFile))
      try writeJSON(
        MatchSummary(
          start: best + 1, startCosts: summaries.map(\.cost), covariates: summaries[best].covariates,
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

struct StartSummary: Codable {
  var cost: Double
  var passes: Int
  var covariates: [String]
}

struct MatchSummary: Codable {
  var start: Int
  var startCosts: [Double]
  /// The covariates that made the zones.
  var covariates: [String]
  /// Sum of squared differences of zone means, in standard deviations of the published columns.
  var assignmentCost: Double?
  /// The cost of the next best one-to-one assignment.
  var runnerUpCost: Double?
}

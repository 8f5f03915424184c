import Engine
import Learning
import Ledger
import Manifests

extension ZonesStage {
  static func sample(_ specification: ZonesSpecification, _ product: ProductDeclaration) -> TaskDefinition {
    let seed = product.manifest.product.seed
    let candidates = candidates(product, specification)
    return TaskDefinition(
      id: "zones/sample", stage: "zones", revision: 2,
      parameters: [.parameter("seed", seed)] + effectiveParameters("sample", specification.sample as Any)
        + candidates.map { .parameter("covariates.\($0.id)", $0.form.rawValue) } + Layers.libraries,
      inputs: layerInputs(product, specification)
        + (specification.covariates == .kept ? [ImportanceStage.keptInput] : []),
      memory: 512 << 20
    ) { context in
      let chosen = try kept(of: candidates, specification, context).map(\.id)
      let cells = try cells(chosen, of: candidates, context)
      guard !cells.complete.isEmpty else {
        throw StageError(
          subject: "zones", problem: "no cell has a value of all of \(chosen.joined(separator: ", "))",
          remedy: "leave out the covariates that have no values where others have them")
      }
      let values = try NumberFile(to: context.output(valuesFile))
      let columns = try ZoningColumns(
        sampling: cells, covariates: chosen, size: specification.sample, seed: seed, keep: values.append)
      try values.close()
      context.log("\(columns.sampled) of \(columns.cells) cells with all covariates")
      try writeJSON(columns, to: context.output(columnsFile))
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

  static func starts(
    _ k: Int, _ specification: ZonesSpecification, _ product: ProductDeclaration
  ) -> TaskDefinition {
    let seed = product.manifest.product.seed
    let bands = candidates(product, specification).reduce(0) { $0 + ($1.form == .circular ? 2 : 1) }
    return TaskDefinition(
      id: startsID(k), stage: "zones", revision: 2,
      parameters: [
        .parameter("seed", seed), .parameter("k", k), .parameter("starts", specification.starts),
        .parameter("refine", specification.refine),
      ]
        + effectiveParameters("initialise", specification.initialise) + comparison(specification)
        + effectiveParameters("silhouetteCells", specification.silhouetteCells as Any),
      inputs: [sampleInput],
      // Values as they stand and as they are compared, ranks and temporary columns; the labels of each start.
      memory: 96 << 20 + (specification.sample ?? 4_000_000) * (12 * bands + specification.starts)
    ) { context in
      let columns = try readJSON(ZoningColumns.self, from: context.file("sample", columnsFile))
      guard columns.sampled >= k else {
        throw StageError(
          subject: "zones", problem: "\(k) zones cannot be made from \(columns.sampled) cells with all covariates",
          remedy: "let 'k' and 'compare-k' end at \(columns.sampled), or leave out covariates that few cells have")
      }
      let sample = try columns.comparable(specification.standardise) { take in
        try NumberFile.read(context.file("sample", valuesFile), columns: columns.columns.count, take)
      }
      let tried = try tryStarts(
        1...specification.starts,
        of: MixedTable(continuous: sample.numbers, categorical: sample.classes.map { $0.map { Int16($0) } }),
        columns.settings(specification, k: k), sample: specification.silhouetteCells, seed: seed)
      context.log(
        "start \(tried.ranked[0] + 1) of \(specification.starts), cost \(Table.field(tried.number.cost)) over "
          + "\(columns.sampled) cells")
      try writeJSON(
        StartsSummary(
          number: tried.number, costs: tried.partitions.map(\.cost),
          best: tried.ranked.prefix(specification.refine).map {
            .init(start: $0 + 1, prototypes: tried.partitions[$0].prototypes)
          }), to: context.output(startsFile))
    }
  }

  /// How cells are compared and when passes end.
  static func comparison(_ specification: ZonesSpecification) -> [Ingredient] {
    [.parameter("standardise", specification.standardise.rawValue)] + effectiveParameters("gamma", specification.gamma)
      + effectiveParameters("leastGain", specification.leastGain as Any)
      + effectiveParameters("maximumPasses", specification.maximumPasses as Any)
  }

  static func numbers(_ numbers: [Int]) -> TaskDefinition {
    TaskDefinition(
      id: numbersID, stage: "zones", revision: 2,
      inputs: numbers.map { .init("k-\(twoDigits($0))", from: startsID($0), [startsFile]) }
    ) { context in
      let found = try numbers.map {
        try readJSON(StartsSummary.self, from: context.file("k-\(twoDigits($0))", startsFile)).number
      }
      try writeText(ZoneTables.numbers(found).csv, to: context.output(ZoneTables.numbersFile))
    }
  }
}

/// What came of the starts for one number of zones.
struct StartsSummary: Codable {
  struct Start: Codable {
    /// Its number, from 1.
    var start: Int
    var prototypes: Prototypes
  }

  var number: ClusterNumber
  /// Of each start, over the sample.
  var costs: [Double]
  /// Those of least cost, the least first: where the partition of all cells begins.
  var best: [Start]
}

import Engine
import Learning
import Ledger
import Manifests

extension ZonesStage {
  static func sample(_ specification: ZonesSpecification, _ product: ProductDeclaration) -> TaskDefinition {
    let seed = product.manifest.product.seed
    let candidates = candidates(product, specification)
    return TaskDefinition(
      id: "zones/sample", stage: "zones", revision: 1,
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
      let sample = try ZoningSample(of: cells, covariates: chosen, size: specification.sample, seed: seed)
      context.log("\(sample.columns.sampled) of \(sample.columns.cells) cells with all covariates")
      try writeJSON(sample.columns, to: context.output(columnsFile))
      try writeBytes(sample.bytes, to: context.output(valuesFile))
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
    return TaskDefinition(
      id: startsID(k), stage: "zones", revision: 1,
      parameters: [.parameter("seed", seed), .parameter("k", k), .parameter("starts", specification.starts)]
        + effectiveParameters("initialise", specification.initialise) + comparison(specification)
        + effectiveParameters("silhouetteCells", specification.silhouetteCells as Any),
      inputs: [sampleInput]
    ) { context in
      let columns = try readJSON(ZoningColumns.self, from: context.file("sample", columnsFile))
      let sample = ZoningSample(columns: columns, bytes: try readBytes(context.file("sample", valuesFile)))
      let tried = try tryStarts(
        1...specification.starts, of: sample.table(specification.standardise), columns.settings(specification, k: k),
        sample: specification.silhouetteCells, seed: seed)
      let best = tried.partition
      context.log(
        "start \(tried.best) of \(specification.starts), cost \(Table.field(best.cost)) over \(columns.sampled) cells")
      try writeJSON(
        StartsSummary(number: tried.number, best: tried.best, costs: tried.costs, prototypes: best.prototypes),
        to: context.output(startsFile))
    }
  }

  /// How cells are compared and when passes end.
  static func comparison(_ specification: ZonesSpecification) -> [Ingredient] {
    [.parameter("standardise", specification.standardise.rawValue)] + effectiveParameters("gamma", specification.gamma)
      + effectiveParameters("leastGain", specification.leastGain as Any)
      + effectiveParameters("maximumPasses", specification.maximumPasses as Any)
  }

  static func numbers(_ compared: [Int]) -> TaskDefinition {
    TaskDefinition(
      id: numbersID, stage: "zones", revision: 1,
      inputs: compared.map { .init("k-\(twoDigits($0))", from: startsID($0), [startsFile]) }
    ) { context in
      let found = try compared.map {
        try readJSON(StartsSummary.self, from: context.file("k-\(twoDigits($0))", startsFile)).number
      }
      try writeText(ZoneTables.numbers(found).csv, to: context.output(ZoneTables.numbersFile))
    }
  }
}

/// What came of the starts for one number of zones.
struct StartsSummary: Codable {
  var number: ClusterNumber
  /// The number of the start of least cost, from 1.
  var best: Int
  /// Over the sample.
  var costs: [Double]
  var prototypes: Prototypes
}

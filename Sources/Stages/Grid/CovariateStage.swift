import Engine
import Geodata
import Grids
import Ledger
import Manifests

/// The covariates of the product on its frame, one task each; those derived from one elevation model share a task, or
/// the tasks of its tiles.
///
/// A continuous layer is one Float32 band in its unit. A circular one (aspect) is stored as three bands: the direction in
/// degrees, and its sine and cosine, which are what is resampled. A categorical one is an Int16 band of codes.
enum CovariateStage {
  static func tasks(_ product: ProductDeclaration) throws -> [TaskDefinition] {
    let plain = product.manifest.covariates.filter { $0.derive == nil }
    let derived = product.manifest.covariates.filter { $0.derive != nil }
    let elevationModels = elevationModels(of: product)
    let others = [FrameStage.frameID, FrameStage.domainID] + elevationModels.map(terrainID)
    for covariate in plain where others.contains(taskID(covariate)) {
      throw StageError(
        subject: "covariate \(covariate.id)", problem: "the grid has a task of that name already",
        remedy: "call the covariate something else")
    }
    for covariate in plain where elevationModels.contains(covariate.source) && covariate.reduce == nil {
      let model = try product.source(covariate.source)
      guard withoutSidecars(model.files.map(\.path)).count > 1 else { continue }
      throw StageError(
        subject: "covariate \(covariate.id)",
        problem: "\(model.id) is an elevation model in several files, and the layer would be the first of them",
        remedy: "say 'derive: elevation, from: \(model.id)'")
    }
    return try plain.map { try layer($0, of: product) }
      + elevationModels.flatMap { source in
        try TerrainStage(of: source, derived.filter { $0.source == source }, in: product).tasks
      }
  }

  /// The sources that covariates are derived from, in the order of the manifest.
  static func elevationModels(of product: ProductDeclaration) -> [String] {
    product.manifest.covariates.reduce(into: []) { models, covariate in
      if covariate.derive != nil, !models.contains(covariate.source) { models.append(covariate.source) }
    }
  }

  static func terrainID(_ elevationModel: String) -> String { "grid/terrain-\(elevationModel)" }

  /// The task that makes a covariate.
  static func taskID(_ covariate: CovariateSpecification) -> String {
    covariate.derive == nil ? "grid/\(covariate.id)" : terrainID(covariate.source)
  }

  static func file(_ covariate: CovariateSpecification) -> String { "\(covariate.id).tif" }

  /// A covariate as an input of another task, apart from the task's other inputs whatever it is called.
  static func input(_ covariate: CovariateSpecification) -> TaskDefinition.Input {
    TaskDefinition.Input("covariates/\(covariate.id)", from: taskID(covariate), [file(covariate)])
  }

  /// The file of a covariate that is an input.
  static func path(_ covariate: CovariateSpecification, _ context: TaskContext) -> String {
    context.file("covariates/\(covariate.id)", file(covariate))
  }

  // MARK: Layers that a source holds

  private static func layer(_ covariate: CovariateSpecification, of product: ProductDeclaration) throws
    -> TaskDefinition
  {
    let source = try product.source(covariate.source)
    var parameters = parameters(of: covariate) + declaration(of: source) + Layers.libraries
    let share: Double
    if case .aggregate = covariate.transfer {
      share = try product.minimumShare()
      parameters.append(.parameter("terrain.minimumShare", share))
    } else {
      share = 0  // resampling asks for none
    }
    return TaskDefinition(
      id: taskID(covariate), stage: "grid", revision: 1, parameters: parameters,
      inputs: [FrameStage.frameInput, .init("source", from: SourcesStage.id(source.id))]
    ) { context in
      let frame = try FrameStage.readFrame(context)
      let read = try Layers.read(source, in: context.folder(of: "source"), around: frame, reduce: covariate.reduce)
      try write(read, as: covariate, on: frame, minimumShare: share, context)
    }
  }

  // MARK: Onto the frame

  static func parameters(of covariate: CovariateSpecification) -> [Ingredient] {
    effectiveParameters(
      "covariates.\(covariate.id)", covariate, without: ["abbreviation", "unit", "candidate", "note"])
  }

  static func write(
    _ source: Grid<Double>, as covariate: CovariateSpecification, on frame: GridGeometry, minimumShare: Double,
    _ context: TaskContext
  ) throws {
    let path = context.output(file(covariate))
    switch covariate.form {
    case .continuous:
      try Layers.write([Layers.transfer(source, to: frame, covariate.transfer, minimumShare: minimumShare)], to: path)
    case .categorical:
      let codes = try Layers.transfer(source, to: frame, covariate.transfer, minimumShare: minimumShare)
      try Layers.write(try Layers.classes(codes, of: covariate.id), to: path)
    case .circular:
      let bands = try Layers.transferDirection(source, to: frame, covariate.transfer, minimumShare: minimumShare)
      try Layers.writeDirection(sine: bands[1], cosine: bands[2], to: path)
    }
  }
}

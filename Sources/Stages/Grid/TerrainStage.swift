import Engine
import Geodata
import Grids
import Ledger
import Manifests
import Terrain

/// The covariates that are derived from one elevation model.
///
/// `grid/terrain-<model>` makes them all: from the model as a whole in memory, or, where the manifest cuts it into tiles,
/// from what the tiles' tasks gave.
struct TerrainStage {
  let model: SourceSpecification
  let specification: TerrainSpecification
  let covariates: [DerivedCovariate]
  /// The lakes in which water ends.
  let lakes: (specification: TerrainSpecification.Lakes, source: SourceSpecification)?

  init(of model: String, _ covariates: [CovariateSpecification], in product: ProductDeclaration) throws {
    guard let terrain = product.manifest.terrain else {
      throw StageError(
        subject: "manifest", problem: "covariates are derived from terrain and 'terrain' is missing",
        remedy: "say under 'terrain' how attributes are derived")
    }
    self.model = try product.source(model)
    specification = terrain
    // By name, since what a tile gives holds layers by their place, and the order of a manifest changes no key.
    self.covariates = try covariates.sorted { $0.id < $1.id }.map { try DerivedCovariate($0, terrain) }
    lakes = try terrain.closedBasins?.lakes.map { ($0, try product.source($0.source)) }
  }

  static let countsFile = "counts.csv"

  var id: String { CovariateStage.terrainID(model.id) }
  var options: TerrainOptions { TerrainOptions(specification) }

  var tasks: [TaskDefinition] {
    get throws {
      guard let tiles = specification.tiles else { return [whole] }
      for covariate in covariates where covariate.way == nil {
        throw StageError(
          subject: "covariate \(covariate.covariate.id)",
          problem: "its layer is warped as a whole, and 'terrain' cuts \(model.id) into tiles",
          remedy: "say 'resample: widened-bilinear', which is the same kernel, or aggregate, or leave 'tiles' out")
      }
      return TerrainTiles(of: self, tiles).tasks
    }
  }

  // MARK: The model as a whole

  private var whole: TaskDefinition {
    TaskDefinition(
      id: id, stage: "grid", revision: 2,
      parameters: covariates.flatMap { CovariateStage.parameters(of: $0.covariate) }
        + effectiveParameters("terrain", specification) + declarations(of: [model] + (lakes.map { [$0.source] } ?? []))
        + Layers.libraries,
      inputs: [FrameStage.frameInput, sourceInput] + lakesInput, memory: 1 << 30
    ) { context in
      let frame = try FrameStage.readFrame(context)
      let model = try elevationModel(context, around: frame)
      var (heights, counts) = try model.heights(of: model.extent, counting: model.extent)
      let lakes = try lakes(of: model, in: model.extent, context)
      counts.lakes = lakes?.count { $0 } ?? 0
      let elevation = Grid(geometry: model.geometry, cells: heights)
      heights = []
      let derived = derive(
        Set(covariates.flatMap(\.attributes)), from: elevation,
        lakes: lakes.map { Mask(geometry: model.geometry, cells: $0) }, spacing: model.spacing, options: options)
      for group in CovariateGroup.groups(of: covariates) {
        let layers = group.layers
        var aggregation = Aggregation(
          layers.enumerated().map { .init($0.offset, $0.element.rule) },
          by: try group.way.assignment(of: model.geometry, in: frame, weightedBy: model.spacing),
          minimumShare: group.minimumShare)
        forEachRow(of: layers.compactMap { derived[$0.attribute] }) { aggregation.add(northernmost: $0) }
        try group.write(aggregation.finish(), context)
      }
      for covariate in covariates where covariate.way == nil {
        guard let layer = derived[covariate.attribute] else { continue }
        try CovariateStage.write(layer, as: covariate.covariate, on: frame, minimumShare: 0, context)
      }
      try write(counts, context)
    }
  }

  // MARK: What the tasks share

  var sourceInput: TaskDefinition.Input { .init("source", from: SourcesStage.id(model.id)) }

  var lakesInput: [TaskDefinition.Input] {
    lakes.map { [.init("lakes", from: SourcesStage.id($0.source.id))] } ?? []
  }

  func elevationModel(_ context: TaskContext, around frame: GridGeometry) throws -> ElevationModel {
    try ElevationModel(
      model, in: try Layers.withVirtualRasters(of: model, input: "source", context), around: frame,
      voids: specification.voids)
  }

  /// The cells of a part of the model in which declared lakes lie.
  func lakes(of model: ElevationModel, in part: TileExtent, _ context: TaskContext) throws -> [Bool]? {
    try lakes.map { lakes in
      let folder = try Layers.withVirtualRasters(of: lakes.source, input: "lakes", context)
      return try model.lakes(lakes.specification, lakes.source, in: folder, part)
    }
  }

  /// Writes how many cells of the model each rule decided.
  func write(_ counts: ElevationModel.Counts, _ context: TaskContext) throws {
    var table = Table(columns: ["model", "cells", "count"])
    table.append([model.id, "all", "\(counts.cells)"])
    table.append([model.id, "without a height in the source", "\(counts.voids)"])
    table.append([model.id, "interpolated", "\(counts.interpolated)"])
    table.append([model.id, "in declared lakes", "\(counts.lakes)"])
    context.log("\(counts.cells) cells, \(counts.voids) voids, \(counts.interpolated) of them interpolated")
    try writeText(table.csv, to: context.output(Self.countsFile))
  }
}

import Engine
import Geodata
import Grids
import Ledger
import Manifests
import Terrain

/// The tasks of an elevation model that is worked in tiles, in the order of the passes of `FlowPlan`.
///
/// `grid/tiles-<model>/layout` finds out where the tiles lie, `heights-<row>` cuts a row of them out of the source,
/// and from then on a task knows one tile, or joins what all of them told of their rims. `part-<row>-<column>` brings
/// a tile to the grid, and `grid/terrain-<model>` puts the parts together. A pass keeps what later ones read and no more.
struct TerrainTiles {
  let stage: TerrainStage
  let tiles: TerrainSpecification.Tiles
  let groups: [CovariateGroup]
  let costs: Costs
  let followsWater: Bool

  init(of stage: TerrainStage, _ tiles: TerrainSpecification.Tiles) {
    self.stage = stage
    self.tiles = tiles
    groups = CovariateGroup.groups(of: stage.covariates)
    let attributes = groups.flatMap { $0.layers.map(\.attribute) }
    followsWater = attributes.contains { !$0.isLocal }
    costs = Costs(
      tiles, stage.options, followsWater: followsWater,
      farthest: attributes.contains(.positionIndex) ? stage.specification.positionRadius : 0)
  }

  var tasks: [TaskDefinition] {
    [layout] + (0..<tiles.down).map(heights) + (followsWater ? flow : []) + each(.part, part) + [merged]
  }

  // MARK: What is asked for

  private var attributes: [TerrainAttribute] { groups.flatMap { $0.layers.map(\.attribute) } }
  var findsDrainage: Bool { attributes.contains(.slopePosition) }
  var countsAreas: Bool { stage.specification.closedBasins?.minimumArea != nil }
  var count: Int { tiles.down * tiles.across }

  // MARK: Files

  /// What is kept of each tile between two passes; raw values are the names of the files.
  enum Pass: String {
    case heights, survey, queries, census, levels, descent, flats, steps, links, inflow, drainage, beyond, part

    /// The join that makes it for all tiles at once; `nil` where a task for each tile does.
    var join: String? {
      switch self {
      case .queries: "questions"
      case .levels: "spill"
      case .steps: "join-flats"
      case .inflow: "join-links"
      case .beyond: "join-drainage"
      default: nil
      }
    }
  }

  private func name(_ tile: Int) -> String { "\(tile / tiles.across)-\(tile % tiles.across)" }
  func id(_ name: String) -> String { "grid/tiles-\(stage.model.id)/\(name)" }
  private func file(_ pass: Pass, _ tile: Int) -> String { "\(pass.rawValue)-\(name(tile)).bin" }

  /// The task that makes what is kept of a tile.
  func producer(_ pass: Pass, _ tile: Int) -> String {
    switch pass {
    case .heights: id("heights-\(tile / tiles.across)")
    case .flats: id("descent-\(name(tile))")
    default: id(pass.join ?? "\(pass.rawValue)-\(name(tile))")
    }
  }

  private func input(_ pass: Pass, _ tile: Int) -> TaskDefinition.Input {
    .init("\(pass.rawValue)-\(name(tile))", from: producer(pass, tile), [file(pass, tile)])
  }

  var layoutInput: TaskDefinition.Input { .init("layout", from: id("layout"), [Layout.file]) }

  // MARK: Tasks

  /// A task for each tile.
  func each(_ pass: Pass, _ task: (Int) -> TaskDefinition) -> [TaskDefinition] { (0..<count).map(task) }

  /// A task of one tile.
  ///
  /// - Parameter parameters: what it reads of the manifest beside where the tiles lie.
  func task(
    _ pass: Pass, _ tile: Int, reads: [Pass], alsoReads others: [TaskDefinition.Input] = [],
    parameters: [Ingredient] = [], memory: Int, kept: Footprint = .small,
    run: @escaping @Sendable (TileContext) throws -> Void
  ) -> TaskDefinition {
    TaskDefinition(
      id: id("\(pass.rawValue)-\(name(tile))"), stage: "grid", revision: 1,
      parameters: [.parameter("pass", pass.rawValue), .parameter("tile", name(tile))] + parameters,
      inputs: [layoutInput] + others + reads.map { input($0, tile) }, memory: memory, kept: kept
    ) { context in try run(TileContext(self, context, tile)) }
  }

  /// A task that joins what is kept of all tiles, and makes something for each.
  func join(
    _ pass: Pass, reads: [Pass], parameters: [Ingredient] = [], run: @escaping @Sendable (TileContext) throws -> Void
  ) -> TaskDefinition {
    TaskDefinition(
      id: id(pass.join ?? pass.rawValue), stage: "grid", revision: 1,
      parameters: [.parameter("pass", pass.rawValue)] + parameters,
      inputs: [layoutInput] + reads.flatMap { pass in (0..<count).map { input(pass, $0) } },
      memory: costs.memoryOfJoins + 64 << 20
    ) { context in try run(TileContext(self, context, 0)) }
  }

  /// What a task of a tile may touch, in the words of the passes.
  struct TileContext {
    let tiles: TerrainTiles
    let context: TaskContext
    let tile: Int
    let layout: Layout
    let plan: FlowPlan

    init(_ tiles: TerrainTiles, _ context: TaskContext, _ tile: Int) throws {
      self.tiles = tiles
      self.context = context
      self.tile = tile
      layout = try readJSON(Layout.self, from: context.file("layout", Layout.file))
      plan = try layout.plan(tiles.stage.options)
    }

    func attributes(_ layers: [AttributeLayer], minimumShare: Double) throws -> TileAttributes {
      try TileAttributes(
        layers, tiling: plan.tiling, spacing: plan.spacing, options: plan.options, minimumShare: minimumShare)
    }

    func read<Value: ByteForm>(_ pass: Pass, _ tile: Int? = nil, as type: Value.Type = Value.self) throws -> Value {
      let tile = tile ?? self.tile
      let input = tiles.input(pass, tile)
      return try Value(bytes: readBytes(context.file(input.name, tiles.file(pass, tile))))
    }

    /// What is kept of every tile.
    func readAll<Value: ByteForm>(_ pass: Pass, as type: Value.Type = Value.self) throws -> [Value] {
      try (0..<tiles.count).map { try read(pass, $0) }
    }

    func write(_ value: some ByteForm, _ pass: Pass, _ tile: Int? = nil) throws {
      try writeBytes(value.bytes, to: context.output(tiles.file(pass, tile ?? self.tile)))
    }

    /// Something for every tile, of a join.
    func writeAll(_ values: [(some ByteForm)?], _ pass: Pass) throws {
      for (tile, value) in values.enumerated() {
        guard let value else { throw StageError.ofTiles("the join gave nothing for tile \(tiles.name(tile))") }
        try write(value, pass, tile)
      }
    }
  }
}

extension StageError {
  fileprivate static func ofTiles(_ problem: String) -> StageError {
    StageError(subject: "terrain", problem: problem, remedy: "this is a defect: report it with the manifest")
  }
}

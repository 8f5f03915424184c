/// The basins of all tiles, and the depressions that may be part of larger ones, with the passes between them.
struct BasinGraph {
  struct Edge: Hashable {
    var from: Int32
    var to: Int32
    /// Metres.
    var level: Double

    init(_ from: Int32, _ to: Int32, _ level: Double) {
      self.from = from
      self.to = to
      self.level = level
    }
  }

  /// The lowest cell of a node that is known to be one.
  struct Floor {
    var height: Double
    /// Its number in the whole raster; of equally low floors the first is the lower.
    var number: Int64
    var tile: Int
    /// Its number in the tile.
    var cell: Int32
    /// The basin of its root's tile, 0 for a depression within a tile.
    var basin: Int32
    /// Of a depression within a tile, in units of `WholeAreas`.
    var area: Int64

    static func < (a: Floor, b: Floor) -> Bool { (a.height, a.number) < (b.height, b.number) }
  }

  /// The node that stands for all that lies beyond the edge, for voids and for lakes.
  static let world: Int32 = 0

  private(set) var floors: [Floor]
  private(set) var edges: [Edge] = []
  /// The node before that of basin 1 of each tile.
  private(set) var bases: [Int32] = []

  func node(_ tile: Int, basin: Int32) -> Int32 { basin == 0 ? Self.world : bases[tile] + basin }

  init(_ surveys: [RimSurvey?], _ plan: FlowPlan) throws(FlowError) {
    floors = [Floor(height: -.infinity, number: -1, tile: -1, cell: -1, basin: 0, area: 0)]
    try plan.check(surveys.count, "surveys")
    let kind = surveys.lazy.compactMap { $0?.kind }.first
    for (tile, survey) in surveys.enumerated() {
      bases.append(Int32(truncatingIfNeeded: floors.count - 1))
      guard let survey else { continue }
      try plan.check(tile, rim: survey.heights.count, "heights")
      guard survey.kind == kind else {
        throw FlowError(.tile(tile), .contradiction("its heights are of another type than those of the first tile"))
      }
      let extent = plan.tiling.extent(of: tile)
      for (basin, root) in survey.roots.enumerated() {
        floors.append(
          Floor(
            height: survey.heights[Int(root.index)], number: plan.tiling.cell(Int(root.floor), of: extent), tile: tile,
            cell: root.floor, basin: Int32(truncatingIfNeeded: basin + 1), area: 0))
      }
      for pass in survey.passes {
        edges.append(Edge(node(tile, basin: pass.from), node(tile, basin: pass.to), pass.level))
      }
    }
    for (tile, survey) in surveys.enumerated() {
      let extent = plan.tiling.extent(of: tile)
      for pit in survey?.pits ?? [] {
        edges.append(
          Edge(node(tile, basin: pit.basin), Int32(truncatingIfNeeded: floors.count), pit.level))
        floors.append(
          Floor(
            height: pit.height, number: plan.tiling.cell(Int(pit.cell), of: extent), tile: tile, cell: pit.cell,
            basin: 0, area: pit.area))
      }
    }
    tieTiles(surveys, plan.tiling)
  }

  /// The passes from tile to tile, and from the rims into voids and off the raster.
  private mutating func tieTiles(_ surveys: [RimSurvey?], _ tiling: Tiling) {
    for (tile, survey) in surveys.enumerated() {
      guard let survey else { continue }
      let extent = tiling.extent(of: tile)
      for (index, cell) in extent.rim.cells.enumerated() where !survey.heights[index].isNaN {
        let here = node(tile, basin: survey.basins[index])
        let height = survey.heights[index]
        for neighbour in Neighbour.allCases {
          let (row, column) = (cell.row + neighbour.rowStep, cell.column + neighbour.columnStep)
          guard row < 0 || row >= extent.rows || column < 0 || column >= extent.columns else { continue }
          let other = tiling.rimCell(row: extent.firstRow + row, column: extent.firstColumn + column)
          guard let other, let beyond = surveys[other.tile], !beyond.heights[other.index].isNaN else {
            append(here, Self.world, height)
            continue
          }
          guard other.tile > tile else { continue }
          append(here, node(other.tile, basin: beyond.basins[other.index]), max(height, beyond.heights[other.index]))
        }
      }
    }
  }

  private mutating func append(_ from: Int32, _ to: Int32, _ level: Double) {
    guard from != to else { return }
    if let last = edges.last, last.from == from, last.to == to {
      edges[edges.count - 1].level = min(last.level, level)
    } else {
      edges.append(Edge(from, to, level))
    }
  }

  /// The level to which water rises in each node before it reaches the world.
  func levels(over edges: [Edge]) throws(FlowError) -> [Double] {
    var levels = [Double](repeating: .infinity, count: floors.count)
    levels[Int(Self.world)] = -.infinity
    var union = BasinUnion(count: floors.count)
    for edge in edges.sorted(by: { $0.level < $1.level }) {
      let (from, to) = (union.root(of: Int(edge.from)), union.root(of: Int(edge.to)))
      guard from != to else { continue }
      let world = union.root(of: Int(Self.world))
      if from == world || to == world {
        for member in union.members(of: from == world ? to : from) { levels[member] = edge.level }
      }
      _ = union.join(from, to)
    }
    if let enclosed = levels.firstIndex(of: .infinity) {
      throw FlowError(.tile(floors[enclosed].tile), .contradiction("there is ground that no water can leave"))
    }
    return levels
  }
}

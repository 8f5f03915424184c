import Grids
import Statistics
import Testing

@testable import Terrain

/// A small raster to let water run over.
struct World: Sendable, CustomStringConvertible {
  var rows: Int
  var columns: Int
  var heights: [Double]
  var lakes: [Bool]?
  var spacing: Spacing
  var name: String

  var description: String { name }

  /// Hills and hollows in steps of one metre, so coarse that most of it is level; some voids.
  static func steps(rows: Int, columns: Int, seed: UInt64, relief: Double = 6, voids: Double = 0.03) -> World {
    World(rows, columns, seed, voids, "steps") { noise, rough in (noise * relief + rough).rounded() }
  }

  /// The same without rounding; no two cells are equally high.
  static func smooth(rows: Int, columns: Int, seed: UInt64, voids: Double = 0.03) -> World {
    World(rows, columns, seed, voids, "smooth") { noise, rough in noise * 40 + 15 * rough }
  }

  private init(
    _ rows: Int, _ columns: Int, _ seed: UInt64, _ voids: Double, _ name: String,
    height: (_ noise: Double, _ rough: Double) -> Double
  ) {
    var stream = RandomStream(seed: seed, name: name)
    let period = 5
    let across = columns / period + 2
    let nodes = (0..<(rows / period + 2) * across).map { _ in stream.uniform() }
    var heights: [Double] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let (y, x) = (Double(row % period) / Double(period), Double(column % period) / Double(period))
        let node = row / period * across + column / period
        let north = nodes[node] + (nodes[node + 1] - nodes[node]) * x
        let south = nodes[node + across] + (nodes[node + across + 1] - nodes[node + across]) * x
        let height = height(north + (south - north) * y, stream.uniform())
        heights.append(stream.uniform() < voids ? .nan : height)
      }
    }
    self.rows = rows
    self.columns = columns
    self.heights = heights
    lakes = nil
    spacing = Spacing(uniform: CellSize(eastward: 30, northward: 30), rows: rows)
    self.name = "\(name) \(rows) x \(columns) seed \(seed)"
  }

  /// On degrees, where every row has its own cells; east and north differ.
  func onDegrees() -> World {
    var world = self
    let geometry = GridGeometry(
      crs: "EPSG:4326", west: 80, north: 36, cellWidth: 1 / 1200, cellHeight: 1 / 1200, columns: columns, rows: rows)
    // These cells have a size.
    if let spacing = try? Spacing(geographic: geometry) { world.spacing = spacing }
    world.name += " on degrees"
    return world
  }

  /// With lakes on some of its cells.
  func withLakes(seed: UInt64) -> World {
    var world = self
    var stream = RandomStream(seed: seed, name: "lakes")
    world.lakes = heights.map { _ in stream.uniform() < 0.02 }
    world.name += " with lakes"
    return world
  }

  /// The heights of type `kind`; those that it cannot hold are rounded.
  func stored(as kind: HeightKind) -> Heights {
    switch kind {
    case .wholeMetres: .wholeMetres(heights.map { $0.isNaN ? Int16.min : Int16($0.rounded()) })
    case .single: .single(heights.map { Float($0) })
    case .double: .double(heights)
    }
  }

  var plain: PlainFlow {
    PlainFlow(
      rows: rows, columns: columns, heights: heights, lakes: lakes ?? heights.map { _ in false }, sizes: spacing.rows)
  }
}

extension World {
  /// The values of a tile, of as many as the raster has.
  static func part<Value>(_ values: [Value], of extent: TileExtent, columns: Int) -> [Value] {
    extent.rowRange.flatMap { row in
      values[row * columns + extent.firstColumn..<row * columns + extent.columnRange.upperBound]
    }
  }
}

extension Heights {
  func part(of extent: TileExtent, columns: Int) -> Heights {
    switch self {
    case .wholeMetres(let cells): .wholeMetres(World.part(cells, of: extent, columns: columns))
    case .single(let cells): .single(World.part(cells, of: extent, columns: columns))
    case .double(let cells): .double(World.part(cells, of: extent, columns: columns))
    }
  }
}

extension FlowPlan {
  /// What all passes told of each tile of a raster.
  ///
  /// - Parameters:
  ///   - missing: the tiles that are not there.
  ///   - inBytes: whether every result between two passes is written to bytes and read again.
  func flows(
    of heights: Heights, lakes: [Bool]?, missing: Set<Int> = [], inBytes: Bool = false
  ) throws -> [TileFlow?] {
    func kept<Value: ByteForm>(_ value: Value) throws -> Value { inBytes ? try Value(bytes: value.bytes) : value }
    let tiles = (0..<tiling.count).map { missing.contains($0) ? nil : $0 }
    func land(_ tile: Int) -> Heights { heights.part(of: tiling.extent(of: tile), columns: tiling.columns) }
    func water(_ tile: Int) -> [Bool]? {
      lakes.map { World.part($0, of: tiling.extent(of: tile), columns: tiling.columns) }
    }

    let surveys = try tiles.map { tile in
      try tile.map { try kept(survey($0, heights: land($0), lakes: water($0))) }
    }
    let queries = try areaQueries(surveys)
    let census = try tiles.enumerated().map { number, tile in
      try tile.map { try self.census($0, heights: land($0), lakes: water($0), queries: queries[number]) } ?? []
    }
    let levels = try spillLevels(surveys, census: census).map { try $0.map(kept) }
    let descents = try tiles.map { tile in
      try tile.map { tile in
        let (descent, flats) = try descend(
          tile, heights: land(tile), lakes: water(tile), levels: try #require(levels[tile]))
        return (descent: try kept(descent), flats: try kept(flats))
      }
    }
    let steps = try flatSteps(levels, descents.map { $0?.flats }).map { try $0.map(kept) }
    let links = try tiles.map { tile in
      try tile.map { tile in
        try kept(
          link(
            tile, heights: land(tile), descent: try #require(descents[tile]).descent,
            levels: try #require(levels[tile]), steps: try #require(steps[tile])))
      }
    }
    let inflow = try inflows(links).map { try $0.map(kept) }

    let rims = try tiles.map { tile in
      try tile.map { tile in
        try kept(
          drainage(
            tile, heights: land(tile), descent: try #require(descents[tile]).descent,
            levels: try #require(levels[tile]), steps: try #require(steps[tile]), inflow: try #require(inflow[tile])))
      }
    }
    let beyond = try drainages(rims).map { try $0.map { try kept($0) } }
    return try tiles.map { tile in
      try tile.map { tile in
        TileFlow(
          descent: try #require(descents[tile]).descent, levels: try #require(levels[tile]),
          steps: try #require(steps[tile]), inflow: try #require(inflow[tile]), drainage: beyond[tile])
      }
    }
  }

  /// The products of a raster that is worked in tiles, put together again.
  func products(
    _ wanted: Set<FlowProduct>, of heights: Heights, lakes: [Bool]?, missing: Set<Int> = [],
    inBytes: Bool = false
  ) throws -> FlowProducts {
    var layers: [FlowProduct: [Double]] = [:]
    for product in wanted { layers[product] = [Double](repeating: .nan, count: heights.count) }
    for (tile, flow) in try flows(of: heights, lakes: lakes, missing: missing, inBytes: inBytes).enumerated() {
      guard let flow else { continue }
      let extent = tiling.extent(of: tile)
      try forEachRow(
        of: wanted, in: tile, heights: heights.part(of: extent, columns: tiling.columns), flow: flow
      ) { product, row, values in
        let first = (extent.firstRow + row) * tiling.columns + extent.firstColumn
        layers[product]?.replaceSubrange(first..<first + extent.columns, with: values)
      }
    }
    var whole = FlowProducts()
    whole.filled = layers[.filled].map { .double($0) }
    whole.accumulation = layers[.accumulation]
    whole.specificCatchment = layers[.specificCatchment]
    whole.slopeLength = layers[.slopeLength]
    whole.slopePosition = layers[.slopePosition]
    return whole
  }
}

/// Whether two products are the same bits; NaN is NaN.
func areSame(_ a: [Double]?, _ b: [Double]?) -> Bool {
  guard let a, let b, a.count == b.count else { return a == nil && b == nil }
  return zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
}

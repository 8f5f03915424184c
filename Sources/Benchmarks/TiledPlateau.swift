import Foundation
import Grids
import Terrain

/// Degrees of the synthetic plateau, each a tile, worked as a caller would who has the memory of one.
struct TiledPlateau {
  static let side = 3600
  /// The north-western tile is that of 29° N and 86° E.
  private static let firstRow = 11 * side
  private static let firstColumn = 13 * side

  let down: Int
  let across: Int
  /// Whether its cells are arc-seconds, and not squares of 30 m.
  var isGeographic = false

  var cells: Int { down * across * Self.side * Self.side }

  private var plan: FlowPlan {
    get throws {
      let (rows, columns) = (down * Self.side, across * Self.side)
      let second = 1 / Double(Self.side)
      let degrees = GridGeometry(
        crs: "EPSG:4326", west: 86, north: 29, cellWidth: second, cellHeight: second, columns: columns, rows: rows)
      return try FlowPlan(
        tiling: Tiling(rows: rows, columns: columns, tileRows: Self.side, tileColumns: Self.side),
        spacing: isGeographic
          ? Spacing(geographic: degrees) : Spacing(uniform: CellSize(eastward: 30, northward: 30), rows: rows))
    }
  }

  private func heights(_ extent: TileExtent) -> [Int16] {
    PlateauRelief().heights(
      firstRow: Self.firstRow + extent.firstRow, firstColumn: Self.firstColumn + extent.firstColumn,
      rows: extent.rows, columns: extent.columns)
  }

  /// The cost of the relief itself, which every pass makes anew.
  func sumOfHeights() throws -> Int {
    let tiling = try plan.tiling
    return (0..<tiling.count).reduce(0) { sum, tile in
      heights(tiling.extent(of: tile)).reduce(sum) { $0 + Int($1) }
    }
  }

  /// What a run in tiles gave.
  struct Run {
    /// Of the products, by their names.
    var digests: [String: Double]
    /// What was kept between the passes.
    var scratchBytes: Int
    /// CPU seconds of each pass and join, making the relief included.
    var seconds: [String: Double]
  }

  /// All passes and joins.
  func run(_ wanted: Set<FlowProduct>) throws -> Run {
    let plan = try plan
    let tiles = 0..<plan.tiling.count
    let scratch = try Scratch()
    defer { scratch.remove() }
    func heights(_ tile: Int) -> Heights { .wholeMetres(self.heights(plan.tiling.extent(of: tile))) }
    func levels(_ tile: Int) throws -> RimLevels { try scratch.read("levels", tile) }
    func descent(_ tile: Int) throws -> Descent { try scratch.read("descent", tile) }
    func steps(_ tile: Int) throws -> RimSteps { try scratch.read("steps", tile) }
    func inflow(_ tile: Int) throws -> RimInflow { try scratch.read("inflow", tile) }
    var passes = Stopwatch()

    for tile in tiles { try scratch.write(plan.survey(tile, heights: heights(tile)), "survey", tile) }
    passes.lap("survey")
    for (tile, levels) in try plan.spillLevels(tiles.map { try scratch.read("survey", $0) }).enumerated() {
      try scratch.write(levels, "levels", tile)
    }
    passes.lap("spill_levels")
    for tile in tiles {
      let (descent, flats) = try plan.descend(tile, heights: heights(tile), levels: levels(tile))
      try scratch.write(descent, "descent", tile)
      try scratch.write(flats, "flats", tile)
    }
    passes.lap("descend")
    let flats: [BorderFlats?] = try tiles.map { try scratch.read("flats", $0) }
    for (tile, steps) in try plan.flatSteps(tiles.map(levels), flats).enumerated() {
      try scratch.write(steps, "steps", tile)
    }
    passes.lap("flat_steps")
    for tile in tiles {
      try scratch.write(
        plan.link(
          tile, heights: heights(tile), descent: descent(tile), levels: levels(tile), steps: steps(tile)),
        "links", tile)
    }
    passes.lap("link")
    for (tile, inflow) in try plan.inflows(tiles.map { try scratch.read("links", $0) }).enumerated() {
      try scratch.write(inflow, "inflow", tile)
    }
    passes.lap("inflows")
    if wanted.contains(.slopePosition) {
      for tile in tiles {
        try scratch.write(
          plan.drainage(
            tile, heights: heights(tile), descent: descent(tile), levels: levels(tile), steps: steps(tile),
            inflow: inflow(tile)),
          "drainage", tile)
      }
      passes.lap("drainage")
      for (tile, beyond) in try plan.drainages(tiles.map { try scratch.read("drainage", $0) }).enumerated() {
        try scratch.write(beyond, "beyond", tile)
      }
      passes.lap("drainages")
    }
    var digests = ProductDigests()
    for tile in tiles {
      let extent = plan.tiling.extent(of: tile)
      try plan.forEachRow(
        of: wanted, in: tile, heights: heights(tile), descent: descent(tile), levels: levels(tile),
        steps: steps(tile), inflow: inflow(tile),
        drainage: wanted.contains(.slopePosition) ? scratch.read("beyond", tile) : nil
      ) { product, row, values in
        digests.add(
          values, of: product, from: (extent.firstRow + row) * plan.tiling.columns + extent.firstColumn)
      }
    }
    passes.lap("products")
    return Run(digests: digests.numbers, scratchBytes: scratch.written, seconds: passes.laps)
  }

  /// The digests of the products of the whole at once.
  func runWhole(_ wanted: Set<FlowProduct>) throws -> [String: Double] {
    let plan = try plan
    let all = TileExtent(firstRow: 0, firstColumn: 0, rows: plan.tiling.rows, columns: plan.tiling.columns)
    var digests = ProductDigests()
    let products = FlowProducts(wanted, of: .wholeMetres(heights(all)), spacing: plan.spacing)
    for product in wanted {
      let values =
        switch product {
        case .filled: products.filled?.metres
        case .accumulation: products.accumulation
        case .specificCatchment: products.specificCatchment
        case .slopeLength: products.slopeLength
        case .slopePosition: products.slopePosition
        }
      digests.add(values ?? [], of: product, from: 0)
    }
    return digests.numbers
  }
}

/// One number for each product, the same however the raster is cut: the sum of what its cells and their values hash to.
private struct ProductDigests {
  private var sums: [FlowProduct: UInt64] = [:]

  /// Adds cells side by side, the first of them by its number in the raster.
  mutating func add(_ values: [Double], of product: FlowProduct, from first: Int) {
    var sum: UInt64 = 0
    for (index, value) in values.enumerated() {
      var hash = (value.bitPattern ^ UInt64(first + index)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 32
      sum &+= hash &* 0xD1B5_4A32_D192_ED03
    }
    sums[product, default: 0] &+= sum
  }

  /// 52 bits of each, which a number in JSON holds.
  var numbers: [String: Double] {
    Dictionary(uniqueKeysWithValues: sums.map { ("\($0)", Double($1 >> 12)) })
  }
}

/// A folder for what is kept between passes.
private final class Scratch {
  private let folder: URL
  private(set) var written = 0

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("solum-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func write(_ value: (some ByteForm)?, _ name: String, _ tile: Int) throws {
    guard let bytes = value?.bytes else { return }
    written += bytes.count
    try Data(bytes).write(to: folder.appendingPathComponent("\(name)-\(tile)"))
  }

  func read<Value: ByteForm>(_ name: String, _ tile: Int) throws -> Value {
    try Value(bytes: [UInt8](Data(contentsOf: folder.appendingPathComponent("\(name)-\(tile)"))))
  }
}

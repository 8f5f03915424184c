import ArgumentParser
import Foundation
import Geodata
import Grids
import Manifests
import Stages
import Terrain

/// `solum tool terrain`: terrain attributes of any elevation raster.
struct ToolTerrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "terrain",
    abstract: "Derives terrain attributes from an elevation raster.",
    discussion: """
      One GeoTIFF an attribute, <attribute>.tif, in the frame of the raster: slope and aspect in degrees, curvatures and the \
      Laplacian in 1/m. Attributes of a 3x3 window leave a border of one cell without data. With --onto they are brought to \
      the cells of another raster and only there written.

      The raster may lie in many tiles: name their folder, or a VRT. Tiles may share rows and columns if they hold the same \
      heights there; where there is no tile there is no data.

      Attributes of a window alone are derived while the raster is read, whatever its size, in single precision where that \
      holds its heights as they are; what follows the water needs the whole raster in memory.
      """)

  @Argument(
    help: "Any raster that GDAL reads, projected or geographic; a VRT; or a folder of tiles.", completion: .file())
  var dem: String
  @Option(help: "The folder to write to.", completion: .directory) var out: String
  @Option(help: "Attributes, separated by commas; when left out all but elevation, northness, eastness and tpi.")
  var attributes = ""
  @Option(help: "Finite differences of the gradient.") var stencil = TerrainOptions.Stencil.zevenbergenThorne
  @Option(help: "Which numbers are called profile and plan curvature: true, zt, esri or saga.")
  var convention = TerrainOptions.CurvatureConvention.geometric
  @Option(
    help:
      "Where water goes: d8, down the steepest descent; mfd, to all lower neighbours; dinf, beside the steepest direction."
  )
  var routing = Routing.d8
  @Option(help: "Which mean of the height differences is ruggedness.") var tri = TerrainOptions.Ruggedness.riley
  @Option(help: "How far tpi looks to either side, in metres.") var radius = 1000.0
  @Option(help: "A raster to whose cells the attributes are brought.", completion: .file()) var onto: String?
  @Option(help: "Which cells of the raster make a cell of --onto.") var cells = Reading.nested
  @Option(help: "What becomes of them: mean or median; directions are averaged as vectors.")
  var statistic = Statistic.mean
  @Option(help: "Least share of them that must have a value.") var minimumShare = 0.5
  @Flag(help: "Compute in double precision and write Float64 in place of Float32.") var double = false
  @OptionGroup var common: ToolOptions

  enum Routing: String, ExpressibleByArgument, CaseIterable {
    case d8, mfd, dinf

    /// In the words of the kernel, multiple flow as Freeman has it.
    var rule: Terrain.Routing {
      switch self {
      case .d8: .steepest
      case .mfd: .multiple(.freeman)
      case .dinf: .infinite
      }
    }
  }

  /// How attributes reach other cells: by one of the rules of cells, by bilinear interpolation with a kernel as wide as
  /// the coarse cells, or by GDAL's warp, which has that kernel too and needs the whole raster in memory.
  enum Reading: String, ExpressibleByArgument, CaseIterable {
    case nested, centre
    case fourNeighbours = "four-neighbours"
    case widenedBilinear = "widened-bilinear"
    case gdalBilinear = "gdal-bilinear"

    var way: CellWay? { CellWay(rawValue: rawValue) }
  }

  enum Statistic: String, ExpressibleByArgument, CaseIterable {
    case mean, median

    var rule: AggregationRule { self == .mean ? .mean : .median }
  }

  func validate() throws {
    guard radius > 0, radius.isFinite else { throw ValidationError("--radius takes a positive number, not \(radius)") }
    guard (0...1).contains(minimumShare) else {
      throw ValidationError("--minimum-share takes a number from 0 to 1, not \(minimumShare)")
    }
  }

  func run() throws {
    try ending {
      let wanted = try chosen()
      let source = try elevation()
      if let onto, cells == .gdalBilinear {
        try warp(wanted, from: source, onto: onto)
      } else if !wanted.allSatisfy(\.isLocal) {
        try deriveInMemory(wanted, from: source)
      } else if !double && source.storage != .double {
        try deriveRowByRow(wanted, from: RasterRows<Float>(source))
      } else {
        try deriveRowByRow(wanted, from: RasterRows<Double>(source))
      }
    }
  }

  /// The raster, or the tiles in a folder; they are the user's own, so a VRT may name any file.
  private func elevation() throws -> RasterMosaic {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: dem, isDirectory: &isFolder), isFolder.boolValue else {
      return try RasterMosaic([dem], virtual: .any)
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: dem).sorted().filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(dem)/\(name)", isDirectory: &isFolder) && !isFolder.boolValue
        && !name.hasPrefix(".")
    }
    let tiles = files.filter { isRaster("\(dem)/\($0)") }
    guard let first = tiles.first, let last = tiles.last else {
      throw Failure(
        status: .invalidData,
        description: "\(dem): error: none of the \(files.count) files in the folder is a raster\n  "
          + "name a folder of tiles (GeoTIFF, .hgt, .bil, ASCII grid, netCDF), or a VRT")
    }
    let others = files.filter { !tiles.contains($0) }
    Console.say(
      "\(dem): \(tiles.count) tiles, \(first) to \(last)"
        + (others.isEmpty ? "" : "; passed over as no rasters: \(others.joined(separator: ", "))"))
    return try RasterMosaic(tiles.map { "\(dem)/\($0)" })
  }

  private var options: TerrainOptions {
    TerrainOptions(
      stencil: stencil, curvature: convention, ruggedness: tri, positionRadius: radius, routing: routing.rule)
  }

  private func chosen() throws -> [TerrainAttribute] {
    guard !attributes.isEmpty else { return TerrainAttribute.common }
    return try names(attributes).map { name in
      if let attribute = TerrainAttribute(rawValue: name) { return attribute }
      throw unknown("attribute", name, known: TerrainAttribute.allCases.map(\.rawValue))
    }
  }

  // MARK: Row by row

  private func deriveRowByRow<Number: SurfaceNumber & RasterCell>(
    _ wanted: [TerrainAttribute], from source: RasterRows<Number>
  ) throws {
    let spacing = try spacing(of: source.geometry)
    var coarse = try onto.map { try aggregation(of: wanted, from: source.geometry, spacing, onto: $0) }
    let pass = TerrainPass<Number>(
      coarse?.layers ?? wanted, columns: source.geometry.columns, spacing: spacing, options: options)
    try makeFolder(out)
    let files = try coarse == nil ? wanted.map { try file(of: $0, on: source.geometry) } : []
    try pass.run(
      threads: common.threadCount,
      heights: { row, columns, heights in try source.read(row, columns: columns, into: heights) },
      deliver: { strip in
        coarse?.add(strip, threads: common.threadCount)
        for row in strip.rows {
          for (layer, file) in files.enumerated() { try file.rows.write(strip.values(ofLayer: layer, row: row)) }
        }
      })
    for file in files {
      try file.rows.finish()
      Console.say("wrote \(file.path)")
    }
    if let grids = coarse?.finish() { try write(grids, wanted) }
  }

  private func file(of attribute: TerrainAttribute, on geometry: GridGeometry) throws -> (
    rows: GeoTIFFRows, path: String
  ) {
    let path = "\(out)/\(attribute.rawValue).tif"
    let unit = attribute.unit(under: convention)
    let rows =
      double
      ? try GeoTIFFRows(attribute.title, unit: unit, of: Double.self, on: geometry, to: path)
      : try GeoTIFFRows(attribute.title, unit: unit, of: Float.self, on: geometry, to: path)
    return (rows, path)
  }

  private func spacing(of geometry: GridGeometry) throws -> Spacing {
    let reference = try CoordinateReference(geometry.crs)
    return reference.isGeographic
      ? try Spacing(geographic: geometry) : try Spacing(projected: geometry, metresPerUnit: reference.metresPerUnit)
  }

  private func aggregation(
    of wanted: [TerrainAttribute], from fine: GridGeometry, _ spacing: Spacing, onto path: String
  ) throws -> AttributeAggregation {
    let coarse = try RasterMosaic([path], virtual: .any).geometry
    let way = cells.way ?? .widenedBilinear
    return AttributeAggregation(
      wanted, by: statistic.rule, to: try way.assignment(of: fine, in: coarse, weightedBy: spacing),
      minimumShare: minimumShare)
  }

  // MARK: The whole raster

  private func whole(_ source: RasterMosaic, for wanted: [TerrainAttribute]) throws -> Grid<Double> {
    let frame = source.geometry
    guard frame.columns <= (1 << 30) / frame.rows else {
      let names = wanted.filter { !$0.isLocal }.map(\.rawValue)
      let need = names.isEmpty ? "--cells gdal-bilinear needs" : "\(names.joined(separator: ", ")) would need"
      throw Failure(
        status: .invalidData,
        description: "\(dem): error: a raster of \(frame.columns) x \(frame.rows) cells does not fit into memory, "
          + "where \(need) it\n  "
          + (names.isEmpty
            ? "use --cells widened-bilinear, which reads it row by row"
            : "derive them with a manifest: 'terrain: tiles:' works through it tile by tile"))
    }
    return Grid(geometry: frame, cells: try source.read(rows: 0..<frame.rows, columns: 0..<frame.columns))
  }

  private func deriveInMemory(_ wanted: [TerrainAttribute], from source: RasterMosaic) throws {
    let elevation = try whole(source, for: wanted)
    let spacing = try spacing(of: elevation.geometry)
    var coarse = try onto.map { try aggregation(of: wanted, from: elevation.geometry, spacing, onto: $0) }
    let layers = coarse?.layers ?? wanted
    let derived = Terrain.derive(Set(layers), from: elevation, spacing: spacing, options: options)
    try makeFolder(out)
    guard coarse != nil else { return try write(derived, wanted) }
    forEachRow(of: layers.compactMap { derived[$0] }) { coarse?.add($0, threads: common.threadCount) }
    if let grids = coarse?.finish() { try write(grids, wanted) }
  }

  private func warp(_ wanted: [TerrainAttribute], from source: RasterMosaic, onto path: String) throws {
    let target = try RasterMosaic([path], virtual: .any).geometry
    let elevation = try whole(source, for: wanted)
    let derived = Terrain.derive(
      Set(wanted), from: elevation, spacing: try spacing(of: elevation.geometry), options: options)
    try makeFolder(out)
    let warped = try derived.map { attribute, grid in
      let parts = attribute.isCircular ? unitVectors(of: grid) : nil
      let layers = try (parts.map { [$0.sine, $0.cosine] } ?? [grid]).map { layer in
        try Geodata.warp(layer.map { Float($0) }, to: target, method: .bilinear)
      }
      let layer = attribute.isCircular ? directions(sine: layers[0], cosine: layers[1]) : layers[0]
      return (attribute, layer.map { Double($0) })
    }
    try write(Dictionary(uniqueKeysWithValues: warped), wanted)
  }

  private func write(_ grids: [TerrainAttribute: Grid<Double>], _ wanted: [TerrainAttribute]) throws {
    for attribute in wanted {
      guard let grid = grids[attribute] else { continue }
      let path = "\(out)/\(attribute.rawValue).tif"
      let unit = attribute.unit(under: convention)
      let band =
        double
        ? RasterBand(attribute.title, grid, unit: unit)
        : RasterBand(attribute.title, grid.map { Float($0) }, unit: unit)
      try writeGeoTIFF([band], to: path)
      Console.say("wrote \(path)")
    }
  }
}

extension TerrainOptions.Stencil: ExpressibleByArgument {}
extension TerrainOptions.CurvatureConvention: ExpressibleByArgument {}
extension TerrainOptions.Ruggedness: ExpressibleByArgument {}

/// A word on the command line that names nothing, with the nearest one that does.
func unknown(_ kind: String, _ word: String, known: [String]) -> Failure {
  let nearest = nearestWord(to: word, among: known).map { "did you mean '\($0)'?" }
  return Failure(
    status: .usage,
    description:
      "\(word): error: there is no such \(kind)\n  \(nearest ?? "there are \(known.joined(separator: ", "))")")
}

import Engine
import Geodata
import Grids
import Ledger
import Manifests
import Statistics
import Terrain

/// Layers between files and memory, in the manifest's words.
///
/// Intermediate layers are plain GeoTIFF: Float32 bands with NaN for no value, Int16 codes for classes.
enum Layers {
  /// The libraries whose version can change the bytes of a layer.
  static let libraries: [Ingredient] = [.library("gdal", gdalVersion), .library("proj", projVersion)]

  // MARK: Intermediate layers

  static func write(_ bands: [Grid<Float>], names: [String] = [], to path: String) throws {
    try writeGeoTIFF(
      bands.enumerated().map { RasterBand($0.offset < names.count ? names[$0.offset] : "", $0.element) }, to: path)
  }

  static func write(_ codes: ClassGrid, to path: String) throws {
    try writeGeoTIFF([RasterBand("", codes)], to: path)
  }

  static func write(_ flags: Grid<UInt16?>, to path: String) throws {
    try writeGeoTIFF([RasterBand("", flags)], to: path)
  }

  static func readBands(_ path: String) throws -> [Grid<Float>] {
    let description = try describeRaster(path)
    return try (1...description.bands).map { try readRaster(path, RasterReading(band: $0)) }
  }

  static func readClasses(_ path: String) throws -> ClassGrid { try Geodata.readClasses(path) }

  static func readFlags(_ path: String) throws -> Grid<UInt16?> {
    try readRaster(path, as: Double.self).map { $0.isNaN ? nil : UInt16($0) }
  }

  // MARK: Sources

  /// The values of a raster source near `frame`, scaled to its unit; several files reduced to one layer, cell by cell.
  ///
  /// - Parameter reduce: with `nil` the first file is the raster; otherwise every file is, and a cell takes the files
  ///   that have a value there.
  static func read(
    _ source: SourceSpecification, in folder: String, around frame: GridGeometry,
    reduce: CovariateSpecification.Reduction?
  ) throws -> Grid<Double> {
    let reading = RasterReading(source.raster)
    let files = reduce == nil ? Array(source.files.prefix(1)) : source.files
    var layers: [Grid<Double>] = []
    for file in files {
      let whole = try readRaster("\(folder)/\(file.path)", reading, as: Double.self)
      let near = try respelled(whole, frame).cropped(to: window(of: whole.geometry, around: frame))
      if let first = layers.first, first.geometry != near.geometry {
        throw StageError(
          subject: "source \(source.id)", problem: "\(file.path) has another frame than \(files[0].path)",
          remedy: "declare files of one frame, or sources of their own")
      }
      layers.append(near)
    }
    guard let reduce, let first = layers.first else { return layers[0] }
    return Grid(
      geometry: first.geometry,
      cells: first.cells.indices.map { offset in
        reduce.value(of: layers.map { $0.cells[offset] }.filter { !$0.isNaN })
      })
  }

  /// The same layer with its CRS in the frame's spelling, where the two are one.
  private static func respelled(_ layer: Grid<Double>, _ frame: GridGeometry) throws -> Grid<Double> {
    guard layer.geometry.crs != frame.crs, try isSameSystem(layer.geometry.crs, frame.crs) else { return layer }
    var geometry = layer.geometry
    geometry.crs = frame.crs
    return Grid(geometry: geometry, cells: layer.cells)
  }

  /// The part of a geographic raster that can matter to the frame; the whole of any other raster.
  static func window(of geometry: GridGeometry, around frame: GridGeometry) throws -> MapBounds {
    let whole = MapBounds(west: geometry.west, south: geometry.south, east: geometry.east, north: geometry.north)
    guard try CoordinateReference(geometry.crs).isGeographic else { return whole }
    let bounds = try geographicBounds(of: frame)
    guard bounds.west < bounds.east else { return whole }
    // A widened kernel reaches one product cell beyond the frame; a twentieth of the frame is more on any grid of
    // twenty cells or more.
    let margin = max(8 * geometry.cellWidth, (bounds.east - bounds.west) / 20)
    return MapBounds(
      west: bounds.west - margin, south: bounds.south - margin, east: bounds.east + margin,
      north: bounds.north + margin)
  }

  static func bounds(of source: SourceSpecification, in folder: String, crs: String) throws -> MapBounds {
    try vectorBounds("\(folder)/\(source.files[0].path)", VectorReading(source.vector), in: crs)
  }

  static func rasterise(
    _ source: SourceSpecification, in folder: String, onto frame: GridGeometry, rule: RasteriseRule,
    column: String? = nil, value: String? = nil
  ) throws -> Mask {
    var reading = VectorReading(source.vector)
    if let column, let value { reading.filter = .init(column: column, value: value) }
    return try Geodata.rasterise(
      "\(folder)/\(source.files[0].path)", reading, onto: frame,
      rule: rule == .centreInside ? .centreInside : .allTouched)
  }

  /// The cells that a mask covers: by the share of a raster's cells that satisfy its condition, or by polygons.
  static func covered(
    by mask: GridSpecification.MaskSpecification, source: SourceSpecification, in folder: String, frame: GridGeometry
  ) throws -> Mask {
    guard let condition = mask.condition else {
      return try rasterise(source, in: folder, onto: frame, rule: mask.rule ?? .centreInside)
    }
    let values = try read(source, in: folder, around: frame, reduce: nil)
    let indicator = values.map { $0.isNaN ? Float.nan : condition.holds(for: $0) ? 1 : 0 }
    guard let share = mask.share else {
      throw StageError(
        subject: "mask \(mask.name)", problem: "it has a condition and no share",
        remedy: "say under 'share' how much of a cell must satisfy the condition")
    }
    let least = Float(share)
    return try shareOfCell(indicator, to: frame).map { $0 > 0 && $0 >= least }
  }

  // MARK: Onto the frame

  static func resample(
    _ source: Grid<Double>, to frame: GridGeometry, _ method: CovariateSpecification.Resample
  ) throws -> Grid<Float> {
    guard let way = CellWay(method) else {
      return try warp(source.map { Float($0) }, to: frame, method: ResampleMethod(method))
    }
    var aggregation = Aggregation(
      [.init(0, .mean)],
      by: try way.assignment(of: source.geometry, in: frame, weightedBy: spacing(of: source.geometry)), minimumShare: 0)
    forEachRow(of: [source]) { aggregation.add(northernmost: $0) }
    return aggregation.finish()[0].map { Float($0) }
  }

  static func transfer(
    _ source: Grid<Double>, to frame: GridGeometry, _ transfer: CovariateSpecification.Transfer, minimumShare: Double
  ) throws -> Grid<Float> {
    switch transfer {
    case .resample(let method):
      try resample(source, to: frame, method)
    case .aggregate(let rule):
      try aggregate(source, to: frame, by: AggregationRule(rule), minimumShare: minimumShare).map { Float($0) }
    }
  }

  /// The codes of a categorical layer, NaN being no class.
  static func classes(_ codes: Grid<Float>, of covariate: String) throws -> ClassGrid {
    try codes.map { code in
      if code.isNaN { return nil }
      guard let whole = Int16(exactly: code) else {
        throw StageError(
          subject: "covariate \(covariate)", problem: "\(Table.field(Double(code))) is no class",
          remedy:
            "classes are whole numbers from \(Int16.min) to \(Int16.max); declare 'nodata' or 'expect' of the source")
      }
      return whole
    }
  }

  /// A field of directions in degrees: the direction of the mean vector, and its sine and cosine, which are what is
  /// carried over.
  static func transferDirection(
    _ source: Grid<Double>, to frame: GridGeometry, _ transfer: CovariateSpecification.Transfer, minimumShare: Double
  ) throws -> [Grid<Float>] {
    let mean: CovariateSpecification.Transfer = transfer == .aggregate(.vectorMean) ? .aggregate(.mean) : transfer
    let vectors = unitVectors(of: source)
    let sine = try Self.transfer(vectors.sine, to: frame, mean, minimumShare: minimumShare)
    let cosine = try Self.transfer(vectors.cosine, to: frame, mean, minimumShare: minimumShare)
    return [directions(sine: sine, cosine: cosine), sine, cosine]
  }

  /// Writes a field of directions in degrees, by way of the means of its vectors.
  static func writeDirection(sine: Grid<Float>, cosine: Grid<Float>, to path: String) throws {
    try write(
      [directions(sine: sine, cosine: cosine), sine, cosine], names: ["direction", "sine", "cosine"], to: path)
  }

  /// The ground distances between the cells of a raster.
  static func spacing(of geometry: GridGeometry) throws -> Spacing {
    let reference = try CoordinateReference(geometry.crs)
    return reference.isGeographic
      ? try Spacing(geographic: geometry) : try Spacing(projected: geometry, metresPerUnit: reference.metresPerUnit)
  }

  /// Points in another CRS; `nil` where one has no place there.
  static func project(_ points: [MapPoint], from source: String, to target: String) throws -> [MapPoint?] {
    source == target ? points : try transform(points, from: source, to: target)
  }
}

extension Grid {
  /// The cells that a window touches, in a frame of their own.
  func cropped(to window: MapBounds) throws -> Grid {
    let (rows, columns) = try geometry.part(touching: window)
    if rows.count == geometry.rows, columns.count == geometry.columns { return self }
    return Grid(
      geometry: geometry.part(rows, columns),
      cells: rows.flatMap {
        cells[($0 * geometry.columns + columns.lowerBound)..<($0 * geometry.columns + columns.upperBound)]
      })
  }
}

extension GridGeometry {
  /// The rows and columns that a window touches.
  func part(touching window: MapBounds) throws -> (rows: Range<Int>, columns: Range<Int>) {
    let left = min(max(Int(((window.west - west) / cellWidth).rounded(.down)), 0), columns)
    let right = min(max(Int(((window.east - west) / cellWidth).rounded(.up)), left), columns)
    let top = min(max(Int(((north - window.north) / cellHeight).rounded(.down)), 0), rows)
    let bottom = min(max(Int(((north - window.south) / cellHeight).rounded(.up)), top), rows)
    guard left < right, top < bottom else {
      throw StageError(
        subject: "a source raster", problem: "it does not reach the frame of the product",
        remedy: "check the source's CRS and extent")
    }
    return (top..<bottom, left..<right)
  }

  /// The frame of some of the rows and columns.
  func part(_ rows: Range<Int>, _ columns: Range<Int>) -> GridGeometry {
    GridGeometry(
      crs: crs, west: west + Double(columns.lowerBound) * cellWidth,
      north: north - Double(rows.lowerBound) * cellHeight,
      cellWidth: cellWidth, cellHeight: cellHeight, columns: columns.count, rows: rows.count)
  }
}

import Engine
import Foundation
import Geodata
import Grids
import Manifests
import Terrain

/// The elevation model that a source holds, as far as it matters to the frame of the product: one raster, a VRT, or many
/// tiles.
struct ElevationModel {
  /// In the frame's spelling of the CRS, where the two are one.
  let geometry: GridGeometry
  let spacing: Spacing
  let kind: HeightKind
  private let source: String
  private let mosaic: RasterMosaic
  private let voids: TerrainSpecification.Voids
  /// Of the mosaic's.
  private let rows: Range<Int>
  private let columns: Range<Int>

  init(
    _ source: SourceSpecification, in folder: String, around frame: GridGeometry, voids: TerrainSpecification.Voids
  ) throws {
    self.source = source.id
    mosaic = try RasterMosaic(source.files.map { "\(folder)/\($0.path)" }, RasterReading(source.raster))
    self.voids = voids
    var whole = mosaic.geometry
    if try isSameSystem(whole.crs, frame.crs) { whole.crs = frame.crs }
    (rows, columns) = try whole.part(touching: try Layers.window(of: whole, around: frame))
    geometry = whole.part(rows, columns)
    spacing = try Layers.spacing(of: geometry)
    kind =
      switch mosaic.storage {
      case .wholeNumbers: .wholeMetres
      case .single: .single
      case .double: .double
      }
  }

  var extent: TileExtent {
    TileExtent(firstRow: 0, firstColumn: 0, rows: geometry.rows, columns: geometry.columns)
  }

  /// What was found in some cells, and what became of it.
  struct Counts: Hashable, Codable {
    var cells = 0
    /// Without a height in the source.
    var voids = 0
    /// Voids that got one.
    var interpolated = 0
    /// In which water ends.
    var lakes = 0

    static func + (a: Counts, b: Counts) -> Counts {
      Counts(
        cells: a.cells + b.cells, voids: a.voids + b.voids, interpolated: a.interpolated + b.interpolated,
        lakes: a.lakes + b.lakes)
    }
  }

  /// The heights of some of the model, m, row by row, after its voids were treated; NaN for none. Counts are those of
  /// `core` alone, which lies within.
  func heights(of part: TileExtent, counting core: TileExtent) throws -> (heights: [Double], counts: Counts) {
    let reach =
      switch voids {
      case .masked: 0
      case .interpolated(let reach): reach
      }
    let read = part.grown(by: reach, within: extent)
    var cells: [Double] = try mosaic.read(
      rows: read.rowRange.shifted(by: rows.lowerBound), columns: read.columnRange.shifted(by: columns.lowerBound))
    var counts = Counts()
    counts.cells = core.rows * core.columns
    counts.voids = read.count(where: { !$0.isFinite }, of: cells, in: core)
    if kind == .wholeMetres, cells.contains(-32768) {
      throw StageError(
        subject: "source \(source)", problem: "it holds heights of -32768 m, which stands for no height",
        remedy: "declare 'nodata: -32768' under its 'raster'")
    }
    if reach > 0 {
      let rows = part.rowRange.shifted(by: -read.firstRow)
      VoidFilling(reach: reach, kind: kind)
        .fill(
          &cells, rows: rows, columns: part.columnRange.shifted(by: -read.firstColumn),
          sizes: Array(spacing.rows[read.rowRange]))
      counts.interpolated = counts.voids - read.count(where: { !$0.isFinite }, of: cells, in: core)
    }
    return (part == read ? cells : read.cells(cells, of: part), counts)
  }
}

extension TileExtent {
  /// With so many cells more on every side, as far as `whole` goes.
  fileprivate func grown(by margin: Int, within whole: TileExtent) -> TileExtent {
    let rows = max(firstRow - margin, 0)..<min(rowRange.upperBound + margin, whole.rows)
    let columns = max(firstColumn - margin, 0)..<min(columnRange.upperBound + margin, whole.columns)
    return TileExtent(
      firstRow: rows.lowerBound, firstColumn: columns.lowerBound, rows: rows.count, columns: columns.count)
  }

  /// The values of a part, of those of the whole extent.
  fileprivate func cells<Value>(_ values: [Value], of part: TileExtent) -> [Value] {
    part.rowRange.flatMap { row in
      let first = (row - firstRow) * columns + part.firstColumn - firstColumn
      return values[first..<first + part.columns]
    }
  }

  fileprivate func count<Value>(where holds: (Value) -> Bool, of values: [Value], in part: TileExtent) -> Int {
    part.rowRange.reduce(0) { count, row in
      let first = (row - firstRow) * columns + part.firstColumn - firstColumn
      return count + values[first..<first + part.columns].count(where: holds)
    }
  }
}

extension Range<Int> {
  fileprivate func shifted(by distance: Int) -> Range<Int> { lowerBound + distance..<upperBound + distance }
}

extension Layers {
  /// A folder in which the VRTs of a source find the files that they name: those of a task's input are links into the
  /// store, from which relative names lead nowhere.
  static func withVirtualRasters(of source: SourceSpecification, input: String, _ context: TaskContext) throws
    -> String
  {
    let isVirtual = { (path: String) in path.lowercased().hasSuffix(".vrt") }
    guard source.files.contains(where: { isVirtual($0.path) }) else { return context.folder(of: input) }
    for file in source.files {
      let (from, to) = (context.file(input, file.path), context.temporary("\(input)/\(file.path)"))
      if FileManager.default.fileExists(atPath: to) { continue }
      if isVirtual(file.path) {
        try writeBytes(readBytes(from), to: to)
      } else {
        try FileManager.default.createSymbolicLink(atPath: to, withDestinationPath: from)
      }
    }
    return context.temporary(input)
  }
}

extension ElevationModel {
  /// The cells of a part of the model in which water ends, as the manifest declares them.
  ///
  /// Of a raster the value under a cell's centre decides; beyond it there is no lake.
  func lakes(
    _ lakes: TerrainSpecification.Lakes, _ source: SourceSpecification, in folder: String, _ part: TileExtent
  ) throws -> [Bool] {
    guard let condition = lakes.condition else {
      let frame = geometry.part(part.rowRange, part.columnRange)
      return try Layers.rasterise(source, in: folder, onto: frame, rule: lakes.rule ?? .centreInside).cells
    }
    let raster = try RasterMosaic(source.files.map { "\(folder)/\($0.path)" }, RasterReading(source.raster))
    let isOneSystem = try isSameSystem(raster.geometry.crs, geometry.crs)
    var found: [Bool] = []
    found.reserveCapacity(part.count)
    for row in part.rowRange {
      // Of the whole model's lattice, so that no tile sees another place.
      var centres: [MapPoint?] = part.columnRange.map { geometry.centre(of: CellIndex(row: row, column: $0)) }
      if !isOneSystem {
        centres = try transform(centres.compactMap(\.self), from: geometry.crs, to: raster.geometry.crs)
      }
      let cells = centres.map { $0.flatMap { raster.geometry.cell(containing: $0) } }
      let present = cells.compactMap(\.self)
      guard let first = present.first else {
        found += cells.map { _ in false }
        continue
      }
      let bounds = present.reduce(into: (rows: first.row...first.row, columns: first.column...first.column)) {
        $0.rows = min($0.rows.lowerBound, $1.row)...max($0.rows.upperBound, $1.row)
        $0.columns = min($0.columns.lowerBound, $1.column)...max($0.columns.upperBound, $1.column)
      }
      let values = try raster.read(rows: Range(bounds.rows), columns: Range(bounds.columns), as: Double.self)
      found += cells.map { cell in
        guard let cell else { return false }
        let place = (cell.row - bounds.rows.lowerBound) * bounds.columns.count + cell.column - bounds.columns.lowerBound
        return !values[place].isNaN && condition.holds(for: values[place])
      }
    }
    return found
  }
}

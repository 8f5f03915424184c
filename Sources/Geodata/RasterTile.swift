import CGDAL
import Grids

/// A raster that is a part of a mosaic, or all of it.
struct RasterTile {
  let path: String
  /// North up.
  let geometry: GridGeometry
  let isSouthUp: Bool
  let storage: RasterMosaic.Storage
  let rowsOfBlock: Int
  /// The mosaic's rows and columns that it covers.
  var rows = 0..<0
  var columns = 0..<0

  init(_ path: String, _ file: OpenTile, _ reading: RasterReading, _ log: MessageLog) throws(GDALError) {
    if isVirtual(path), !file.band.knowsItsGaps { throw GDALError(path, .mosaic(.gaps)) }
    let frame = try RasterFrame(of: file.dataset, path: path, reading, log)
    self.path = path
    geometry = frame.geometry
    isSouthUp = frame.isSouthUp
    storage = file.band.isWholeAndShort ? .wholeNumbers : file.band.isExactInSingle ? .single : .double
    rowsOfBlock = file.band.rowsOfBlock
  }

  /// The file's own rows that hold some of the mosaic's.
  func stored(_ wanted: Range<Int>) -> Range<Int> {
    isSouthUp
      ? rows.upperBound - wanted.upperBound..<rows.upperBound - wanted.lowerBound
      : wanted.lowerBound - rows.lowerBound..<wanted.upperBound - rows.lowerBound
  }
}

/// A tile's file while it is open.
final class OpenTile {
  let dataset: DatasetHandle
  let band: RasterBandReader
  var lastUse = 0

  init(_ path: String, _ reading: RasterReading, _ log: MessageLog) throws(GDALError) {
    dataset =
      isVirtual(path)
      ? try DatasetHandle(reading: path, of: path, .virtualRaster, log)
      : try DatasetHandle(raster: path, variable: reading.variable, log)
    band = try RasterBandReader(of: dataset, path: path, reading, log)
  }
}

/// The tiles that are open, at most 128 of them: systems allow a program a few hundred files at a time.
struct OpenTiles {
  private var files: [String: OpenTile] = [:]
  private var uses = 0

  mutating func file(_ path: String, _ reading: RasterReading, _ log: MessageLog) throws(GDALError) -> OpenTile {
    uses += 1
    if let file = files[path] {
      file.lastUse = uses
      return file
    }
    if files.count >= 128, let oldest = files.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      files[oldest.key] = nil
    }
    let file = try OpenTile(path, reading, log)
    file.lastUse = uses
    files[path] = file
    return file
  }
}

/// The frame around tiles, which all lie on its lattice; and the tiles, each with its place in it, from north to south
/// and from west to east, whatever order they came in.
///
/// Cells may differ in size by a billionth, corners may lie off the lattice by a thousandth of a cell.
func framed(_ tiles: [RasterTile], _ log: MessageLog) throws(GDALError) -> (GridGeometry, [RasterTile]) {
  guard let first = tiles.min(by: comesBefore) else { throw GDALError("mosaic", .mosaic(.noRasters)) }
  let base = first.geometry
  var offsets: [(south: Double, east: Double)] = []
  for tile in tiles {
    try check(tile, against: first, log)
    let offset = offset(of: tile.geometry, from: base)
    offsets.append((offset.south.rounded(), offset.east.rounded()))
  }
  // There is a tile, and so a least and a greatest of each.
  let north = offsets.map(\.south).min() ?? 0
  let west = offsets.map(\.east).min() ?? 0
  let rows = (zip(tiles, offsets).map { $1.south + Double($0.geometry.rows) }.max() ?? 0) - north
  let columns = (zip(tiles, offsets).map { $1.east + Double($0.geometry.columns) }.max() ?? 0) - west
  guard rows <= Double(Int32.max), columns <= Double(Int32.max) else {
    throw GDALError(first.path, .mosaic(.tooWide(columns: columns, rows: rows)))
  }
  var frame = base
  // The edges as the outermost tiles have them.
  frame.north = zip(tiles, offsets).filter { $1.south == north }.map { $0.0.geometry.north }.max() ?? base.north
  frame.west = zip(tiles, offsets).filter { $1.east == west }.map { $0.0.geometry.west }.min() ?? base.west
  (frame.rows, frame.columns) = (Int(rows), Int(columns))
  let placed = zip(tiles, offsets).map { tile, offset in
    var tile = tile
    let (row, column) = (Int(offset.south - north), Int(offset.east - west))
    tile.rows = row..<row + tile.geometry.rows
    tile.columns = column..<column + tile.geometry.columns
    return tile
  }
  return (frame, placed.sorted(by: comesBefore))
}

/// Not by path, as long as the tiles differ in anything else: what is read does not depend on names.
private func comesBefore(_ a: RasterTile, _ b: RasterTile) -> Bool {
  let (one, other) = (a.geometry, b.geometry)
  let ranks = [
    (-one.north, -other.north), (one.west, other.west), (one.cellWidth, other.cellWidth),
    (one.cellHeight, other.cellHeight), (Double(one.rows), Double(other.rows)),
    (Double(one.columns), Double(other.columns)),
  ]
  if let differing = ranks.first(where: { $0 != $1 }) { return differing.0 < differing.1 }
  return (one.crs, a.path) < (other.crs, b.path)
}

/// How many cells a corner lies south and east of another's.
private func offset(of geometry: GridGeometry, from base: GridGeometry) -> (south: Double, east: Double) {
  ((base.north - geometry.north) / base.cellHeight, (geometry.west - base.west) / base.cellWidth)
}

private func check(_ tile: RasterTile, against first: RasterTile, _ log: MessageLog) throws(GDALError) {
  let (found, base) = (tile.geometry, first.geometry)
  if found.crs != base.crs {
    let one = try SpatialReference(found.crs, log)
    let other = try SpatialReference(base.crs, log)
    guard one.isSame(as: other) else {
      throw GDALError(
        tile.path, .mosaic(.crs(found: one.label(log), other: other.label(log), otherPath: first.path)))
    }
  }
  func isOne(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude <= 1e-9 * b }
  guard isOne(found.cellWidth, base.cellWidth), isOne(found.cellHeight, base.cellHeight) else {
    throw GDALError(
      tile.path,
      .mosaic(
        .cellSize(
          found: [found.cellWidth, found.cellHeight], other: [base.cellWidth, base.cellHeight], otherPath: first.path)))
  }
  let offset = offset(of: found, from: base)
  guard [offset.south, offset.east].allSatisfy({ ($0 - $0.rounded()).magnitude <= 1e-3 }) else {
    throw GDALError(
      tile.path, .mosaic(.lattice(east: offset.east, south: offset.south, otherPath: first.path)))
  }
}

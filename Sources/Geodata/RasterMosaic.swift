import CGDAL
package import Grids

/// A raster that lies in one file, in a VRT or in many tiles, read by windows and never as a whole.
///
/// Tiles are of one coordinate reference system and on one lattice of cells. They may share rows and columns, as those of
/// SRTM do, or be there twice: what one has and another lacks counts, and where two have a value it must be one value,
/// which is checked in every cell that is read. What no tile covers has no value. The order and the names of the files do
/// not reach what is read.
///
/// Values are those of `readRaster`: scaled, checked, north up; NaN without data, and for numbers that are not finite.
/// Files are opened as they are needed, and a bounded number kept open. Not for more than one thread, since GDAL's files
/// are not.
package final class RasterMosaic {
  /// The smallest type that holds every value as it is.
  package enum Storage: Int, Hashable, Sendable {
    /// From −32 768 to 32 767.
    case wholeNumbers
    case single
    case double
  }

  /// The frame around all tiles.
  package let geometry: GridGeometry
  package let storage: Storage
  /// Rows that the files store together.
  let rowsOfBlock: Int
  private let reading: RasterReading
  private let tiles: [RasterTile]
  private var open: OpenTiles

  /// Looks at every file; the cells are read as they are asked for.
  ///
  /// - Parameters:
  ///   - paths: one raster, or its tiles, in any order; or a VRT with the files that it refers to. Files that only describe
  ///     one of them, such as the `.hdr` of a `.bil`, may stand among them.
  ///   - reading: what is declared of each of them.
  ///   - references: what a VRT may refer to.
  /// - Throws: `GDALError` where a file is not what was declared, where tiles do not lie on one lattice, or where a VRT
  ///   refers to anything but `paths`.
  package init(
    _ paths: [String], _ reading: RasterReading = RasterReading(),
    virtual references: VirtualReferences = .declared
  ) throws(GDALError) {
    self.reading = reading
    var open = OpenTiles()
    let (frame, tiles) = try listening { (log) throws(GDALError) in
      let whole = try virtualRaster(among: paths, referringTo: references, log)
      var found: [RasterTile] = []
      for path in whole.map({ [$0] }) ?? withoutSidecars(paths) {
        found.append(try RasterTile(path, open.file(path, reading, log), reading, log))
      }
      return try framed(found, log)
    }
    (geometry, self.tiles, self.open) = (frame, tiles, open)
    storage = tiles.map(\.storage).max { $0.rawValue < $1.rawValue } ?? .double
    rowsOfBlock = tiles.map(\.rowsOfBlock).max() ?? 1
  }

  /// The values of a window, row by row from the north; NaN where there is none.
  ///
  /// - Throws: `GDALError` where tiles disagree, a value lies outside what was expected, or a file cannot be read.
  package func read<Cell: RasterCell>(
    rows: Range<Int>, columns: Range<Int>, as cell: Cell.Type = Cell.self
  ) throws(GDALError) -> [Cell] {
    var cells = [Cell](repeating: .nan, count: rows.count * columns.count)
    try read(rows: rows, columns: columns, into: &cells)
    return cells
  }

  /// Fills the beginning of `cells` with the values of a window.
  @specialized(where Cell == Float)
  @specialized(where Cell == Double)
  func read<Cell: RasterCell>(rows: Range<Int>, columns: Range<Int>, into cells: inout [Cell]) throws(GDALError) {
    precondition(
      rows.clamped(to: 0..<geometry.rows) == rows && columns.clamped(to: 0..<geometry.columns) == columns,
      "a window that reaches beyond the raster")
    cells.withUnsafeMutableBufferPointer { $0[..<(rows.count * columns.count)].update(repeating: .nan) }
    var strip: [Cell] = []
    for (index, tile) in tiles.enumerated() {
      let (mine, across) = (tile.rows.clamped(to: rows), tile.columns.clamped(to: columns))
      if mine.isEmpty || across.isEmpty { continue }
      var range = ObservedRange(expected: reading.expected)
      let most = max(1, (1 << 18) / across.count)
      for first in stride(from: mine.lowerBound, to: mine.upperBound, by: most) {
        let now = first..<min(first + most, mine.upperBound)
        if strip.count < now.count * across.count {
          strip = [Cell](repeating: .nan, count: now.count * across.count)
        }
        try fetch(tile, now, across, into: &strip, noting: &range)
        for row in now {
          let from = (tile.isSouthUp ? now.upperBound - 1 - row : row - first) * across.count
          let to = (row - rows.lowerBound) * columns.count + across.lowerBound - columns.lowerBound
          guard let place = merge(strip, from: from, into: &cells, at: to, count: across.count) else { continue }
          let cell = CellIndex(row: row, column: across.lowerBound + place)
          throw try disagreement(at: cell, of: index, strip[from + place], cells[to + place])
        }
      }
      if let problem = range.problem { throw GDALError(tile.path, problem) }
    }
  }

  /// Some of a tile's rows, in the order in which the file has them.
  private func fetch<Cell: RasterCell>(
    _ tile: RasterTile, _ rows: Range<Int>, _ columns: Range<Int>, into strip: inout [Cell],
    noting range: inout ObservedRange
  ) throws(GDALError) {
    try listening { (log) throws(GDALError) in
      let first = tile.columns.lowerBound
      try open.file(tile.path, reading, log).band.read(
        rows: tile.stored(rows), columns: columns.lowerBound - first..<columns.upperBound - first, into: &strip,
        noting: &range, log)
    }
  }

  private func disagreement<Cell: RasterCell>(
    at cell: CellIndex, of index: Int, _ found: Cell, _ other: Cell
  ) throws(GDALError) -> GDALError {
    var source = tiles[index].path
    var value: [Cell] = [.nan]
    var range = ObservedRange(expected: nil)
    let (row, column) = (cell.row..<cell.row + 1, cell.column..<cell.column + 1)
    for tile in tiles[..<index] where tile.rows.contains(cell.row) && tile.columns.contains(cell.column) {
      try fetch(tile, row, column, into: &value, noting: &range)
      if value[0] == other {
        source = tile.path
        break
      }
    }
    return GDALError(
      tiles[index].path,
      .mosaic(
        .disagreement(
          at: geometry.centre(of: cell), found: Double(found), other: Double(other), otherPath: source)))
  }
}

/// Puts the values of a tile's row among those that are there.
///
/// - Returns: the first place where another value is there already.
@inline(__always)
private func merge<Cell: RasterCell>(
  _ strip: [Cell], from: Int, into cells: inout [Cell], at to: Int, count: Int
) -> Int? {
  strip.withUnsafeBufferPointer { strip in
    cells.withUnsafeMutableBufferPointer { cells in
      for place in 0..<count {
        let value = strip[from + place]
        let present = cells[to + place]
        if !value.isFinite { continue }
        if present.isNaN {
          cells[to + place] = value
        } else if present != value {
          return place
        } else {
          // Of zeros with unlike signs the positive one, whichever comes first.
          cells[to + place] = value == 0 ? present + value : value
        }
      }
      return nil
    }
  }
}

/// Those of some files that do not describe another of them, of the same name but for the extension.
package func withoutSidecars(_ paths: [String]) -> [String] {
  let extensions = [".aux.xml", ".hdr", ".prj", ".tfw", ".blw", ".wld", ".stx", ".clr", ".ovr"]
  func described(by path: String) -> String? {
    extensions.first { path.lowercased().hasSuffix($0) }.map { String(path.dropLast($0.count)) }
  }
  return paths.filter { path in
    guard let stem = described(by: path) else { return true }
    return !paths.contains { $0 != path && described(by: $0) == nil && ($0 == stem || $0.hasPrefix(stem + ".")) }
  }
}

/// What is cut from an elevation model for a tile, once, and read by every pass over the tile.
package struct TileHeights: Hashable, Sendable {
  /// Where the tile lies in its raster.
  package let extent: TileExtent
  /// What was cut: the tile and as many of its neighbours' cells as its attributes look at.
  package let around: TileExtent
  /// Of `around`, m, row by row.
  package let heights: Heights
  /// The cells of the tile where water ends, row by row; `nil` for none.
  package let lakes: [Bool]?

  /// - Parameters:
  ///   - heights: one for each cell of `around`, in metres.
  ///   - extent: of the tile, within `around`.
  ///   - lakes: one for each cell of the tile.
  /// - Throws: `TileError` where they do not fit each other.
  package init(
    _ heights: Heights, of around: TileExtent, tile extent: TileExtent, lakes: [Bool]? = nil
  ) throws(TileError) {
    guard around.contains(extent) else { throw TileError(extent, .narrow(found: around, needed: extent)) }
    guard heights.count == around.count else {
      throw TileError(extent, .count("heights", found: heights.count, expected: around.count))
    }
    if let lakes, lakes.count != extent.count {
      throw TileError(extent, .count("cells of lakes", found: lakes.count, expected: extent.count))
    }
    self.extent = extent
    self.around = around
    self.heights = heights
    self.lakes = lakes
  }

  /// The heights of the tile alone, which the passes of a `FlowPlan` take.
  package var core: Heights {
    if around == extent { return heights }
    return switch heights {
    case .wholeMetres(let cells): .wholeMetres(core(of: cells))
    case .single(let cells): .single(core(of: cells))
    case .double(let cells): .double(core(of: cells))
    }
  }

  private func core<H: Height>(of cells: [H]) -> [H] {
    var core: [H] = []
    core.reserveCapacity(extent.count)
    for row in extent.rowRange {
      let first = place(row: row, column: extent.firstColumn)
      core += cells[first..<first + extent.columns]
    }
    return core
  }

  /// Fills a row of heights, m; NaN where there is none.
  ///
  /// - Parameters:
  ///   - row: of the raster, as `columns`; both within `around`.
  ///   - metres: room for a height in each of the columns.
  package func read(row: Int, columns: Range<Int>, into metres: UnsafeMutableBufferPointer<Double>) {
    precondition(
      around.rowRange.contains(row) && columns.clamped(to: around.columnRange) == columns
        && metres.count == columns.count, "a row that was not cut")
    let first = place(row: row, column: columns.lowerBound)
    switch heights {
    case .wholeMetres(let cells): fill(metres, from: cells, first)
    case .single(let cells): fill(metres, from: cells, first)
    case .double(let cells): fill(metres, from: cells, first)
    }
  }

  @inline(__always)
  private func fill<H: Height>(_ metres: UnsafeMutableBufferPointer<Double>, from cells: [H], _ first: Int) {
    for index in metres.indices { metres[index] = cells[first + index].metres }
  }

  private func place(row: Int, column: Int) -> Int {
    (row - around.firstRow) * around.columns + column - around.firstColumn
  }
}

/// The two extents, then the heights in the bytes of their type, then a bit for each cell of lakes.
extension TileHeights: ByteForm {
  package static var letters: StaticString { "tile" }
  package static var version: UInt8 { 1 }

  package func write(to writer: inout ByteWriter) {
    for extent in [extent, around] { writer.extent(extent) }
    writer.kind(heights.kind)
    switch heights {
    case .wholeMetres(let cells): writer.integers(cells)
    case .single(let cells): writer.integers(cells.map { ($0.isFinite ? $0 : .nan).bitPattern })
    case .double(let cells): writer.integers(cells.map { ($0.isFinite ? $0 : .nan).bitPattern })
    }
    writer.byte(lakes == nil ? 0 : 1)
    if let lakes { writer.bits(lakes) }
  }

  package init(from reader: inout ByteReader) throws(ByteFormError) {
    let (extent, around) = (try reader.extent(), try reader.extent())
    let heights: Heights =
      switch try reader.kind() {
      case .wholeMetres: .wholeMetres(try reader.integers(around.count))
      case .single: .single(try reader.integers(around.count).map(Float.init(bitPattern:)))
      case .double: .double(try reader.integers(around.count).map(Double.init(bitPattern:)))
      }
    let hasLakes = try reader.byte()
    guard hasLakes <= 1 else { throw reader.error(.outOfRange("lakes")) }
    let lakes = hasLakes == 1 ? try reader.bits(extent.count) : nil
    do {
      try self.init(heights, of: around, tile: extent, lakes: lakes)
    } catch {
      throw reader.error(.outOfRange("a tile"))
    }
  }
}

extension ByteWriter {
  fileprivate mutating func extent(_ extent: TileExtent) {
    for number in [extent.firstRow, extent.firstColumn, extent.rows, extent.columns] { count(number) }
  }

  fileprivate mutating func bits(_ flags: [Bool]) {
    for first in stride(from: 0, to: flags.count, by: 8) {
      var byte: UInt8 = 0
      for index in first..<min(first + 8, flags.count) where flags[index] { byte |= 1 << UInt8(index - first) }
      self.byte(byte)
    }
  }
}

extension ByteReader {
  /// Its numbers are small enough that none of their sums and products needs more than 63 bits.
  fileprivate mutating func extent() throws(ByteFormError) -> TileExtent {
    TileExtent(
      firstRow: Int(try cell()), firstColumn: Int(try cell()), rows: Int(try cell()), columns: Int(try cell()))
  }

  fileprivate mutating func bits(_ count: Int) throws(ByteFormError) -> [Bool] {
    let bytes: [UInt8] = try integers((count + 7) / 8)
    if let last = bytes.last, count % 8 != 0, last >> UInt8(count % 8) != 0 {
      throw error(.outOfRange("a lake beyond the tile"))
    }
    return (0..<count).map { bytes[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
  }
}

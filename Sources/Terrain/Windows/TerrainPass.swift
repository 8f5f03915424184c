import Statistics

/// One pass over a surface of heights from north to south that gives the attributes of each cell's own window.
///
/// Rows come from a source and go, attributes and all, to whoever takes them; only a few are ever in memory. What a cell
/// gets depends on the heights of its window, its row's spacing and the options: the same bits for the whole raster or
/// any part of it, for any number of rows at a time and of threads.
package struct TerrainPass<Number: SurfaceNumber> {
  /// The attributes, in the order of the layers that the pass gives.
  package let attributes: [TerrainAttribute]
  private let spacing: Spacing
  private let options: TerrainOptions
  private let columnsOfRaster: Int
  private let rows: Range<Int>
  private let columns: Range<Int>

  /// - Parameters:
  ///   - attributes: of the windowed ones.
  ///   - spacing: one cell size for each row of the whole raster.
  ///   - columns: of the whole raster.
  ///   - part: the rows and columns whose attributes are wanted; all when left out. Neighbours beyond them are read.
  package init(
    _ attributes: [TerrainAttribute], columns: Int, spacing: Spacing, options: TerrainOptions = TerrainOptions(),
    part: (rows: Range<Int>, columns: Range<Int>)? = nil
  ) {
    precondition(attributes.allSatisfy(\.isWindowed), "an attribute that does not come from a window")
    self.attributes = attributes
    self.spacing = spacing
    self.options = options
    columnsOfRaster = columns
    rows = part?.rows ?? 0..<spacing.rows.count
    self.columns = part?.columns ?? 0..<columns
    precondition(
      rows.clamped(to: 0..<spacing.rows.count) == rows && self.columns.clamped(to: 0..<columns) == self.columns,
      "a part that reaches beyond the raster")
  }

  /// Cells that are worked between two deliveries, for each thread: enough to keep it busy, few enough for its cache.
  private static var cellsAtATime: Int { 1 << 14 }

  /// Works through the rows.
  ///
  /// - Parameters:
  ///   - threads: how many work at a time; the result does not depend on it.
  ///   - catchment: the specific catchment of each cell, m² for each metre of width; needed for wetness and transport.
  ///   - rowsAtATime: rows between two deliveries; the result does not depend on it.
  ///   - deliver: takes the layers of the next rows, on the caller's thread.
  /// - Throws: what the sources and `deliver` throw.
  @specialized(where Number == Float)
  @specialized(where Number == Double)
  package func run(
    threads: Int = 1, rowsAtATime: Int? = nil, heights: RowSource<Number>, catchment: RowSource<Double>? = nil,
    deliver: (LayerStrip<Number>) throws -> Void
  ) throws {
    if rows.isEmpty || columns.isEmpty { return }
    let margin = margin
    let each = max(margin.rows, rowsAtATime ?? Self.cellsAtATime / columns.count)
    let most = min(each * max(1, threads), rows.count)
    var band = HeightBand<Number>(
      of: (spacing.rows.count, columnsOfRaster), columns: columns, margin: margin, rows: most, from: rows.lowerBound)
    defer { band.release() }
    let memory = UnsafeMutablePointer<Number>.allocate(capacity: attributes.count * most * columns.count)
    defer { memory.deallocate() }
    let drained = catchment.map { _ in UnsafeMutablePointer<Double>.allocate(capacity: most * columns.count) }
    defer { drained?.deallocate() }
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: most) {
      let now = first..<min(first + most, rows.upperBound)
      try band.hold(now, from: heights)
      if let catchment, let drained {
        for row in now {
          try catchment(
            row, columns,
            UnsafeMutableBufferPointer(start: drained + (row - first) * columns.count, count: columns.count))
        }
      }
      derive(now, from: band, catchment: drained, threads: threads, into: memory)
      try deliver(LayerStrip(layers: attributes.count, rows: now, columns: columns, memory: memory))
    }
  }

  private var position: PositionIndex? {
    attributes.contains(.positionIndex) ? PositionIndex(radius: options.positionRadius) : nil
  }

  /// How far the windows of the attributes reach beyond the part to each side, in cells, but not farther than over the
  /// whole raster.
  package var margin: (rows: Int, columns: Int) {
    guard let position else { return (1, 1) }
    let reaches = spacing.rows[rows].map(position.reach)
    return (
      min(reaches.map(\.rows).max() ?? 1, spacing.rows.count), min(reaches.map(\.columns).max() ?? 1, columnsOfRaster)
    )
  }

  /// The attributes of some rows, row by row and layer by layer; each row is written by one thread.
  private func derive(
    _ rows: Range<Int>, from band: HeightBand<Number>, catchment: UnsafeMutablePointer<Double>?, threads: Int,
    into memory: UnsafeMutablePointer<Number>
  ) {
    let local = LocalAttributes<Number>(attributes, options: options)
    // Threads read the band and write rows of their own.
    nonisolated(unsafe) let (band, catchment, memory) = (band, catchment, memory)
    let parts = min(max(1, threads), rows.count)
    _ = orderedMap(parts, threads: parts) { part in
      let first = rows.lowerBound + rows.count * part / parts
      let mine = first..<rows.lowerBound + rows.count * (part + 1) / parts
      withUnsafeTemporaryAllocation(of: Number.self, capacity: position == nil ? 0 : mine.count * columns.count) {
        positions in
        if let position, let start = positions.baseAddress {
          position.derive(mine, from: band, spacing: spacing, into: start)
        }
        for row in mine {
          let index = row - rows.lowerBound
          local.derive(
            ThreeRows(north: band.row(row - 1), middle: band.row(row), south: band.row(row + 1)),
            columns: columns.count, size: spacing.rows[row],
            catchment: catchment.map { UnsafePointer($0 + index * columns.count) },
            positions: positions.baseAddress.map { UnsafePointer($0 + (row - first) * columns.count) }
          ) { layer in memory + (index * attributes.count + layer) * columns.count }
        }
      }
    }
  }
}

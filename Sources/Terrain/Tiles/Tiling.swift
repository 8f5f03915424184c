/// A raster cut into tiles of one size, those at its southern and eastern edge smaller; numbered row by row.
package struct Tiling: Hashable, Sendable {
  package let rows: Int
  package let columns: Int
  package let tileRows: Int
  package let tileColumns: Int

  /// How many tiles lie below each other.
  package let down: Int
  /// How many lie beside each other.
  package let across: Int

  /// - Parameters:
  ///   - rows: of the raster, as columns not negative.
  ///   - tileRows: of a tile, as `tileColumns` positive.
  package init(rows: Int, columns: Int, tileRows: Int, tileColumns: Int) throws(FlowError) {
    guard rows >= 0, columns >= 0, tileRows > 0, tileColumns > 0,
      (min(rows, tileRows) + 2).multipliedReportingOverflow(by: min(columns, tileColumns) + 2).partialValue
        < Int32.max, !(min(rows, tileRows) + 2).multipliedReportingOverflow(by: min(columns, tileColumns) + 2).overflow
    else {
      throw FlowError(.raster, .tileSize(rows: tileRows, columns: tileColumns))
    }
    self.rows = rows
    self.columns = columns
    self.tileRows = tileRows
    self.tileColumns = tileColumns
    down = (rows + tileRows - 1) / tileRows
    across = (columns + tileColumns - 1) / tileColumns
  }

  /// How many tiles there are.
  package var count: Int { down * across }

  package func extent(of tile: Int) -> TileExtent {
    let (row, column) = tile.quotientAndRemainder(dividingBy: max(1, across))
    let (firstRow, firstColumn) = (row * tileRows, column * tileColumns)
    return TileExtent(
      firstRow: firstRow, firstColumn: firstColumn, rows: min(tileRows, rows - firstRow),
      columns: min(tileColumns, columns - firstColumn))
  }

  /// The tile of a cell and the cell's place in its rim; `nil` off the raster.
  ///
  /// - Precondition: the cell lies on the rim of its tile.
  func rimCell(row: Int, column: Int) -> (tile: Int, index: Int)? {
    guard row >= 0, row < rows, column >= 0, column < columns else { return nil }
    let tile = row / tileRows * across + column / tileColumns
    let extent = extent(of: tile)
    return (tile, extent.rim.index(row: row - extent.firstRow, column: column - extent.firstColumn))
  }

  /// The number of a cell of a tile in the whole raster, row by row.
  func cell(_ place: Int, of extent: TileExtent) -> Int64 {
    let (row, column) = place.quotientAndRemainder(dividingBy: extent.columns)
    return Int64(extent.firstRow + row) * Int64(columns) + Int64(extent.firstColumn + column)
  }
}

/// Where a tile lies in its raster.
package struct TileExtent: Hashable, Sendable {
  package let firstRow: Int
  package let firstColumn: Int
  package let rows: Int
  package let columns: Int

  package init(firstRow: Int, firstColumn: Int, rows: Int, columns: Int) {
    self.firstRow = firstRow
    self.firstColumn = firstColumn
    self.rows = rows
    self.columns = columns
  }

  /// The rows of the raster in which it lies.
  package var rowRange: Range<Int> { firstRow..<firstRow + rows }

  /// The columns of the raster in which it lies.
  package var columnRange: Range<Int> { firstColumn..<firstColumn + columns }

  package var count: Int { rows * columns }

  /// The extent with a margin on each side, as far as the raster reaches.
  ///
  /// - Parameter margin: in cells, not negative.
  package func widened(by margin: (rows: Int, columns: Int), in tiling: Tiling) -> TileExtent {
    let (north, west) = (max(firstRow - margin.rows, 0), max(firstColumn - margin.columns, 0))
    return TileExtent(
      firstRow: north, firstColumn: west, rows: min(rowRange.upperBound + margin.rows, tiling.rows) - north,
      columns: min(columnRange.upperBound + margin.columns, tiling.columns) - west)
  }

  /// Whether all of another extent lies in it.
  package func contains(_ other: TileExtent) -> Bool {
    other.rowRange.clamped(to: rowRange) == other.rowRange
      && other.columnRange.clamped(to: columnRange) == other.columnRange
  }

  var frame: Frame { Frame(rows: rows, columns: columns) }
  var rim: Rim { Rim(rows: rows, columns: columns) }
  /// The rim of the tile with its frame: the cells beyond it.
  var beyond: Rim { Rim(rows: rows + 2, columns: columns + 2) }
}

/// The outermost cells of a raster, in the order of its rows.
struct Rim: Hashable, Sendable {
  let rows: Int
  let columns: Int

  /// Of a row that is neither the first nor the last.
  private var cellsOfRow: Int { min(2, columns) }

  var count: Int { rows <= 2 ? rows * columns : 2 * columns + (rows - 2) * cellsOfRow }

  /// The place in the rim of a cell on it.
  func index(row: Int, column: Int) -> Int {
    if row == 0 { return column }
    let before = columns + (row - 1) * cellsOfRow
    return row == rows - 1 ? before + column : before + (column == 0 ? 0 : 1)
  }

  /// The row of a cell by its place in the rim.
  func row(of index: Int) -> Int {
    if index < columns { return 0 }
    return min(rows - 1, 1 + (index - columns) / max(1, cellsOfRow))
  }

  /// The row and the column of every cell.
  var cells: [(row: Int, column: Int)] {
    var cells: [(row: Int, column: Int)] = []
    cells.reserveCapacity(count)
    for row in 0..<rows {
      if row == 0 || row == rows - 1 {
        for column in 0..<columns { cells.append((row, column)) }
      } else {
        cells.append((row, 0))
        if columns > 1 { cells.append((row, columns - 1)) }
      }
    }
    return cells
  }
}

extension Frame {
  /// The places of the rim of the raster within the frame.
  var rim: [Int] { Rim(rows: rows, columns: columns).cells.map { ($0.row + 1) * stride + $0.column + 1 } }

  /// The places of the frame itself.
  var border: [Int] { Rim(rows: rows + 2, columns: columns + 2).cells.map { $0.row * stride + $0.column } }
}

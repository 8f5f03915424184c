/// The topographic position index: how far a cell lies above the mean of the others in a rectangle around it, metres.
///
/// The rectangle reaches `radius` metres, in whole cells and at least one, to either side of the cell; where it reaches
/// beyond the raster or over a hole, the mean is over what is there. Sums are formed by doubling, of one cell, two, four and
/// so on, always from the rectangle's own corner: the order of additions is the same for every cell, so that tiles
/// change no bit and nothing drifts as it would in a running sum.
///
/// - Reference: Weiss (2001), Topographic position and landforms analysis, ESRI User Conference; with a radius of one
///   cell GDAL's `TPI`.
struct PositionIndex {
  /// Metres.
  let radius: Double

  /// How many cells of this size the rectangle reaches to the north or south, and to the east or west.
  func reach(_ cell: CellSize) -> (rows: Int, columns: Int) {
    (Self.cells(radius / cell.northward), Self.cells(radius / cell.eastward))
  }

  /// A radius below a cell is one cell; one beyond a raster of a billion cells a side reaches no farther.
  private static func cells(_ count: Double) -> Int { Int(min(max(count.rounded(), 1), 1e9)) }

  /// The index of the cells of neighbouring rows.
  ///
  /// - Parameters:
  ///   - spacing: of the whole raster.
  ///   - out: where the values go, row by row.
  func derive<Number: SurfaceNumber>(
    _ rows: Range<Int>, from band: HeightBand<Number>, spacing: Spacing, into out: UnsafeMutablePointer<Number>
  ) {
    let width = band.columns.count
    var first = rows.lowerBound
    while first < rows.upperBound {
      // Rows become less high towards the equator, so seldom that most strips are of one reach.
      let reach = clamped(self.reach(spacing.rows[first]).rows, to: band.raster.rows)
      let end =
        (first..<rows.upperBound).first { clamped(self.reach(spacing.rows[$0]).rows, to: band.raster.rows) != reach }
        ?? rows.upperBound
      for start in stride(from: 0, to: width, by: stripWidth) {
        derive(
          first..<end, columns: start..<min(start + stripWidth, width), reach: reach, from: band, spacing: spacing
        ) { row in out + (row - rows.lowerBound) * width }
      }
      first = end
    }
  }

  private func derive<Number: SurfaceNumber>(
    _ rows: Range<Int>, columns: Range<Int>, reach: Int, from band: HeightBand<Number>, spacing: Spacing,
    into out: (Int) -> UnsafeMutablePointer<Number>
  ) {
    let sides = rows.map { clamped(self.reach(spacing.rows[$0]).columns, to: band.raster.columns) }
    let side = sides.max() ?? 1
    let wide = columns.lowerBound - side..<columns.upperBound + side
    var sums = WindowSums(rows: rows.count, reach: reach, columns: wide.count)
    var counts = sums
    var gaps = 0
    for row in rows.lowerBound - reach..<rows.upperBound + reach {
      let heights = band.row(row)
      let place = (row - rows.lowerBound + reach) * wide.count
      for (index, column) in wide.enumerated() {
        let height = heights[column].double
        let isPresent = height == height
        sums.values[place + index] = isPresent ? height : 0
        counts.values[place + index] = isPresent ? 1 : 0
        gaps += isPresent ? 0 : 1
      }
    }
    sums.addRows()
    if gaps > 0 { counts.addRows() }
    for row in rows {
      let index = row - rows.lowerBound
      // A rectangle less wide than the widest begins later.
      let total = sums.row(index, reach: sides[index], from: side - sides[index])
      let whole = Double((2 * reach + 1) * (2 * sides[index] + 1))
      let count =
        gaps > 0
        ? counts.row(index, reach: sides[index], from: side - sides[index])
        : [Double](repeating: whole, count: columns.count)
      let heights = band.row(row)
      let target = out(row)
      for (place, column) in columns.enumerated() {
        let height = heights[column].double
        target[column] = Number(double: height - (total[place] - height) / (count[place] - 1))
      }
    }
  }

  private func clamped(_ reach: Int, to cells: Int) -> Int { min(reach, cells) }
}

/// Cells of a row that are worked together, so that their sums stay in a cache.
private let stripWidth = 2048

/// Sums over rectangles, first down the columns and then along the rows.
private struct WindowSums {
  let rows: Int
  /// How many rows each rectangle reaches to the north and to the south.
  let reach: Int
  let columns: Int
  /// The values that are added, row by row, from `reach` rows north of the first row to as many south of the last.
  var values: [Double]
  private var columnSums: [Double] = []

  init(rows: Int, reach: Int, columns: Int) {
    self.rows = rows
    self.reach = reach
    self.columns = columns
    values = [Double](repeating: 0, count: (rows + 2 * reach) * columns)
  }

  /// Adds up what lies within reach in each column; the values are used up.
  mutating func addRows() {
    columnSums = Self.sums(&values, of: 2 * reach + 1, step: columns, count: rows * columns)
  }

  /// The sums over the rectangles of a row, for the cells whose rectangles begin at `first` and at the columns after it.
  func row(_ row: Int, reach: Int, from first: Int) -> [Double] {
    var line = Array(columnSums[row * columns + first..<(row + 1) * columns])
    let length = 2 * reach + 1
    return Self.sums(&line, of: length, step: 1, count: line.count - length + 1)
  }

  /// The sums of `length` values, each `step` from the one before, that begin at each of the first `count`.
  ///
  /// Pairs, pairs of pairs and so on are formed in place; the length in binary says which of them a sum is made of.
  private static func sums(_ values: inout [Double], of length: Int, step: Int, count: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    var (power, start) = (1, 0)
    let end = values.count
    values.withUnsafeMutableBufferPointer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let values = values.baseAddress, let sums = sums.baseAddress else { return }
        while true {
          if length & power != 0 {
            let offset = start * step
            for i in 0..<count { sums[i] += values[i &+ offset] }
            start += power
          }
          if start == length { return }
          let offset = power * step
          for i in 0..<max(end - 2 * offset + step, 0) { values[i] += values[i &+ offset] }
          power *= 2
        }
      }
    }
    return sums
  }
}

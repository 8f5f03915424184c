/// Fills a row of heights, metres, in the columns asked for; not finite where there is none.
///
/// Rows are asked for from north to south, each once, on one thread.
package typealias RowSource<Number> = (
  _ row: Int, _ columns: Range<Int>, _ heights: UnsafeMutableBufferPointer<Number>
) throws -> Void

/// The rows of a raster that are in memory while it is worked from north to south, with a margin of their neighbours.
///
/// What lies beyond the raster has no value (NaN), which makes its edge and the rim of a hole one and the same case.
struct HeightBand<Number: SurfaceNumber> {
  /// Rows and columns of the whole raster.
  let raster: (rows: Int, columns: Int)
  /// The columns that are worked.
  let columns: Range<Int>
  /// How many rows and columns of neighbours stand around what is worked.
  let margin: (rows: Int, columns: Int)
  private let memory: UnsafeMutablePointer<Number>
  private let stride: Int
  /// The rows held, beyond the raster's edges where the margin reaches there.
  private var held: Range<Int>

  /// Room for `rows` rows and the margin; `release` gives it back.
  init(
    of raster: (rows: Int, columns: Int), columns: Range<Int>, margin: (rows: Int, columns: Int), rows: Int,
    from first: Int
  ) {
    self.raster = raster
    self.columns = columns
    self.margin = margin
    stride = columns.count + 2 * margin.columns
    memory = .allocate(capacity: (rows + 2 * margin.rows) * stride)
    held = first - margin.rows..<first - margin.rows
  }

  func release() { memory.deallocate() }

  /// The heights of a row, from the first column that is worked on; the margin lies before and behind.
  func row(_ row: Int) -> UnsafePointer<Number> {
    UnsafePointer(memory + (row - held.lowerBound) * stride + margin.columns)
  }

  /// Moves on to other rows, keeping of those held what is still needed and reading the rest.
  mutating func hold(_ rows: Range<Int>, from source: RowSource<Number>) throws {
    let needed = rows.lowerBound - margin.rows..<rows.upperBound + margin.rows
    let kept = max(held.upperBound - needed.lowerBound, 0)
    if kept > 0 {
      memory.update(from: memory + (needed.lowerBound - held.lowerBound) * stride, count: kept * stride)
    }
    held = needed
    for row in needed.lowerBound + kept..<needed.upperBound { try read(row, from: source) }
  }

  private func read(_ row: Int, from source: RowSource<Number>) throws {
    let start = memory + (row - held.lowerBound) * stride
    start.update(repeating: .nan, count: stride)
    guard (0..<raster.rows).contains(row) else { return }
    let wide = columns.lowerBound - margin.columns..<columns.upperBound + margin.columns
    let inside = wide.clamped(to: 0..<raster.columns)
    let cells = UnsafeMutableBufferPointer(start: start + (inside.lowerBound - wide.lowerBound), count: inside.count)
    try source(row, inside, cells)
    guard let first = cells.baseAddress else { return }
    // A finite height less nothing; infinite ones become NaN.
    for i in 0..<cells.count { first[i] -= first[i] - first[i] }
  }
}

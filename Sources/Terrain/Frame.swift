/// One number for each of the eight neighbours.
typealias Steps = InlineArray<8, Int>

/// The layout of a raster within a frame one cell wide, so that every cell has eight neighbours.
///
/// The frame holds no value (NaN), which makes the edge of a grid and the rim of a hole one and the same case; when a
/// raster is worked in tiles, the frame is where the neighbouring tile's cells go.
struct Frame: Hashable, Sendable {
  let rows: Int
  let columns: Int

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// Places from one row to the next.
  var stride: Int { columns + 2 }

  /// Places in all, the frame included.
  var count: Int { (rows + 2) * stride }

  /// Places of one row of the raster, the frame left out.
  func places(ofRow row: Int) -> Range<Int> {
    let first = (row + 1) * stride + 1
    return first..<first + columns
  }

  /// The row of the raster in which a place lies.
  @inline(__always)
  func row(of place: Int) -> Int {
    // A frame has fewer than 2³¹ places; the short division takes a third of the time.
    Int(UInt32(truncatingIfNeeded: place) / UInt32(truncatingIfNeeded: stride)) - 1
  }

  /// How far the place of a neighbour is from a cell's own, in the order of `Neighbour`.
  @inline(__always)
  var steps: Steps {
    [-stride, 1, stride, -1, 1 - stride, stride + 1, stride - 1, -stride - 1]
  }
}

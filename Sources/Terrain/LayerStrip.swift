/// Neighbouring rows of several layers on one grid, lent for as long as a call lasts.
package struct LayerStrip<Number: SurfaceNumber>: @unchecked Sendable {
  package let layers: Int
  package let rows: Range<Int>
  package let columns: Range<Int>
  /// Row by row, and layer by layer within a row. Only ever read, so that threads may share it.
  private let memory: UnsafePointer<Number>

  /// - Parameter memory: as many numbers as layers, rows and columns make: row by row, and layer by layer within a row.
  package init(layers: Int, rows: Range<Int>, columns: Range<Int>, memory: UnsafePointer<Number>) {
    self.layers = layers
    self.rows = rows
    self.columns = columns
    self.memory = memory
  }

  /// The values of a row from the westernmost column on; NaN where there is none.
  package func values(ofLayer layer: Int, row: Int) -> UnsafeBufferPointer<Number> {
    precondition(rows.contains(row) && layer < layers, "a row or layer that the strip does not hold")
    return UnsafeBufferPointer(
      start: memory + ((row - rows.lowerBound) * layers + layer) * columns.count, count: columns.count)
  }
}

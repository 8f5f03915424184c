package import Grids

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

/// Lends the rows of grids of one geometry, one after the other from the north.
package func forEachRow(of grids: [Grid<Double>], _ body: (LayerStrip<Double>) throws -> Void) rethrows {
  guard let geometry = grids.first?.geometry else { return }
  precondition(grids.allSatisfy { $0.geometry == geometry }, "grids of several geometries")
  var cells = [Double](repeating: .nan, count: grids.count * geometry.columns)
  for row in 0..<geometry.rows {
    let places = row * geometry.columns..<(row + 1) * geometry.columns
    for (layer, grid) in grids.enumerated() {
      cells.replaceSubrange(layer * geometry.columns..<(layer + 1) * geometry.columns, with: grid.cells[places])
    }
    try cells.withUnsafeBufferPointer { cells in
      guard let memory = cells.baseAddress else { return }
      try body(LayerStrip(layers: grids.count, rows: row..<row + 1, columns: 0..<geometry.columns, memory: memory))
    }
  }
}

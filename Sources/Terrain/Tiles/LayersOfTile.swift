import Grids

/// The layers of a tile while they are being brought to a coarse grid, those of one source after those of another.
struct LayersOfTile {
  let cells: TileCells
  private(set) var parts: [LayerPart]
  private let carried: [AttributeLayer]
  private let minimumShare: Double

  init(_ carried: [AttributeLayer], on cells: TileCells, minimumShare: Double) {
    self.carried = carried
    self.cells = cells
    self.minimumShare = minimumShare
    parts = carried.map {
      LayerPart(rule: $0.rule, values: Grid(geometry: cells.coarse, repeating: .nan), waiting: [:])
    }
  }

  /// Brings layers of the tile to the window, row by row.
  ///
  /// - Parameter source: where among the layers of a strip an attribute comes; `nil` for those that do not.
  func aggregation(of source: (TerrainAttribute) -> Int?) -> Aggregation {
    Aggregation(
      carried.compactMap { layer in source(layer.attribute).map { Aggregation.Layer($0, layer.rule) } }, by: cells,
      minimumShare: minimumShare, waiting: cells.isShared)
  }

  /// Takes over what an aggregation of the same layers made of them.
  mutating func finish(_ aggregation: inout Aggregation, of source: (TerrainAttribute) -> Int?) {
    let found = aggregation.finishPart()
    let mine = carried.indices.filter { source(carried[$0].attribute) != nil }
    for (index, layer) in mine.enumerated() {
      parts[layer].values = found.grids[index]
      parts[layer].waiting = found.waiting.mapValues { $0[index] }
    }
  }

  /// A tile in which no cell has a value; that its cells are there counts.
  mutating func addVoid(_ extent: TileExtent) {
    var aggregation = aggregation { _ in 0 }
    let row = [Double](repeating: .nan, count: extent.columns)
    row.withUnsafeBufferPointer { row in
      guard let memory = row.baseAddress else { return }
      for number in extent.rowRange {
        aggregation.add(
          northernmost: LayerStrip(layers: 1, rows: number..<number + 1, columns: extent.columnRange, memory: memory))
      }
    }
    finish(&aggregation) { _ in 0 }
  }
}

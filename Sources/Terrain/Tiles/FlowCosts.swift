/// What a run over the tiles of a raster will take, known before it begins.
package struct FlowCosts: Hashable, Sendable {
  /// Bytes of memory that the greatest of the passes takes over a whole tile, its heights included.
  package let memoryOfTile: Int
  /// Bytes of memory that the greatest of the joins takes, measured as 110 for each cell of each rim.
  package let memoryOfJoins: Int
  /// Bytes that are kept of a tile until the end, on ground like that of mountains.
  package let scratchOfTile: Int
  /// The same on the worst ground that there can be, where every other cell is a depression of its own.
  package let scratchOfTileAtMost: Int
}

extension FlowPlan {
  /// - Parameters:
  ///   - wanted: the products of the last pass, of which slope position takes twice the memory of the others.
  ///   - bytesOfHeight: 2 for whole metres, else 4 or 8.
  package func costs(
    of wanted: Set<FlowProduct> = Set(FlowProduct.allCases), bytesOfHeight: Int
  ) -> FlowCosts {
    let (rows, columns) = (min(tiling.tileRows, tiling.rows), min(tiling.tileColumns, tiling.columns))
    let cells = rows * columns
    let rim = Rim(rows: rows, columns: columns).count
    let places = (rows + 2) * (columns + 2)
    // Of whole metres what waits is chained in four bytes a place; of others in a heap of those that wait, twelve bytes
    // each, which doubles as it grows.
    let queue = bytesOfHeight == 2 ? 4 : 12
    let search = closedBasins.fillsAll ? 0 : bytesOfHeight + 5
    let survey = cells * bytesOfHeight + places * (bytesOfHeight + 1 + 4 + queue + search)
    let descent = cells * (bytesOfHeight + 2)
    let links = descent + places * (bytesOfHeight + 1 + 8)
    // Counts and positions of eight bytes, summits and drainages as heights, and the order downstream.
    let positions =
      wanted.contains(.slopePosition) ? descent + places * (3 * bytesOfHeight + 1 + 8 + 8) + 4 * cells : 0
    // A course takes half a byte. Measured on fractal relief of which a third was raised, the rest took 0.03 bytes a cell
    // and 25 a cell of the rim.
    let expected = cells / 2 + cells / 10 + 40 * rim
    // Beside the course, for every other cell a level, a skip and a length; for every cell of level ground a run of three
    // bytes; for every fourth cell a floor.
    let most = cells / 2 + cells / 2 * (bytesOfHeight + 3) + 3 * cells + 200 * rim
    let floors = closedBasins.fillsAll ? 0 : cells / 4 * (2 * bytesOfHeight + 26)
    return FlowCosts(
      memoryOfTile: max(survey, links, positions), memoryOfJoins: tiling.count * rim * 110, scratchOfTile: expected,
      scratchOfTileAtMost: most + floors)
  }
}

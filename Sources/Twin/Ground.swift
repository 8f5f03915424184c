import Grids
import Terrain

/// The terrain model as the grid sees it: attributes of the fine cells, averaged over each cell.
struct Ground: Sendable {
  /// m.
  var elevation: Grid<Double>
  /// Zevenbergen and Thorne's, 1/m.
  var laplacian: Grid<Double>
  /// Mean slope of the fine cells, degrees.
  var slope: Grid<Double>

  init(dem: Grid<Float>, frame: GridGeometry) {
    let heights = dem.map { Double($0) }
    let size = CellSize(eastward: dem.geometry.cellWidth, northward: dem.geometry.cellHeight)
    let attributes = derive(
      [.laplacian, .slope], from: heights, spacing: Spacing(uniform: size, rows: dem.geometry.rows))
    func mean(_ fine: Grid<Double>?) -> Grid<Double> {
      // The frame's cells are whole cells of the terrain model by construction, and both attributes were asked for.
      guard let fine, let mean = try? aggregate(fine, to: frame, by: .mean) else {
        preconditionFailure("the terrain model does not nest in the grid")
      }
      return mean
    }
    elevation = mean(heights)
    laplacian = mean(attributes[.laplacian])
    slope = mean(attributes[.slope])
  }
}

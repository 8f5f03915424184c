import Grids
import Statistics
import Testing

@testable import Terrain

@Suite struct `The position index` {
  /// The definition, cell by cell.
  private func expected(_ heights: Grid<Double>, _ spacing: Spacing, radius: Double) -> Grid<Double> {
    let geometry = heights.geometry
    func has(_ row: Int, _ column: Int) -> Bool {
      (0..<geometry.rows).contains(row) && (0..<geometry.columns).contains(column)
        && heights[CellIndex(row: row, column: column)].isFinite
    }
    var result = Grid(geometry: geometry, repeating: Double.nan)
    for place in 0..<geometry.count {
      let cell = geometry.cell(at: place)
      let window = (-1...1).flatMap { dy in (-1...1).map { dx in (cell.row + dy, cell.column + dx) } }
      guard window.allSatisfy({ has($0, $1) }) else { continue }
      let size = spacing.rows[cell.row]
      let down = max(1, Int((radius / size.northward).rounded()))
      let across = max(1, Int((radius / size.eastward).rounded()))
      var (sum, count) = (0.0, 0.0)
      for row in cell.row - down...cell.row + down {
        for column in cell.column - across...cell.column + across where has(row, column) {
          if row == cell.row, column == cell.column { continue }
          sum += heights[CellIndex(row: row, column: column)]
          count += 1
        }
      }
      result.cells[place] = heights.cells[place] - sum / count
    }
    return result
  }

  @Test(arguments: [1, 30, 100, 250, 5000] as [Double])
  func `is the height above the mean of what lies around, cut at edges and holes`(radius: Double) throws {
    let heights = TerrainPassTests.ground(rows: 23, columns: 31, seed: 5)
    let spacing = Spacing(uniform: CellSize(eastward: 20, northward: 30), rows: 23)
    let found = try #require(
      derive(
        [.positionIndex], from: heights, spacing: spacing, options: TerrainOptions(positionRadius: radius))[
          .positionIndex])
    #expect(greatestDifference(found, expected(heights, spacing, radius: radius)) < 1e-9)
    #expect(!found.valid.isEmpty)
  }

  @Test func `on degrees reaches as many cells as make the radius in each row`() throws {
    // Cells narrow from 27 to 14 m between 76 and 83 degrees north.
    let geometry = GridGeometry(
      crs: "EPSG:4326", west: 80, north: 83, cellWidth: 0.001, cellHeight: 0.35, columns: 60, rows: 20)
    let plain = hills(60, seed: 2)
    let heights = Grid(geometry: geometry, cells: Array(plain.cells[..<geometry.count]))
    let spacing = try Spacing(geographic: geometry)
    let found = try #require(
      derive([.positionIndex], from: heights, spacing: spacing, options: TerrainOptions(positionRadius: 150))[
        .positionIndex])
    #expect(greatestDifference(found, expected(heights, spacing, radius: 150)) < 1e-9)
  }

  @Test func `of a cone is positive at its top, and of a plane nought`() throws {
    let plane = grid((0..<15).map { row in (0..<15).map { Double(3 * row + $0) } })
    let index = try plane.derived(.positionIndex, TerrainOptions(positionRadius: 90))
    #expect(index[CellIndex(row: 7, column: 7)].magnitude < 1e-12)
    var hill = grid([[Double]](repeating: [Double](repeating: 100, count: 9), count: 9))
    hill[CellIndex(row: 4, column: 4)] = 149
    let top = try hill.derived(.positionIndex, TerrainOptions(positionRadius: 90))
    #expect(top[CellIndex(row: 4, column: 4)] == 49)
    // One of the other 48 cells is 49 m higher.
    #expect(difference(top[CellIndex(row: 4, column: 5)], -49.0 / 48) < 1e-13)
  }
}

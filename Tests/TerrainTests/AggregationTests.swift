import Grids
import Testing

@testable import Terrain

@Suite struct AggregationTests {
  static let fine = grid([
    [1, 2, 9, 9, .nan, 3],
    [3, 10, 9, 4, .nan, .nan],
  ])
  static let coarse = GridGeometry(
    crs: "EPSG:32645", west: 500_000, north: 3_100_000, cellWidth: 60, cellHeight: 60, columns: 3, rows: 1)

  @Test(
    arguments: [
      (.mean, [4, 7.75, 3]), (.median, [2.5, 9, 3]), (.mode, [1, 9, 3]),
    ] as [(AggregationRule, [Double])])
  func `Two by two cells become one`(rule: AggregationRule, expected: [Double]) throws {
    #expect(try aggregate(Self.fine, to: Self.coarse, by: rule, minimumShare: 0.25).cells == expected)
  }

  @Test func `A cell with too few values has none`() throws {
    let found = try aggregate(Self.fine, to: Self.coarse, by: .mean, minimumShare: 0.26)
    #expect(found.cells[0] == 4)
    #expect(found.cells[2].isNaN)
    let empty = Grid(geometry: Self.fine.geometry, repeating: Double.nan)
    #expect(try aggregate(empty, to: Self.coarse, by: .mean, minimumShare: 0).valid.isEmpty)
  }

  @Test(
    arguments: [
      ([350, 10, 350, 10], 0), ([350, 20, 350, 20], 5), ([80, 100, 90, 90], 90), ([200, 220, 200, 220], 210),
    ] as [([Double], Double)])
  func `Directions are averaged on the circle`(degrees: [Double], expected: Double) throws {
    var cell = Self.coarse
    cell.columns = 1
    let found = try aggregate(grid([[degrees[0], degrees[1]], [degrees[2], degrees[3]]]), to: cell, by: .vectorMean)
    #expect(difference(found.cells[0], expected, circle: 360) < 1e-12)
    #expect((0..<360).contains(found.cells[0]))
  }

  @Test func `Opposite directions have no mean`() throws {
    var cell = Self.coarse
    cell.columns = 1
    #expect(try aggregate(grid([[0, 180], [90, 270]]), to: cell, by: .vectorMean).cells[0].isNaN)
  }

  @Test func `A coarse grid may start within the fine one and reach beyond it`() throws {
    var coarse = Self.coarse
    coarse.west -= 30
    coarse.columns = 5
    let found = try aggregate(Self.fine, to: coarse, by: .mean, minimumShare: 0.25).cells
    #expect(found[0] == 2)
    #expect(found[1] == 7.5)
    #expect(found[2] == 6.5)
    #expect(found[3] == 3)
    #expect(found[4].isNaN)
  }

  @Test func `The block mean of a Laplacian is the flow through the block's edge`() throws {
    // Divergence theorem on the grid: the sum of second differences over a row telescopes to its two end slopes.
    let heights = hills(32, seed: 8)
    let laplacian = try heights.derived(.laplacian)
    var cell = heights.geometry
    cell.west += 30 * 4
    cell.north -= 30 * 4
    (cell.cellWidth, cell.cellHeight, cell.columns, cell.rows) = (30 * 16, 30 * 16, 1, 1)
    let found = try aggregate(laplacian, to: cell, by: .mean).cells[0]
    var through = 0.0
    for k in 4..<20 {
      func z(_ row: Int, _ column: Int) -> Double { heights[CellIndex(row: row, column: column)] }
      through += z(k, 20) - z(k, 19) - z(k, 4) + z(k, 3) + z(20, k) - z(19, k) - z(4, k) + z(3, k)
    }
    #expect(difference(found, through / 900 / 256) < 1e-14)
  }

  @Test(
    arguments: [
      (.crs, "EPSG:4326", 500_000, 3_100_000, 60, 60), (.cellSize, "EPSG:32645", 500_000, 3_100_000, 70, 60),
      (.cellSize, "EPSG:32645", 500_000, 3_100_000, 60, 20), (.cellSize, "EPSG:32645", 500_000, 3_100_000, .nan, 60),
      (.edges, "EPSG:32645", 500_012, 3_100_000, 60, 60), (.edges, "EPSG:32645", 500_000, 3_099_999.5, 60, 60),
    ] as [(NestingError.Problem, String, Double, Double, Double, Double)])
  func `Cells that are not nested are refused`(
    problem: NestingError.Problem, crs: String, west: Double, north: Double, width: Double, height: Double
  ) throws {
    let coarse = GridGeometry(
      crs: crs, west: west, north: north, cellWidth: width, cellHeight: height, columns: 3, rows: 1)
    let error = #expect(throws: NestingError.self) { try aggregate(Self.fine, to: coarse, by: .mean) }
    #expect(error?.problem == problem)
  }

  @Test func `A refusal names both grids and the way out`() {
    var coarse = Self.coarse
    coarse.cellWidth = 70
    #expect(
      NestingError(fine: Self.fine.geometry, coarse: coarse, problem: .cellSize).description
        == """
        aggregation: error: the coarse cell is not a whole number of fine cells wide and high
          fine: 6 x 2 cells of 30.0 x 30.0 from west 500000.0, north 3100000.0 in EPSG:32645
          coarse: 3 x 1 cells of 70.0 x 60.0 from west 500000.0, north 3100000.0 in EPSG:32645
          Choose a coarse cell that is a multiple of the fine one, or resample instead of aggregating.
        """)
  }
}

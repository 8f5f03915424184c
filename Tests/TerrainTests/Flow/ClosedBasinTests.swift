import Grids
import Testing

@testable import Terrain

@Suite struct `Closed basins` {
  /// A bowl whose floor lies 40 m below the lowest way out, on a hill that falls to the edge: heights are ten metres for
  /// each ring around the centre, the outermost ring but one the crest, 49 cells below it. A pit of 2 m in its side.
  static let bowl: [Double] = (0..<121).map { cell in
    let ring = max(abs(cell / 11 - 5), abs(cell % 11 - 5))
    return cell == 3 * 11 + 5 ? 8 : ring == 5 ? 35 : 10 * Double(ring)
  }

  static func products(
    _ heights: [Double], columns: Int, _ basins: ClosedBasins, lakes: [Bool]? = nil
  ) throws -> (filled: [Double], counts: [Double]) {
    let rows = heights.count / columns
    let products = FlowProducts(
      [.filled, .accumulation], of: .double(heights), lakes: lakes,
      spacing: Spacing(uniform: CellSize(eastward: 30, northward: 30), rows: rows),
      options: TerrainOptions(closedBasins: basins))
    return (try #require(products.filled).metres, try #require(products.accumulation))
  }

  @Test(
    arguments: [
      (ClosedBasins(minimumDepth: 40), true), (ClosedBasins(minimumDepth: 41), false),
      (ClosedBasins(minimumArea: 49 * 900), true), (ClosedBasins(minimumArea: 49 * 900 + 1), false),
      (ClosedBasins(minimumDepth: 40, minimumArea: 49 * 900), true),
      (ClosedBasins(minimumDepth: 10, minimumArea: 50 * 900), false),
      (ClosedBasins(minimumDepth: 50, minimumArea: 900), false), (ClosedBasins.none, false),
    ])
  func `keep their water from the declared depth and area on`(basins: ClosedBasins, keeps: Bool) throws {
    let (filled, counts) = try Self.products(Self.bowl, columns: 11, basins)
    let centre = 60
    #expect(filled[centre] == (keeps ? 0 : 40))
    // All of the crest drains inward, ten metres a step and not five.
    #expect(counts[centre] == (keeps ? 81 : counts[centre]))
    // The crest drains outward or inward over flats of 81 cells, none of which gathers all.
    #expect(keeps || counts[centre] < 81)
    // The pit in the side is filled to where it spills, 10 m.
    #expect(filled[3 * 11 + 5] == (keeps ? 10 : 40))
  }

  @Test(
    arguments: [
      (ClosedBasins(minimumDepth: 20), [10, 30, 5]), (ClosedBasins(minimumDepth: 21), [30, 30, 5]),
      (ClosedBasins(minimumDepth: 46), [50, 50, 50]), (ClosedBasins(minimumArea: 900), [10, 30, 5]),
      (ClosedBasins(minimumArea: 901), [30, 30, 5]), (ClosedBasins(minimumArea: 3 * 900), [30, 30, 5]),
      (ClosedBasins(minimumArea: 3 * 900 + 1), [50, 50, 50]),
    ] as [(ClosedBasins, [Double])])
  func `within closed basins are judged by the level at which they meet the lower one`(
    basins: ClosedBasins, expected: [Double]
  ) throws {
    // Between walls a floor of 10 m and one of 5 m, a sill of 30 m between them and of 50 m around.
    let wall = [Double](repeating: 100, count: 7)
    let (filled, _) = try Self.products(wall + [0, 50, 10, 30, 5, 50, 0] + wall, columns: 7, basins)
    #expect(Array(filled[9...11]) == expected)
  }

  @Test func `of equally low floors have the first in the raster for the lower`() throws {
    let wall = [Double](repeating: 100, count: 7)
    let (filled, counts) = try Self.products(
      wall + [0, 50, 10, 30, 10, 50, 0] + wall, columns: 7, ClosedBasins(minimumDepth: 25))
    // Depths are 40 m and 20 m.
    #expect(Array(filled[9...11]) == [10, 30, 30])
    #expect(counts[9] > counts[11])
  }

  @Test func `are lakes whatever their depth`() throws {
    var lakes = [Bool](repeating: false, count: 121)
    lakes[60] = true
    let (filled, counts) = try Self.products(Self.bowl, columns: 11, .none, lakes: lakes)
    #expect(filled[60] == 0 && counts[60] == 81)
    // A lake on the outer slope takes what would have left the grid beside it.
    lakes[60] = false
    lakes[5] = true
    #expect(try Self.products(Self.bowl, columns: 11, .none, lakes: lakes).counts[5] >= 1)
  }

  @Test func `have a depth and an area that cannot be negative`() throws {
    for basins in [ClosedBasins(minimumDepth: -1), ClosedBasins(minimumArea: .nan)] {
      #expect(throws: FlowError.self) {
        try FlowPlan(
          tiling: try Tiling(rows: 1, columns: 1, tileRows: 1, tileColumns: 1),
          spacing: Spacing(uniform: CellSize(eastward: 1, northward: 1), rows: 1),
          options: TerrainOptions(closedBasins: basins))
      }
    }
  }
}

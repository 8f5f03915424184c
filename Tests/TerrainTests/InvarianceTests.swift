import Foundation
import Grids
import Testing

@testable import Terrain

/// What turning, mirroring, raising and stretching the ground must do to its attributes.
@Suite struct InvarianceTests {
  /// Filling the hills makes flats, on which the order of neighbours decides, so flow is tried on a surface that has no
  /// pit, no flat and no tie.
  private func surface(for attribute: TerrainAttribute, seed: UInt64) throws -> Grid<Double> {
    switch attribute {
    case .flowAccumulation, .slopeLength, .wetness, .transport, .slopePosition: try readFixture("hydro/drain.tif")
    default: hills(seed: seed)
    }
  }

  /// Heights of about 4000 m round at 4.5e-13 m; second differences over 30 m make 2e-15 of it, the plan curvature
  /// divides by a gradient of at least 1e-3 here. Lengths, indices and degrees stay near 1e-10.
  static let tolerance = 1e-8

  @Test(arguments: TerrainAttribute.allCases, [1, 2, 3] as [UInt64])
  func `Turning the ground turns every attribute with it`(attribute: TerrainAttribute, seed: UInt64) throws {
    let heights = try surface(for: attribute, seed: seed)
    // A quarter turn makes north of west and east of north.
    let before: TerrainAttribute = [.northness: .eastness, .eastness: .northness][attribute] ?? attribute
    var expected = turned(try heights.derived(before))
    if attribute == .aspect { expected = expected.map { ($0 + 90).truncatingRemainder(dividingBy: 360) } }
    if attribute == .northness { expected = expected.map { -$0 } }
    let found = try turned(heights).derived(attribute)
    #expect(greatestDifference(found, expected, circle: attribute == .aspect ? 360 : nil) < Self.tolerance)
  }

  @Test(arguments: TerrainAttribute.allCases, [1, 2, 3] as [UInt64])
  func `Mirroring the ground mirrors every attribute`(attribute: TerrainAttribute, seed: UInt64) throws {
    let heights = try surface(for: attribute, seed: seed)
    var expected = mirrored(try heights.derived(attribute))
    if attribute == .aspect { expected = expected.map { 360 - $0 } }
    if attribute == .eastness { expected = expected.map { -$0 } }
    let found = try mirrored(heights).derived(attribute)
    #expect(greatestDifference(found, expected, circle: attribute == .aspect ? 360 : nil) < Self.tolerance)
  }

  @Test(arguments: TerrainAttribute.allCases)
  func `Raising the ground changes nothing but heights`(attribute: TerrainAttribute) throws {
    let heights = hills(seed: 4)
    var expected = try heights.derived(attribute)
    if [.elevation, .filled].contains(attribute) { expected = expected.map { $0 + 500 } }
    #expect(greatestDifference(try heights.map { $0 + 500 }.derived(attribute), expected) < Self.tolerance)
  }

  @Test(
    arguments: [
      (.laplacian, 2.0), (.generalCurvature, 2), (.profileCurvature, 2), (.planCurvature, 2), (.ruggedness, 2),
      (.filled, 2), (.aspect, 1), (.flowAccumulation, 1), (.slopePosition, 1),
    ] as [(TerrainAttribute, Double)])
  func `Stretching heights by two stretches what is linear in them`(attribute: TerrainAttribute, factor: Double) throws
  {
    let options = TerrainOptions(curvature: .zevenbergenThorne)
    let heights = hills(seed: 5)
    let expected = try heights.derived(attribute, options).map { factor * $0 }
    // A power of two leaves every rounding as it is.
    #expect(greatestDifference(try heights.map { 2 * $0 }.derived(attribute, options), expected) == 0)
  }

  @Test func `The general curvature is the sum of profile and plan`() throws {
    let options = TerrainOptions(curvature: .zevenbergenThorne)
    let heights = hills(seed: 6)
    let profile = try heights.derived(.profileCurvature, options)
    let plan = try heights.derived(.planCurvature, options)
    let sum = Grid(geometry: heights.geometry, cells: zip(profile.cells, plan.cells).map(+))
    #expect(greatestDifference(sum, try heights.derived(.generalCurvature, options)) < 1e-14)
  }

  @Test func `What is asked for together is what is asked for alone`() throws {
    let heights = try readFixture("hydro/pits_hole.tif")
    let all = derive(
      Set(TerrainAttribute.allCases), from: heights, spacing: try Spacing(projected: heights.geometry))
    #expect(all.count == TerrainAttribute.allCases.count)
    for (attribute, values) in all {
      #expect(greatestDifference(values, try heights.derived(attribute)) == 0)
    }
  }

  /// A quarter turn clockwise.
  private func turned(_ grid: Grid<Double>) -> Grid<Double> {
    rearranged(grid) { cell, size in CellIndex(row: size - 1 - cell.column, column: cell.row) }
  }

  /// East for west.
  private func mirrored(_ grid: Grid<Double>) -> Grid<Double> {
    rearranged(grid) { cell, size in CellIndex(row: cell.row, column: size - 1 - cell.column) }
  }

  /// A square grid whose cells come from elsewhere in it.
  private func rearranged(_ grid: Grid<Double>, _ origin: (CellIndex, Int) -> CellIndex) -> Grid<Double> {
    let geometry = grid.geometry
    return Grid(
      geometry: geometry,
      cells: (0..<geometry.count).map { grid[origin(geometry.cell(at: $0), geometry.columns)] })
  }
}

@Suite struct DegenerateGridTests {
  @Test(arguments: [(0, 0), (1, 1), (1, 7), (7, 1), (2, 2), (2, 5), (3, 3)])
  func `Tiny grids have flow everywhere and windows only inside`(rows: Int, columns: Int) throws {
    let heights = Grid(
      geometry: metric(rows: rows, columns: columns), cells: (0..<rows * columns).map { Double($0 * $0 % 7) })
    let all = derive(Set(TerrainAttribute.allCases), from: heights, spacing: try Spacing(projected: heights.geometry))
    #expect(try #require(all[.flowAccumulation]).valid.count == rows * columns)
    #expect(try #require(all[.slope]).valid.count == max(0, rows - 2) * max(0, columns - 2))
    #expect(try #require(all[.slopeLength]).valid.count == rows * columns)
    // Nothing but the centre of the 3 x 3 grid lies inside, and that is not a pit (height 2 beside a 0 at the edge).
    #expect(greatestDifference(try #require(all[.filled]), heights) == 0)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `A grid without any height has no attribute`(nothing: Double) throws {
    let heights = Grid(geometry: metric(rows: 5, columns: 4), repeating: nothing)
    let all = derive(Set(TerrainAttribute.allCases), from: heights, spacing: try Spacing(projected: heights.geometry))
    for values in all.values { #expect(values.valid.isEmpty) }
  }
}

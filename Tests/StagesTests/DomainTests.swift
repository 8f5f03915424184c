import Engine
import Foundation
import Geodata
import Grids
import Testing

@testable import Manifests
@testable import Stages

@Suite struct `The domain` {
  let frame = GridGeometry.small(columns: 5, rows: 1)

  @Test func `gives a cell under two masks to the first, and cells outside to none`() {
    var domain = Domain(geometry: frame, inside: [true, true, true, true, false])
    domain.mask(0, where: [true, false, true, false, true])
    domain.mask(1, where: [true, true, false, false, true])
    #expect(domain.codes.cells == [2, 3, 2, 0, 1])
    #expect(domain.cells == [3])
    #expect(domain.codes.cells.indices.map { domain.mask(at: $0) } == [0, 1, 0, nil, nil])
    #expect(domain.codes.cells.indices.map(domain.isOutside) == [false, false, false, false, true])
    #expect((domain.count(maskedBy: 0), domain.count(maskedBy: 1)) == (2, 1))
  }

  /// One row of five cells of a kilometre: the area ends in the fourth. Glaciers cover the first two half and a quarter,
  /// lakes the third, and a swamp the middle of the first and the third.
  @Test func `is cut out of outlines and rasters by the rules of the manifest`() throws {
    let bench = try Bench()
    try bench.lay(frame)
    let area = "POLYGON ((499900 3600100, 503600 3600100, 503600 3598900, 499900 3598900, 499900 3600100))"
    func square(_ x: Int) -> String {
      "\(x) 3599600, \(x + 200) 3599600, \(x + 200) 3599400, \(x) 3599400, \(x) 3599600"
    }
    let swamps = "MULTIPOLYGON (((\(square(500_400)))), ((\(square(502_400)))))"
    try bench.lay("WKT,name\n\"\(area)\",area\n", as: "area", "outlines.csv")
    try bench.lay("WKT,name\n\"\(swamps)\",swamps\n", as: "mask-swamps", "outlines.csv")
    let fine = GridGeometry(
      crs: frame.crs, west: frame.west, north: frame.north, cellWidth: 500, cellHeight: 500, columns: 10, rows: 2)
    let cover: [Float] = [
      10, 0, 10, 0, 95, 90, .nan, .nan, 0, 0,
      10, 0, 0, 0, 0, 89, .nan, .nan, 0, 0,
    ]
    for mask in ["glaciers", "lakes"] {
      try bench.lay([Grid(geometry: fine, cells: cover)], as: "mask-\(mask)", "cover.tif")
    }

    try bench.run(productGraph(smallProduct())["grid/domain"])
    // 2 glacier, 3 lake; the third cell is lake before it is swamp, the fourth has no cover to judge by.
    #expect(try Layers.readClasses(bench.output("domain.tif")).cells == [2, 0, 3, 0, 1])
  }
}

@Suite struct `A mask by share` {
  let frame = GridGeometry.small(columns: 2, rows: 1)

  /// - Returns: whether each of two cells is covered, of which three quarters and none of the four fine cells hold.
  func covered(share: Double) throws -> [Bool] {
    let bench = try Bench()
    let fine = GridGeometry(
      crs: frame.crs, west: frame.west, north: frame.north, cellWidth: 500, cellHeight: 500, columns: 4, rows: 2)
    try bench.lay([Grid(geometry: fine, cells: [1, 1, 0, 0, 1, 0, 0, 0])], as: "mask", "cover.tif")
    let product = try smallProduct()
    let mask = GridSpecification.MaskSpecification(
      name: "m", source: "cover", condition: Condition(comparison: .equal, value: 1), share: share, rule: nil)
    return try Layers.covered(
      by: mask, source: product.source("cover"), in: "\(bench.folder)/inputs/mask", frame: frame
    ).cells
  }

  @Test(arguments: [(0.5, [true, false]), (0.75, [true, false]), (0.76, [false, false])])
  func `takes the cells of at least that share`(share: Double, expected: [Bool]) throws {
    #expect(try covered(share: share) == expected)
  }

  @Test func `of nothing takes no cell where the condition never holds`() throws {
    #expect(try covered(share: 0) == [true, false])
  }

  @Test(arguments: [
    (Condition.Comparison.equal, [false, true, false]), (.notEqual, [true, false, true]),
    (.less, [true, false, false]), (.lessOrEqual, [true, true, false]), (.greater, [false, false, true]),
    (.greaterOrEqual, [false, true, true]),
  ])
  func `compares as its sign says`(comparison: Condition.Comparison, expected: [Bool]) {
    let condition = Condition(comparison: comparison, value: 90)
    #expect([89, 90, 91].map { condition.holds(for: $0) } == expected)
  }
}

import Engine
import Grids
import Ledger
import Manifests
import Testing

@testable import Stages

/// Four cells. The map lacks the last, the other map the second.
@Suite struct `A map beside another` {
  let table: Table
  let statistics: [String: Double]

  init() throws {
    let bench = try Bench()
    let frame = GridGeometry.small(columns: 4, rows: 1)
    try bench.lay(frame)
    try bench.lay(ClassGrid(geometry: frame, cells: [0, 0, 0, 0]), as: "domain", "domain.tif")
    try bench.lay([Grid(geometry: frame, cells: [1, 2, 3, .nan])], as: "simulated", "solum_thickness.tif")
    try bench.lay([Grid(geometry: frame, cells: [2, .nan, 3, 5])], as: "reference-other", "reference.tif")
    try bench.lay(
      """
      id,x,y,thickness,row,column,status
      a,0,0,1.5,0,0,ok
      b,0,0,1,0,1,ok
      c,0,0,2,0,2,ok
      d,0,0,4,0,3,ok
      e,0,0,9,0,3,glaciers

      """, as: "samples", "profiles.csv")
    try bench.run(productGraph(smallProduct())["validation/comparison"])
    table = try bench.table("comparison.csv")
    statistics = try StatisticList(bench.table("statistics.csv")).values
  }

  func expect(_ map: String, _ numbers: [(column: String, value: Double)]) {
    for (column, value) in numbers {
      #expect(agree(table.number(map, column), value, within: 1e-12), "\(map) \(column)")
    }
  }

  @Test func `is described on its own domain and on the one they share`() {
    expect(
      "this", [("cells", 3), ("min", 1), ("max", 3), ("mean", 2), ("sd", 1), ("common_cells", 2), ("common_mean", 2)])
    expect(
      "other",
      [
        ("cells", 3), ("min", 2), ("max", 5), ("mean", 10.0 / 3), ("sd", (7.0 / 3).squareRoot()), ("common_cells", 2),
        ("common_mean", 2.5),
      ])
  }

  /// At a and c both have a value; errors are -0.5 and 1 of the map, 0.5 and 1 of the other.
  @Test func `errs at the profiles that both can answer`() {
    expect("this", [("n", 2), ("rmse", 0.625.squareRoot()), ("mae", 0.75), ("mre", 5.0 / 12), ("me", 0.25)])
    expect("other", [("n", 2), ("rmse", 0.625.squareRoot()), ("mae", 0.75), ("mre", 5.0 / 12), ("me", 0.75)])
  }

  /// The map answers b as well, with an error of 1; the other d, likewise.
  @Test func `errs at the profiles that it can answer`() {
    expect(
      "this",
      [("own_n", 3), ("own_rmse", 0.75.squareRoot()), ("own_mae", 2.5 / 3), ("own_mre", 11.0 / 18), ("own_me", 0.5)])
    expect(
      "other",
      [
        ("own_n", 3), ("own_rmse", 0.75.squareRoot()), ("own_mae", 2.5 / 3), ("own_mre", 13.0 / 36),
        ("own_me", 2.5 / 3),
      ])
  }

  @Test func `has the statistics that claims ask for`() {
    #expect(agree(statistics["ref.other.mean"], 10.0 / 3, within: 1e-12))
    #expect(agree(statistics["ref.other.obs.rmse"], 0.625.squareRoot(), within: 1e-12))
    #expect(statistics["ref.other.obs.n"] == 2)
    #expect(statistics["ref.this.mean"] == nil)
  }
}

@Suite struct `Errors at observations` {
  @Test func `have no relative mean where one of them is zero`() {
    var found = StatisticList()
    addErrors(observed: [0, 2], predicted: [1, 1], as: "e", &found)
    #expect(found.values == ["e.rmse": 1, "e.mae": 1, "e.me": 0, "e.n": 2])
  }

  @Test func `are none of nothing`() {
    var found = StatisticList()
    addErrors(observed: [], predicted: [], as: "e", &found)
    #expect(found.items == [])
  }
}

@Suite struct `A region` {
  let table: Table
  let statistics: [String: Double]

  /// The east is the second and third cell, of which the third is lake; nowhere lies outside the frame.
  init() throws {
    let bench = try Bench()
    let frame = GridGeometry.small(columns: 4, rows: 1)
    try bench.lay(frame)
    try bench.lay(ClassGrid(geometry: frame, cells: [0, 0, 3, 0]), as: "domain", "domain.tif")
    try bench.lay([Grid(geometry: frame, cells: [1, 2, .nan, 3])], as: "simulated", "solum_thickness.tif")
    try bench.lay([Grid(geometry: frame, cells: [4, .nan, 5, 6])], as: "reference-other", "reference-other.tif")
    for covariate in ["depth", "elevation", "laplacian", "map", "mat", "ndvi", "water"] {
      try bench.lay([10, 20, 30, 40], as: covariate, on: frame)
    }
    let outlines = """
      WKT,name
      "POLYGON ((501000 3600000, 504000 3600000, 504000 3599000, 501000 3599000, 501000 3600000))",east
      "POLYGON ((0 0, 1000 0, 1000 1000, 0 0))",nowhere

      """
    for region in ["east", "nowhere"] { try bench.lay(outlines, as: "region-\(region)", "outlines.csv") }
    try bench.run(productGraph(smallProduct())["validation/regions"])
    table = try bench.table("regions.csv")
    statistics = try StatisticList(bench.table("statistics.csv")).values
  }

  func row(_ region: String, _ layer: String) -> [String]? { table.rows.first { $0[0] == region && $0[1] == layer } }

  @Test func `is described by the cells in it that take part`() {
    #expect(row("east", "h")?.dropFirst(2) == ["m", "2", "2.5", "\(0.5.squareRoot())", "2", "3"])
    #expect(row("east", "elev")?.dropFirst(2).prefix(3) == ["m", "2", "30"])
    #expect(row("east", "other")?.dropFirst(2) == ["m", "1", "6", "", "6", "6"])
    #expect(statistics["region.east.h.mean"] == 2.5 && statistics["region.east.h.max"] == 3)
    #expect(statistics["region.east.mat.mean"] == 30)
  }

  @Test func `without cells is a row without numbers`() {
    #expect(row("nowhere", "h")?.dropFirst(2) == ["m", "0", "", "", "", ""])
    #expect(!statistics.keys.contains { $0.hasPrefix("region.nowhere") })
  }
}

@Suite struct `The claims of a product` {
  @Test func `are judged by what its tasks found, the first that knows a number`() throws {
    let bench = try Bench()
    let task = try #require(try productGraph(Products.shipped("qtp-open"))["validation/claims"])
    #expect(task.inputs.map(\.name) == ["map"])
    var found = StatisticList()
    found.add("clusters.k", 8)
    found.add("map.h.mean", 0.7, "m")
    try bench.lay(found.table.csv, as: "map", "statistics.csv")
    try bench.run(task)
    let claims = try bench.table("claims.csv")
    // Section 2.4 prints k = 8; section 3.2 a mean of 0.89 m; no profiles are there to be counted.
    #expect(claims.row("S24.k")?["verdict"] == "holds" && claims.row("S24.k")?["computed"] == "8")
    #expect(claims.rows.contains { $0.contains("0.89") && $0.contains("moved") && $0.contains("0.7") })
    #expect(claims.rows.count > 400)
  }

  @Test func `take every statistic of the product`() throws {
    let task = try #require(try productGraph(Products.shipped("plateau-twin"))["validation/claims"])
    #expect(task.inputs.map(\.name).sorted() == ["comparison", "importance", "map", "profiles", "regions"])
  }

  @Test func `leave out a number that is none`() {
    var list = StatisticList()
    list.add("a", .nan, "m")
    list.add("b", nil, "m")
    list.add("c", .infinity, "m")
    list.add("d", 1, "m")
    #expect(list.values == ["d": 1])
  }
}

import Engine
import Grids
import Learning
import Ledger
import Manifests
import Testing

@testable import Stages

@Suite struct `Zones matched to the published ones` {
  static let shuffles = [
    [0, 1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1, 0], [3, 0, 7, 4, 1, 6, 2, 5], [1, 2, 3, 4, 5, 6, 7, 0],
  ]

  func tables() throws -> PublishedTables { try PublishedTables(Products.shipped("qtp-open")) }

  /// From Tables 3 and 4 of the paper.
  @Test func `are those of the paper`() throws {
    let tables = try tables()
    #expect(tables.zoneMeans.map { $0[0] } == [2136, 2938, 3597, 4354, 4230, 4697, 5036, 5419])
    #expect(tables.zoneMeans[6] == [5036, -3.32, 412.39, 0.20])
    #expect(tables.parameters[0] == [0.038, 2764.99, 86.03, 0.00039, 0.0012, 0.00075, 0.18, 0.0016])
    #expect(tables.parameters[7] == [0.084, 2400.32, 0.63, 0.00069, 0.99, 0.0004, 0.0056, 0.00065])
  }

  @Test(arguments: shuffles)
  func `get their numbers back when the rows of Table 3 are shuffled`(order: [Int]) throws {
    let published = try tables().zoneMeans
    let means = ZoneMeans(covariates: ["elevation", "mat", "map", "ndvi"], rows: order.map { published[$0] })
    let match = try ZoneMatch(means, to: published)
    #expect(match.zone == order.map { $0 + 1 })
    #expect(match.cost == 0)
    // Zones 5 and 6 are the nearest two: elevation, MAT, MAP and NDVI differ by 0.4239, 0.0217, 0.2356 and 0.0767
    // standard deviations, and exchanging them costs twice the sum of the squares; every cycle of three costs more.
    #expect(agree(match.runnerUpCost, 0.48316360, within: 1e-7))
  }

  @Test func `must all have means to be matched by`() throws {
    let published = try tables().zoneMeans
    var rows = published
    rows[2][3] = .nan
    #expect(
      throws: StageError(
        subject: "zones", problem: "a cluster has no cell with a value of 'ndvi'",
        remedy: "match by covariates that have values in all zones, or set a smaller 'k'")
    ) { try ZoneMatch(ZoneMeans(covariates: ["elevation", "mat", "map", "ndvi"], rows: rows), to: published) }
  }

  @Test func `keep the places of their clusters when there is nothing to match`() {
    let match = ZoneMatch(unmatched: 3)
    #expect(match.zone == [1, 2, 3])
    #expect(match.cost == nil && match.runnerUpCost == nil)
  }
}

@Suite struct `Cells and clusters` {
  let frame = GridGeometry.small(columns: 8, rows: 1)

  @Test func `have means over the cells that have a value`() {
    let labels = ClassGrid(geometry: frame, cells: [0, 0, 1, 1, nil, 0, 2, 1])
    let layers = [
      CovariateLayer(id: "a", form: .continuous, bands: [[1, 3, 10, .nan, 100, 8, .nan, 30]]),
      CovariateLayer(id: "b", form: .continuous, bands: [[2, 2, 2, 4, 100, 5, 7, 0]]),
    ]
    let means = ZoneMeans(labels: labels, k: 3, layers: layers)
    #expect(means.covariates == ["a", "b"])
    #expect(means.rows[0] == [4, 3])
    #expect(means.rows[1] == [20, 2])
    #expect(means.rows[2][0].isNaN && means.rows[2][1] == 7)
  }

  /// Two groups far apart; the last two cells lack a covariate, the fifth is masked.
  func table(_ specification: ZonesSpecification) throws -> ZoningTable {
    var domain = Domain(geometry: frame, inside: [Bool](repeating: true, count: 8))
    domain.mask(0, where: [false, false, false, false, true, false, false, false])
    return try ZoningTable(
      layers: [
        CovariateLayer(id: "height", form: .continuous, bands: [[0, 1, 100, 101, 50, 2, .nan, 99]]),
        CovariateLayer(id: "rock", form: .categorical, bands: [[1, 1, 2, 2, 1, 1, 2, .nan]]),
      ], domain: domain, specification)
  }

  func specification(_ changes: (inout ZonesSpecification) -> Void = { _ in }) throws -> ZonesSpecification {
    var zones = try #require(try smallProduct().manifest.zones)
    zones.k = 2
    changes(&zones)
    return zones
  }

  @Test(arguments: 1...5)
  func `come together by likeness, those with gaps by what they have`(start: Int) throws {
    let table = try table(specification())
    #expect(table.offsets == [0, 1, 2, 3, 5])
    let partition = try table.partition(seed: 1, start: start)
    let (labels, complete) = table.labels(of: partition, geometry: frame)
    let (low, high) = (try #require(labels.cells[0]), try #require(labels.cells[2]))
    #expect(low != high)
    #expect(labels.cells == [low, low, high, high, nil, low, high, high])
    #expect(complete.cells == [1, 1, 1, 1, nil, 1, 0, 0])
  }

  /// Without standardisation the heights count as they stand: 0, 1, 2 about 1 and 100, 101 about 100.5.
  @Test func `cost what their distances sum to`() throws {
    let partition = try table(specification { $0.standardise = .none }).partition(seed: 1, start: 1)
    #expect(agree(partition.cost, 2.5, within: 1e-6))
  }

  /// The variance of 0, 1, 100, 101 and 2 is 2376.56.
  @Test func `cost in units of the deviation of their columns`() throws {
    let partition = try table(specification()).partition(seed: 1, start: 1)
    #expect(agree(partition.cost, 2.5 / 2376.56, within: 1e-5))
  }

  /// A direction's two parts, each with z-scores of deviation 1, together weigh as one column.
  @Test func `count a direction once`() throws {
    let four = GridGeometry.small(columns: 4, rows: 1)
    var one = try specification()
    one.k = 1
    let table = try ZoningTable(
      layers: [
        CovariateLayer(
          id: "aspect", form: .circular, bands: [[0, 90, 180, 270], [0, 1, 0, -1], [1, 0, -1, 0]])
      ], domain: Domain(geometry: four, inside: [true, true, true, true]), one)
    // Four cells, whose z-scores have a sum of squares of 4 in each part.
    #expect(agree(try table.partition(seed: 1, start: 1).cost, 4, within: 1e-6))
  }
}

@Suite struct `The best of all starts` {
  let bench: Bench
  let frame = GridGeometry.small(columns: 4, rows: 1)

  init() throws {
    bench = try Bench()
    for (start, cost, labels) in [(1, 3.0, [0, 0, 1, nil]), (2, 2.0, [1, 2, 0, nil] as [Int16?])] {
      try writeJSON(
        StartSummary(cost: cost, passes: 1, covariates: ["elevation"]),
        to: try bench.input("start-0\(start)", "start.json"))
      try bench.lay(ClassGrid(geometry: frame, cells: labels), as: "start-0\(start)", "labels.tif")
      try bench.lay(ClassGrid(geometry: frame, cells: [1, 1, 0, nil]), as: "start-0\(start)", "complete.tif")
    }
  }

  @Test func `gives the zones, numbered by their places when nothing is published`() throws {
    try bench.run(productGraph(smallProduct())["zones/partition"])
    #expect(try Layers.readClasses(bench.output("zones.tif")).cells == [2, 3, 1, nil])
    #expect(try Layers.readClasses(bench.output("complete.tif")).cells == [1, 1, 0, nil])
    let match = try readJSON(MatchSummary.self, from: bench.output("match.json"))
    #expect(match.start == 2 && match.startCosts == [3, 2] && match.assignmentCost == nil)
  }
}

import Engine
import Foundation
import Grids
import Ledger
import Manifests
import Testing

@testable import Learning
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

  @Test func `are numbered by size when there is nothing to match, of equals the earlier first`() {
    let match = ZoneMatch(bySize: [5, 9, 0, 9])
    #expect(match.zone == [3, 1, 4, 2])
    #expect(match.cost == nil && match.runnerUpCost == nil && match.distances == nil)
  }

  /// Zones 5 and 6 differ by the numbers above; the root of half of 0.48316360 is their distance.
  @Test func `stand beside their distances from all of the published ones`() throws {
    let published = try tables().zoneMeans
    let match = try ZoneMatch(
      ZoneMeans(covariates: ["elevation", "mat", "map", "ndvi"], rows: published), to: published)
    let distances = try #require(match.distances)
    #expect((0..<8).allSatisfy { distances[$0][$0] == 0 })
    #expect(agree(distances[4][5], 0.24158180.squareRoot(), within: 1e-7) && distances[5][4] == distances[4][5])
  }
}

@Suite struct `Cells and clusters` {
  let frame = GridGeometry.small(columns: 8, rows: 1)

  @Test func `have means over the cells that have a value`() throws {
    let labels = ClassGrid(geometry: frame, cells: [0, 0, 1, 1, nil, 0, 2, 1])
    let layers: [String: [Float]] = [
      "elevation": [1, 3, 10, .nan, 100, 8, .nan, 30], "mat": [2, 2, 2, 4, 100, 5, 7, 0],
    ]
    let product = try smallProduct()
    let covariates = try ["elevation", "mat"].map { name in try product.covariate(name) }
    let means = ZoneMeans(labels, k: 3, covariates) {
      CovariateLayer(id: $0.id, form: $0.form, bands: [layers[$0.id] ?? []])
    }
    #expect(means.covariates == ["elevation", "mat"])
    #expect(means.rows[0] == [4, 3])
    #expect(means.rows[1] == [20, 2])
    #expect(means.rows[2][0].isNaN && means.rows[2][1] == 7)
  }

  /// Two groups far apart; the last two cells lack a covariate, the fifth is masked.
  static let layers = [
    CovariateLayer(id: "height", form: .continuous, bands: [[0, 1, 100, 101, 50, 2, .nan, 99]]),
    CovariateLayer(id: "rock", form: .categorical, bands: [[1, 1, 2, 2, 1, 1, 2, .nan]]),
  ]

  func cells(_ layers: [CovariateLayer] = Self.layers) throws -> ZoningCells {
    let size = layers[0].bands[0].count
    var domain = Domain(
      geometry: .small(columns: size, rows: 1), inside: [Bool](repeating: true, count: size))
    if size == 8 { domain.mask(0, where: [false, false, false, false, true, false, false, false]) }
    return try ZoningCells(domain, covariates: layers.map(\.id)) { name in
      try #require(layers.first { $0.id == name })
    }
  }

  func columns(of cells: ZoningCells, _ layers: [CovariateLayer] = Self.layers) throws -> ZoningColumns {
    try ZoningColumns(sampling: cells, covariates: layers.map(\.id), size: nil, seed: 1) { _ in }
  }

  func specification(_ changes: (inout ZonesSpecification) -> Void = { _ in }) throws -> ZonesSpecification {
    var zones = try #require(try smallProduct().manifest.zones)
    zones.k = 2
    changes(&zones)
    return zones
  }

  @Test func `take part when they have a value of every covariate`() throws {
    let cells = try cells()
    #expect(cells.complete == [0, 1, 2, 3, 5] && cells.incomplete == [6, 7])
  }

  /// From heights of 0 and 100, and a rock each.
  func partition(_ table: ZoningTable, _ columns: ZoningColumns) throws -> PrototypePartition {
    let heights = try columns.comparable(.zscore) { take in
      try take([0, 100])
      try take([1, 2])
    }.numbers[0]
    let start = Prototypes(centroids: heights.map { [Double($0)] }, modes: [[1], [2]])
    return try table.partition(from: [start]).partition
  }

  @Test func `come together by likeness, those with gaps by what they have`() throws {
    let cells = try cells()
    let columns = try columns(of: cells)
    let table = try ZoningTable(cells, columns, specification())
    let (labels, complete) = table.labels(of: try partition(table, columns))
    #expect(labels.cells == [0, 0, 1, 1, nil, 0, 1, 1])
    #expect(complete.cells == [1, 1, 1, 1, nil, 1, 0, 0])
  }

  /// Heights 0, 1, 2 about 1 and 100, 101 about 100.5; their variance, over five cells, is 2376.56.
  @Test func `cost what their distances sum to, in units of the deviation of their columns`() throws {
    let cells = try cells()
    let columns = try columns(of: cells)
    let scaled = try ZoningTable(cells, columns, specification())
    #expect(agree(try partition(scaled, columns).cost, 2.5 / 2376.56, within: 1e-5))
    let plain = try ZoningTable(cells, columns, specification { $0.standardise = .none })
    let partition = try plain.partition(from: [Prototypes(centroids: [[0], [100]], modes: [[1], [2]])]).partition
    #expect(agree(partition.cost, 2.5, within: 1e-6))
    let quality = try plain.quality(of: partition, sample: nil, seed: 1)
    #expect(quality.clusters.map(\.cost) == [2, 0.5] && quality.clusters.map(\.rows) == [3, 2])
  }

  @Test func `have prototypes in the units of their covariates`() throws {
    let cells = try cells()
    let columns = try columns(of: cells)
    let found = try partition(ZoningTable(cells, columns, specification()), columns)
    let centres = (0..<2).map { columns.prototype($0, of: found.prototypes, .zscore) }
    #expect(agree(centres[0][0], 1, within: 1e-5) && centres[0][1] == 1)
    #expect(agree(centres[1][0], 100.5, within: 1e-5) && centres[1][1] == 2)
  }

  /// A direction's two parts, each with z-scores of deviation 1, together weigh as one column.
  @Test func `count a direction once, and find the direction of a mean`() throws {
    let layers = [
      CovariateLayer(id: "aspect", form: .circular, bands: [[0, 90, 180, 270], [0, 1, 0, -1], [1, 0, -1, 0]])
    ]
    let cells = try cells(layers)
    let columns = try columns(of: cells, layers)
    var one = try specification()
    one.k = 1
    let table = try ZoningTable(cells, columns, one)
    // Four cells, whose z-scores have a sum of squares of 4 in each part.
    let partition = try table.partition(from: [Prototypes(centroids: [[0, 0]], modes: [[]])]).partition
    #expect(agree(partition.cost, 4, within: 1e-6))
    #expect(columns.prototype(0, of: partition.prototypes, .zscore) == [nil])
    // The z-score of a part is the part over its deviation, √½, and is weighed by √½: a part of 1 is compared as 1.
    let northEast = Prototypes(centroids: [[1, 1]], modes: [[]])
    #expect(agree(columns.prototype(0, of: northEast, .zscore)[0], 45, within: 1e-6))
    // Half the mean of 1/√2 and 1/√2.
    one.gamma = .halfMeanDeviation
    #expect(agree(columns.settings(one, k: 1).gamma, 0.5 * 0.5.squareRoot()))
  }

  @Test func `are drawn for a sample as they are, with scales over all of them`() throws {
    let values = (0..<500).map { Float($0) }
    let layers = [CovariateLayer(id: "height", form: .continuous, bands: [values])]
    var drawn: [[Float]] = []
    let found = try ZoningColumns(sampling: cells(layers), covariates: ["height"], size: 100, seed: 1) {
      drawn.append($0)
    }
    #expect(found.cells == 500 && found.sampled == 100)
    #expect(drawn.count == 1 && drawn[0].count == 100 && Set(drawn[0]).count == 100)
    #expect(Set(drawn[0]).isSubset(of: values))
    let scale = try #require(found.columns[0].scale)
    // Whole numbers 0 to n − 1 have the mean (n − 1) / 2 and the variance (n² − 1) / 12.
    #expect(scale.mean == 249.5 && agree(scale.deviation, (249_999 / 12.0).squareRoot(), within: 1e-12))
  }

  /// From 0 and 1 the low three fall apart and the high two stay with one of them; from 0 and 100 the cost is 2.5.
  @Test func `are divided by the start that is cheapest over all of them, the earlier of equals`() throws {
    let cells = try cells()
    let table = try ZoningTable(cells, columns(of: cells), specification { $0.standardise = .none })
    func start(_ a: Double, _ b: Double) -> Prototypes { Prototypes(centroids: [[a], [b]], modes: [[1], [1]]) }
    let one = try table.partition(from: [start(-900, -800)])
    #expect(one.start == 0 && one.partition.cost >= 2.5)
    let best = try table.partition(from: [start(-900, -800), start(0, 100), start(1, 101)])
    #expect(agree(best.partition.cost, 2.5, within: 1e-6) && best.start == (agree(one.partition.cost, 2.5) ? 0 : 1))
  }
}

/// The tasks of zones from one to the next, over seven cells: two groups, one cell without a height and one on a mask.
@Suite struct `From a sample to zones` {
  let bench: Bench
  let frame = GridGeometry.small(columns: 7, rows: 1)

  init() throws {
    bench = try Bench()
    try bench.lay(ClassGrid(geometry: frame, cells: [0, 0, 0, 0, 0, 0, 3]), as: "domain", "domain.tif")
  }

  func product(k: Int, compared: String = "2 to 3") throws -> ProductDeclaration {
    try smallProduct(
      zones: """
        {method: k-prototypes, k: \(k), covariates: [elevation], standardise: none, gamma: 1, starts: 6, refine: 2, \
        compare-k: \(compared), silhouette-cells: 5}
        """)
  }

  /// Runs a task on what earlier ones put out.
  func run(_ id: String, _ product: ProductDeclaration, after inputs: [String: [String]] = [:]) throws {
    for (name, files) in inputs {
      for file in files {
        let laid = try bench.input(name, file)
        try? FileManager.default.removeItem(atPath: laid)
        try FileManager.default.copyItem(atPath: bench.output(file), toPath: laid)
      }
    }
    try bench.run(productGraph(product)[id])
  }

  func sample(_ heights: [Float], _ product: ProductDeclaration) throws {
    try bench.lay(heights, as: "elevation", on: frame)
    try run("zones/sample", product)
  }

  func starts(_ k: Int, _ product: ProductDeclaration) throws {
    try run("zones/starts-0\(k)", product, after: ["sample": ["columns.json", "values.f32"]])
  }

  func partition(_ product: ProductDeclaration) throws {
    try run("zones/partition", product, after: ["columns": ["columns.json"], "starts": ["starts.json"]])
  }

  @Test func `cells divide into the two groups there are, the larger first`() throws {
    let product = try product(k: 2)
    try sample([100, 101, 0, 1, 2, .nan, 50], product)
    try starts(2, product)
    let tried = try readJSON(StartsSummary.self, from: bench.output("starts.json"))
    #expect(tried.costs.count == 6 && tried.best.count == 2)
    #expect(tried.costs.min() == 2.5 && tried.costs[tried.best[0].start - 1] == 2.5 && tried.number.cost == 2.5)
    #expect(tried.best[0].start == (try #require(tried.costs.firstIndex(of: 2.5))) + 1)
    try partition(product)
    #expect(try Layers.readClasses(bench.output("zones.tif")).cells == [2, 2, 1, 1, 1, nil, nil])
    #expect(try Layers.readClasses(bench.output("complete.tif")).cells == [1, 1, 1, 1, 1, 0, nil])
    #expect(try bench.table("zone_prototypes.csv").rows == [["1", "3", "1"], ["2", "2", "100.5"]])
    let quality = try bench.table("quality.csv")
    #expect(quality.number("1", "cost") == 2 && quality.number("2", "cost") == 0.5)
    #expect(quality.number("1", "silhouette_cells") == 3)
    // Of 0: 1.5 to its own, 100.5 to the others; of 1: 1 and 99.5; of 2: 1.5 and 98.5.
    #expect(agree(quality.number("1", "silhouette"), (99 / 100.5 + 98.5 / 99.5 + 97 / 98.5) / 3, within: 1e-6))
    let match = try readJSON(MatchSummary.self, from: bench.output("match.json"))
    #expect(match.cost == 2.5 && match.settled && match.start == tried.best[0].start && match.assignmentCost == nil)
  }

  @Test func `more zones than kinds of cells are refused`() throws {
    let product = try product(k: 3)
    try sample([4, 4, 4, 9, 9, .nan, 50], product)
    try starts(3, product)
    #expect(try readJSON(StartsSummary.self, from: bench.output("starts.json")).number.filled == 2)
    #expect(
      throws: StageError(
        subject: "zones", problem: "of 3 zones only 2 have cells: too few cells differ",
        remedy: "set 'k' to 2, or take covariates that tell more cells apart")
    ) { try partition(product) }
  }

  @Test func `more zones than cells are refused`() throws {
    let product = try product(k: 2, compared: "6 to 7")
    try sample([4, 4, 4, 9, 9, .nan, 50], product)
    #expect(
      throws: StageError(
        subject: "zones", problem: "6 zones cannot be made from 5 cells with all covariates",
        remedy: "let 'k' and 'compare-k' end at 5, or leave out covariates that few cells have")
    ) { try starts(6, product) }
  }

  @Test func `no zones are made of cells without values`() throws {
    #expect(
      throws: StageError(
        subject: "zones", problem: "no cell has a value of all of elevation",
        remedy: "leave out the covariates that have no values where others have them")
    ) { try sample([.nan, .nan, .nan, .nan, .nan, .nan, 50], product(k: 2)) }
  }
}

@Suite struct `Tables of zones` {
  @Test func `set numbers of zones beside one another`() {
    let table = ZoneTables.numbers([
      ClusterNumber(clusters: 2, filled: 2, cost: 8, silhouette: 0.5, meanAgreement: 1, leastAgreement: 1),
      ClusterNumber(clusters: 3, filled: 2, cost: 2, silhouette: nil, meanAgreement: nil, leastAgreement: nil),
      ClusterNumber(clusters: 5, filled: 5, cost: 1, silhouette: nil, meanAgreement: nil, leastAgreement: nil),
    ])
    #expect(
      table.rows == [
        ["2", "2", "8", "", "0.5", "1", "1"], ["3", "2", "2", "0.25", "", "", ""], ["5", "5", "1", "", "", "", ""],
      ])
  }

  /// The second cluster, of three cells, bears the first number.
  @Test func `stand in the order of zones`() throws {
    let partition = PrototypePartition(
      labels: [0, 1, 1, 1], prototypes: Prototypes(centroids: [[7], [-1]], modes: [[4], [5]]), counts: [1, 3],
      costs: [6], settled: true)
    let columns = ZoningColumns(
      covariates: ["rock", "height"],
      columns: [.init(covariate: "rock"), .init(covariate: "height", scale: ColumnScale(of: [8.0, 12.0]))], cells: 4,
      sampled: 4)
    let quality = ZoneQuality(
      clusters: [
        .init(rows: 1, cost: 0, sampled: 1, silhouette: 0), .init(rows: 3, cost: 6, sampled: 2, silhouette: 0.25),
      ], cost: 6, silhouette: 0.125)
    let tables = ZoneTables(
      columns: columns, partition: partition, quality: quality, match: ZoneMatch(bySize: [1, 3]))
    // A mean of 10 and a deviation of 2.
    #expect(tables.prototypes(.zscore).rows == [["1", "3", "5", "8"], ["2", "1", "4", "24"]])
    #expect(tables.prototypes(.none).rows == [["1", "3", "5", "-1"], ["2", "1", "4", "7"]])
    #expect(tables.quality.rows == [["1", "3", "6", "0.25", "2"], ["2", "1", "0", "0", "1"]])
    #expect(tables.distances == nil)
    let match = try ZoneMatch(ZoneMeans(covariates: ["a"], rows: [[3.5], [1]]), to: [[1], [3]])
    let matched = ZoneTables(columns: columns, partition: partition, quality: quality, match: match)
    // In units of √2, the deviation of 1 and 3.
    let rows = try #require(matched.distances).rows
    #expect(rows.map { $0[0] } == ["1", "2"] && rows.map { $0[2] } == ["1", "2"])
    #expect(rows[0][1] == "0" && agree(Double(rows[1][1]), 0.5 / 2.0.squareRoot()))
    #expect(agree(Double(rows[1][4]), 2.5 / 2.0.squareRoot()))
  }
}

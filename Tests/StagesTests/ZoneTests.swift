import Engine
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

  func sample(_ cells: ZoningCells, _ layers: [CovariateLayer] = Self.layers, size: Int? = nil) throws -> ZoningSample {
    try ZoningSample(of: cells, covariates: layers.map(\.id), size: size, seed: 1)
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

  /// From the first and the third cell, by hand: two groups.
  func partition(_ table: ZoningTable, _ columns: ZoningColumns) throws -> PrototypePartition {
    let rows = columns.continuous.isEmpty ? [] : columns.comparable([0, 100], column: 0, .zscore).map { [Double($0)] }
    return try table.partition(from: Prototypes(centroids: rows, modes: [[1], [2]]))
  }

  @Test func `come together by likeness, those with gaps by what they have`() throws {
    let cells = try cells()
    let columns = try sample(cells).columns
    let table = try ZoningTable(cells, columns, specification())
    let (labels, complete) = table.labels(of: try partition(table, columns))
    #expect(labels.cells == [0, 0, 1, 1, nil, 0, 1, 1])
    #expect(complete.cells == [1, 1, 1, 1, nil, 1, 0, 0])
  }

  /// Heights 0, 1, 2 about 1 and 100, 101 about 100.5; their variance, over five cells, is 2376.56.
  @Test func `cost what their distances sum to, in units of the deviation of their columns`() throws {
    let cells = try cells()
    let columns = try sample(cells).columns
    let scaled = try ZoningTable(cells, columns, specification())
    #expect(agree(try partition(scaled, columns).cost, 2.5 / 2376.56, within: 1e-5))
    let plain = try ZoningTable(cells, columns, specification { $0.standardise = .none })
    let partition = try plain.partition(from: Prototypes(centroids: [[0], [100]], modes: [[1], [2]]))
    #expect(agree(partition.cost, 2.5, within: 1e-6))
    let quality = try plain.quality(of: partition, sample: nil, seed: 1)
    #expect(quality.clusters.map(\.cost) == [2, 0.5] && quality.clusters.map(\.rows) == [3, 2])
  }

  @Test func `have prototypes in the units of their covariates`() throws {
    let cells = try cells()
    let columns = try sample(cells).columns
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
    let columns = try sample(cells, layers).columns
    var one = try specification()
    one.k = 1
    let table = try ZoningTable(cells, columns, one)
    // Four cells, whose z-scores have a sum of squares of 4 in each part.
    let partition = try table.partition(from: Prototypes(centroids: [[0, 0]], modes: [[]]))
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
    let found = try sample(cells(layers), layers, size: 100)
    #expect(found.columns.cells == 500 && found.columns.sampled == 100)
    #expect(found.continuous[0].count == 100 && Set(found.continuous[0]).isSubset(of: values))
    #expect(found.columns.continuous[0].scale.mean == 249.5)
    // Whole numbers 0 to n − 1 have the variance (n² − 1) / 12.
    #expect(agree(found.columns.continuous[0].scale.deviation, (249_999 / 12.0).squareRoot(), within: 1e-12))
    let again = ZoningSample(columns: found.columns, bytes: found.bytes)
    #expect(again.continuous == found.continuous && again.classes.isEmpty)
  }
}

@Suite struct `Tables of zones` {
  @Test func `set numbers of zones beside one another`() {
    let table = ZoneTables.numbers([
      ClusterNumber(clusters: 2, cost: 8, silhouette: 0.5, meanAgreement: 1, leastAgreement: 1),
      ClusterNumber(clusters: 3, cost: 2, silhouette: nil, meanAgreement: nil, leastAgreement: nil),
    ])
    #expect(table.rows == [["2", "8", "", "0.5", "1", "1"], ["3", "2", "0.25", "", "", ""]])
  }

  /// The second cluster, of three cells, bears the first number.
  @Test func `stand in the order of zones`() throws {
    let partition = PrototypePartition(
      labels: [0, 1, 1, 1], prototypes: Prototypes(centroids: [[7], [-1]], modes: [[4], [5]]), counts: [1, 3],
      costs: [6], settled: true)
    let columns = ZoningColumns(
      covariates: ["rock", "height"],
      continuous: [.init(covariate: "height", scale: ColumnScale(of: [8.0, 12.0]), weight: 1)], classes: ["rock"],
      cells: 4, sampled: 4)
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

  @Test func `rank covariates by their importance, of equals the earlier first`() {
    #expect(PartialDependenceTask.mostImportant(3, [0.1, 0.5, -1, 0.5, 0.2]) == [1, 3, 4])
    #expect(PartialDependenceTask.mostImportant(9, [0.1, 0.2]) == [1, 0])
  }
}

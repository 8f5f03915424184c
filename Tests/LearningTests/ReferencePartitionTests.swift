import Testing

@testable import Learning

/// The facts of one `kproto_*.json`: kmodes (online) and a batch implementation in NumPy, both from the same rows.
private struct ReferencePartition: Decodable {
  struct Batch: Decodable {
    var costs: [Double]
    var counts: [Int]
    var labels: [UInt8]
    var centroids: [[Double]]
    var modes: [[Int16]]
  }
  struct Online: Decodable {
    var cost: Double
    var labels: [UInt8]
  }
  var csv: String
  var continuous: Int
  var k: Int
  var gamma: Double
  var initRows: [Int]
  var batchFloat64: Batch
  var kmodesOnline: Online
  var kmodesBestOf20Huang: Double

  init(_ name: String) throws {
    self = try decode(Self.self, from: "kproto_\(name).json")
  }

  func table() throws -> MixedTable<Double> {
    let columns = try NumberTable(csv).columns
    return try MixedTable(
      continuous: Array(columns[..<continuous]), categorical: columns[continuous...].map { $0.map { Int16($0) } })
  }

  var settings: PrototypeSettings { PrototypeSettings(clusters: k, gamma: gamma) }
}

@Suite struct ReferencePartitionTests {
  @Test(arguments: ["separated", "overlapping"])
  func `From the same rows every label, count, mode and pass is that of the reference`(name: String) throws {
    let facts = try ReferencePartition(name)
    let found = try kPrototypes(facts.table(), facts.settings, from: .rows(facts.initRows))
    #expect(found.settled)
    #expect(found.labels == facts.batchFloat64.labels)
    #expect(found.counts == facts.batchFloat64.counts)
    #expect(found.prototypes.modes == facts.batchFloat64.modes)
    #expect(found.passes == facts.batchFloat64.costs.count)
    // The reference prints centroids to nine decimals.
    for (ours, theirs) in zip(found.prototypes.centroids, facts.batchFloat64.centroids) {
      for (a, b) in zip(ours, theirs) { #expect(abs(a - b) <= 1e-9) }
    }
  }

  @Test(arguments: ["separated", "overlapping"])
  func `The cost after each pass is that of the reference, and never rises`(name: String) throws {
    let facts = try ReferencePartition(name)
    let found = try kPrototypes(facts.table(), facts.settings, from: .rows(facts.initRows))
    for (ours, theirs) in zip(found.costs, facts.batchFloat64.costs) { #expect(abs(ours / theirs - 1) <= 1e-9) }
    #expect(zip(found.costs, found.costs.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test func `On separated rows the batch form finds what kmodes finds row by row`() throws {
    let facts = try ReferencePartition("separated")
    let found = try kPrototypes(facts.table(), facts.settings, from: .rows(facts.initRows))
    #expect(found.labels == facts.kmodesOnline.labels)
    #expect(abs(found.cost / facts.kmodesOnline.cost - 1) <= 1e-9)
  }

  @Test(arguments: ["separated", "overlapping"])
  func `The cheapest of twenty drawn starts costs at most 2 % more than the best that is known`(name: String) throws {
    let facts = try ReferencePartition(name)
    let table = try facts.table()
    let costs = try (0..<20).map { try kPrototypes(table, facts.settings, from: .drawn(seed: 1, number: $0)).cost }
    let best = costs[try #require(cheapest(of: costs))]
    let known = [facts.kmodesOnline.cost, facts.kmodesBestOf20Huang] + facts.batchFloat64.costs.suffix(1)
    #expect(best <= 1.02 * (known.min() ?? 0), "\(best)")
  }

  @Test func `Columns of half the width give the same labels where clusters are apart`() throws {
    let facts = try ReferencePartition("separated")
    let columns = try NumberTable(facts.csv).columns
    let table = try MixedTable(
      continuous: columns[..<facts.continuous].map { $0.map { Float($0) } },
      categorical: columns[facts.continuous...].map { $0.map { Int16($0) } })
    let found = try kPrototypes(table, facts.settings, from: .rows(facts.initRows))
    #expect(found.labels == facts.batchFloat64.labels)
    // Squared differences of values below 10, each good to 2^-24, summed in double precision.
    #expect(abs(found.cost / facts.kmodesOnline.cost - 1) <= 1e-6)
  }
}

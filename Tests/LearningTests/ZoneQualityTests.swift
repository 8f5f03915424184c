import Statistics
import Testing

@testable import Learning

/// The parts of a `kproto_*.json` that say how its batch partition came out.
private struct ReferenceZones: Decodable {
  struct Batch: Decodable {
    var cost: Double
    var counts: [Int]
    var labels: [UInt8]
    var centroids: [[Double]]
    var modes: [[Int16]]
  }
  var csv: String
  var continuous: Int
  var gamma: Double
  var batchFloat64: Batch
}

private func partition(_ labels: [UInt8], _ centroids: [[Double]], _ modes: [[Int16]]? = nil) -> PrototypePartition {
  PrototypePartition(
    labels: labels, prototypes: Prototypes(centroids: centroids, modes: modes ?? centroids.map { _ in [] }),
    counts: [], costs: [], settled: true)
}

@Suite struct ZoneQualityTests {
  @Test func `A cluster costs the squares about its centroid and gamma for each other class`() throws {
    let table = try MixedTable<Double>(continuous: [[0, 2, 10, 14, 12]], categorical: [[1, 1, 2, 1, 2]])
    let found = try zoneQuality(
      of: partition([0, 0, 1, 1, 1], [[1], [12]], [[1], [2]]), in: table, gamma: 0.5, sample: 5, seed: 1)
    #expect(found.clusters.map(\.cost) == [2, 8.5] && found.cost == 10.5)
    #expect(found.clusters.map(\.rows) == [2, 3] && found.clusters.map(\.sampled) == [2, 3])
  }

  @Test(arguments: [("overlapping", 0.13196565508217112), ("separated", 0.6217629976575455)])
  func `Cost, sizes and the mean silhouette are those of other programs`(name: String, silhouette: Double) throws {
    // The silhouette is that of scikit-learn 1.9.1, `silhouette_samples`, with an axis for each class, scaled by √(γ/2).
    let facts = try decode(ReferenceZones.self, from: "kproto_\(name).json")
    let columns = try NumberTable(facts.csv).columns
    let table = try MixedTable(
      continuous: Array(columns[..<facts.continuous]),
      categorical: columns[facts.continuous...].map { $0.map { Int16($0) } })
    let batch = facts.batchFloat64
    let found = try zoneQuality(
      of: partition(batch.labels, batch.centroids, batch.modes), in: table, gamma: facts.gamma,
      sample: 4000, seed: 1)
    #expect(abs(try #require(found.silhouette) - silhouette) <= 1e-12)
    #expect(found.clusters.map(\.rows) == batch.counts)
    // The reference prints centroids to nine decimals.
    #expect(abs(found.cost / batch.cost - 1) <= 1e-9)
  }

  @Test func `The silhouette of a cluster is the mean over its own rows, and all rows make the whole`() throws {
    let rows = UnevenRows(300)
    let table = try MixedTable(continuous: rows.numbers, categorical: rows.classes)
    let division = partition(rows.labels, Array(repeating: [0, 0], count: 5), Array(repeating: [0, 0], count: 5))
    let found = try zoneQuality(of: division, in: table, gamma: 0.3, sample: 300, seed: 4)
    let plain = plainSilhouettes(rows.labels, rows.numbers, rows.classes, gamma: 0.3)
    #expect(abs(try #require(found.silhouette) - plain.reduce(0, +) / 300) <= 1e-12)
    for (label, cluster) in zip(UInt8(0)..., found.clusters) {
      let own = plain.indices.filter { rows.labels[$0] == label }
      #expect(cluster.rows == own.count && cluster.sampled == own.count)
      guard let silhouette = cluster.silhouette else {
        #expect(own.isEmpty && cluster.cost == 0)
        continue
      }
      #expect(abs(silhouette - own.reduce(0) { $0 + plain[$1] } / Double(own.count)) <= 1e-12)
    }
    #expect(found.clusters[3].silhouette == nil)
  }

  @Test func `A sample of a third comes near the silhouette of all rows, and another seed gives another`() throws {
    let rows = UnevenRows(900)
    let table = try MixedTable(continuous: rows.numbers, categorical: rows.classes)
    let division = partition(rows.labels, Array(repeating: [0, 0], count: 5), Array(repeating: [0, 0], count: 5))
    func silhouette(_ sample: Int, _ seed: UInt64) throws -> Double {
      try #require(try zoneQuality(of: division, in: table, gamma: 0.7, sample: sample, seed: seed).silhouette)
    }
    let whole = try silhouette(900, 1)
    #expect(try silhouette(901, 2) == whole)
    // Silhouettes lie within -1 and 1 and vary here by 0.1 a row: five standard errors of 300 are 0.03.
    for seed in 1...4 as ClosedRange<UInt64> { #expect(abs(try silhouette(300, seed) - whole) < 0.03) }
    #expect(try silhouette(300, 1) != silhouette(300, 2))
  }

  @Test func `The clusters of a run add up to its cost, with the same bits from two threads`() throws {
    var stream = RandomStream(seed: 4, name: "cells")
    let numbers = (0..<2).map { _ in (0..<20_000).map { _ in Float(stream.uniform()) } }
    let table = try MixedTable(continuous: numbers, categorical: [(0..<20_000).map { _ in Int16(stream.below(4)) }])
    let run = try kPrototypes(
      table, PrototypeSettings(clusters: 3, gamma: 0.05, maximumPasses: 3), from: .drawn(seed: 9, number: 2))
    let found = try zoneQuality(of: run, in: table, gamma: 0.05, sample: 600, seed: 1)
    #expect(abs(found.cost / run.cost - 1) <= 1e-12)
    #expect(found.clusters.map(\.rows) == run.counts)
    #expect(found.clusters.map(\.sampled).reduce(0, +) == 600)
    #expect(try zoneQuality(of: run, in: table, gamma: 0.05, sample: 600, seed: 1, threads: 2) == found)
  }

  @Test func `One cluster has a cost and no silhouette`() throws {
    let table = try MixedTable<Double>(continuous: [[0, 2]], categorical: [])
    let found = try zoneQuality(of: partition([0, 0], [[1]]), in: table, gamma: 1, sample: 2, seed: 1)
    #expect(found.cost == 2 && found.silhouette == nil && found.clusters[0].silhouette == nil)
  }

  @Test func `Without a sample there are costs and no silhouettes`() throws {
    let table = try MixedTable<Double>(continuous: [[0, 2, 9, 9]], categorical: [])
    let found = try zoneQuality(of: partition([0, 0, 1, 1], [[1], [9]]), in: table, gamma: 1, sample: nil, seed: 1)
    #expect(found.clusters.map(\.cost) == [2, 0] && found.clusters.map(\.sampled) == [0, 0])
    #expect(found.silhouette == nil && found.clusters.allSatisfy { $0.silhouette == nil })
  }

  @Test func `A partition of another table is refused with its reason`() throws {
    let table = try MixedTable<Double>(continuous: [[0, 2, 9]], categorical: [])
    func problem(_ labels: [UInt8], _ centroids: [[Double]], gamma: Double = 1, sample: Int = 5) -> String {
      do {
        _ = try zoneQuality(of: partition(labels, centroids), in: table, gamma: gamma, sample: sample, seed: 1)
        return "none"
      } catch {
        return "\(error)"
      }
    }
    #expect(problem([0, 0], [[1]]).contains("'labels' has 2 rows where 3 are expected"))
    #expect(problem([0, 0, 2], [[1], [2]]).contains("a label is 2, allowed is 0 to 1"))
    #expect(problem([0, 0, 1], [[1, 1], [2, 2]]).contains("the prototypes do not fit the table"))
    #expect(problem([0, 0, 0], [[.nan]]).contains("the prototypes do not fit the table"))
    #expect(problem([0, 0, 0], []).contains("the number of clusters is 0"))
    #expect(problem([0, 0, 0], [[1]], gamma: -1).contains("gamma is -1"))
    #expect(problem([0, 0, 0], [[1]], sample: 1).contains("the number of rows drawn is 1, allowed is 2 or more"))
  }
}

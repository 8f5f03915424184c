import Statistics
import Testing

@testable import Learning

@Suite struct ClusterNumberTests {
  /// Three groups of three rows each, far apart on a line.
  private let groups: [Double] = [0, 1, 2, 1000, 1001, 1002, 10000, 10001, 10002]

  private func tried(
    _ clusters: Int, _ table: MixedTable<Double>, gamma: Double = 1, starts: Int = 20, sample: Int? = 4000,
    seed: UInt64 = 1, threads: Int = 1
  ) throws -> TriedStarts {
    try tryStarts(
      0...starts - 1, of: table, PrototypeSettings(clusters: clusters, gamma: gamma), sample: sample, seed: seed,
      threads: threads)
  }

  @Test func `Starts that only name clusters otherwise agree by 1, a crossed division of four rows by -1/2`() throws {
    func run(_ labels: [UInt8], cost: Double) -> PrototypePartition {
      PrototypePartition(
        labels: labels, prototypes: Prototypes(centroids: [[0], [1]], modes: [[], []]), counts: [2, 2], costs: [cost],
        settled: true)
    }
    let runs = [run([0, 1, 0, 1], cost: 9), run([0, 0, 1, 1], cost: 3), run([1, 1, 0, 0], cost: 3)]
    let first = ClusterNumber(of: runs, best: 1, silhouette: 0.5)
    // Two pairs in each division, none shared, 2/3 expected of 6 pairs: (0 - 2/3) / (2 - 2/3).
    #expect(abs(try #require(first.leastAgreement) + 0.5) <= 1e-15)
    #expect(abs(try #require(first.meanAgreement) - 0.25) <= 1e-15)
    #expect(first.cost == 3 && first.clusters == 2 && first.silhouette == 0.5)
    let alone = ClusterNumber(of: [run([0, 0, 1, 1], cost: 1.5)], best: 0, silhouette: nil)
    #expect(alone.meanAgreement == nil && alone.leastAgreement == nil)
  }

  @Test func `Of three groups three clusters cost what the groups cost, and every start finds them`() throws {
    let table = try MixedTable<Double>(continuous: [groups], categorical: [])
    let found = try (1...5).map { try tried($0, table).number }
    #expect(found.map(\.clusters) == [1, 2, 3, 4, 5])
    // Squares within a group are 1 + 0 + 1; two groups 1000 apart in one cluster add 6 · 500².
    #expect(abs(found[1].cost - 1_500_006) <= 1e-6 && abs(found[2].cost - 6) <= 1e-9)
    #expect(found[2].meanAgreement == 1 && found[2].leastAgreement == 1)
    #expect(found[3].leastAgreement ?? 1 < 1)
    let plain = plainSilhouettes([0, 0, 0, 1, 1, 1, 2, 2, 2], [groups], [], gamma: 1).reduce(0, +) / 9
    #expect(abs(try #require(found[2].silhouette) - plain) <= 1e-12)
    #expect(found.compactMap(\.silhouette).max() == found[2].silhouette)
    // One cluster agrees with itself and is far from none.
    #expect(found[0].silhouette == nil && found[0].meanAgreement == 1)
    #expect(found.map(\.filled) == [1, 2, 3, 4, 5])
    let two = try MixedTable<Double>(continuous: [[4, 4, 9]], categorical: [])
    #expect(try tried(3, two).number.filled == 2)
    #expect(try tried(3, table, sample: nil).number.silhouette == nil)
  }

  @Test func `The same bits come from two threads, and the cheapest is that of separate runs`() throws {
    let rows = UnevenRows(600)
    let table = try MixedTable(continuous: rows.numbers, categorical: rows.classes)
    for clusters in 2...4 {
      let found = try tried(clusters, table, gamma: 0.5, starts: 6, sample: 200, seed: 3)
      let again = try tried(clusters, table, gamma: 0.5, starts: 6, sample: 200, seed: 3, threads: 2)
      #expect(again.number == found.number && again.partitions == found.partitions && again.ranked == found.ranked)
      let costs = try (0..<6).map {
        try kPrototypes(
          table, PrototypeSettings(clusters: clusters, gamma: 0.5), from: .drawn(seed: 3, number: $0)
        ).cost
      }
      #expect(found.partitions.map(\.cost) == costs && found.number.cost == costs.min())
      #expect(found.ranked.map { costs[$0] } == costs.sorted())
      let (least, mean) = (try #require(found.number.leastAgreement), try #require(found.number.meanAgreement))
      #expect(least <= mean && mean <= 1)
    }
  }

  @Test func `Numbers of clusters that the table cannot have are refused`() throws {
    let table = try MixedTable<Double>(continuous: [groups], categorical: [])
    func problem(_ clusters: Int) -> String {
      do {
        _ = try tried(clusters, table)
        return "none"
      } catch {
        return "\(error)"
      }
    }
    #expect(problem(12).contains("9 rows, where at least 12 are needed"))
    #expect(problem(0).contains("the number of clusters is 0"))
  }
}

import Statistics
import Testing

@testable import Learning

private func divide(
  _ numbers: [[Double]], _ classes: [[Int16]] = [], k: Int, gamma: Double = 1, from start: PrototypeStart,
  passes: Int? = nil
) throws -> PrototypePartition {
  try kPrototypes(
    MixedTable(continuous: numbers, categorical: classes),
    PrototypeSettings(clusters: k, gamma: gamma, maximumPasses: passes), from: start)
}

@Suite struct KPrototypesTests {
  @Test func `A row as near to two prototypes goes to the lower label`() throws {
    let found = try divide([[0, 2, 1]], k: 2, from: .rows([0, 1]), passes: 1)
    #expect(found.labels == [0, 1, 0])
    #expect(try divide([[0, 2, 1]], k: 2, from: .rows([1, 0]), passes: 1).labels == [1, 0, 0])
  }

  @Test func `Of two codes as frequent the lower becomes the mode`() throws {
    let found = try divide([[0, 0, 0, 0]], [[5, -3, 5, -3]], k: 1, from: .rows([0]))
    #expect(found.prototypes.modes == [[-3]])
    #expect(found.cost == 2)
  }

  @Test func `Labels follow the order of the initial rows`() throws {
    #expect(try divide([[0, 10, 20, 21]], k: 3, from: .rows([2, 0, 1])).labels == [1, 2, 0, 0])
  }

  @Test func `From given rows an empty cluster keeps its prototype`() throws {
    // All rows are equal in numbers, so the second cluster loses each of them to the first.
    let found = try divide([[4, 4, 4, 4]], [[1, 1, 1, 2]], k: 2, from: .rows([0, 1]))
    #expect(found.counts == [4, 0])
    #expect(found.prototypes == Prototypes(centroids: [[4], [4]], modes: [[1], [1]]))
  }

  @Test func `From given prototypes an empty cluster takes the farthest row`() throws {
    let far = Prototypes(centroids: [[0], [100]], modes: [[], []])
    // Nobody is near 100; the mean of the others is 3, and 6 lies farthest from 0.
    let found = try divide([[1, 2, 6]], k: 2, from: .prototypes(far))
    #expect(found.labels == [0, 0, 1])
    #expect(found.prototypes.centroids == [[1.5], [6]])
  }

  @Test func `Passes end when the cost falls by no more than the share that is asked for`() throws {
    let table = try MixedTable<Double>(continuous: [[0, 1, 2, 3, 10]], categorical: [])
    func costs(_ leastGain: Double?) throws -> [Double] {
      try kPrototypes(
        table, PrototypeSettings(clusters: 2, gamma: 1, leastGain: leastGain), from: .rows([0, 1])
      ).costs
    }
    // By hand: 0 | 1 2 3 10, then about 0 and 4: 0 1 2 | 3 10, the tie of 2 to the lower; about 1 and 6.5: 0 1 2 3 | 10;
    // about 1.5 and 10 nothing moves.
    let all: [Double] = [86, 42, 18.25, 5]
    #expect(try costs(nil) == all)
    #expect(try costs(0) == all)
    // The gains are 0.51, 0.57 and 0.73 of the cost before.
    #expect(try costs(0.55) == [86, 42])
    #expect(try costs(0.5) == all)
  }

  @Test(arguments: 0...9) func `Rows drawn evenly are distinct, and a start from them is one from those rows`(
    number: Int
  ) throws {
    let table = try MixedTable<Double>(continuous: [[0, 1, 2, 3, 10, 11]], categorical: [])
    let settings = PrototypeSettings(clusters: 3, gamma: 1, draw: .even)
    let rows = drawRows(table, settings, seed: 5, number: number)
    #expect(Set(rows).count == 3 && rows.allSatisfy((0..<6).contains))
    let found = try kPrototypes(table, settings, from: .drawn(seed: 5, number: number))
    #expect(found == (try kPrototypes(table, settings, from: .rows(rows))))
  }

  @Test func `From a drawn start an empty cluster takes the farthest row`() throws {
    let table = try MixedTable(continuous: [[0, 1, 7.0, 2, 7.0]], categorical: [[1, 1, 2, 1, 2]])
    let start = Prototypes(centroids: [[0], [100]], modes: [[1], [1]])
    var labels: [UInt8] = Array(repeating: 255, count: 5)
    let pass = labelRows(table, start, gamma: 1, labels: &labels, threads: 1)
    #expect(pass.counts == [5, 0])
    #expect(pass.prototypes(of: table, keeping: start, replacesEmpty: false).centroids == [[3.4], [100]])
    let replaced = pass.prototypes(of: table, keeping: start, replacesEmpty: true)
    #expect(replaced.centroids == [[3.4], [7]])
    #expect(replaced.modes == [[1], [2]])
  }

  @Test func `Fewer distinct rows than clusters leave clusters empty, and the passes end`() throws {
    let found = try divide([[3, 3, 8, 3]], k: 4, from: .drawn(seed: 1, number: 0))
    #expect(found.settled && found.cost == 0)
    #expect(found.counts.sorted() == [0, 0, 1, 3])
  }

  /// The mean of ten times 0.1 is not 0.1.
  @Test(arguments: [
    ([0.1, 0.1, 0.1], 1), (Array(repeating: 0.1, count: 10), 1), (Array(repeating: 0.7, count: 7) + [0.2], 2),
  ])
  func `Means that miss equal rows by an ulp do not keep passes going`(rows: [Double], distinct: Int) throws {
    for clusters in distinct...3 {
      for number in 0..<5 {
        let found = try divide([rows], k: clusters, from: .drawn(seed: 2, number: number))
        #expect(found.cost < 1e-30 && found.counts.reduce(0, +) == rows.count)
      }
    }
  }

  @Test func `Numbers whose squares are too large are refused`() throws {
    let table = try MixedTable<Double>(continuous: [[1e200, -1e200, 0]], categorical: [])
    for gamma in [1, Double.infinity] {
      #expect(throws: LearningError(.overflow, in: "k-prototypes")) {
        try kPrototypes(table, PrototypeSettings(clusters: 1, gamma: gamma), from: .rows([2]))
      }
    }
  }

  @Test func `Without a price on classes numbers alone decide, with a high one classes do`() throws {
    let (numbers, classes): ([[Double]], [[Int16]]) = ([[0, 1, 10, 11]], [[1, 2, 1, 2]])
    #expect(try divide(numbers, classes, k: 2, gamma: 0, from: .rows([0, 3])).labels == [0, 0, 1, 1])
    #expect(try divide(numbers, classes, k: 2, gamma: 1e6, from: .rows([0, 3])).labels == [0, 1, 0, 1])
  }

  @Test func `Classes need no numbers beside them`() throws {
    let found = try divide([], [[1, 1, 4, 4], [0, 1, 5, 5]], k: 2, from: .rows([0, 2]))
    #expect(found.labels == [0, 0, 1, 1])
    #expect(found.cost == 1)
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `On nine rows the cheapest of thirty starts is the cheapest of all divisions`(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, name: "nine rows")
    let numbers = (0..<2).map { _ in (0..<9).map { _ in (stream.uniform() * 20).rounded() } }
    let classes = [(0..<9).map { _ in Int16(stream.below(3)) }]
    let costs = try (0..<30).map {
      try divide(numbers, classes, k: 3, gamma: 4, from: .drawn(seed: seed, number: $0)).cost
    }
    let best = costs[try #require(cheapest(of: costs))]
    var least = Double.infinity
    for code in 0..<19683 {
      let labels = (0..<9).map { row in (0..<row).reduce(code) { code, _ in code / 3 } % 3 }
      least = min(least, cost(of: labels, numbers, classes[0], gamma: 4))
    }
    #expect(abs(best - least) <= 1e-9)
  }

  /// The cost of a division by the definition: about the means and the most frequent codes of its parts.
  private func cost(of labels: [Int], _ numbers: [[Double]], _ classes: [Int16], gamma: Double) -> Double {
    (0..<3).reduce(0) { total, cluster in
      let rows = labels.indices.filter { labels[$0] == cluster }
      guard !rows.isEmpty else { return total }
      let squares = numbers.reduce(0) { sum, column in
        let mean = rows.reduce(0) { $0 + column[$1] } / Double(rows.count)
        return sum + rows.reduce(0) { $0 + (column[$1] - mean) * (column[$1] - mean) }
      }
      let mode = (0..<3).map { code in rows.count { classes[$0] == Int16(code) } }.max() ?? 0
      return total + squares + gamma * Double(rows.count - mode)
    }
  }

  @Test(arguments: [2, 3, 7])
  func `The same bits come from any number of threads`(threads: Int) throws {
    // 40,000 rows make three stretches, the last of them short.
    var stream = RandomStream(seed: 4, name: "cells")
    let numbers = (0..<2).map { _ in (0..<40_000).map { _ in Float(stream.uniform()) } }
    let table = try MixedTable(continuous: numbers, categorical: [(0..<40_000).map { _ in Int16(stream.below(4)) }])
    let settings = PrototypeSettings(clusters: 3, gamma: 0.05, maximumPasses: 4)
    let start = PrototypeStart.drawn(seed: 9, number: 2)
    #expect(
      try kPrototypes(table, settings, from: start) == kPrototypes(table, settings, from: start, threads: threads))
  }

  @Test func `A run that starts from its own prototypes ends where it was`() throws {
    let numbers: [[Double]] = [[0, 1, 5, 6, 20, 22], [1, 0, 3, 3, 8, 9]]
    let first = try divide(numbers, k: 3, from: .drawn(seed: 2, number: 0))
    let again = try divide(numbers, k: 3, from: .prototypes(first.prototypes))
    #expect(again.labels == first.labels && again.cost == first.cost && again.passes == 2)
  }

  @Test func `A limit of passes ends a run that still moves, with the prototypes it was labelled by`() throws {
    let found = try divide([[0, 1, 2, 10]], k: 2, from: .rows([0, 1]), passes: 1)
    #expect(!found.settled && found.passes == 1)
    #expect(found.prototypes.centroids == [[0], [1]])
    #expect(found.cost == 0 + 0 + 1 + 81)
  }

  @Test func `Of starts that cost the same the first is kept`() {
    #expect(cheapest(of: [3, 1, 2, 1]) == 1)
    #expect(cheapest(of: []) == nil)
  }

  @Test(arguments: [1, 3, 4, 5, 9], [9, 16, 519])
  func `Every row bears the lowest label of the prototypes nearest by the definition`(k: Int, rows: Int) throws {
    // Small whole numbers: distances are exact and many are equal.
    var stream = RandomStream(seed: 11, name: "whole numbers")
    let numbers = (0..<5).map { _ in (0..<rows).map { _ in Float(stream.below(3)) } }
    let classes = (0..<2).map { _ in (0..<rows).map { _ in Int16(stream.below(3)) } }
    let found = try kPrototypes(
      MixedTable(continuous: numbers, categorical: classes),
      PrototypeSettings(clusters: k, gamma: 2, maximumPasses: 1), from: .rows(Array(0..<k)))
    var cost = 0.0
    for row in 0..<rows {
      let distances = (0..<k).map { other in
        numbers.reduce(0) { $0 + ($1[row] - $1[other]) * ($1[row] - $1[other]) }
          + classes.reduce(0) { $0 + ($1[row] == $1[other] ? 0 : 2) }
      }
      let least = try #require(distances.min())
      #expect(distances.firstIndex(of: least) == Int(found.labels[row]))
      cost += Double(least)
    }
    #expect(found.cost == cost)
  }

  @Test(arguments: [0, 7, 8, 13], [1, 3, 5])
  func `However many columns there are, prototypes are the means and modes of their rows`(
    columns: Int, kinds: Int
  ) throws {
    // Sums of whole numbers are exact; 523 rows are a tile and a part of one that ends within an eight.
    var stream = RandomStream(seed: 12, name: "columns")
    let numbers = (0..<columns).map { _ in (0..<523).map { _ in Float(stream.below(9)) } }
    let classes = (0..<kinds).map { _ in (0..<523).map { _ in Int16(stream.below(4)) } }
    let table = try MixedTable(continuous: numbers, categorical: classes)
    let runs = try [1, 2].map {
      try kPrototypes(
        table, PrototypeSettings(clusters: 3, gamma: 3, maximumPasses: $0), from: .rows([0, 1, 2]))
    }
    for cluster in 0..<3 {
      let rows = (0..<523).filter { Int(runs[0].labels[$0]) == cluster }
      #expect(runs[0].counts[cluster] == rows.count)
      // One class may leave a cluster without rows, which then keeps its prototype.
      guard !rows.isEmpty else { continue }
      let means = numbers.map { column in rows.reduce(0) { $0 + Double(column[$1]) } / Double(rows.count) }
      #expect(runs[1].prototypes.centroids[cluster] == means)
      let modes = classes.map { column in
        let counts = (0..<4).map { code in rows.count { column[$0] == Int16(code) } }
        return Int16(counts.firstIndex(of: counts.max() ?? 0) ?? 0)
      }
      #expect(runs[1].prototypes.modes[cluster] == modes)
    }
  }
}

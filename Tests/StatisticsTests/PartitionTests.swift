import Statistics
import Testing

@Suite struct `Agreement of partitions` {
  @Test(
    arguments: [
      // The examples of scikit-learn's manual, in which 4/7 is printed as 0.57.
      ([0, 0, 1, 1], [0, 0, 1, 1], 1), ([0, 0, 1, 1], [1, 1, 0, 0], 1), ([0, 0, 1, 2], [0, 0, 1, 1], 4.0 / 7),
      ([0, 0, 1, 1], [0, 0, 1, 2], 4.0 / 7), ([0, 0, 0, 0], [0, 1, 2, 3], 0),
      // By hand: no pair is together in both, 2 in each, 6 pairs: (0 - 4/6) / (2 - 4/6).
      ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
      // Nothing left to chance.
      ([5, 5, 5], [1, 1, 1], 1), ([1, 2, 3], [3, 2, 1], 1), ([1], [2], 1), ([], [], 1),
    ] as [([Int], [Int], Double)])
  func `is the adjusted Rand index`(a: [Int], b: [Int], expected: Double) {
    #expect((adjustedRandIndex(a, b) - expected).magnitude < 1e-15)
  }
}

@Suite struct `Assignment at least cost` {
  /// Every way to give the rows columns of their own, with its cost.
  func everyAssignment(_ cost: [[Double]]) -> [(assignment: [Int], cost: Double)] {
    func extend(_ taken: [Int]) -> [[Int]] {
      guard taken.count < cost.count else { return [taken] }
      return cost[0].indices.filter { !taken.contains($0) }.flatMap { extend(taken + [$0]) }
    }
    return extend([]).map { way in (way, way.indices.reduce(0) { $0 + cost[$1][way[$1]] }) }
  }

  @Test func `solves the example of SciPy's manual`() {
    let found = minimumCostAssignment([[4, 1, 3], [2, 0, 5], [3, 2, 2]])
    #expect(found.assignment == [1, 0, 2])
    #expect(found.cost == 5)
  }

  @Test(arguments: [(1, 1), (1, 3), (2, 2), (4, 4), (3, 5), (6, 6)])
  func `and its runner-up are the two cheapest of all assignments`(rows: Int, columns: Int) throws {
    for seed in UInt64(1)...20 {
      var stream = RandomStream(seed: seed, name: "assignment")
      let cost = (0..<rows).map { _ in (0..<columns).map { _ in stream.uniform() * 10 - 2 } }
      let ranked = everyAssignment(cost).sorted { $0.cost < $1.cost }
      let best = minimumCostAssignment(cost)
      #expect(best.assignment == ranked[0].assignment, "seed \(seed)")
      #expect((best.cost - ranked[0].cost).magnitude < 1e-12, "seed \(seed)")
      let second = runnerUpAssignment(cost, to: best.assignment)
      #expect(second?.assignment == ranked.dropFirst().first?.assignment, "seed \(seed)")
    }
  }

  @Test func `of nothing costs nothing`() {
    #expect(minimumCostAssignment([]).assignment.isEmpty)
    #expect(minimumCostAssignment([]).cost == 0)
  }
}

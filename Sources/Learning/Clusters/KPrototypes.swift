/// Divides rows into clusters by numbers and classes together, from one start.
///
/// Minimises
///
///     Σ over rows ( |x − centroid|² + γ · number of codes that differ from the mode )
///
/// in batch: a pass labels every row by its nearest prototype, then all prototypes are taken anew. Of equally near
/// prototypes the lowest label wins, of equally frequent codes the lowest code. Passes end with the one that moves no row,
/// or sooner as the settings say, and with the second in a row that does not lower the cost: what still moves then is
/// rounding, such as that of the mean of equal numbers. Sums run in double precision over fixed stretches of rows, merged
/// in their order: the result is the same, bit for bit, for any number of threads.
///
/// One start ends in one of many local minima: run twenty or more and keep the cheapest (`cheapest(of:)`).
///
/// - Complexity: O(rows · clusters · columns) a pass; beside the table one byte a row, and while drawing a start one
///   `Value` a row.
/// - Reference: Huang (1998), Data Mining and Knowledge Discovery 2, 283–304; the batch form is Lloyd's (1982). Huang
///   updates prototypes after every row instead, so his answer depends on the order of rows.
package func kPrototypes<Value>(
  _ table: MixedTable<Value>, _ settings: PrototypeSettings, from start: PrototypeStart, threads: Int = 1
) throws(LearningError) -> PrototypePartition {
  try settings.check(rows: table.rows)
  var prototypes = try firstPrototypes(table, settings, start)
  let replacesEmpty = if case .rows = start { false } else { true }
  var labels = [UInt8](repeating: 255, count: table.rows)
  var costs: [Double] = []
  var (lowest, vain) = (Double.infinity, 0)
  while true {
    let pass = labelRows(table, prototypes, gamma: settings.gamma, labels: &labels, threads: threads)
    guard pass.cost.isFinite else { throw LearningError(.overflow, in: "k-prototypes") }
    costs.append(pass.cost)
    vain = pass.cost < lowest ? 0 : vain + 1
    lowest = min(lowest, pass.cost)
    let settled = pass.moved == 0
    let waitsForRows = replacesEmpty && pass.counts.contains(0)
    if settled || vain == 2 || costs.count == settings.maximumPasses || (!waitsForRows && settings.isLevel(costs)) {
      return PrototypePartition(
        labels: labels, prototypes: prototypes, counts: pass.counts, costs: costs, settled: settled)
    }
    prototypes = pass.prototypes(of: table, keeping: prototypes, replacesEmpty: replacesEmpty)
  }
}

/// Which of several starts to keep: the least cost, the earliest of equals; `nil` when there is none.
package func cheapest(of costs: [Double]) -> Int? {
  costs.indices.min { costs[$0] < costs[$1] }
}

private func firstPrototypes<Value>(
  _ table: MixedTable<Value>, _ settings: PrototypeSettings, _ start: PrototypeStart
) throws(LearningError) -> Prototypes {
  func fail(_ problem: LearningError.Problem) -> LearningError { LearningError(problem, in: "k-prototypes") }
  switch start {
  case .rows(let rows):
    guard rows.count == settings.clusters else {
      throw fail(.wrongNumberOfStarts(found: rows.count, expected: settings.clusters))
    }
    for row in rows where !(0..<table.rows).contains(row) {
      throw fail(.rowOutsideTable(row: row, rows: table.rows))
    }
    return table.prototypes(at: rows)
  case .prototypes(let prototypes):
    guard prototypes.fits(table, clusters: settings.clusters) else {
      throw fail(.unlike(table, clusters: settings.clusters))
    }
    return prototypes
  case .drawn(let seed, let number):
    return table.prototypes(at: drawRows(table, settings, seed: seed, number: number))
  }
}

extension MixedTable {
  /// Prototypes that stand on these rows.
  func prototypes(at rows: [Int]) -> Prototypes {
    Prototypes(
      centroids: rows.map { row in continuous.map { Double($0[row]) } },
      modes: rows.map { row in zip(levels, ranks).map { levels, ranks in levels[Int(ranks[row])] } })
  }
}

/// What repeated forests agree on.
package struct ImportanceSummary: Hashable, Sendable, Codable {
  package enum Verdict: String, Hashable, Sendable, Codable {
    /// The mean importance is above zero by at least two standard deviations.
    case kept
    /// The mean importance is zero, or below it by at least two standard deviations.
    case dropped
    /// The mean lies within two standard deviations of zero: another seed may turn its sign.
    case undecided
  }

  package struct Covariate: Hashable, Sendable, Codable {
    package var name: String
    /// Mean over forests of the unscaled importance, unit of the response squared.
    package var mean: Double
    /// Standard deviation between forests (division by forests − 1). Of a single forest it is estimated from its
    /// trees, deviation / √trees, since trees are drawn independently.
    package var deviation: Double
    /// Mean over forests of the scaled importance.
    package var scaled: Double
    /// Share of the forests in which the importance is above zero, 0 … 1.
    package var signFrequency: Double
    package var verdict: Verdict

    /// The paper's rule for keeping a covariate, blind to its spread: mean importance above zero.
    package var isPositive: Bool { mean > 0 }
  }

  /// In the order of the table.
  package var covariates: [Covariate]
  /// Means over forests of the out-of-bag mean squared error and R².
  package var outOfBagError: Double
  package var outOfBagR2: Double
  /// Trees in each forest.
  package var trees: Int
  package var forests: Int

  /// The covariates from the most important to the least; equals stay in the order of the table.
  package var ranked: [Covariate] {
    covariates.enumerated().sorted { a, b in
      a.element.mean > b.element.mean || (a.element.mean == b.element.mean && a.offset < b.offset)
    }.map(\.element)
  }

  /// Puts together forests grown on one table; sums run in the order given.
  ///
  /// - Returns: `nil` when `forests` is empty or they do not rank the same covariates.
  package init?(_ forests: [ForestImportance]) {
    guard let first = forests.first else { return nil }
    let names = first.covariates.map(\.name)
    guard forests.allSatisfy({ $0.covariates.map(\.name) == names && $0.trees == first.trees }) else { return nil }
    covariates = names.indices.map { index in Self.covariate(forests.map { $0.covariates[index] }, trees: first.trees) }
    let count = Double(forests.count)
    outOfBagError = forests.reduce(0) { $0 + $1.outOfBagError } / count
    outOfBagR2 = forests.reduce(0) { $0 + $1.outOfBagR2 } / count
    trees = first.trees
    self.forests = forests.count
  }

  private static func covariate(_ repeats: [ForestImportance.Covariate], trees: Int) -> Covariate {
    let count = Double(repeats.count)
    let mean = repeats.reduce(0) { $0 + $1.mean } / count
    let squares = repeats.reduce(0) { $0 + ($1.mean - mean) * ($1.mean - mean) }
    let deviation =
      repeats.count > 1
      ? (squares / (count - 1)).squareRoot() : repeats[0].deviation / Double(trees).squareRoot()
    let verdict: Verdict =
      mean.magnitude < 2 * deviation ? .undecided : mean > 0 ? .kept : .dropped
    return Covariate(
      name: repeats[0].name, mean: mean, deviation: deviation, scaled: repeats.reduce(0) { $0 + $1.scaled } / count,
      signFrequency: Double(repeats.count { $0.mean > 0 }) / count, verdict: verdict)
  }
}

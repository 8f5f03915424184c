package enum CalibrationSpecification: Hashable, Sendable {
  /// Table 4 as printed in the claims.
  case published
  case sceua(SCEUASpecification)
}

package struct SCEUASpecification: Hashable, Sendable {
  package enum Sampling: String, CaseIterable, Hashable, Sendable { case hull, full }
  package var runs: Int
  package var complexes: Int
  package var kstop: Int
  /// Percent.
  package var pcento: Double
  package var peps: Double
  package var maximumEvaluations: Int
  package var sampling: Sampling
  package var folds: Int
  /// Zones with fewer profiles are calibrated on all of them and carry no cross-validation.
  package var minimumForFolds: Int
  /// h0, rho_s, a, b, alpha, beta, gamma, D, in this order.
  package var bounds: [ClosedRange<Double>]
  /// How it is told which parameters mean something; `nil` where it is not.
  package var identifiability: Identifiability?

  package struct Identifiability: Hashable, Sendable {
    /// Of confidence of the intervals, percent.
    package var level: Double
    /// The share of its range, in percent, within which a parameter lies at a bound.
    package var atBound: Double
  }

  /// The names of the eight parameters, in the order of `bounds`.
  package static let parameterNames = ["h0", "rho_s", "a", "b", "alpha", "beta", "gamma", "D"]
}

package import Statistics

/// The shuffled complex evolution of Duan, Sorooshian and Gupta (SCE-UA): finds where a function of bounded variables is
/// least.
///
/// With *n* variables a population of *p* complexes of 2*n* + 1 points is drawn uniformly. Each complex evolves by
/// 2*n* + 1 steps of a simplex search: *n* + 1 parents, better ones more likely, replace their worst by its reflection
/// in the others' mean, failing that by the point halfway to that mean, failing that by a random point. Then the
/// complexes are shuffled together and dealt out anew.
///
/// The outcome depends on the settings, the bounds, the function and the stream, and on nothing else.
/// - Reference: Duan et al. (1992) Water Resour. Res. 28, 1015; (1993) J. Optim. Theory Appl. 76, 501; (1994) J. Hydrol.
///   158, 265.
package struct ShuffledComplexEvolution: Hashable, Sendable {
  /// Where a random replacement is drawn from.
  package enum Sampling: String, CaseIterable, Hashable, Sendable {
    /// The smallest box around the complex, as in Duan et al. (1992). Finds far more of the hard minima.
    case hull
    /// All of the bounds.
    case full
  }

  /// Why a search ended.
  package enum StopReason: String, CaseIterable, Hashable, Sendable {
    /// `maximumEvaluations` were used up.
    case evaluations
    /// The population shrank below `peps`.
    case converged
    /// The best value changed by less than `pcento` in `kstop` loops.
    case stalled
  }

  /// How far a search had come.
  package struct Step: Hashable, Sendable, Codable {
    /// Calls of the function so far.
    package var evaluations: Int
    /// The least value so far.
    package var value: Double
  }

  /// What a search found.
  package struct Outcome: Hashable, Sendable {
    /// Within the bounds.
    package var best: [Double]
    /// The function at `best`, or `ShuffledComplexEvolution.rejected` where it had no finite value anywhere.
    package var value: Double
    /// Calls of the function.
    package var evaluations: Int
    /// Where it stood after the first population and after each shuffling.
    package var trace: [Step]
    package var reason: StopReason

    /// Shufflings.
    package var loops: Int { trace.count - 1 }
  }

  /// What a value that is not finite counts as.
  package static let rejected = 1e300

  /// *p*, at least 1.
  package var complexes: Int
  /// Loops over which `pcento` is judged, at least 1.
  package var kstop: Int
  /// Least change of the best value in `kstop` loops that is worth going on for, in percent of its mean size.
  package var pcento: Double
  /// Least geometric mean of the population's extent over the bounds'.
  package var peps: Double
  /// Looked at after each step, so that a step of three calls may pass it by two; the first population is always drawn.
  package var maximumEvaluations: Int
  package var sampling: Sampling

  package init(
    complexes: Int = 8, kstop: Int = 10, pcento: Double = 0.1, peps: Double = 1e-3, maximumEvaluations: Int = 50_000,
    sampling: Sampling = .hull
  ) {
    self.complexes = complexes
    self.kstop = kstop
    self.pcento = pcento
    self.peps = peps
    self.maximumEvaluations = maximumEvaluations
    self.sampling = sampling
  }

  /// Searches `bounds` for the least value of `function`, with random numbers from `stream`.
  ///
  /// - Parameters:
  ///   - bounds: one range for each variable, at least one, each finite; a range of one point fixes its variable.
  ///   - function: called with a point within the bounds. NaN and infinities count as worse than anything finite.
  package func minimise(
    over bounds: [ClosedRange<Double>], stream: inout RandomStream, _ function: ([Double]) -> Double
  ) -> Outcome {
    precondition(complexes >= 1 && kstop >= 1 && !bounds.isEmpty, "\(complexes) complexes, \(kstop) loops, \(bounds)")
    var calls = 0
    func score(_ point: [Double]) -> Double {
      calls += 1
      let value = function(point)
      return value.isFinite ? min(value, Self.rejected) : Self.rejected
    }

    var population = Population(
      count: complexes * (2 * bounds.count + 1), bounds: bounds, stream: &stream, score: score)
    var bestValues: [Double] = []
    var trace = [Step(evaluations: calls, value: population.scores[population.order[0]])]
    var reason: StopReason?
    while reason == nil {
      for first in 0..<complexes where calls < maximumEvaluations {
        var complex = Complex(dealt: first, of: complexes, from: population)
        for _ in 0..<complex.count where calls < maximumEvaluations {
          complex.evolve(&population, sampling: sampling, stream: &stream, score: score)
        }
      }
      population.rank()
      bestValues.append(population.scores[population.order[0]])
      trace.append(Step(evaluations: calls, value: population.scores[population.order[0]]))
      if calls >= maximumEvaluations {
        reason = .evaluations
      } else if population.extent < peps {
        reason = .converged
      } else if isStalled(bestValues) {
        reason = .stalled
      }
    }
    let best = population.order[0]
    return Outcome(
      best: population.points[best], value: population.scores[best], evaluations: calls, trace: trace,
      reason: reason ?? .evaluations)
  }

  /// Whether the best value changed by less than `pcento` percent of its mean size over the last `kstop` loops.
  private func isStalled(_ bestValues: [Double]) -> Bool {
    guard bestValues.count > kstop, let last = bestValues.last else { return false }
    let change = (last - bestValues[bestValues.count - 1 - kstop]).magnitude
    let size = orderedSum(bestValues.suffix(kstop).map(\.magnitude)) / Double(kstop)
    return size == 0 || change * 100 / size < pcento
  }
}

import Statistics

/// The spread of a cross-validated prediction at one place.
///
/// The sample that it summarises is that of CV+, which holds both the error of the model and the disagreement of its
/// parameters.
/// - Reference: Barber, Candès, Ramdas and Tibshirani (2021), Predictive inference with the jackknife+, Ann. Stat. 49,
///   486; signed residuals, since thickness errors are skewed.
package struct PredictiveInterval: Hashable, Sendable {
  package var standardDeviation: Double
  /// The 5 % and 95 % quantiles of the sample.
  package var lower: Double
  package var upper: Double

  /// What one fold says of a place.
  package struct Fold: Hashable, Sendable {
    /// At the place, by parameters that the fold's own observations did not enter.
    package var prediction: Double
    /// Observed − predicted, for each of the fold's own observations, ascending.
    package let residuals: [Double]

    /// - Parameter residuals: in any order.
    package init(prediction: Double, residuals: [Double]) {
      self.init(prediction: prediction, sorted: residuals.sorted())
    }

    /// - Parameter residuals: ascending, as a map sorts them once for all its cells.
    package init(prediction: Double, sorted residuals: [Double]) {
      self.prediction = prediction
      self.residuals = residuals
    }
  }

  /// The sample of a place: for every observation, the prediction here of the fold that had not seen it, plus the
  /// residual that it left there; nothing below `least`.
  ///
  /// - Returns: ascending, merged from the folds, whose residuals are.
  package static func sample(of folds: [Fold], atLeast least: Double) -> [Double] {
    folds.reduce(into: []) { merged, fold in
      merged = Self.merged(merged, fold.residuals.map { max(least, fold.prediction + $0) })
    }
  }

  private static func merged(_ a: [Double], _ b: [Double]) -> [Double] {
    guard !a.isEmpty else { return b }
    return [Double](unsafeUninitializedCapacity: a.count + b.count) { all, count in
      var (fromA, fromB) = (0, 0)
      while count < a.count + b.count {
        let takesA = fromB == b.count || (fromA < a.count && a[fromA] <= b[fromB])
        all.initializeElement(at: count, to: takesA ? a[fromA] : b[fromB])
        if takesA { fromA += 1 } else { fromB += 1 }
        count += 1
      }
    }
  }

  /// - Parameter sorted: a sample in ascending order.
  /// - Returns: `nil` for fewer than two values.
  package init?(sorted: [Double]) {
    guard let deviation = Statistics.standardDeviation(sorted),
      let lower = quantile(0.05, ofSorted: sorted), let upper = quantile(0.95, ofSorted: sorted)
    else { return nil }
    standardDeviation = deviation
    self.lower = lower
    self.upper = upper
  }
}

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
    /// Observed − predicted, for each of the fold's own observations.
    package var residuals: [Double]

    package init(prediction: Double, residuals: [Double]) {
      self.prediction = prediction
      self.residuals = residuals
    }
  }

  /// The sample of a place: for every observation, the prediction here of the fold that had not seen it, plus the
  /// residual that it left there; nothing below `least`.
  package static func sample(of folds: [Fold], atLeast least: Double) -> [Double] {
    folds.flatMap { fold in fold.residuals.map { max(least, fold.prediction + $0) } }
  }

  /// - Returns: `nil` for fewer than two values.
  package init?(sample: [Double]) {
    let sorted = sample.sorted()
    guard let deviation = Statistics.standardDeviation(sorted),
      let lower = quantile(0.05, ofSorted: sorted), let upper = quantile(0.95, ofSorted: sorted)
    else { return nil }
    standardDeviation = deviation
    self.lower = lower
    self.upper = upper
  }
}

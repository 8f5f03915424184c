/// How much better a predictor is than another one: 1 − MSE / MSE of the other; 1 for no error, 0 for as much, negative
/// for more.
///
/// - Parameters:
///   - error: the root of its mean squared error.
///   - other: that of the other predictor over the same observations; positive.
package func skill(rootMeanSquare error: Double, against other: Double) -> Double {
  1 - (error / other) * (error / other)
}

/// How far predictions lie from observations, by equations 10 to 12 of the paper.
package struct PredictionError: Hashable, Sendable {
  /// Number of pairs, at least one.
  package var count: Int
  /// Equation 10: the root of the mean squared error, in the unit of the observations.
  package var rootMeanSquare: Double
  /// Equation 11: the mean of the absolute error.
  package var meanAbsolute: Double
  /// Equation 12: the mean of the absolute error over the observation; `nil` unless every observation is positive.
  package var meanRelative: Double?
  /// The mean of predicted − observed: positive where predictions are too large.
  package var mean: Double

  /// - Precondition: as many observations as predictions.
  /// - Returns: `nil` for no pairs.
  package init?(observed: [Double], predicted: [Double]) {
    precondition(observed.count == predicted.count, "\(observed.count) observations, \(predicted.count) predictions")
    guard !observed.isEmpty else { return nil }
    func average(_ term: (Int) -> Double) -> Double {
      orderedSum(count: observed.count, of: term) / Double(observed.count)
    }
    count = observed.count
    rootMeanSquare = average { (predicted[$0] - observed[$0]) * (predicted[$0] - observed[$0]) }.squareRoot()
    meanAbsolute = average { (predicted[$0] - observed[$0]).magnitude }
    meanRelative =
      observed.allSatisfy { $0 > 0 } ? average { (predicted[$0] - observed[$0]).magnitude / observed[$0] } : nil
    mean = average { predicted[$0] - observed[$0] }
  }
}

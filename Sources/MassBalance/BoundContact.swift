/// A bound of its range at which a calibrated parameter lies.
package enum BoundContact: String, Hashable, Sendable {
  case lower
  case upper
}

extension Parameters {
  /// Which of the eight parameters lie at a bound, in the order of `names`.
  ///
  /// A parameter that the data do not tell drifts until a bound stops it (or stays where chance left it), so a contact
  /// is a sign that its value means nothing by itself.
  /// - Parameters:
  ///   - bounds: in the order of `names`.
  ///   - share: of the range, that still counts as at the bound.
  /// - Returns: `nil` for a parameter inside its range, and for one that a range without width fixes.
  package func contacts(
    with bounds: [ClosedRange<Double>] = Self.publishedBounds, within share: Double
  ) -> [BoundContact?] {
    zip(vector, bounds).map { value, range in
      let width = range.upperBound - range.lowerBound
      let toLower = value - range.lowerBound
      let toUpper = range.upperBound - value
      guard width > 0, min(toLower, toUpper) <= share * width else { return nil }
      return toLower <= toUpper ? .lower : .upper
    }
  }
}

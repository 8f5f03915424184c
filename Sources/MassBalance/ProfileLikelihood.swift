import Statistics

/// The range of values of each group that the profiles of a zone allow.
///
/// A value is allowed when the least squared misfit with the group held at it, the other four fitted anew, is at most
///
///     SSE · (1 + t² / (n − 5))
///
/// where SSE is the least of all and t the quantile of Student's t with n − 5 degrees of freedom: the interval of the
/// likelihood ratio for normal misfits whose variance is not known. Unlike that of linear theory it follows bent valleys
/// and stops at bounds.
/// - Reference: Bates and Watts (1988) Nonlinear Regression Analysis, §6.1; Raue et al. (2009) Bioinformatics 25, 1923.
package struct ProfileLikelihood: Hashable, Sendable {
  /// The allowed range of one group, in its unit.
  package struct Interval: Hashable, Sendable {
    /// `nil` where every smaller value down to the bound of the box, or as near to 0 as numbers are, is allowed too.
    package var lower: Double?
    /// `nil` where every larger value up to the bound of the box is allowed too.
    package var upper: Double?

    /// Whether the profiles limit the group on both sides.
    package var isBounded: Bool { lower != nil && upper != nil }

    package func contains(_ value: Double) -> Bool {
      value >= lower ?? -.infinity && value <= upper ?? .infinity
    }
  }

  /// The groups of least misfit; better than those given where a search found such.
  package var fit: GroupFit
  /// In the order of `IdentifiableGroups.names`. Five profiles or fewer bound nothing.
  package var intervals: [Interval]
  /// The largest sum of squares that is allowed, m²; `nil` for five profiles or fewer.
  package var threshold: Double?

  /// - Parameters:
  ///   - fit: the least misfit known.
  ///   - level: of confidence, in 0 ..< 1.
  /// - Complexity: some thousand steps of `GroupPolish`, each one logarithm a profile.
  package init(of model: GroupModel, around fit: GroupFit, within box: GroupBox, level: Double = 0.9) {
    self.fit = fit
    let unbounded = Interval(lower: nil, upper: nil)
    intervals = fit.groups.vector.map { _ in unbounded }
    let freedom = model.count - intervals.count
    guard let t = studentQuantile(within: level, freedom: freedom) else { return }
    let rounds = 6
    for round in 1...rounds {
      let tracer = GroupTracer(model, box, from: self.fit, ratio: t * t / Double(freedom))
      threshold = tracer.threshold
      var better: GroupPolish.Point?
      // The last round goes through, so that all ends belong to one fit.
      for group in intervals.indices where better == nil || round == rounds {
        let lower = tracer.end(of: group, towards: .lower)
        let upper = tracer.end(of: group, towards: .upper)
        intervals[group] = Interval(lower: lower.value, upper: upper.value)
        better = [lower.better, upper.better].compactMap { $0 }.min { $0.squares < $1.squares }
      }
      guard let better, round < rounds else { break }
      self.fit = GroupFit(GroupPolish(model, within: box).end(from: better), count: model.count)
    }
  }
}

/// The values that the five groups can take while the eight parameters stay within bounds.
///
/// Within Table 2 they fill a box, so that fitting the groups is a problem with five bounded unknowns that has the same
/// least misfit as that of the eight parameters. Set a and ρs to their least values. Then α, β and γ D, which no other
/// group holds, carry water, wind and grav each from 0 to its largest value, whatever the other two are; h₀ and b are
/// parameters themselves. No larger value is possible, since a and ρs only divide. Where the least α, β or γ is above 0
/// the groups share the limits of a and ρs, and this is the smallest box that holds them.
package struct GroupBox: Hashable, Sendable {
  /// In the order of `IdentifiableGroups.names`.
  package var bounds: [ClosedRange<Double>]

  /// - Parameters:
  ///   - bounds: of the eight parameters, in the order of `Parameters.names`, none below 0, those of a and ρs above it.
  ///   - densityRatio: ρc / ρs.
  /// - Returns: `nil` for bounds of another kind.
  package init?(
    of bounds: [ClosedRange<Double>] = Parameters.publishedBounds,
    densityRatio: Double = SteadyStateRules.publishedDensityRatio
  ) {
    // The loss that a group stands for grows with α, β, γ and D and falls with ρs and a.
    let least = zip(bounds, Parameters.names).map { ["rho_s", "a"].contains($1) ? $0.upperBound : $0.lowerBound }
    let most = zip(bounds, Parameters.names).map { ["rho_s", "a"].contains($1) ? $0.lowerBound : $0.upperBound }
    guard bounds.allSatisfy({ $0.lowerBound >= 0 && $0.upperBound.isFinite }), densityRatio > 0,
      let low = Parameters(vector: least), let high = Parameters(vector: most), high.rhoS > 0, high.a > 0
    else { return nil }
    self.bounds = zip(
      IdentifiableGroups(low, densityRatio: densityRatio).vector,
      IdentifiableGroups(high, densityRatio: densityRatio).vector
    ).map { min($0, $1)...$1 }
  }

  /// `vector` with each group moved to the nearest value that it may have.
  func nearest(to vector: [Double]) -> [Double] {
    zip(vector, bounds).map { min(max($0, $1.lowerBound), $1.upperBound) }
  }
}

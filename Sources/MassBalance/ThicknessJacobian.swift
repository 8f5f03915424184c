package import Statistics

/// How the thickness at the profiles of a zone answers to the eight parameters, and so how many of them the profiles can
/// tell.
///
/// A column for each parameter in the order of `Parameters.names`, a row for each profile, in m per unit of the
/// parameter's natural logarithm; zero where thickness is held at 0, or the parameter is 0. Five columns make all eight:
/// a is all of erosion, ρs water and wind, and γ and D are one, which is why the rank is at most 5.
package struct ThicknessJacobian: Hashable, Sendable {
  package var columns: [[Double]]
  /// Of the columns.
  package var singularValues: SingularValues

  /// - Parameters:
  ///   - parameters: where the derivatives are taken.
  ///   - densityRatio: ρc / ρs.
  /// - Returns: `nil` where the parameters are rejected, or a derivative is not finite.
  package init?(
    of model: GroupModel, at parameters: Parameters,
    densityRatio: Double = SteadyStateRules.publishedDensityRatio
  ) {
    let groups = IdentifiableGroups(parameters, densityRatio: densityRatio).vector
    guard let derivatives = model.derivatives(groups) else { return nil }
    let inLogarithms = zip(groups, derivatives).map { group, column in column.map { group * $0 } }
    let (water, wind, grav) = (inLogarithms[2], inLogarithms[3], inLogarithms[4])
    let ofDensity = zip(water, wind).map { -($0 + $1) }
    let ofPrefactor = zip(ofDensity, grav).map { $0 - $1 }
    columns = [inLogarithms[0], ofDensity, ofPrefactor, inLogarithms[1], water, wind, grav, grav]
    guard let values = SingularValues(ofColumns: columns) else { return nil }
    singularValues = values
  }

  /// The number of combinations of parameters that the profiles tell; see `SingularValues.rank(tolerance:)`.
  package func rank(tolerance: Double? = nil) -> Int { singularValues.rank(tolerance: tolerance) }

  /// The largest singular value over the least that counts for the rank; `nil` for rank 0.
  package func conditionNumber(tolerance: Double? = nil) -> Double? {
    let rank = rank(tolerance: tolerance)
    return rank > 0 ? singularValues.values[0] / singularValues.values[rank - 1] : nil
  }
}

import Statistics

/// What linear theory says of the errors of fitted groups: (JᵀJ)⁻¹, J being the derivatives of thickness in the groups.
///
/// It takes the misfits for independent, of one variance, and small enough for thickness to be linear in the groups; it
/// knows no bounds. `ProfileLikelihood` assumes none of the last two.
package struct GroupCovariance: Hashable, Sendable {
  /// 5 × 5, in the order of `IdentifiableGroups.names`, for misfits of variance 1 m²; `nil` where either group is not
  /// determined: where it can change together with others and leave thickness as it is.
  package var covariance: [[Double?]]

  /// - Parameter tolerance: as in `SingularValues.rank(tolerance:)`, for columns of unit length.
  /// - Returns: `nil` where the groups are rejected, or a derivative is not finite.
  package init?(of model: GroupModel, at groups: IdentifiableGroups, tolerance: Double? = nil) {
    guard let derivatives = model.derivatives(groups.vector) else { return nil }
    let lengths = derivatives.map { column in orderedSum(count: column.count) { column[$0] * column[$0] }.squareRoot() }
    let units = zip(derivatives, lengths).map { column, length in length > 0 ? column.map { $0 / length } : column }
    guard let singular = SingularValues(ofColumns: units) else { return nil }
    let rank = singular.rank(tolerance: tolerance)
    let vectors = singular.rightVectors
    let isDetermined = groups.vector.indices.map { group in
      vectors[rank...].allSatisfy { $0[group].magnitude < 1e-8 }
    }
    covariance = groups.vector.indices.map { row in
      groups.vector.indices.map { column in
        guard isDetermined[row], isDetermined[column] else { return nil }
        let unit = orderedSum(count: rank) {
          vectors[$0][row] * vectors[$0][column] / (singular.values[$0] * singular.values[$0])
        }
        return unit / (lengths[row] * lengths[column])
      }
    }
  }

  /// The coefficients of correlation of the fitted groups, −1 ... 1; `nil` as in `covariance`.
  package var correlation: [[Double?]] {
    covariance.indices.map { row in
      covariance.indices.map { column in
        guard let shared = covariance[row][column], let first = covariance[row][row],
          let second = covariance[column][column], first > 0, second > 0
        else { return nil }
        return row == column ? 1 : min(max(shared / (first.squareRoot() * second.squareRoot()), -1), 1)
      }
    }
  }
}

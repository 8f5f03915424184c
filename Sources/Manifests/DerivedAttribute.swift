/// What can be derived from elevations, as a manifest spells it; `solum tool terrain` writes `_` for `-`.
package enum DerivedAttribute: String, CaseIterable, Hashable, Sendable {
  case elevation
  case slope
  case aspect
  case northness
  case eastness
  case laplacian
  case generalCurvature = "general-curvature"
  case profileCurvature = "profile-curvature"
  case planCurvature = "plan-curvature"
  case tangentialCurvature = "tangential-curvature"
  case ruggedness = "tri"
  case positionIndex = "tpi"
  case slopeLength = "slope-length"
  case wetness = "twi"
  case transport = "sti"
  case slopePosition = "slope-position"

  /// The unit its values are in, for elevations in metres.
  package var unit: String {
    switch self {
    case .slope, .aspect: "degree"
    case .laplacian, .generalCurvature, .profileCurvature, .planCurvature, .tangentialCurvature: "1/m"
    case .elevation, .ruggedness, .positionIndex, .slopeLength: "m"
    case .northness, .eastness, .wetness, .transport, .slopePosition: "1"
    }
  }

  package var form: CovariateSpecification.Form { self == .aspect ? .circular : .continuous }
}

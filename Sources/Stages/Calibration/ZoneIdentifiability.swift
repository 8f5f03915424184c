import Ledger
import Manifests
import MassBalance

/// What the profiles of a zone tell of its parameters: one row for each of the five groups, then one for each parameter
/// that stands within groups only.
struct ZoneIdentifiability {
  static let columns = ["zone", "quantity", "best", "lower", "upper", "determined", "at_bound", "rank", "condition"]

  /// Empty where nothing was fitted.
  private(set) var table = Table(columns: Self.columns)

  init(
    zone: Int, profiles: ZoneProfiles, outcome: ZoneFit.Outcome?, bounds: [ClosedRange<Double>],
    _ wanted: SCEUASpecification.Identifiability, densityRatio: Double
  ) {
    let model = profiles.groupModel
    guard let parameters = outcome.flatMap({ Parameters(vector: $0.parameters) }),
      let box = GroupBox(of: bounds, densityRatio: densityRatio),
      let fit = GroupFit(of: model, from: IdentifiableGroups(parameters, densityRatio: densityRatio), within: box)
    else { return }
    let likelihood = ProfileLikelihood(of: model, around: fit, within: box, level: wanted.level / 100)
    let jacobian = ThicknessJacobian(of: model, at: parameters, densityRatio: densityRatio)
    let told = [jacobian.map { "\($0.rank())" } ?? "", Table.field(jacobian?.conditionNumber())]
    let contacts = Dictionary(
      uniqueKeysWithValues: zip(Parameters.names, parameters.contacts(with: bounds, within: wanted.atBound / 100)))

    for (place, name) in IdentifiableGroups.names.enumerated() {
      let interval = likelihood.intervals[place]
      table.append(
        ["\(zone)", name, Table.field(likelihood.fit.groups.vector[place]), Table.field(interval.lower)]
          + [Table.field(interval.upper), Self.word(for: interval), contacts[name].flatMap { $0?.rawValue } ?? ""]
          + told)
    }
    for (name, value) in zip(Parameters.names, parameters.vector) where !IdentifiableGroups.names.contains(name) {
      table.append(
        ["\(zone)", name, Table.field(value), "", "", "within groups only"]
          + [contacts[name].flatMap { $0?.rawValue } ?? ""] + told)
    }
  }

  private static func word(for interval: ProfileLikelihood.Interval) -> String {
    switch (interval.lower, interval.upper) {
    case (nil, nil): "no"
    case (nil, _): "from above"
    case (_, nil): "from below"
    default: "yes"
    }
  }
}

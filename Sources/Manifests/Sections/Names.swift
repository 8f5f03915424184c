/// The names that a section may refer to.
struct Names {
  var sources: [String] = []
  var covariates: [String] = []
  /// Of the covariates that could be read.
  var units: [String: String] = [:]
  /// Covariates that take part in importance and zoning.
  var candidates: [String] = []

  /// The name of a declared source.
  var source: Reading<String> { .name(of: .source, among: sources) }

  /// The name of a declared covariate in `unit`, or in any when it is `nil`.
  func covariate(in unit: String? = nil) -> Reading<String> {
    let name = Reading<String>.name(of: .covariate, among: covariates)
    return Reading(unit.map { "\(name.wanted) in '\($0)'" } ?? name.wanted) { item throws(Noted) in
      let name = try name.read(item)
      if let unit, let found = units[name], found != unit {
        throw item.problem(.unitMismatch(name: name, found: found, needed: unit))
      }
      return name
    }
  }

  /// The name of a covariate that takes part in importance and zoning.
  var candidate: Reading<String> {
    let name = covariate()
    return Reading(name.wanted) { item throws(Noted) in
      let name = try name.read(item)
      guard units[name] == nil || candidates.contains(name) else { throw item.problem(.notACandidate(name)) }
      return name
    }
  }
}

extension Names {
  /// Takes up the covariates: the names of all, and what is known of those that could be read.
  mutating func learn(covariates names: [String], read: [CovariateSpecification]) {
    covariates = names
    units = Dictionary(read.map { ($0.id, $0.unit) }, uniquingKeysWith: { first, _ in first })
    candidates = read.filter(\.candidate).map(\.id)
  }
}

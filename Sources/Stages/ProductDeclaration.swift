package import Ledger
package import Manifests

/// Everything that the task graph of a product is made from: the manifest, its lock, its claims, and where bytes may
/// be found.
package struct ProductDeclaration: Sendable {
  package var manifest: Manifest
  package var lock: Lock
  /// `nil` when the manifest names no claims.
  package var claims: PublishedClaims?
  /// The manifest and lock as they stand in the release.
  package var manifestText: String
  package var lockText: String
  /// Folders and URL prefixes to look into before any network.
  package var mirrors: [String]
  /// Where downloads wait until they are whole.
  package var incoming: String
  package var toolVersion: String

  package init(
    manifest: Manifest, lock: Lock, claims: PublishedClaims?, manifestText: String, lockText: String,
    mirrors: [String], incoming: String, toolVersion: String
  ) {
    self.manifest = manifest
    self.lock = lock
    self.claims = claims
    self.manifestText = manifestText
    self.lockText = lockText
    self.mirrors = mirrors
    self.incoming = incoming
    self.toolVersion = toolVersion
  }

  /// The source of that name; the manifest reader has checked that it exists.
  func source(_ id: String) throws -> SourceSpecification {
    guard let source = manifest.sources.first(where: { $0.id == id }) else {
      throw StageError(
        subject: "manifest", problem: "there is no source '\(id)'", remedy: "declare it under 'sources'")
    }
    return source
  }

  func covariate(_ id: String) throws -> CovariateSpecification {
    guard let covariate = manifest.covariates.first(where: { $0.id == id }) else {
      throw StageError(
        subject: "manifest", problem: "there is no covariate '\(id)'", remedy: "declare it under 'covariates'")
    }
    return covariate
  }

}

extension ProductDeclaration {
  /// The covariates that take part in importance and zoning, in the order of the manifest.
  var candidates: [CovariateSpecification] { manifest.covariates.filter(\.candidate) }

  /// The covariates that have a mean.
  var continuousCovariates: [CovariateSpecification] { manifest.covariates.filter { $0.form == .continuous } }

  /// Least share of the fine cells under a cell that must have a value; asked only where a layer is aggregated.
  func minimumShare() throws -> Double {
    guard let terrain = manifest.terrain else {
      throw StageError(
        subject: "manifest", problem: "a covariate is aggregated and 'terrain' is missing",
        remedy: "say under 'terrain' the 'minimum-share' of fine cells that must have a value")
    }
    return terrain.minimumShare
  }

  /// The masks, in the order of the codes that they have in the domain.
  var masks: [String] { manifest.grid.masks.map(\.name) }

  /// 0 without zones.
  var zoneCount: Int { manifest.zones?.k ?? 0 }

  /// The zones of a synthetic truth, whatever number is looked for.
  var trueZoneCount: Int { manifest.twin?.profiles.count ?? zoneCount }

  /// Whether a zone's number is that of a published zone; the clusters are numbered by their place otherwise.
  var zonesArePublished: Bool { manifest.zones?.match != nil }

  /// The folds of the calibration, 0 where the parameters are published ones.
  var folds: Int {
    if case .sceua(let specification)? = manifest.calibration { specification.folds } else { 0 }
  }

  /// Whether the product's parameters are fitted here, in folds.
  var hasCrossValidation: Bool { folds > 1 }

  /// Whether intervals of the fitted groups are asked for.
  var tellsIdentifiability: Bool {
    if case .sceua(let search) = manifest.calibration { search.identifiability != nil } else { false }
  }
}

/// What a stage found wrong in its inputs: what, where, and how to mend it.
package struct StageError: Error, Hashable, CustomStringConvertible {
  package var subject: String
  package var problem: String
  package var remedy: String

  package init(subject: String, problem: String, remedy: String) {
    self.subject = subject
    self.problem = problem
    self.remedy = remedy
  }

  package var description: String { "\(subject): error: \(problem)\n  \(remedy)" }
}

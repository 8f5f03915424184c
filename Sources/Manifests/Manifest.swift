/// A checked manifest: the declaration of one data product.
///
/// Every value has passed its range, every name refers to something that exists. Units are those in the comments; the
/// text may spell lengths with a unit (`10 km`). What the text declares by name is sorted by name, so that the order of keys
/// decides nothing.
package struct Manifest: Hashable, Sendable {
  package var product: Product
  package var grid: GridSpecification
  /// Sorted by name.
  package var sources: [SourceSpecification]
  /// Sorted by name.
  package var covariates: [CovariateSpecification]
  /// Present when a covariate is derived from terrain.
  package var terrain: TerrainSpecification?
  package var samples: SamplesSpecification?
  package var importance: ImportanceSpecification?
  package var zones: ZonesSpecification?
  package var model: ModelSpecification?
  package var calibration: CalibrationSpecification?
  package var validation: ValidationSpecification
  package var package: PackageSpecification
  package var twin: TwinSpecification?
  /// File name of the claims, relative to the manifest.
  package var claims: String?
}

package struct Product: Hashable, Sendable {
  /// Printed on every page of the release.
  package enum Kind: String, CaseIterable, Hashable, Sendable { case original, reconstruction, synthetic }
  package struct Creator: Hashable, Sendable {
    package var name: String
    package var organizational: Bool
    package var orcid: String?
    package var affiliation: String?
  }
  package struct Supplement: Hashable, Sendable {
    package var doi: String
    /// `preprint` or `article`.
    package var form: String
  }
  package var id: String
  package var version: String
  package var title: String
  package var kind: Kind
  /// ISO 8601, the only date that enters a release.
  package var releaseDate: String
  package var creators: [Creator]
  package var licence: String
  package var keywords: [String]
  package var supplements: Supplement?
  package var seed: UInt64
  package var summary: String
  /// What a reader must know before using it; printed in README, report and metadata.
  package var limits: [String]
}

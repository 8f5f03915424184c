package struct ValidationSpecification: Hashable, Sendable {
  package struct Region: Hashable, Sendable {
    package var name: String
    package var source: String
    /// Attribute filter: column and value.
    package var column: String?
    package var value: String?
  }
  /// A published map to compare with.
  package struct Reference: Hashable, Sendable {
    package var name: String
    /// A covariate-like layer: source raster in metres.
    package var source: String
    package var resample: CovariateSpecification.Resample
  }
  package var regions: [Region]
  package var references: [Reference]
  /// For a synthetic product: the source that carries the truth.
  package var truth: String?
}

package struct PackageSpecification: Hashable, Sendable {
  /// Level of DEFLATE, 1 … 9.
  package var deflateLevel: Int
  package var blockSize: Int
}

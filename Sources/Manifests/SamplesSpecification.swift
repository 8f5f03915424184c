package struct SamplesSpecification: Hashable, Sendable {
  package var source: String
  package var crs: String
  /// Column names of the table.
  package var id: String
  package var x: String
  package var y: String
  package var thickness: String
}

package struct ImportanceSpecification: Hashable, Sendable {
  package enum Try: Hashable, Sendable {
    /// p/3, at least one.
    case third
    case count(Int)
  }
  /// Of which covariates the mean prediction is followed along their values, and at how many of them.
  package struct PartialDependence: Hashable, Sendable {
    /// The most important ones, so many.
    package var covariates: Int
    /// Quantiles of a continuous covariate, directions of a circular one.
    package var points: Int
  }
  package var forests: Int
  package var trees: Int
  package var `try`: Try
  package var minimumNode: Int
  package var partialDependence: PartialDependence?
}

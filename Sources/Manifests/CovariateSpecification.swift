package struct CovariateSpecification: Hashable, Sendable {
  package enum Form: String, CaseIterable, Hashable, Sendable {
    case continuous
    /// Whole numbers that name classes: never averaged.
    case categorical
    /// Angles: resampled and averaged by way of their sine and cosine.
    case circular
  }
  package enum Reduction: String, CaseIterable, Hashable, Sendable { case mean, maximum, minimum }
  package enum Resample: String, CaseIterable, Hashable, Sendable {
    case nearest, bilinear, average, mode
    /// Between the four fine cells around the centre, however many lie in the cell.
    case fourNeighbours = "four-neighbours"
    /// `bilinear` as GDAL widens it, in sums of our own, so that it can be worked in tiles.
    case widenedBilinear = "widened-bilinear"
  }
  package enum Aggregation: String, CaseIterable, Hashable, Sendable {
    case mean, median, mode
    case vectorMean = "vector-mean"
  }
  package enum Transfer: Hashable, Sendable {
    /// GDAL's warp.
    case resample(Resample)
    /// Exact aggregation of fine cells nested in coarse ones.
    case aggregate(Aggregation)

    var isAggregation: Bool { if case .aggregate = self { true } else { false } }
  }
  package var id: String
  /// The paper's abbreviation, such as `Ele`; claims refer to it.
  package var abbreviation: String?
  package var source: String
  /// The raw value of a `DerivedAttribute`, derived from the source before it is brought to the grid; `nil` takes the source's own values.
  package var derive: String?
  package var form: Form
  package var unit: String
  package var transfer: Transfer
  /// For sources of several files or bands.
  package var reduce: Reduction?
  /// Takes part in importance and zoning (the model's own layers, such as E_water, do not).
  package var candidate: Bool
  package var note: String?
}

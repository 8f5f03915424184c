package struct ZonesSpecification: Hashable, Sendable {
  package enum Standardise: String, CaseIterable, Hashable, Sendable { case none, zscore }
  package enum Gamma: Hashable, Sendable {
    /// Half the mean standard deviation of the continuous columns.
    case halfMeanDeviation
    case value(Double)
  }
  package enum Covariates: Hashable, Sendable {
    /// Those whose mean importance is positive.
    case kept
    case named([String])
  }
  /// One-to-one assignment of the zones found to the paper's.
  package struct Match: Hashable, Sendable {
    /// The covariates whose means are compared with Table 3's columns elev, MAT, MAP, NDVI, in this order.
    package var columns: [String]
  }
  package var k: Int
  package var covariates: Covariates
  package var standardise: Standardise
  package var gamma: Gamma
  package var starts: Int
  package var maximumPasses: Int?
  package var match: Match?
}

package struct ZonesSpecification: Hashable, Sendable {
  package enum Standardise: String, CaseIterable, Hashable, Sendable { case none, zscore }
  package enum Gamma: Hashable, Sendable {
    /// Half the mean standard deviation of the continuous columns.
    case halfMeanDeviation
    case value(Double)
  }
  /// How the cells are drawn on which a start begins.
  package enum Initialise: String, CaseIterable, Hashable, Sendable { case plusPlus = "k-means++", even }
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
  package var initialise: Initialise
  package var starts: Int
  /// The best starts, so many, go on over all cells.
  package var refine: Int
  /// Cells on which starts are tried; `nil` for all of them.
  package var sample: Int?
  /// The share of the cost by which a pass must lower it for another to follow; `nil` for no such rule.
  package var leastGain: Double?
  package var maximumPasses: Int?
  /// Other numbers of zones to set beside `k`.
  package var compared: ClosedRange<Int>?
  /// Cells drawn for the silhouette; `nil` for none.
  package var silhouetteCells: Int?
  package var match: Match?
}

/// A checked manifest: the declaration of one data product.
///
/// Every value has passed its range, every name refers to something that exists. Units are those in the comments; the
/// text may spell lengths with a unit (`10 km`).
package struct Manifest: Hashable, Sendable {
  package var product: Product
  package var grid: GridSpecification
  /// In the order of the text.
  package var sources: [SourceSpecification]
  /// In the order of the text.
  package var covariates: [CovariateSpecification]
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

package struct GridSpecification: Hashable, Sendable {
  package struct Area: Hashable, Sendable {
    package var source: String
    package var rule: RasteriseRule
  }
  package struct MaskSpecification: Hashable, Sendable {
    /// `lakes`, `glaciers`, …
    package var name: String
    package var source: String
    /// For rasters: the condition on the value.
    package var condition: Condition?
    /// For rasters: least share of the cell that must satisfy the condition, 0 … 1.
    package var share: Double?
    /// For vectors.
    package var rule: RasteriseRule?
  }
  package var crs: String
  /// Metres.
  package var cell: Double
  /// Metres; edges lie on multiples of it.
  package var snap: Double
  package var area: Area
  package var masks: [MaskSpecification]
}

package enum RasteriseRule: String, CaseIterable, Hashable, Sendable {
  case centreInside = "centre-inside"
  case allTouched = "all-touched"
}

/// `value >= 90`, `value == 10`.
package struct Condition: Hashable, Sendable {
  package enum Comparison: String, CaseIterable, Hashable, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }
  package var comparison: Comparison
  package var value: Double
}

package struct SourceSpecification: Hashable, Sendable {
  package enum Access: String, CaseIterable, Hashable, Sendable { case url, doi, registration, request, printed, generated }
  package struct File: Hashable, Sendable {
    package var path: String
    package var url: String?
  }
  package struct RasterDeclaration: Hashable, Sendable {
    package enum Registration: String, CaseIterable, Hashable, Sendable { case pixel, node }
    package var unit: String?
    package var scale: Double
    package var offset: Double
    package var nodata: Double?
    /// Assigned when the file carries none; must agree with the file otherwise, unless `replacesCRS`.
    package var crs: String?
    package var replacesCRS: Bool
    /// Checked against the file: node-registered cells have their centres on multiples of the spacing.
    package var registration: Registration?
    /// NetCDF variable.
    package var variable: String?
    /// Valid range after scaling; a value outside is an error.
    package var expect: ClosedRange<Double>?
  }
  package struct VectorDeclaration: Hashable, Sendable {
    package var crs: String?
    package var layer: String?
  }
  package struct Citation: Hashable, Sendable {
    package var doi: String?
    package var text: String?
  }
  package struct Licence: Hashable, Sendable {
    package var id: String
    package var redistribute: Bool
  }
  package var id: String
  package var title: String
  package var files: [File]
  package var raster: RasterDeclaration?
  package var vector: VectorDeclaration?
  package var access: Access
  /// For access other than `url` and `generated`: from whom, and the steps.
  package var obtainFrom: String?
  package var steps: [String]
  package var cite: Citation?
  package var licence: Licence?
  /// Where this source stands in for another one: what it replaces and why.
  package var substitutes: String?
}

package struct CovariateSpecification: Hashable, Sendable {
  package enum Form: String, CaseIterable, Hashable, Sendable { case continuous, categorical, circular }
  package enum Reduction: String, CaseIterable, Hashable, Sendable { case mean, maximum, minimum }
  package enum Resample: String, CaseIterable, Hashable, Sendable { case nearest, bilinear, average, mode }
  package enum Aggregation: String, CaseIterable, Hashable, Sendable {
    case mean, median, mode
    case vectorMean = "vector-mean"
  }
  package enum Transfer: Hashable, Sendable {
    /// GDAL's warp.
    case resample(Resample)
    /// Exact aggregation of fine cells nested in coarse ones.
    case aggregate(Aggregation)
  }
  package var id: String
  /// The paper's abbreviation, such as `Ele`; claims refer to it.
  package var abbreviation: String?
  package var source: String
  /// A terrain attribute derived from the source before it is brought to the grid; `nil` takes the source's own values.
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
  package var forests: Int
  package var trees: Int
  package var `try`: Try
  package var minimumNode: Int
}

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

package struct ModelSpecification: Hashable, Sendable {
  package enum Erosion: Hashable, Sendable {
    /// t ha-1 a-1 everywhere, with the place it comes from.
    case constant(Double, note: String)
    case layer(String)
  }
  package enum NonPositiveErosion: String, CaseIterable, Hashable, Sendable { case floor, dtb, nodata }
  package var equation: Int
  package var densityRatio: Double
  /// Covariates that carry MAT (degC) and MAP (mm a-1).
  package var temperature: String
  package var precipitation: String
  package var waterErosion: Erosion
  package var windErosion: Erosion
  /// Covariate that carries the Laplacian of the ground, 1/m; C = -scale * Laplacian.
  package var laplacian: String
  package var curvatureScale: Double
  /// m a-1.
  package var erosionFloor: Double
  package var nonPositiveErosion: NonPositiveErosion
  /// Covariate with depth to bedrock in metres; `nil` where there is none.
  package var depthToBedrock: String?
}

package enum CalibrationSpecification: Hashable, Sendable {
  /// Table 4 as printed in the claims.
  case published
  case sceua(SCEUASpecification)
}

package struct SCEUASpecification: Hashable, Sendable {
  package enum Sampling: String, CaseIterable, Hashable, Sendable { case hull, full }
  package var runs: Int
  package var complexes: Int
  package var kstop: Int
  /// Percent.
  package var pcento: Double
  package var peps: Double
  package var maximumEvaluations: Int
  package var sampling: Sampling
  package var folds: Int
  /// Zones with fewer profiles are calibrated on all of them and carry no cross-validation.
  package var minimumForFolds: Int
  /// h0, rho_s, a, b, alpha, beta, gamma, D, in this order.
  package var bounds: [ClosedRange<Double>]

  /// The names of the eight parameters, in the order of `bounds`.
  package static let parameterNames = ["h0", "rho_s", "a", "b", "alpha", "beta", "gamma", "D"]
}

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

/// What the synthetic plateau is made from.
package struct TwinSpecification: Hashable, Sendable {
  /// Values by name, as the generator spells them; numbers in the unit the name says.
  package var values: [String: Double]
  /// Profiles drawn in each true zone, 1 to 8.
  package var profiles: [Int]
  /// Profiles on masked cells.
  package var maskedProfiles: Int
}

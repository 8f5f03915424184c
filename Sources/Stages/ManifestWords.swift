import Geodata
import Ledger
import Manifests
import Statistics
import Terrain

// MARK: The manifest's words in the doors' words

extension RasterReading {
  init(_ declaration: SourceSpecification.RasterDeclaration?) {
    self.init(
      variable: declaration?.variable, crs: declaration?.crs, replacesCRS: declaration?.replacesCRS ?? false,
      nodata: declaration?.nodata, scale: declaration?.scale ?? 1, offset: declaration?.offset ?? 0,
      registration: declaration?.registration.map { $0 == .node ? .node : .pixel }, expected: declaration?.expect)
  }
}

extension VectorReading {
  init(_ declaration: SourceSpecification.VectorDeclaration?) {
    self.init(layer: declaration?.layer, crs: declaration?.crs)
  }
}

extension ResampleMethod {
  /// - Precondition: it is a warp that is meant.
  init(_ method: CovariateSpecification.Resample) {
    switch method {
    case .nearest: self = .nearest
    case .bilinear: self = .bilinear
    case .average: self = .average
    case .mode: self = .mode
    case .fourNeighbours, .widenedBilinear: preconditionFailure("\(method) is no warp")
    }
  }
}

extension AggregationRule {
  init(_ rule: CovariateSpecification.Aggregation) {
    switch rule {
    case .mean: self = .mean
    case .median: self = .median
    case .mode: self = .mode
    case .vectorMean: self = .vectorMean
    }
  }
}

extension CovariateSpecification.Reduction {
  /// One value of those that are there; NaN when there is none.
  func value(of values: [Double]) -> Double {
    switch self {
    case .mean: Statistics.mean(values) ?? .nan
    case .maximum: values.max() ?? .nan
    case .minimum: values.min() ?? .nan
    }
  }
}

extension Condition {
  func holds(for number: Double) -> Bool {
    switch comparison {
    case .equal: number == value
    case .notEqual: number != value
    case .less: number < value
    case .lessOrEqual: number <= value
    case .greater: number > value
    case .greaterOrEqual: number >= value
    }
  }
}

/// What a source's files are declared to hold, as ingredients; titles, units, citations and remarks change no byte.
func declaration(of source: SourceSpecification) -> [Ingredient] {
  effectiveParameters("sources.\(source.id).raster", source.raster as Any, without: ["unit"])
    + effectiveParameters("sources.\(source.id).vector", source.vector as Any)
    + effectiveParameters("sources.\(source.id).files", source.files.map(\.path))
}

/// The same for several sources, each once.
func declarations(of sources: [SourceSpecification]) -> [Ingredient] {
  var seen: Set<String> = []
  return sources.filter { seen.insert($0.id).inserted }.flatMap(declaration)
}

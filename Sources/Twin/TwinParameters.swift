/// Every number that decides the synthetic plateau, apart from the published Tables 3 and 4 and the seed.
///
/// `known` spells them; a manifest holds them all, so that none decides a result unseen.
package struct TwinParameters: Hashable, Sendable {
  // The frame
  var cellSize = 10.0
  var snap = 10.0
  var demRatio = 5.0
  var demMargin = 20.0
  var area = 2_500_000.0
  // The terrain
  var provinceTransition = 22.0
  var provinceWarp = 70.0
  var rangeHeight = 420.0
  var rangeSpacing = 70.0
  var hillHeight = 150.0
  var hillSpacing = 32.0
  var valleyDepth = 420.0
  var valleySpacing = 60.0
  var rimHeight = 1000.0
  var rimWidth = 60.0
  // The climate and the cover
  var lapseRate = 6.0
  var temperatureNoise = 0.5
  var precipitationGradient = 60.0
  var precipitationNoise = 20.0
  var ndviNoise = 0.03
  // The erosion and the rock
  var waterErosion = 2.8
  var windErosion = 5.0
  var erosionLogDeviation = 1.6
  var erosionSpacing = 18.0
  var erosionTerrainShare = 0.1
  var erosionCorrelation = 0.7
  var bedrockDepth = 12.0
  var bedrockLogDeviation = 0.7
  // Lakes and glaciers
  var lakeCount = 60.0
  var lakeShare = 0.02
  var glacierCount = 50.0
  var glacierShare = 0.02
  // The truth and what is seen of it
  var densityRatio = 1.35
  var erosionFloor = 1e-9
  var noise = 0.15
  var leastThickness = 0.02
  var coarseReferenceBias = -0.24
  var coarseReferenceNoise = 0.3
  var coarseReferenceSmoothing = 50.0
  var fineReferenceBias = -0.1
  var fineReferenceNoise = 0.15
  var fineReferenceSmoothing = 10.0

  /// Profiles in each true zone, zones 1 to 8.
  package var profiles = PublishedZone.all.map(\.profiles)
  /// Profiles on lakes and glaciers.
  package var maskedProfiles = 30

  /// The plateau as the default product declares it.
  package static let standard = TwinParameters()

  private init() {}

  /// Reads the parameters by name; says at once all that is unknown, missing or out of range.
  package init(values: [String: Double], profiles: [Int], maskedProfiles: Int) throws(TwinParameterError) {
    var problems: [TwinParameterError.Problem] = []
    let names = Set(Self.known.map(\.name))
    for name in values.keys.sorted() where !names.contains(name) { problems.append(.unknown(name)) }
    for known in Self.known {
      guard let value = values[known.name] else {
        problems.append(.missing(known.name))
        continue
      }
      if !known.range.contains(value) {
        problems.append(.outOfRange(known.name, found: value, allowed: known.range, unit: known.unit))
      } else if known.isWhole, value != value.rounded() {
        problems.append(.notWhole(known.name, found: value))
      }
      self[keyPath: known.path] = value
    }
    if profiles.count != PublishedZone.all.count || profiles.contains(where: { $0 < 0 }) || maskedProfiles < 0 {
      problems.append(.profiles(found: profiles, masked: maskedProfiles))
    }
    self.profiles = profiles
    self.maskedProfiles = maskedProfiles
    if problems.isEmpty, demMargin.remainder(dividingBy: cellSize) != 0 {
      problems.append(.notNested("dem-margin", found: demMargin, cell: cellSize))
    }
    if problems.isEmpty, snap.remainder(dividingBy: cellSize) != 0 {
      problems.append(.notNested("snap", found: snap, cell: cellSize))
    }
    guard problems.isEmpty else { throw TwinParameterError(problems: problems) }
  }

  /// The value of each name.
  package var values: [String: Double] {
    Dictionary(uniqueKeysWithValues: Self.known.map { ($0.name, self[keyPath: $0.path]) })
  }

  /// Cells of the terrain model along one side of a grid cell.
  package var refinement: Int { Int(demRatio) }
  /// Side of a grid cell, m.
  package var cellMetres: Double { cellSize * 1000 }
}

/// Why a set of parameters was refused; every problem at once.
package struct TwinParameterError: Error, Hashable, CustomStringConvertible {
  package enum Problem: Hashable, Sendable {
    case unknown(String)
    case missing(String)
    case outOfRange(String, found: Double, allowed: ClosedRange<Double>, unit: String)
    case notWhole(String, found: Double)
    case notNested(String, found: Double, cell: Double)
    case profiles(found: [Int], masked: Int)
  }
  package var problems: [Problem]

  package var description: String {
    problems.map { "twin: error: \(Self.what($0))\n  \(Self.how($0))" }.joined(separator: "\n")
  }

  private static func what(_ problem: Problem) -> String {
    switch problem {
    case .unknown(let name): "unknown parameter '\(name)'"
    case .missing(let name): "parameter '\(name)' is missing"
    case .outOfRange(let name, let found, let allowed, let unit):
      "'\(name)' is \(found) \(unit); \(allowed.lowerBound) to \(allowed.upperBound) \(unit) is allowed"
    case .notWhole(let name, let found): "'\(name)' is \(found), and counts something"
    case .notNested(let name, let found, let cell): "'\(name)' is \(found) km, no multiple of the cell of \(cell) km"
    case .profiles(let found, let masked): "profiles are \(found) and \(masked) on masked cells"
    }
  }

  private static func how(_ problem: Problem) -> String {
    switch problem {
    case .unknown: "known are: \(TwinParameters.known.map(\.name).joined(separator: ", "))"
    case .missing(let name):
      TwinParameters.known.first { $0.name == name }.map { "add '\(name): \($0.standard)' (\($0.unit)): \($0.meaning)" }
        ?? "add it"
    case .outOfRange(let name, _, _, _):
      TwinParameters.known.first { $0.name == name }.map { "\($0.meaning); the default is \($0.standard)" }
        ?? "bring it into the range"
    case .notWhole: "give a whole number"
    case .notNested(_, _, let cell): "give a multiple of \(cell) km, so that the cells of the rasters coincide"
    case .profiles: "give eight counts, one for each zone, none of them negative"
    }
  }
}

/// The form that a text must have, with an example.
struct Shape: Sendable {
  /// With its article: `a DOI`.
  let name: String
  let example: String
  let matches: @Sendable (String) -> Bool

  init(_ name: String, example: String, matches: @escaping @Sendable (String) -> Bool) {
    self.name = name
    self.example = example
    self.matches = matches
  }

  var wanted: String { "\(name), such as '\(example)'" }
}

extension Shape {
  static let identifier = Shape("a name of lower-case letters, digits and hyphens", example: "water-erosion") {
    $0.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil
  }

  /// A part of the name of a statistic, such as `region.yellow_river.h.mean`, which the claims spell with underscores.
  static let statisticPart = Shape(
    "a name of lower-case letters, digits, hyphens and underscores", example: "yellow_river"
  ) {
    $0.wholeMatch(of: /[a-z0-9]+([-_][a-z0-9]+)*/) != nil
  }

  static let version = Shape("a version of three numbers", example: "0.1.0") {
    $0.wholeMatch(of: /(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}/) != nil
  }

  static let doi = Shape("a DOI", example: "10.5194/essd-2025-809") {
    $0.wholeMatch(of: /10\.[0-9]{4,9}\/\S+/) != nil
  }

  static let orcid = Shape("an ORCID", example: "0000-0002-1825-0097") {
    $0.wholeMatch(of: /([0-9]{4}-){3}[0-9]{3}[0-9X]/) != nil
  }

  static let licence = Shape("an SPDX licence or 'unknown'", example: "CC-BY-4.0") {
    $0.wholeMatch(of: /[A-Za-z0-9.+-]+/) != nil
  }

  /// An authority code, a PROJ string or WKT; whether PROJ knows it is seen where it is used.
  static let crs = Shape("a CRS", example: "EPSG:4326") {
    $0.wholeMatch(of: /(EPSG|ESRI):[0-9]+|\+proj=\S.*|(PROJ|GEOG|GEOD)(CRS|CS)\[.*\]/.dotMatchesNewlines())
      != nil
  }

  static let url = Shape("a URL", example: "https://example.org/bio1.bil") {
    $0.wholeMatch(of: /(https?:\/\/[^\s\/]+|file:)\/?\S*/) != nil
  }

  /// Leads nowhere outside the folder it is read in.
  static let relativePath = Shape("a path without '..' that does not begin with '/'", example: "climate/bio1.bil") {
    !$0.isEmpty && !$0.hasPrefix("/") && $0.split(separator: "/").allSatisfy { $0 != ".." && $0 != "." }
  }

  /// A day of the Gregorian calendar, ISO 8601.
  static let date = Shape("a date", example: "2026-12-01") { text in
    guard let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/),
      let year = Int(match.1), let month = Int(match.2), let day = Int(match.3), (1...12).contains(month)
    else { return false }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[month - 1]).contains(day)
  }
}

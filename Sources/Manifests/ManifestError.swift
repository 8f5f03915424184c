/// One thing wrong in a manifest or its lock: what, where, and how to mend it.
package struct ManifestError: Error, Hashable, Sendable {
  /// A name that must have been declared elsewhere in the manifest, or be one the tool knows.
  package enum NameKind: String, Hashable, Sendable {
    case source
    case covariate
    case derivedAttribute = "terrain attribute"
    case file
  }

  package enum Problem: Hashable, Sendable {
    case notYAML(reason: String)
    case wrongSchema(found: String, expected: String)
    case unknownKey(String, nearest: String?, known: [String])
    case duplicateKey(String, firstLine: Int)
    case missingKey(String, wanted: String)
    case wrongType(key: String, found: String, wanted: String)
    /// A text of the right type in the wrong form: a date, a DOI, a CRS, a quantity.
    case malformed(key: String, found: String, wanted: String)
    case badUnit(key: String, found: String, known: [String], wanted: String)
    case outOfRange(key: String, found: Double, allowed: ClosedRange<Double>, unit: String)
    case wrongCount(key: String, found: Int, allowed: ClosedRange<Int>)
    case unknownWord(key: String, found: String, nearest: String?, allowed: [String])
    case unknownName(NameKind, String, nearest: String?, known: [String])
    case repeated(String, key: String)
    /// Keys of which exactly one belongs here.
    case notExactlyOne(of: [String], found: [String])
    /// A key that has no meaning beside what else is written.
    case outOfPlace(key: String, because: String)
    /// A section that another one cannot do without.
    case missingSection(String, neededBy: String)
    case unitMismatch(name: String, found: String, needed: String)
    /// A covariate named for the zones that does not take part.
    case notACandidate(String)
    case missingDigest(source: String, file: String)
  }

  package var problem: Problem
  package var location: SourceLocation

  package init(_ problem: Problem, at location: SourceLocation) {
    self.problem = problem
    self.location = location
  }
}

/// Everything wrong in one text, in the order of the text.
package struct ManifestErrors: Error, Hashable, Sendable {
  package var errors: [ManifestError]

  /// - Parameter errors: At least one.
  package init(_ errors: [ManifestError]) {
    self.errors = errors.sorted { ($0.location, $0.what) < ($1.location, $1.what) }
  }
}

extension ManifestErrors: CustomStringConvertible {
  /// The errors one below the other.
  package var description: String { errors.map(\.description).joined(separator: "\n") }
}

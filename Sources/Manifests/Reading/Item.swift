import Yams

/// Thrown once a problem has been noted: there is no value, and nothing more to say.
struct Noted: Error {}

/// How the text of a scalar was understood, which decides what other spellings would have meant the same.
enum Spelling {
  /// A number, or one with its unit: this is the one spelling of all that mean it.
  case number(String)
  /// One of several words, or a form that cannot be taken for anything else: quotes say nothing.
  case word
  /// Anybody's words: quotes keep other readers of YAML from taking them for a number or a truth value.
  case text
}

/// What is found out about a text while it is read.
final class Findings {
  private(set) var errors: [ManifestError] = []
  /// Keys that stand again later in the same mapping: their places, and their names.
  let blotted: [SourceLocation: String]
  /// How scalars were understood, by their places; none where nobody will ask.
  private(set) var spellings: [SourceLocation: Spelling] = [:]
  private let keepsSpellings: Bool

  init(blotted: [SourceLocation: String], keepsSpellings: Bool = false) {
    self.blotted = blotted
    self.keepsSpellings = keepsSpellings
  }

  func note(_ problem: ManifestError.Problem, at location: SourceLocation) {
    let error = ManifestError(problem, at: location)
    if !errors.contains(error) { errors.append(error) }
  }

  func note(_ spelling: Spelling, at location: SourceLocation) {
    if keepsSpellings { spellings[location] = spelling }
  }
}

/// One value of a text, with the key that it stands under.
struct Item {
  /// For an element of a list: the key of the list.
  var key: String
  /// Where the key stands, or the element of a list.
  var keyPlace: SourceLocation
  var node: Node
  var findings: Findings

  var place: SourceLocation { SourceLocation(node.mark, in: keyPlace.file) }

  /// Notes a problem with the value.
  func problem(_ problem: ManifestError.Problem) -> Noted {
    findings.note(problem, at: place)
    return Noted()
  }

  /// Notes how the value was understood; of several notes the last holds.
  func understood(as spelling: Spelling) { findings.note(spelling, at: place) }

  /// The word of an unquoted scalar or the text of a quoted one; `nil` for `~`, lists and mappings.
  var scalar: String? {
    guard case .scalar(let scalar) = node, !scalar.isNull else { return nil }
    return scalar.string
  }

  /// The word of an unquoted scalar.
  var plainScalar: String? {
    guard case .scalar(let scalar) = node, scalar.style == .plain else { return nil }
    return self.scalar
  }

  /// The keys of a mapping, whether their values can be read or not; none for anything else.
  var keys: [String] { node.mapping?.compactMap(\.key.scalar?.string) ?? [] }

  /// What stands here, for a message.
  var kind: String {
    switch node {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar(let scalar):
      if scalar.isNull {
        "empty"
      } else {
        scalar.style == .plain ? "'\(scalar.string)'" : "the text '\(scalar.string)'"
      }
    case .alias: "an alias"
    }
  }
}

extension Node.Scalar {
  /// Whether YAML reads nothing here: no word at all, `~` or `null`, unquoted.
  var isNull: Bool { style == .plain && ["", "~", "null", "Null", "NULL"].contains(string) }
}

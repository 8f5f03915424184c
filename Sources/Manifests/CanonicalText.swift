import Yams

extension Manifest {
  /// The text of a manifest in the one form that a release carries: no comments, keys sorted, one key or element a line,
  /// numbers in one spelling.
  ///
  /// Two texts that differ in comments, order of keys, flow or block style, choice of quotes and spelling of numbers have
  /// the same canonical text, and a text reads the same as its canonical text. What cannot be read keeps its spelling.
  package static func canonicalText(of text: String, file: String) -> Result<String, ManifestErrors> {
    YAMLText.compose(text, file: file).map { yaml in
      guard let root = yaml.root else { return "" }
      let findings = Findings(blotted: yaml.blotted, keepsSpellings: true)
      let start = SourceLocation(file: file, line: 1, column: 1)
      _ = reading.attempt(Item(key: "the text", keyPlace: start, node: root, findings: findings))
      return CanonicalText(spellings: findings.spellings, file: file).lines(root).joined(separator: "\n") + "\n"
    }
  }
}

/// Prints nodes in block style.
private struct CanonicalText {
  /// How the scalars were understood, by their places.
  var spellings: [SourceLocation: Spelling]
  var file: String

  /// A node, without indentation of its own.
  func lines(_ node: Node) -> [String] {
    switch node {
    case .scalar(let scalar): [text(scalar, understood(scalar))]
    case .alias: []  // Composing has put the node itself in the place of its alias.
    case .sequence(let sequence):
      sequence.isEmpty ? ["[]"] : sequence.flatMap { hanging("- ", lines($0)) }
    case .mapping(let mapping):
      mapping.isEmpty
        ? ["{}"]
        : mapping.map { (key: key($0.key), value: $0.value) }
          .sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
          .flatMap { entry($0.key, $0.value) }
    }
  }

  /// What may be read in two ways, as an anchor and by its alias, keeps its spelling.
  private func understood(_ scalar: Node.Scalar) -> Spelling? {
    guard scalar.anchor == nil, scalar.mark != nil else { return nil }
    return spellings[SourceLocation(scalar.mark, in: file)]
  }

  private func key(_ node: Node) -> String {
    if case .scalar(let scalar) = node { text(scalar, .word) } else { lines(node).joined(separator: " ") }
  }

  /// `key: value` on one line where the value is one, the value indented below its key otherwise.
  private func entry(_ key: String, _ value: Node) -> [String] {
    let isOneLine =
      switch value {
      case .mapping(let mapping): mapping.isEmpty
      case .sequence(let sequence): sequence.isEmpty
      case .scalar, .alias: true
      }
    return isOneLine ? hanging("\(key): ", lines(value)) : ["\(key):"] + lines(value).map { "  \($0)" }
  }
}

/// The first line after a mark, the others below its end.
private func hanging(_ mark: String, _ lines: [String]) -> [String] {
  let indent = String(repeating: " ", count: mark.unicodeScalars.count)
  return lines.enumerated().map { index, line in (index == 0 ? mark : indent) + line }
}

extension CanonicalText {
  /// A scalar without quotes where it means the same without them, in double quotes otherwise.
  private func text(_ scalar: Node.Scalar, _ spelling: Spelling?) -> String {
    if scalar.isNull { return "~" }
    let text = if case .number(let canonical) = spelling { canonical } else { scalar.string }
    guard DecimalText(text) != nil || isPlain(text) else { return quotedText(text) }
    // Quotes tell the name 'none' from nothing, and a text from a number, a truth value or nothing.
    lazy var staysText = DecimalText(text) == nil && Resolver.default.resolveTag(of: Node(text)) == .str
    let needsNoQuotes =
      switch spelling {
      case .number: true
      case .word where !["none", "null", "Null", "NULL"].contains(text): true
      case .text: staysText
      case .word, nil: scalar.style == .plain || text.first?.isLetter == true && staysText
      }
    return needsNoQuotes ? text : quotedText(text)
  }
}

/// Whether YAML reads a text as it stands, whatever is around it: it begins with a letter or digit, has no mark that YAML
/// gives a meaning, and ends in neither space nor comma.
private func isPlain(_ text: String) -> Bool {
  func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
  guard let first = text.utf8.first, let last = text.utf8.last, isAlphanumeric(first) else { return false }
  let ends = Array(";=()%~_/.+-".utf8)
  return text.utf8.allSatisfy {
    isAlphanumeric($0) || ends.contains($0) || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",")
  }
    && (isAlphanumeric(last) || ends.contains(last))
}

/// A text in double quotes, with the escapes that YAML and JSON share.
func quotedText(_ text: String) -> String {
  let escaped = text.unicodeScalars.map { scalar in
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\t": "\\t"
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}":
      "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count) + String(scalar.value, radix: 16)
    default: String(scalar)
    }
  }
  return "\"\(escaped.joined())\""
}

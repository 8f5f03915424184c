import Yams

extension Manifest {
  /// The text of a manifest in the one form that a release carries: no comments, keys sorted, one key or element a line.
  ///
  /// Two texts that differ in comments, order of keys, flow or block style and choice of quotes have the same canonical text, and
  /// a text reads the same as its canonical text.
  package static func canonicalText(of text: String, file: String) -> Result<String, ManifestErrors> {
    YAMLText.compose(text, file: file).map { yaml in
      guard let root = yaml.root else { return "" }
      return canonicalLines(root).joined(separator: "\n") + "\n"
    }
  }
}

/// A node in block style, without indentation of its own.
private func canonicalLines(_ node: Node) -> [String] {
  switch node {
  case .scalar(let scalar): [canonicalScalar(scalar)]
  case .alias: []  // Composing has put the node itself in the place of its alias.
  case .sequence(let sequence):
    sequence.isEmpty ? ["[]"] : sequence.flatMap { hanging("- ", canonicalLines($0)) }
  case .mapping(let mapping):
    mapping.isEmpty
      ? ["{}"]
      : mapping.map { (key: canonicalLines($0.key).joined(separator: " "), value: $0.value) }
        .sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
        .flatMap { canonicalEntry($0.key, $0.value) }
  }
}

/// `key: value` on one line where the value is one, the value indented below its key otherwise.
private func canonicalEntry(_ key: String, _ value: Node) -> [String] {
  let lines = canonicalLines(value)
  let isOneLine =
    switch value {
    case .mapping(let mapping): mapping.isEmpty
    case .sequence(let sequence): sequence.isEmpty
    case .scalar, .alias: true
    }
  return isOneLine ? hanging("\(key): ", lines) : ["\(key):"] + lines.map { "  \($0)" }
}

/// The first line after a mark, the others below its end.
private func hanging(_ mark: String, _ lines: [String]) -> [String] {
  let indent = String(repeating: " ", count: mark.unicodeScalars.count)
  return lines.enumerated().map { index, line in (index == 0 ? mark : indent) + line }
}

/// A scalar without quotes where it means the same without them, in double quotes otherwise.
private func canonicalScalar(_ scalar: Node.Scalar) -> String {
  let text = scalar.string
  if scalar.isNull { return "~" }
  let isSafe = decimalNumber(text) != nil || isPlain(text)
  // A quoted text must not turn into a number, a truth value or nothing when its quotes go.
  lazy var staysText = text.first?.isLetter == true && Resolver.default.resolveTag(of: Node(text)) == .str
  return isSafe && (scalar.style == .plain || staysText) ? text : quotedText(text)
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

/// Reads a text and gathers what is wrong with it; of a text of another schema nothing more is said than that.
func readText<Value>(_ text: String, file: String, _ reading: Reading<Value>) -> Result<Value, ManifestErrors> {
  YAMLText.compose(text, file: file).flatMap { yaml in
    let start = SourceLocation(file: file, line: 1, column: 1)
    guard let root = yaml.root else {
      return .failure(
        ManifestErrors([ManifestError(.wrongType(key: "the text", found: "empty", wanted: reading.wanted), at: start)]))
    }
    let findings = Findings(blotted: yaml.blotted)
    let item = Item(key: "the text", keyPlace: start, node: root, findings: findings)
    let value = reading.attempt(item)
    if case .success(let value) = value, findings.errors.isEmpty { return .success(value) }
    let wrongSchema = findings.errors.filter(\.isWrongSchema)
    return .failure(ManifestErrors(wrongSchema.isEmpty ? findings.errors : wrongSchema))
  }
}

extension ManifestError {
  fileprivate var isWrongSchema: Bool {
    if case .wrongSchema = problem { true } else { false }
  }
}

extension Reading where Value == String {
  /// The name of a schema, which decides how the rest is read.
  static func schema(_ expected: String) -> Reading {
    Reading("'\(expected)'") { item throws(Noted) in
      guard item.scalar == expected else {
        throw item.problem(.wrongSchema(found: item.scalar ?? item.kind, expected: expected))
      }
      return expected
    }
  }
}

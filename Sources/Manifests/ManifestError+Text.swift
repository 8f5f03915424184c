extension ManifestError: CustomStringConvertible {
  package var description: String { "\(location): error: \(what)\n  \(how)" }

  /// What is wrong.
  package var what: String {
    switch problem {
    case .notYAML(let reason): "this is not YAML: \(reason)"
    case .wrongSchema(let found, let expected): "schema '\(found)' is not '\(expected)'"
    case .unknownKey(let key, _, _): "unknown key '\(key)'"
    case .duplicateKey(let key, _): "key '\(key)' is given twice"
    case .missingKey(let key, _): "missing key '\(key)'"
    case .wrongType(let key, let found, _): "'\(key)' is \(found)"
    case .malformed(let key, let found, _): "'\(key)' is '\(found)'"
    case .badUnit(let key, let found, _, _):
      found.isEmpty ? "'\(key)' has no unit" : "'\(key)' is in '\(found)'"
    case .outOfRange(let key, let found, let allowed, let unit):
      "'\(key)' is \(numberText(found, unit)), outside \(numberText(allowed.lowerBound)) to \(numberText(allowed.upperBound, unit))"
    case .wrongCount(let key, let found, _): "'\(key)' has \(found) \(found == 1 ? "entry" : "entries")"
    case .unknownWord(let key, let found, _, _): "'\(key)' cannot be '\(found)'"
    case .unknownName(let kind, let name, _, _): "unknown \(kind.rawValue) '\(name)'"
    case .repeated(let word, let key): "'\(word)' stands twice in '\(key)'"
    case .notExactlyOne(let keys, let found):
      found.isEmpty ? "none of \(list(keys, "and")) is given" : "\(list(found, "and")) are given together"
    case .outOfPlace(let key, let because): "'\(key)' has no meaning here: \(because)"
    case .missingSection(let section, let user): "'\(user)' needs the section '\(section)'"
    case .unitMismatch(let name, let found, let needed): "'\(name)' is in '\(found)', not in '\(needed)'"
    case .notACandidate(let name): "covariate '\(name)' is declared 'candidate: false'"
    case .missingDigest(let source, let file): "source '\(source)' has no SHA-256 for '\(file)'"
    }
  }

  /// How to mend it.
  package var how: String {
    switch problem {
    case .notYAML: "check indentation, quotes and brackets up to this place"
    case .wrongSchema(_, let expected): "write 'schema: \(expected)', or use the solum that knows this schema"
    case .unknownKey(_, let nearest, let known): meant(nearest, known, "keys here")
    case .duplicateKey(_, let line): "it stands on line \(line) already; keep one of the two"
    case .missingKey(let key, let wanted): "add '\(key)': \(wanted)"
    case .wrongType(_, _, let wanted): "write \(wanted)"
    case .malformed(_, _, let wanted): "write \(wanted)"
    case .badUnit(_, _, let known, let wanted): "write \(wanted); units: \(known.joined(separator: ", "))"
    case .outOfRange(_, _, let allowed, let unit):
      "give a value from \(numberText(allowed.lowerBound)) to \(numberText(allowed.upperBound, unit))"
    case .wrongCount(_, _, let allowed):
      allowed.count == 1
        ? "give \(allowed.lowerBound)"
        : allowed.upperBound == .max
          ? "give at least \(allowed.lowerBound)" : "give \(allowed.lowerBound) to \(allowed.upperBound)"
    case .unknownWord(_, _, let nearest, let allowed): meant(nearest, allowed, "allowed")
    case .unknownName(let kind, _, let nearest, let known): meant(nearest, known, "known \(kind.rawValue)s")
    case .repeated: "keep one of the two"
    case .notExactlyOne(let keys, let found): found.isEmpty ? "give one of them" : "keep one of \(list(keys, "and"))"
    case .outOfPlace(let key, _): "remove '\(key)'"
    case .missingSection(let section, let user): "add '\(section)', or leave '\(user)' out"
    case .unitMismatch(_, _, let needed): "point to one in '\(needed)', or correct its declaration"
    case .notACandidate: "leave it out here, or remove 'candidate: false' there"
    case .missingDigest: "pin it with 'solum fetch --lock'"
    }
  }

  private func meant(_ nearest: String?, _ known: [String], _ label: String) -> String {
    if let nearest { return "did you mean '\(nearest)'?" }
    return known.isEmpty ? "there are no \(label)" : "\(label): \(known.joined(separator: ", "))"
  }
}

/// Words in quotes: `'a'`, `'a' and 'b'`, `'a', 'b' and 'c'`.
private func list(_ words: [String], _ conjunction: String) -> String {
  let quoted = words.map { "'\($0)'" }
  guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
  return "\(quoted.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
}

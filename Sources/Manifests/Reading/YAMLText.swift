import Yams

/// A text as YAML nodes, with what had to be set aside to get them.
struct YAMLText {
  /// `nil` for a text of blanks and comments.
  var root: Node?
  /// Keys that stand again later in the same mapping: their places, and their names.
  var blotted: [SourceLocation: String]

  /// Composes one YAML document.
  ///
  /// Yams stops at a mapping with a duplicate key. To report everything at once, the earlier of the two is blotted out, in a
  /// copy of the text and without moving anything else, until the text composes.
  static func compose(_ text: String, file: String) -> Result<YAMLText, ManifestErrors> {
    var text = text
    var blotted: [SourceLocation: String] = [:]
    func failure(_ problem: ManifestError.Problem, _ place: SourceLocation) -> Result<YAMLText, ManifestErrors> {
      .failure(ManifestErrors([ManifestError(problem, at: place)]))
    }
    while true {
      do {
        // Without rules for tags, which cost more than all the rest of reading: a scalar is judged where it is read.
        return .success(YAMLText(root: try Yams.compose(yaml: text, .basic, .default, .utf8), blotted: blotted))
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        let place = SourceLocation(context.mark, in: file)
        let key = keys.first ?? ""
        // A private-use character, another one for each blot, so that no blot repeats one before it.
        guard blotted[place] == nil, let blot = Unicode.Scalar(0xE000 + UInt32(blotted.count)),
          let next = text.replacingScalar(at: place, with: blot)
        else { return failure(.duplicateKey(key, firstLine: place.line), place) }
        text = next
        blotted[place] = key
      } catch YamlError.scanner(_, let reason, let mark, _), YamlError.parser(_, let reason, let mark, _),
        YamlError.composer(_, let reason, let mark, _)
      {
        return failure(.notYAML(reason: reason), SourceLocation(mark, in: file))
      } catch YamlError.reader(let reason, let offset, _, _) {
        return failure(.notYAML(reason: reason), text.location(ofCharacter: offset ?? 0, in: file))
      } catch {
        return failure(.notYAML(reason: "\(error)"), SourceLocation(file: file, line: 1, column: 1))
      }
    }
  }
}

extension SourceLocation {
  init(_ mark: Mark?, in file: String) {
    self.init(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}

extension String {
  /// The text with the first letter of the key at `place` exchanged; `nil` where there is none.
  fileprivate func replacingScalar(at place: SourceLocation, with blot: Unicode.Scalar) -> String? {
    var scalars = Array(unicodeScalars)
    var line = 1
    var column = 1
    for (index, scalar) in scalars.enumerated() {
      if line == place.line, column == place.column {
        let letter = scalar == "'" || scalar == "\"" ? index + 1 : index
        guard letter < scalars.count else { return nil }
        scalars[letter] = blot
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
      }
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    return nil
  }

  /// The place of a character counted from 0.
  fileprivate func location(ofCharacter offset: Int, in file: String) -> SourceLocation {
    let before = prefix(offset).unicodeScalars
    let lineStart = before.lastIndex(of: "\n").map(before.index(after:)) ?? before.startIndex
    return SourceLocation(
      file: file, line: before.count { $0 == "\n" } + 1,
      column: before.distance(from: lineStart, to: before.endIndex) + 1)
  }
}

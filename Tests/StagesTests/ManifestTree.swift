/// A manifest as its canonical text says it, to be changed in one place and said again in another style.
indirect enum ManifestTree: Equatable {
  /// As it is spelled, quotes included.
  case scalar(String)
  case list([ManifestTree])
  case mapping([(key: String, value: ManifestTree)])

  static func == (a: ManifestTree, b: ManifestTree) -> Bool { a.text == b.text }

  /// Reads canonical text: block style, one key or element a line.
  init(canonical text: String) {
    var lines = text.split(separator: "\n").map { line in
      let indent = line.prefix { $0 == " " }.count
      return (indent: indent, text: String(line.dropFirst(indent)))
    }[...]
    self = Self.read(&lines)
  }

  private static func read(_ lines: inout ArraySlice<(indent: Int, text: String)>) -> ManifestTree {
    guard let first = lines.first else { return .mapping([]) }
    if first.text.hasPrefix("- ") {
      var elements: [ManifestTree] = []
      while let line = lines.first, line.indent == first.indent, line.text.hasPrefix("- ") {
        lines[lines.startIndex] = (line.indent + 2, String(line.text.dropFirst(2)))
        elements.append(read(&lines))
      }
      return .list(elements)
    }
    guard key(of: first.text) != nil else {
      lines.removeFirst()
      return leaf(first.text)
    }
    var entries: [(key: String, value: ManifestTree)] = []
    while let line = lines.first, line.indent == first.indent, let key = key(of: line.text) {
      lines.removeFirst()
      let value = line.text.dropFirst(key.count + 2)
      entries.append((key, value.isEmpty ? read(&lines) : leaf(String(value))))
    }
    return .mapping(entries)
  }

  /// The key of a line; `nil` for one that holds a scalar alone, which has a colon only within quotes.
  private static func key(of line: String) -> String? {
    guard !line.hasPrefix("\"") else { return nil }
    return line.split(separator: ":", maxSplits: 1).first.flatMap { line.contains(":") ? String($0) : nil }
  }

  private static func leaf(_ text: String) -> ManifestTree {
    switch text {
    case "{}": .mapping([])
    case "[]": .list([])
    default: .scalar(text)
    }
  }

  /// Canonical text again, keys sorted.
  var text: String {
    var text = ""
    write(to: &text, indent: "")
    return text
  }

  /// - Parameter isBegun: whether the first line has its mark, a dash, already.
  private func write(to text: inout String, indent: String, isBegun: Bool = false) {
    var margin = isBegun ? "" : indent
    switch self {
    case .scalar(let word): text += "\(margin)\(word)\n"
    case .list(let elements):
      if elements.isEmpty { text += "\(margin)[]\n" }
      for element in elements {
        text += "\(margin)- "
        element.write(to: &text, indent: "\(indent)  ", isBegun: true)
        margin = indent
      }
    case .mapping(let entries):
      if entries.isEmpty { text += "\(margin){}\n" }
      for (key, value) in entries.sorted(by: { $0.key < $1.key }) {
        text += "\(margin)\(key):\(value.isFilled ? "\n" : " ")"
        value.write(to: &text, indent: value.isFilled ? "\(indent)  " : "")
        margin = indent
      }
    }
  }

  private var isFilled: Bool {
    switch self {
    case .scalar: false
    case .list(let elements): !elements.isEmpty
    case .mapping(let entries): !entries.isEmpty
    }
  }
}

extension ManifestTree {
  /// Keys and places in lists, from the root.
  typealias Path = [String]

  /// What stands at a path; setting `nil` removes it, setting what was not there adds it to its mapping.
  subscript(path: Path) -> ManifestTree? {
    get {
      guard let first = path.first else { return self }
      return children.first { $0.key == first }?.value[Array(path.dropFirst())]
    }
    set {
      guard let first = path.first else {
        if let newValue { self = newValue }
        return
      }
      var children = self.children
      if let place = children.firstIndex(where: { $0.key == first }) {
        if path.count > 1 {
          children[place].value[Array(path.dropFirst())] = newValue
        } else if let newValue {
          children[place].value = newValue
        } else {
          children.remove(at: place)
        }
      } else if path.count == 1, let newValue {
        children.append((first, newValue))
      }
      if case .list = self { self = .list(children.map(\.value)) } else { self = .mapping(children) }
    }
  }

  /// By dots: `zones.k`.
  subscript(path: String) -> ManifestTree? {
    get { self[path.split(separator: ".").map(String.init)] }
    set { self[path.split(separator: ".").map(String.init)] = newValue }
  }

  /// What is below: the elements of a list by their places.
  var children: [(key: String, value: ManifestTree)] {
    switch self {
    case .scalar: []
    case .list(let elements): elements.enumerated().map { ("\($0.offset)", $0.element) }
    case .mapping(let entries): entries
    }
  }

  /// The text of a scalar without its quotes.
  var word: String? {
    guard case .scalar(let text) = self else { return nil }
    return text.hasPrefix("\"") ? String(text.dropFirst().dropLast()) : text
  }

  /// Every scalar with its path.
  var leaves: [(path: Path, text: String)] {
    if case .scalar(let text) = self { return [([], text)] }
    return children.flatMap { key, value in value.leaves.map { ([key] + $0.path, $0.text) } }
  }

  /// The paths of every mapping that is not empty.
  var mappings: [Path] {
    var found: [Path] = []
    if case .mapping(let entries) = self, !entries.isEmpty { found.append([]) }
    return found + children.flatMap { key, value in value.mappings.map { [key] + $0 } }
  }
}

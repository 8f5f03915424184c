import Statistics

/// Other ways to write the same manifest: order of keys, flow and block style, indentation, comments, quotes, folded
/// text, ends of lines.
struct ManifestStyle {
  private var stream: RandomStream

  init(seed: UInt64, name: String) { stream = RandomStream(seed: seed, name: "style/\(name)") }

  mutating func write(_ tree: ManifestTree) -> String {
    let lines = ["# A remark: with a colon, a \"quote\" and a - dash", "---"] + block(tree, indent: 0)
    return lines.joined(separator: chance(4) ? "\r\n" : "\n") + "\n"
  }

  private mutating func chance(_ n: Int) -> Bool { stream.below(n) == 0 }

  // MARK: Block style

  private mutating func block(_ node: ManifestTree, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    switch node {
    case .scalar(let text): return [margin + scalar(text, inFlow: false)]
    case .list(let elements):
      for element in elements {
        lines += remarks(indent)
        // Text after a dash, or a mapping that hangs from it.
        let below = block(element, indent: indent + 2)
        lines += ["\(margin)- \(below[0].drop { $0 == " " })"] + below.dropFirst()
      }
    case .mapping(var entries):
      stream.shuffle(&entries)
      // The same for all keys of a mapping, another for each mapping.
      let step = 1 + stream.below(5)
      for (key, value) in entries {
        let name = chance(6) ? (chance(2) ? "\"\(key)\"" : "'\(key)'") : key
        let isFilled = !value.children.isEmpty
        if !lines.isEmpty { lines += remarks(indent) }
        if isFilled, chance(3) {
          lines.append("\(margin)\(name): \(flow(value))\(remark())")
        } else if isFilled {
          var deep = indent + step
          if case .list = value, chance(2) { deep = indent }
          lines += ["\(margin)\(name):\(remark())"] + block(value, indent: deep)
        } else if case .scalar(let text) = value, let folded = folded(text, indent: indent + step) {
          lines += ["\(margin)\(name): >-"] + folded
        } else {
          let gap = String(repeating: " ", count: 1 + stream.below(3))
          lines.append("\(margin)\(name):\(gap)\(flow(value, inFlow: false))\(remark())")
        }
      }
    }
    return lines
  }

  private mutating func remarks(_ indent: Int) -> [String] {
    chance(8) ? (chance(2) ? [""] : [String(repeating: " ", count: indent) + "# key: value, [not] {one}"]) : []
  }

  private mutating func remark() -> String { chance(8) ? "   # so it is" : "" }

  // MARK: Flow style

  private mutating func flow(_ node: ManifestTree, inFlow: Bool = true) -> String {
    switch node {
    case .scalar(let text): return scalar(text, inFlow: inFlow)
    case .list(let elements):
      var parts: [String] = []
      for element in elements { parts.append(flow(element)) }
      return "[\(parts.joined(separator: chance(2) ? ", " : " ,  "))]"
    case .mapping(var entries):
      stream.shuffle(&entries)
      var parts: [String] = []
      for (key, value) in entries { parts.append("\(key): \(flow(value))") }
      return "{\(parts.joined(separator: ", "))}"
    }
  }

  // MARK: Scalars

  /// Numbers, truth values and nothing mean something else in quotes; all other words mean the same.
  private mutating func scalar(_ text: String, inFlow: Bool) -> String {
    let isQuoted = text.hasPrefix("\"")
    if !isQuoted, ["true", "false", "none", "~"].contains(text) || Double(text) != nil { return text }
    let content = isQuoted ? String(text.dropFirst().dropLast()) : text
    let mayBeSingle = !content.contains("\\")
    if !isQuoted, !(inFlow && content.contains(",")), !chance(4) { return text }
    return mayBeSingle && chance(2) ? "'\(content.replacing("'", with: "''"))'" : "\"\(content)\""
  }

  /// A long text over several lines, which a folded scalar joins with spaces again; now and then.
  private mutating func folded(_ text: String, indent: Int) -> [String]? {
    guard text.count > 60, text.hasPrefix("\""), !text.contains("\\"), !text.contains("  "), chance(2) else {
      return nil
    }
    let words = text.dropFirst().dropLast().split(separator: " ")
    guard let first = words.first, first.first?.isLetter == true, words.last?.isEmpty == false else { return nil }
    var lines = [""]
    for word in words {
      if let last = lines.last, last.count > 40 { lines.append("") }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return lines.map { String(repeating: " ", count: indent) + $0 }
  }
}

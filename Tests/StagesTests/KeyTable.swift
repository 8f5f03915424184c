import Foundation
import Testing

/// `Fixtures/manifest-keys.txt`: what each key of a manifest is for.
struct KeyTable {
  struct Line {
    var number: Int
    var pattern: [String]
    var values: String
    /// Conditions with the tasks that change where they hold; none for `nothing` and `fixed`.
    var tasks: [(condition: String?, globs: [String])]

    var isFixed: Bool { values == "fixed" }

    func matches(_ path: ManifestTree.Path) -> Bool {
      path.count == pattern.count && zip(path, pattern).allSatisfy { $1 == "*" || $1 == $0 }
    }

    /// Whether a key is this one, or one on the way to it.
    func beginsWith(_ path: ManifestTree.Path) -> Bool {
      path.count <= pattern.count && zip(path, pattern).allSatisfy { $1 == "*" || $1 == $0 }
    }
  }

  let lines: [Line]

  init() throws {
    let file = try #require(Bundle.module.url(forResource: "Fixtures/manifest-keys", withExtension: "txt"))
    lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated().filter { !$0.element.isEmpty && !$0.element.hasPrefix("#") }.map { index, line in
        let columns = line.split(separator: "|", maxSplits: 2).map { $0.trimmingCharacters(in: .whitespaces) }
        try #require(columns.count == 3, "line \(index + 1) has not three columns")
        return Line(
          number: index + 1, pattern: columns[0].split(separator: ".").map(String.init), values: columns[1],
          tasks: columns[1] == "fixed" ? [] : Self.tasks(columns[2]))
      }
  }

  private static func tasks(_ column: String) -> [(condition: String?, globs: [String])] {
    guard !column.hasPrefix("nothing:") else { return [] }
    return column.split(separator: ";").map { group in
      var globs = group.split(separator: " ").map(String.init)
      guard let first = globs.first, first.hasPrefix("[") else { return (nil, globs) }
      globs.removeFirst()
      return (String(first.dropFirst().dropLast()), globs)
    }
  }

  /// The line of a leaf; `nil` for a key that the table does not know.
  func line(_ path: ManifestTree.Path) -> Line? { lines.first { $0.matches(path) } }
}

// MARK: Other values

extension KeyTable.Line {
  /// Other spellings to try in the place of `text`, and whether all of them may be refused.
  func others(
    than text: String, at path: ManifestTree.Path, in tree: ManifestTree
  ) -> (values: [String], mayFail: Bool) {
    var listed = values
    let mayFail = listed.hasSuffix("?")
    if mayFail { listed = listed.dropLast().trimmingCharacters(in: .whitespaces) }
    let others = listed.components(separatedBy: " / ").flatMap { value -> [String] in
      switch value {
      case "number": Self.numbers(near: text)
      case "text": [text.hasSuffix("\"") ? text.dropLast() + " too\"" : text + " too"]
      case "source":
        (tree["sources"]?.children ?? []).filter { path[0] != "covariates" || Self.agrees($0.value, path, tree) }
          .map(\.key)
      case "covariate": tree["covariates"]?.children.map(\.key) ?? []
      // What no key accepts, to see that there is no other.
      case "fixed": ["another", "2", "none"]
      default: [value]
      }
    }
    return (others.filter { $0 != text }, mayFail)
  }

  /// Whether a source has the unit of the covariate at `path`; others are refused, which takes time to find out.
  private static func agrees(_ source: ManifestTree, _ path: ManifestTree.Path, _ tree: ManifestTree) -> Bool {
    source["raster.unit"].map { $0.word == tree[["covariates", path[1], "unit"]]?.word } ?? true
  }

  /// The first number of a text, otherwise.
  private static func numbers(near text: String) -> [String] {
    guard let match = text.firstMatch(of: /-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?/), let number = Double(match.output)
    else { return [] }
    func spelled(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
    let steps = [number + 1, number - 1, number * 2, number / 2, 0.01, number * 1.1, number * 0.9]
    return steps.filter { $0 != number }.map {
      text[..<match.range.lowerBound] + spelled($0) + text[match.range.upperBound...]
    }
  }
}

// MARK: What changes

/// Two manifests that differ in one leaf, and the graphs of their tasks.
struct KeyChange {
  var path: ManifestTree.Path
  var old: (tree: ManifestTree, keys: MadeUpKeys)
  var new: (tree: ManifestTree, keys: MadeUpKeys)

  /// The tasks that change by the table, with what reads them.
  func expected(by line: KeyTable.Line) -> Set<String> {
    let (before, after) = (Set(old.keys.keys.keys), Set(new.keys.keys.keys))
    let all = before.union(after)
    var first = all.intersection(["package/release"])
    for (condition, globs) in line.tasks where condition.map(holds) ?? true {
      for glob in globs {
        if glob.hasPrefix("±") {
          first.formUnion(before.symmetricDifference(after).filter { matches($0, String(glob.dropFirst())) })
        } else if glob.hasPrefix("{") {
          first.formUnion(all.intersection(named(glob)))
        } else {
          first.formUnion(all.filter { matches($0, glob) })
        }
      }
    }
    return old.keys.below(first).union(new.keys.below(first))
  }

  /// Whether an id is of a form in which `*` stands for anything.
  private func matches(_ id: String, _ glob: String) -> Bool {
    var rest = id[...]
    let parts = glob.split(separator: "*", omittingEmptySubsequences: false)
    for (place, part) in parts.enumerated() {
      if place == 0 {
        guard rest.hasPrefix(part) else { return false }
        rest = rest.dropFirst(part.count)
      } else if place == parts.count - 1 {
        return rest.hasSuffix(part)
      } else {
        guard let range = rest.range(of: part) else { return false }
        rest = rest[range.upperBound...]
      }
    }
    return rest.isEmpty
  }

  /// Whether a condition holds in either manifest.
  private func holds(_ condition: String) -> Bool {
    [old.tree, new.tree].contains { tree in
      let covariate = tree[["covariates", path.count > 1 ? path[1] : ""]]
      let cap = tree["model.depth-to-bedrock"]?.word
      switch condition {
      case "candidate": return covariate?["candidate"]?.word != "false"
      case "continuous": return covariate?["type"].map { $0.word == "continuous" } ?? true
      case "cap": return cap != nil && cap == path[1]
      case "capped": return cap.map { tree[["covariates", $0, "candidate"]]?.word == "false" } ?? false
      case "chosen": return ["kept", "candidates"].contains(tree["zones.covariates"]?.word)
      case "zoned":
        guard let listed = tree["zones.covariates"]?.children, !listed.isEmpty else {
          return covariate?["candidate"]?.word != "false"
        }
        return listed.contains { $0.value.word == path[1] }
      default:
        Issue.record("no condition is called \(condition)")
        return false
      }
    }
  }

  private func named(_ glob: String) -> Set<String> {
    [old.tree, new.tree].reduce(into: []) { tasks, tree in
      switch glob {
      case "{source}": tasks.insert("sources/\(path[1])")
      case "{readers}": tasks.formUnion(tree.readers(of: path[1]))
      case "{layer}": tasks.formUnion(tree.makers(of: path[1]))
      case "{derived}": tasks.formUnion(tree.makers { $0["from"] != nil })
      case "{aggregated}": tasks.formUnion(tree.makers { $0["aggregate"] != nil })
      default: Issue.record("nothing is called \(glob)")
      }
    }
  }
}

extension ManifestTree {
  /// The tasks that make a covariate: one for all that are derived from an elevation model, or one for each of its tiles.
  fileprivate func makers(of covariate: String) -> Set<String> {
    guard let declared = self[["covariates", covariate]] else { return [] }
    guard let model = declared["from"]?.word else { return ["grid/\(covariate)"] }
    guard isTiled else { return ["grid/terrain-\(model)"] }
    return Set(
      (0..<tiles("down")).flatMap { row in (0..<tiles("across")).map { "grid/tiles-\(model)/part-\(row)-\($0)" } })
  }

  /// Those of the covariates that are declared so.
  fileprivate func makers(of isMeant: (ManifestTree) -> Bool) -> Set<String> {
    (self["covariates"]?.children ?? []).filter { isMeant($0.value) }.reduce(into: []) {
      $0.formUnion(makers(of: $1.key))
    }
  }

  private var isTiled: Bool { self["terrain.tiles"] != nil }
  private func tiles(_ key: String) -> Int { self["terrain.tiles.\(key)"]?.word.flatMap(Int.init) ?? 0 }

  /// The tasks that open an elevation model's files.
  private func openers(ofModel model: String) -> Set<String> {
    isTiled
      ? Set(["grid/tiles-\(model)/layout"] + (0..<tiles("down")).map { "grid/tiles-\(model)/heights-\($0)" })
      : ["grid/terrain-\(model)"]
  }

  /// The tasks that open the files of a source.
  fileprivate func readers(of source: String) -> Set<String> {
    func uses(_ node: ManifestTree?) -> Bool { node?["source"]?.word == source }
    func anyUses(_ names: String) -> Bool { self[names]?.children.contains { uses($0.value) } ?? false }
    var tasks: Set<String> = []
    if uses(self["grid.area"]) { tasks.formUnion(["grid/frame", "grid/domain"]) }
    if anyUses("grid.masks") { tasks.insert("grid/domain") }
    if uses(self["samples"]) { tasks.insert("samples/profiles") }
    if anyUses("validation.regions") { tasks.insert("validation/regions") }
    if anyUses("validation.references") { tasks.insert("validation/comparison") }
    let hasLakes = uses(self["terrain.closed-basins.lakes"])
    for (name, declared) in self["covariates"]?.children ?? [] {
      if uses(declared) { tasks.formUnion(makers(of: name)) }
      if let model = declared["from"]?.word, model == source || hasLakes {
        tasks.formUnion(openers(ofModel: model).filter { model == source || !$0.hasSuffix("layout") })
      }
    }
    return tasks
  }
}

import Checksums
package import Ledger

/// Why a task has to run. Nothing runs without one.
package enum StaleReason: Hashable, Sendable {
  /// An ingredient that differs from the newest finished run: added when `old` is nil, gone when `new` is.
  package struct Change: Hashable, Sendable, Encodable {
    package var kind: Ingredient.Kind
    package var name: String
    package var old: String?
    package var new: String?
  }

  /// A task that is stale for a reason of its own, and so the cause why those below it are.
  package struct Cause: Hashable, Sendable, Encodable {
    package var task: String
    package var reason: StaleReason
  }

  /// This product has no finished run of the task.
  case neverRun
  /// The code of the stage changed its output; `changes` are the ingredients that changed besides.
  case revisionChanged(old: Int, new: Int, changes: [Change])
  /// At least one.
  case ingredientChanged([Change])
  /// The record of the task is gone from the store, or damaged.
  case recordLost
  case outputMissing(artifact: String)
  case outputCorrupt(artifact: String, expected: String, found: String)
  /// It wants an artifact that the task upstream does not make.
  case inputMissing(artifact: String, task: String)
  /// Its inputs are known only when `first` has run; it may then turn out that it need not run itself.
  ///
  /// `others` are what else changed upstream, in the order of the graph; the last may be the task itself, with a change
  /// of its own.
  indirect case upstream(first: Cause, others: [Cause])

  package var kind: String {
    switch self {
    case .neverRun: "neverRun"
    case .revisionChanged: "revisionChanged"
    case .ingredientChanged: "ingredientChanged"
    case .recordLost: "recordLost"
    case .outputMissing: "outputMissing"
    case .outputCorrupt: "outputCorrupt"
    case .inputMissing: "inputMissing"
    case .upstream: "upstream"
    }
  }

  /// The ingredients that differ from the newest run of the task itself.
  package var changes: [Change] {
    switch self {
    case .revisionChanged(_, _, let changes), .ingredientChanged(let changes): changes
    default: []
    }
  }

  /// What a task waits for, the first cause first; none for a task that need not wait.
  package var causes: [Cause] {
    if case .upstream(let first, let others) = self { [first] + others } else { [] }
  }
}

extension StaleReason {
  /// What differs between a task as it is and its newest finished run; `nil` when nothing does.
  init?(_ old: TaskProvenance, _ stage: String, _ revision: Int, _ ingredients: [Ingredient]) {
    var changes = Self.changes(from: old.ingredients, to: ingredients)
    if old.stage != stage {
      changes.insert(Change(kind: .parameter, name: "stage", old: old.stage, new: stage), at: 0)
    }
    if old.revision != revision {
      self = .revisionChanged(old: old.revision, new: revision, changes: changes)
    } else if !changes.isEmpty {
      self = .ingredientChanged(changes)
    } else {
      return nil
    }
  }

  /// By kind and name, as ingredients are sorted.
  private static func changes(from old: [Ingredient], to new: [Ingredient]) -> [Change] {
    struct Name: Hashable {
      var kind: Ingredient.Kind
      var name: String
    }
    func values(_ ingredients: [Ingredient]) -> [Name: String] {
      Dictionary(ingredients.map { (Name(kind: $0.kind, name: $0.name), $0.value) }) { first, _ in first }
    }
    let (before, after) = (values(old), values(new))
    return Set(before.keys).union(after.keys)
      .filter { before[$0] != after[$0] }
      .map { Change(kind: $0.kind, name: $0.name, old: before[$0], new: after[$0]) }
      .sorted { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
  }
}

extension StaleReason: CustomStringConvertible {
  /// One line.
  package var description: String {
    switch self {
    case .upstream(let first, let others):
      "waits for \(first)\(others.isEmpty ? "" : ", and \(others.count) more")"
    default: clauses.joined(separator: "; ")
    }
  }

  /// Each change by itself, so that tasks with the same one are told together; one clause where nothing changed.
  var clauses: [String] {
    switch self {
    case .neverRun: ["has never run"]
    case .revisionChanged(let old, let new, let changes):
      ["the stage changed from revision \(old) to \(new)"] + changes.map(\.description)
    case .ingredientChanged(let changes): changes.map(\.description)
    case .recordLost: ["its record is missing or damaged"]
    case .outputMissing(let artifact): ["output \(artifact) is missing"]
    case .outputCorrupt(let artifact, let expected, let found):
      ["output \(artifact) is corrupt: \(expected) recorded, \(found) found"]
    case .inputMissing(let artifact, let task): ["wants \(artifact) of \(task), which does not make it"]
    case .upstream: causes.flatMap(\.reason.clauses)
    }
  }
}

extension StaleReason.Cause: CustomStringConvertible {
  package var description: String { "\(task): \(reason)" }
}

extension StaleReason.Change: CustomStringConvertible {
  package var description: String {
    switch (old, new) {
    case (nil, let new?): "\(kind.rawValue) \(name) is new: \(shown(new))"
    case (let old?, nil): "\(kind.rawValue) \(name) is gone: was \(shown(old))"
    case (let old, let new): "\(kind.rawValue) \(name) changed from \(shown(old ?? "")) to \(shown(new ?? ""))"
    }
  }

  /// Digests by their first twelve digits, line ends as spaces, long values cut.
  private func shown(_ value: String) -> String {
    if let digest = Digest(hexadecimal: value) { return digest.short }
    let line = value.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > 60 ? "\(line.prefix(60))…" : line
  }
}

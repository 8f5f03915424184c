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
  /// Its inputs are known only when `task`, the first cause, has run. It may then turn out that it need not run.
  case upstream(task: String)

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
    case .neverRun: "has never run"
    case .revisionChanged(let old, let new, let changes):
      (["the stage changed from revision \(old) to \(new)"] + changes.map(\.description)).joined(separator: "; ")
    case .ingredientChanged(let changes): changes.map(\.description).joined(separator: "; ")
    case .recordLost: "its record is missing or damaged"
    case .outputMissing(let artifact): "output \(artifact) is missing"
    case .outputCorrupt(let artifact, let expected, let found):
      "output \(artifact) is corrupt: \(expected) recorded, \(found) found"
    case .inputMissing(let artifact, let task): "wants \(artifact) of \(task), which does not make it"
    case .upstream(let task): "waits for \(task)"
    }
  }
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
    if kind == .input || kind == .lineage { return Digest(hexadecimal: value)?.short ?? value }
    let line = value.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > 60 ? "\(line.prefix(60))…" : line
  }
}

extension StaleReason: Encodable {
  private enum Field: CodingKey {
    case kind, name, old, new, changes, artifact, expected, found, task
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    try container.encode(kind, forKey: .kind)
    switch self {
    case .neverRun, .recordLost: break
    case .revisionChanged(let old, let new, let changes):
      try container.encode(old, forKey: .old)
      try container.encode(new, forKey: .new)
      try container.encode(changes, forKey: .changes)
    case .ingredientChanged(let changes):
      // The first stands for all where a reader expects one.
      try container.encode(changes.first?.name, forKey: .name)
      try container.encode(changes.first?.old, forKey: .old)
      try container.encode(changes.first?.new, forKey: .new)
      try container.encode(changes, forKey: .changes)
    case .outputMissing(let artifact): try container.encode(artifact, forKey: .artifact)
    case .outputCorrupt(let artifact, let expected, let found):
      try container.encode(artifact, forKey: .artifact)
      try container.encode(expected, forKey: .expected)
      try container.encode(found, forKey: .found)
    case .inputMissing(let artifact, let task):
      try container.encode(artifact, forKey: .artifact)
      try container.encode(task, forKey: .task)
    case .upstream(let task): try container.encode(task, forKey: .task)
    }
  }
}

import Checksums
package import Ledger

/// One task of a plan, explained: why it is stale, by which way its first causes reach it, and what its key is made of.
package struct TaskExplanation: Hashable, Sendable {
  /// A cause, and the tasks from there to the one explained, both included.
  package struct Chain: Hashable, Sendable {
    package var cause: StaleReason.Cause
    package var tasks: [String]
  }

  /// An ingredient of the key, of the newest run, or of both.
  package struct Part: Hashable, Sendable {
    package var kind: Ingredient.Kind
    package var name: String
    /// `nil` for an ingredient that is gone, and for an input that is still to be made.
    package var value: String?
    /// The value in the newest run, where it was another.
    package var old: String?
    /// The task that makes it, of an input.
    package var task: String?
    /// Whether it is still to be made.
    package var isPending = false
  }

  package var entry: Plan.Entry
  package var chains: [Chain]
  /// Sorted by kind and name.
  package var parts: [Part]
}

extension Plan {
  /// `nil` when the plan has no such task.
  package func explanation(of id: String) -> TaskExplanation? {
    guard let entry = self[id] else { return nil }
    var causes: [StaleReason.Cause] = []
    if case .stale(let reason) = entry.status { causes = reason.causes }
    return TaskExplanation(
      entry: entry, chains: causes.map { .init(cause: $0, tasks: way(from: $0.task, to: id)) },
      parts: TaskExplanation.parts(of: entry))
  }

  /// The shortest way from a cause to a task that waits for it, through tasks that wait too; of several the first in the
  /// order of the graph.
  private func way(from cause: String, to id: String) -> [String] {
    guard cause != id else { return [id] }
    let entries = Dictionary(entries.map { ($0.id, $0) }) { first, _ in first }
    let order = Dictionary(self.entries.enumerated().map { ($0.element.id, $0.offset) }) { first, _ in first }
    var next: [String: String] = [:]
    var wave = [id]
    while !wave.isEmpty {
      var above: [String] = []
      for reader in wave {
        for producer in Set((entries[reader]?.inputs ?? []).map(\.task)) where next[producer] == nil {
          next[producer] = reader
          if case .stale(.upstream) = entries[producer]?.status { above.append(producer) }
        }
      }
      if next[cause] != nil { break }
      wave = above.sorted { order[$0, default: 0] < order[$1, default: 0] }
    }
    var way = [cause]
    while let last = way.last, last != id, let reader = next[last] { way.append(reader) }
    return way
  }
}

extension TaskExplanation {
  fileprivate static func parts(of entry: Plan.Entry) -> [Part] {
    var old: [Ingredient: String] = [:]
    var gone: [Part] = []
    for change in entry.changes {
      if let new = change.new {
        old[Ingredient(kind: change.kind, name: change.name, value: new)] = change.old
      } else {
        gone.append(Part(kind: change.kind, name: change.name, old: change.old))
      }
    }
    var parts = entry.ingredients.map { ingredient in
      Part(
        kind: ingredient.kind, name: ingredient.name, value: ingredient.value, old: old[ingredient],
        task: entry.inputs.first { $0.holds(ingredient) }?.task)
    }
    if entry.key == nil {
      for input in entry.inputs where !entry.ingredients.contains(where: input.holds) {
        let names = input.artifacts.map { $0.map { "\(input.name)/\($0)" } } ?? [input.name]
        parts += names.map { Part(kind: .input, name: $0, task: input.task, isPending: true) }
      }
    }
    return (parts + gone).sorted { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
  }
}

extension TaskExplanation: Encodable {
  private enum Field: CodingKey { case ingredients, chains, revision }

  /// The task as it stands in a plan, with its ingredients, and the way from each of its reason's causes.
  package func encode(to encoder: any Encoder) throws {
    try entry.encode(to: encoder)
    var container = encoder.container(keyedBy: Field.self)
    try container.encode(entry.revision, forKey: .revision)
    try container.encode(parts, forKey: .ingredients)
    try container.encode(chains.map(\.tasks), forKey: .chains)
  }

  /// One JSON document.
  package func json() throws -> String { try jsonText(self) }
}

extension TaskExplanation.Part: Encodable {
  private enum Field: CodingKey { case kind, name, value, old, task }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(name, forKey: .name)
    try container.encode(value, forKey: .value)
    try container.encodeIfPresent(old, forKey: .old)
    try container.encodeIfPresent(task, forKey: .task)
  }
}

package import Checksums
package import Ledger

/// What a run would do, and why: one entry a task, in the order of the graph.
package struct Plan: Sendable {
  package enum Status: Hashable, Sendable {
    case fresh
    case stale(StaleReason)
    case blocked(Obstacle)
  }

  package struct Entry: Hashable, Sendable {
    package var id: String
    package var stage: String
    package var revision: Int
    package var status: Status
    /// What the task reads, and of which others.
    package var inputs: [TaskDefinition.Input]
    /// Known when everything upstream is.
    package var key: Digest?
    /// What the key is made of, sorted; without the inputs that are still to be made.
    package var ingredients: [Ingredient]
    /// What a run of the task leaves in the store, where that is much.
    package var kept: Footprint = .small
    /// What differs from the newest run of the task, as far as it is known.
    package var changes: [StaleReason.Change] = []
  }

  package var entries: [Entry]
  /// What is known of the fresh tasks, in the order of the graph.
  package var finished: [TaskProvenance]

  package subscript(id: String) -> Entry? { entries.first { $0.id == id } }
}

/// Compares the graph with the store; writes nothing.
///
/// An artifact that is lost is expected to come out the same, so what reads it stays fresh; should a run make other
/// bytes, it goes on from there.
///
/// - Parameter product: whose newest runs the reasons compare with.
package func plan(
  _ graph: TaskGraph, in store: Store, product: String, check: ArtifactCheck = .size
) throws(StoreError) -> Plan {
  var known = [TaskProvenance?](repeating: nil, count: graph.tasks.count)
  var causes = FirstCauses(graph)
  var plan = Plan(entries: [], finished: [])
  for (index, task) in graph.tasks.enumerated() {
    let part = PartialIdentity(task) { id in graph.position[id].flatMap { known[$0] } }
    var entry = Plan.Entry(
      id: task.id, stage: task.stage, revision: task.revision, status: .fresh, inputs: task.inputs,
      ingredients: part.ingredients, kept: task.kept)
    if let obstacle = plan.obstacle(among: graph.inputs[index]) {
      entry.status = .blocked(obstacle)
    } else if !part.pending.isEmpty {
      let own = try store.change(of: task, part, product: product)
      entry.changes = own?.changes ?? []
      let producers = graph.inputs[index].filter { known[$0] == nil }
      entry.status = .stale(causes.wait(at: index, for: producers, own: own))
    } else {
      switch graph.identity(of: index, known) {
      case .failure(let unmet):
        entry.status = .stale(.inputMissing(artifact: unmet.artifact, task: unmet.task))
      case .success(let identity):
        entry.key = identity.key
        entry.ingredients = identity.ingredients
        switch try store.standing(of: task, identity, check: check) {
        case .fresh(let provenance, _):
          known[index] = provenance
          plan.finished.append(provenance)
        case .damaged(let provenance, let reason):
          known[index] = provenance
          entry.status = .stale(reason)
        case .absent:
          entry.status = .stale(try store.reason(for: task, identity, product: product))
        }
      }
      if let steps = task.blocked, entry.status != .fresh {
        known[index] = nil
        entry.status = .blocked(Obstacle(source: task.id, steps: steps))
      }
      if case .stale(let reason) = entry.status {
        entry.changes = reason.changes
        causes.begin(at: index, with: reason)
      }
    }
    plan.entries.append(entry)
  }
  return plan
}

/// What is known of the finished tasks of a graph, in its order; tasks that are not fresh are left out.
package func provenance(of graph: TaskGraph, in store: Store) throws(StoreError) -> [TaskProvenance] {
  try plan(graph, in: store, product: "").finished
}

extension Plan {
  /// What keeps one of these tasks from running, and so what reads it.
  fileprivate func obstacle(among producers: [Int]) -> Obstacle? {
    for producer in producers {
      if case .blocked(let obstacle) = entries[producer].status { return obstacle }
    }
    return nil
  }
}

extension TaskGraph {
  /// The ingredients and the key of a task, once `known` holds all that it reads.
  func identity(of index: Int, _ known: [TaskProvenance?]) -> Result<TaskIdentity, UnmetInput> {
    do throws(UnmetInput) {
      return .success(
        try tasks[index].identity(
          finished: { position[$0].flatMap { known[$0] } }, lineage: { lineage(of: index, known) }))
    } catch {
      return .failure(error)
    }
  }

  /// Everything upstream of a task, in the order of the graph.
  func lineage(of index: Int, _ known: [TaskProvenance?]) -> [TaskProvenance] {
    upstream(of: [index]).compactMap { known[$0] }
  }
}

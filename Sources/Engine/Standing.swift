import Ledger

/// What the store knows of a task whose inputs are known.
enum Standing: Sendable {
  case fresh(TaskProvenance, RecordSummary.Run)
  /// Its record tells what it made; some of that is lost.
  case damaged(TaskProvenance, StaleReason)
  case absent
}

/// What keeps a task from running: a source that somebody has to get first.
package struct Obstacle: Hashable, Sendable, Encodable {
  /// The task that cannot run.
  package var source: String
  /// The words that the user needs.
  package var steps: String
}

extension Obstacle: CustomStringConvertible {
  package var description: String { "needs \(source): \(steps)" }
}

extension Store {
  func standing(
    of task: TaskDefinition, _ identity: TaskIdentity, check: ArtifactCheck
  ) throws(StoreError) -> Standing {
    guard let summary = try summary(identity.key) else { return .absent }
    let provenance = task.provenance(identity, outputs: summary.provenance.outputs)
    for artifact in provenance.outputs {
      if let reason = try damage(of: artifact, check: check) { return .damaged(provenance, reason) }
    }
    return .fresh(provenance, summary.run)
  }

  /// Why a task without a record is stale: what differs from its newest run.
  func reason(
    for task: TaskDefinition, _ identity: TaskIdentity, product: String
  ) throws(StoreError) -> StaleReason {
    guard let latest = try latestKey(of: task.id, product: product) else {
      return try FileSystem.stamp(of: path(ofRecord: identity.key)) == nil ? .neverRun : .recordLost
    }
    guard let old = try record(latest)?.provenance else { return .recordLost }
    return StaleReason(old, task.stage, task.revision, identity.ingredients) ?? .recordLost
  }

  /// What a task changed by itself since its newest run, while some of its inputs are still to be made; `nil` when that
  /// is nothing, or there is no run to compare with.
  func change(of task: TaskDefinition, _ part: PartialIdentity, product: String) throws(StoreError) -> StaleReason? {
    guard let latest = try latestKey(of: task.id, product: product), var old = try record(latest)?.provenance
    else { return nil }
    old.ingredients.removeAll { ingredient in
      ingredient.kind == .lineage || part.pending.contains { $0.holds(ingredient) }
    }
    return StaleReason(old, task.stage, task.revision, part.ingredients)
  }
}

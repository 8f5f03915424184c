import Foundation
import Ledger

/// How one task came out of a run.
enum Turn: Sendable {
  case reused(TaskProvenance, RecordSummary.Run)
  case computed(TaskRecord, StaleReason, warnings: [String])
  case blocked(Obstacle)
  case failed(any Error, log: [String])
  case lostInput(LostInput, log: [String])
  /// It left off when the run was told to stop.
  case stopped
}

/// Takes one task whose inputs are known through a run: looks into the store, and executes what is not there.
struct Worker: Sendable {
  var execution: TaskExecution
  var product: String
  var check: ArtifactCheck
  var progress: any ProgressSink

  private var task: TaskDefinition { execution.task }
  private var identity: TaskIdentity { execution.identity }
  private var store: Store { execution.store }

  func turn() async -> Turn {
    do {
      switch try store.standing(of: task, identity, check: check) {
      case .fresh(let provenance, let earlier):
        noteLatest()
        return .reused(provenance, earlier)
      case .damaged(let provenance, let reason):
        return await execute(reason, before: provenance)
      case .absent:
        return await execute(try store.reason(for: task, identity, product: product), before: nil)
      }
    } catch {
      return .failed(error, log: [])
    }
  }

  /// - Parameter before: what the record of the same key says that the task made.
  private func execute(_ reason: StaleReason, before: TaskProvenance?) async -> Turn {
    if let steps = task.blocked { return .blocked(Obstacle(source: task.id, steps: steps)) }
    progress.receive(.taskStarted(id: task.id, stage: task.stage, reason: reason))
    do {
      let isRecordDamaged = try before == nil && store.hasDamagedRecord(identity.key)
      let record = try await withTaskCancellationHandler {
        try await onThread { try execution.run() }
      } onCancel: {
        execution.stop.raise()
      }
      noteLatest()
      var warnings: [String] = []
      if isRecordDamaged { warnings.append("\(task.id): its record is damaged; made again") }
      if let before {
        warnings.append("\(task.id): \(reason); made again")
        if before.outputs != record.provenance.outputs {
          warnings.append("\(task.id): made other bytes from the same ingredients; its stage is not deterministic")
        }
      }
      return .computed(record, reason, warnings: warnings)
    } catch let lost as LostInput {
      return .lostInput(lost, log: execution.log.lines)
    } catch is CancellationError where execution.stop.isRaised {
      return .stopped
    } catch {
      return .failed(error, log: execution.log.lines)
    }
  }

  private func noteLatest() {
    store.note(latest: identity.key, of: task.id, product: product, by: execution.scratch)
  }
}

/// Runs blocking work on a thread of its own, away from the few that Swift's concurrency shares.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    let thread = Thread { continuation.resume(with: Result { try work() }) }
    thread.stackSize = 16 << 20
    thread.start()
  }
}

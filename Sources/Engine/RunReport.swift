package import Checksums
package import Ledger

/// What a run did: one entry a task, in the order of the graph.
package struct RunReport: Sendable {
  package enum Outcome: Sendable {
    case computed(StaleReason)
    case reused
    case blocked(Obstacle)
    case failed(any Error)
    /// A task that it needs failed.
    case skipped(because: String)
    /// The run was stopped before.
    case notStarted
  }

  package struct Entry: Sendable {
    package var id: String
    package var stage: String
    package var outcome: Outcome
    package var key: Digest?
    /// The run whose result this is, when it began the task, and how long that took; of a reused task, the earlier run.
    package var run: String?
    package var started: String?
    package var seconds: Double?
    package var peakBytes: Int?
    /// What the task said; kept of computed and failed tasks.
    package var log: [String] = []
  }

  package var label: RunLabel
  package var entries: [Entry]
  /// What is known of the tasks that are done, in the order of the graph.
  package var finished: [TaskProvenance]
  /// What was found amiss and mended, or must be told.
  package var warnings: [String]
  package var seconds: Double
  /// True when the run was cancelled before everything was done.
  package var interrupted: Bool
}

extension RunReport {
  package struct Failure: Sendable {
    package var id: String
    package var error: any Error
    package var log: [String]
  }

  package var computed: [String] { ids { if case .computed = $0 { true } else { false } } }
  package var reused: [String] { ids { if case .reused = $0 { true } else { false } } }
  package var skipped: [String] { ids { if case .skipped = $0 { true } else { false } } }
  package var notStarted: [String] { ids { if case .notStarted = $0 { true } else { false } } }

  package var failures: [Failure] {
    entries.compactMap { entry in
      guard case .failed(let error) = entry.outcome else { return nil }
      return Failure(id: entry.id, error: error, log: entry.log)
    }
  }

  /// The tasks that cannot run, each with the source that somebody has to get first.
  package var blocked: [(id: String, obstacle: Obstacle)] {
    entries.compactMap { entry in
      guard case .blocked(let obstacle) = entry.outcome else { return nil }
      return (entry.id, obstacle)
    }
  }

  /// True when every task is done.
  package var isComplete: Bool { finished.count == entries.count }

  /// What a task made; `nil` when it is not done or made no such artifact.
  package func artifact(_ name: String, of task: String) -> ArtifactReference? {
    finished.first { $0.id == task }?.outputs.first { $0.name == name }
  }

  /// The seconds that the reused results took when they were made.
  package var secondsSaved: Double {
    entries.reduce(0) { sum, entry in
      if case .reused = entry.outcome { sum + (entry.seconds ?? 0) } else { sum }
    }
  }

  private func ids(_ select: (Outcome) -> Bool) -> [String] {
    entries.filter { select($0.outcome) }.map(\.id)
  }
}

extension RunReport: Encodable {
  private enum Field: CodingKey { case complete, interrupted, seconds, secondsSaved, stages, tasks, warnings }

  package func encode(to encoder: any Encoder) throws {
    try label.encode(to: encoder)
    var container = encoder.container(keyedBy: Field.self)
    try container.encode(entries, forKey: .tasks)
    try container.encode(stages, forKey: .stages)
    try container.encode(warnings, forKey: .warnings)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(secondsSaved, forKey: .secondsSaved)
    try container.encode(isComplete, forKey: .complete)
    try container.encode(interrupted, forKey: .interrupted)
  }

  /// One JSON document: the run's record in the store and beside a release.
  package func json(pretty: Bool = true) throws -> String { try jsonText(self, pretty: pretty) }
}

extension RunReport.Entry: Encodable {
  private enum Field: CodingKey {
    case id, stage, outcome, key, run, started, seconds, peakBytes, log, reason, error, because
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    try container.encode(id, forKey: .id)
    try container.encode(stage, forKey: .stage)
    try container.encode(outcome.word, forKey: .outcome)
    try container.encodeIfPresent(key, forKey: .key)
    try container.encodeIfPresent(run, forKey: .run)
    try container.encodeIfPresent(started, forKey: .started)
    try container.encodeIfPresent(seconds, forKey: .seconds)
    try container.encodeIfPresent(peakBytes, forKey: .peakBytes)
    if !log.isEmpty { try container.encode(log, forKey: .log) }
    switch outcome {
    case .computed(let reason): try container.encode(reason, forKey: .reason)
    case .blocked(let obstacle): try container.encode(obstacle, forKey: .reason)
    case .failed(let error): try container.encode("\(error)", forKey: .error)
    case .skipped(let cause): try container.encode(cause, forKey: .because)
    case .reused, .notStarted: break
    }
  }
}

extension RunReport.Outcome {
  package var word: String {
    switch self {
    case .computed: "computed"
    case .reused: "reused"
    case .blocked: "blocked"
    case .failed: "failed"
    case .skipped: "skipped"
    case .notStarted: "notStarted"
    }
  }
}

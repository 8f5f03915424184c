extension RunReport {
  /// What a run did in one stage.
  package struct Stage: Hashable, Sendable, Encodable {
    package var stage: String
    package var computed = 0
    package var reused = 0
    package var failed = 0
    /// Of the computed tasks together; more than the clock shows where several ran at once.
    package var seconds = 0.0
    /// The most memory that the process held while one of the computed tasks ran; `nil` where nobody saw.
    package var peakBytes: Int?
  }

  package var stages: [Stage] {
    var stages: [String: Stage] = [:]
    for entry in entries {
      var stage = stages[entry.stage] ?? Stage(stage: entry.stage)
      switch entry.outcome {
      case .computed:
        stage.computed += 1
        stage.seconds += entry.seconds ?? 0
        stage.peakBytes = [stage.peakBytes, entry.peakBytes].compactMap(\.self).max()
      case .reused: stage.reused += 1
      case .failed: stage.failed += 1
      case .blocked, .skipped, .notStarted: break
      }
      stages[entry.stage] = stage
    }
    return stagesInOrder(entries.map(\.stage)).compactMap { stages[$0] }
  }
}

/// The stages of tasks that stand in the order of the graph, each by its last task: so it stands behind what it reads.
func stagesInOrder(_ stagesOfTasks: [String]) -> [String] {
  var seen: Set<String> = []
  return stagesOfTasks.reversed().filter { seen.insert($0).inserted }.reversed()
}

/// What a run is about to look at, in the order of the graph, with what is known of it from earlier runs.
package struct RunOutline: Sendable {
  package struct Planned: Sendable {
    package var id: String
    package var stage: String
    /// What the task took when it last ran; else the mean of its stage, or of all; `nil` where no run is on record.
    package var expectedSeconds: Double?
    /// The longest way from the start of the task to the end of the run; known with `expectedSeconds`.
    package var secondsToEnd: Double?
  }

  package var tasks: [Planned]

  /// - Parameter recorded: seconds of the newest result of each task.
  init(_ graph: TaskGraph, recorded: [String: Double] = [:]) {
    var known: [String: [Double]] = [:]
    for task in graph.tasks {
      if let seconds = recorded[task.id] { known[task.stage, default: []].append(seconds) }
    }
    let ofStage = known.mapValues(mean)
    let ofAll = recorded.isEmpty ? nil : mean(recorded.values.sorted())
    tasks = graph.tasks.map {
      Planned(id: $0.id, stage: $0.stage, expectedSeconds: recorded[$0.id] ?? ofStage[$0.stage] ?? ofAll)
    }
    guard ofAll != nil else { return }
    for (index, seconds) in remainingSeconds(in: graph).enumerated() { tasks[index].secondsToEnd = seconds }
  }

  /// For each task the seconds of the longest way from its start to the end of the run; a second each where nothing is
  /// known.
  func remainingSeconds(in graph: TaskGraph) -> [Double] {
    var remaining = [Double](repeating: 0, count: tasks.count)
    // A reader stands behind what it reads.
    for index in tasks.indices.reversed() {
      let below = graph.dependents[index].lazy.map { remaining[$0] }.max() ?? 0
      remaining[index] = below + (tasks[index].expectedSeconds ?? 1)
    }
    return remaining
  }
}

private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

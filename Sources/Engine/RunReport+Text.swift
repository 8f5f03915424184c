extension RunReport: CustomStringConvertible {
  /// The failures with their logs, then one line of counts.
  package var description: String { (failures.map(\.description) + [counts]).joined(separator: "\n") }

  /// One line of counts; below it, where anything was computed, where the time went.
  package var summary: String { ([counts] + costs).joined(separator: "\n") }

  private var counts: String {
    let counts: [(Int, String)] = [
      (computed.count, "computed"), (reused.count, "reused"), (failures.count, "failed"), (blocked.count, "blocked"),
      (skipped.count, "skipped"), (notStarted.count, "not started"),
    ]
    let told = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    let saved = secondsSaved >= 0.05 ? "; reuse saved \(shown(seconds: secondsSaved))" : ""
    return "\(told.isEmpty ? "nothing to do" : told) in \(shown(seconds: seconds))\(saved)"
  }

  /// The stages that took longest, with the seconds of their tasks and the most memory, and the three longest tasks.
  private var costs: [String] {
    let costly = stages.filter { $0.computed > 0 }.sorted { $0.seconds > $1.seconds }
    guard !costly.isEmpty else { return [] }
    let told = costly.count > 6 ? 5 : costly.count
    var rows = costly.prefix(told).map { ($0.stage, $0) }
    if told < costly.count {
      let rest = costly.dropFirst(told)
      let together = Stage(
        stage: "", computed: rest.reduce(0) { $0 + $1.computed }, seconds: rest.reduce(0) { $0 + $1.seconds },
        peakBytes: rest.compactMap(\.peakBytes).max())
      rows.append(("\(rest.count) others", together))
    }
    let table = aligned(
      rows.map { name, stage in
        [
          "  \(name)", "\(stage.computed) \(stage.computed == 1 ? "task" : "tasks")", shown(seconds: stage.seconds),
          stage.peakBytes.map { "\(shown(bytes: $0)) at most" } ?? "",
        ]
      }, toTheRight: [1, 2, 3])
    let longest = entries.filter { if case .computed = $0.outcome { true } else { false } }
      .sorted { ($1.seconds ?? 0, $0.id) < ($0.seconds ?? 0, $1.id) }
      .prefix(3).map { "\($0.id) \(shown(seconds: $0.seconds ?? 0))" }
    return [table, "  longest: \(longest.joined(separator: ", "))"]
  }
}

extension RunReport.Failure: CustomStringConvertible {
  package var description: String { "failed \(id)\n  \(indented(error, log: log))" }
}

/// What went wrong and what the task had said, for below a line that names the task.
func indented(_ error: any Error, log: [String]) -> String {
  (["\(error)"] + log.map { "| \($0)" })
    .joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  ")
}

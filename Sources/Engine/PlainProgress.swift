/// A run in lines for people: each event in lines of its own, and at the end what the run came to.
struct PlainProgress: ProgressSink {
  /// What is told besides what is amiss.
  enum Detail: Sendable {
    /// Nothing: a view shows the rest.
    case none
    /// Each task that starts and ends.
    case work
    /// Also what was reused, what the tasks said, and each task below one that could not run.
    case everything
  }

  var detail = Detail.work
  /// Whether a failure is told in full when it happens, or then named and told at the end.
  var tellsFailuresAtOnce = false
  /// Takes one or more whole lines, without the last line end.
  var say: @Sendable (String) -> Void

  func receive(_ event: ProgressEvent) {
    if let text = text(event) { say(text) }
  }

  private func text(_ event: ProgressEvent) -> String? {
    switch event {
    case .runStarted, .runStopping: nil
    case .taskStarted(let id, _, let reason): detail == .none ? nil : "run      \(id): \(reason)"
    case .taskFinished(let entry, let done, let count): text(entry, place: "[\(done)/\(count)]")
    case .warning(let text): "warning: \(text)"
    case .runFinished(let report):
      ((tellsFailuresAtOnce ? [] : report.failures.map(\.description)) + [report.summary]).joined(separator: "\n")
    }
  }

  private func text(_ entry: RunReport.Entry, place: String) -> String? {
    let tellsAll = detail == .everything
    switch entry.outcome {
    case .computed:
      guard detail != .none else { return nil }
      let line = "done     \(entry.id) in \(shown(seconds: entry.seconds ?? 0)) \(place)"
      return ([line] + (tellsAll ? entry.log.map { "         | \($0)" } : [])).joined(separator: "\n")
    case .failed(let error):
      let line = "failed   \(entry.id) \(place)"
      return tellsFailuresAtOnce ? "\(line)\n  \(indented(error, log: entry.log))" : line
    case .blocked(let obstacle):
      return tellsAll || entry.id == obstacle.source ? "blocked  \(entry.id): \(obstacle)" : nil
    case .skipped(let cause): return tellsAll ? "skipped  \(entry.id): needs \(cause), which failed" : nil
    case .reused: return tellsAll ? "reused   \(entry.id) \(place)" : nil
    case .notStarted: return nil
    }
  }
}

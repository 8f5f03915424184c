#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Something that happened in a run, as it happens.
package enum ProgressEvent: Sendable {
  /// What is looked at, before anything is.
  case runStarted(RunOutline)
  case taskStarted(id: String, stage: String, reason: StaleReason)
  /// `done` counts the tasks settled so far, this one included.
  case taskFinished(RunReport.Entry, done: Int, of: Int)
  /// Something was found amiss and mended, or must be told.
  case warning(String)
  case runFinished(RunReport)
}

/// Listens to a run; called from several threads.
package protocol ProgressSink: Sendable {
  func receive(_ event: ProgressEvent)
}

/// `--progress auto|plain|json|none`.
package enum ProgressMode: String, CaseIterable, Sendable {
  case auto, plain, json, none

  /// The listener of this mode, which writes whole lines with `write`. `auto` is `plain` on a terminal too.
  package func sink(
    write: @escaping @Sendable (String) -> Void = writeToStandardError
  ) -> any ProgressSink {
    switch self {
    case .auto, .plain: PlainProgress(write: write)
    case .json: JSONProgress(write: write)
    case .none: SilentProgress()
    }
  }
}

/// One line in one system call, so that lines of several threads do not mix. A closed stderr loses it, as it should.
package func writeToStandardError(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}

package struct SilentProgress: ProgressSink {
  package init() {}
  package func receive(_ event: ProgressEvent) {}
}

/// A line for each task that starts, ends or cannot run, and the report at the end, which counts those below them.
struct PlainProgress: ProgressSink {
  var write: @Sendable (String) -> Void

  func receive(_ event: ProgressEvent) {
    switch event {
    case .runStarted: break
    case .taskStarted(let id, _, let reason): write("run      \(id): \(reason)")
    case .taskFinished(let entry, let done, let count):
      switch entry.outcome {
      case .computed: write("done     \(entry.id) in \(shown(seconds: entry.seconds ?? 0)) [\(done)/\(count)]")
      case .failed: write("failed   \(entry.id) [\(done)/\(count)]")
      case .blocked(let obstacle): if entry.id == obstacle.source { write("blocked  \(entry.id): \(obstacle)") }
      case .skipped, .reused, .notStarted: break
      }
    case .warning(let text): write("warning: \(text)")
    case .runFinished(let report): write(report.description)
    }
  }
}

/// One JSON object a line.
struct JSONProgress: ProgressSink {
  private struct Line: Encodable {
    var event: String
    var id: String?
    var stage: String?
    var reason: StaleReason?
    var task: RunReport.Entry?
    var done: Int?
    var tasks: Int?
    var text: String?
    var counts: [String: Int]?
    var seconds: Double?
  }

  var write: @Sendable (String) -> Void

  func receive(_ event: ProgressEvent) {
    // Texts and finite numbers always have a JSON form.
    if let text = try? jsonText(line(event), pretty: false) { write(text) }
  }

  private func line(_ event: ProgressEvent) -> Line {
    switch event {
    case .runStarted(let outline): Line(event: "run-started", tasks: outline.tasks.count)
    case .taskStarted(let id, let stage, let reason): Line(event: "task-started", id: id, stage: stage, reason: reason)
    case .taskFinished(let entry, let done, let tasks):
      Line(event: "task-finished", task: entry, done: done, tasks: tasks)
    case .warning(let text): Line(event: "warning", text: text)
    case .runFinished(let report):
      Line(
        event: "run-finished", tasks: report.entries.count,
        counts: Dictionary(report.entries.map { ($0.outcome.word, 1) }, uniquingKeysWith: +), seconds: report.seconds)
    }
  }
}

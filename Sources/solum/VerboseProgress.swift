import Engine

/// Tells also what was reused, what the tasks said, and each task below one that could not run.
struct VerboseProgress: ProgressSink {
  var base: any ProgressSink

  func receive(_ event: ProgressEvent) {
    base.receive(event)
    guard case .taskFinished(let entry, let done, let count) = event else { return }
    switch entry.outcome {
    case .reused: writeToStandardError("reused   \(entry.id) [\(done)/\(count)]")
    case .skipped(let cause): writeToStandardError("skipped  \(entry.id): needs \(cause), which failed")
    case .blocked(let obstacle) where entry.id != obstacle.source:
      writeToStandardError("blocked  \(entry.id): \(obstacle)")
    case .computed: for line in entry.log { writeToStandardError("         | \(line)") }
    default: break
    }
  }
}

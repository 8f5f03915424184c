import Engine

/// Tells also what was reused, and what the tasks said.
struct VerboseProgress: ProgressSink {
  var base: any ProgressSink

  func receive(_ event: ProgressEvent) {
    base.receive(event)
    guard case .taskFinished(let entry, let done, let count) = event else { return }
    switch entry.outcome {
    case .reused: writeToStandardError("reused   \(entry.id) [\(done)/\(count)]")
    case .computed: for line in entry.log { writeToStandardError("         | \(line)") }
    default: break
    }
  }
}

/// Something that happened in a run, as it happens.
package enum ProgressEvent: Sendable {
  /// What is looked at, before anything is.
  case runStarted(RunOutline)
  case taskStarted(id: String, stage: String, reason: StaleReason)
  /// `done` counts the tasks settled so far, this one included.
  case taskFinished(RunReport.Entry, done: Int, of: Int)
  /// Something was found amiss and mended, or must be told.
  case warning(String)
  /// The run was cancelled, or one that fails fast has failed: what runs is finished, and nothing more starts.
  case runStopping
  case runFinished(RunReport)
}

/// Listens to a run; called from several threads.
package protocol ProgressSink: Sendable {
  func receive(_ event: ProgressEvent)
}

/// `--progress auto|plain|json|none`.
package enum ProgressMode: String, CaseIterable, Sendable {
  /// A live view where one can be drawn, else `plain`.
  case auto
  case plain, json, none

  /// The listener of this mode.
  ///
  /// - Parameter verbose: whether lines for people tell also what was reused, and what the tasks said.
  package func sink(verbose: Bool = false, on talk: Talk = .standardError) -> any ProgressSink {
    switch self {
    case .auto where talk.canDraw: LiveProgress(on: talk, verbose: verbose)
    case .auto, .plain: PlainProgress(detail: verbose ? .everything : .work) { talk.say($0) }
    case .json: JSONProgress { talk.say($0) }
    case .none: SilentProgress()
    }
  }
}

package struct SilentProgress: ProgressSink {
  package init() {}
  package func receive(_ event: ProgressEvent) {}
}

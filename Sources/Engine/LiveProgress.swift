import Dispatch
import Foundation
import Synchronization

/// A run on a terminal: a view in place of what runs, and lines that stay above it of what somebody has to know.
///
/// The view appears with the first task that starts and is drawn again as things happen, ten times a second at most. At
/// the end it is gone, and the summary stands where it was.
final class LiveProgress: ProgressSink {
  private let talk: Talk
  private let lines: PlainProgress
  private let clock = ContinuousClock()
  private let created: ContinuousClock.Instant
  /// `nil` before the run begins and when it is over.
  private let state = Mutex<LiveState?>(nil)
  private let isOver = DispatchSemaphore(value: 0)

  init(on talk: Talk, verbose: Bool) {
    self.talk = talk
    lines = PlainProgress(detail: verbose ? .everything : .none, tellsFailuresAtOnce: true) { talk.say($0) }
    created = clock.now
  }

  func receive(_ event: ProgressEvent) {
    switch event {
    case .runStarted(let outline): state.withLock { $0 = LiveState(outline) }
    case .runFinished: end()
    default: note(event)
    }
    lines.receive(event)
  }

  private func note(_ event: ProgressEvent) {
    let begins = state.withLock { state in
      let hadBegun = state?.begin != nil
      state?.note(event, at: now)
      return !hadBegun && state?.begin != nil
    }
    if begins { Thread { [self] in tick() }.start() }
  }

  /// Ends with the run.
  private func tick() {
    while isOver.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
      state.withLock { state in
        guard let state else { return }
        talk.draw { state.lines(width: $0.columns, height: $0.rows, at: now) }
      }
    }
  }

  private func end() {
    // No drawing comes after this, since each is made under the same lock.
    state.withLock { $0 = nil }
    isOver.signal()
    talk.erase()
  }

  private var now: Double { (clock.now - created).inSeconds }
}

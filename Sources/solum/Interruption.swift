import Dispatch
import Engine
import Foundation
import Synchronization

/// Does work that Ctrl-C may end: the first cancels it, which lets what runs finish and starts nothing more; the second
/// leaves at once.
///
/// Either way the store stays sound: what is finished is in it, and what is not is nowhere. On a terminal the view of
/// the run is gone before the process leaves, is terminated or is stopped by Ctrl-Z.
func interruptible<Outcome: Sendable>(_ work: @escaping @Sendable () async -> Outcome) async -> Outcome {
  let task = Task { await work() }
  let presses = Atomic(0)
  var watches = [
    SignalWatch(SIGINT) {
      guard presses.add(1, ordering: .relaxed).newValue == 1 else {
        Talk.standardError.hide()
        _exit(ExitStatus.interrupted.rawValue)
      }
      Console.say("interrupted: what runs is finished first; Ctrl-C again leaves at once")
      task.cancel()
    }
  ]
  if Talk.standardError.canDraw {
    watches.append(SignalWatch(SIGTERM) { leaveTerminal(to: SIGTERM) })
    watches.append(SignalWatch(SIGTSTP) { leaveTerminal(to: SIGTSTP) })
  }
  defer { for watch in watches { watch.end() } }
  return await task.value
}

/// Calls a handler instead of what a signal does by default.
private struct SignalWatch {
  private let number: Int32
  private let source: any DispatchSourceSignal

  init(_ number: Int32, _ handler: @escaping @Sendable () -> Void) {
    self.number = number
    signal(number, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: number)
    source.setEventHandler(handler: handler)
    source.activate()
  }

  func end() {
    source.cancel()
    signal(number, SIG_DFL)
  }
}

/// Takes the view away and lets the signal do what it does by default; goes on when the process was stopped and is
/// continued.
private func leaveTerminal(to number: Int32) {
  Talk.standardError.hide()
  signal(number, SIG_DFL)
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, number)
  // The thread of a handler blocks signals, and raising one reaches this thread alone.
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  raise(number)
  signal(number, SIG_IGN)
  Talk.standardError.reveal()
}

import Dispatch
import Foundation
import Synchronization

/// Does work that Ctrl-C may end: the first cancels it, which lets what runs finish and starts nothing more; the second
/// leaves at once.
///
/// Either way the store stays sound: what is finished is in it, and what is not is nowhere.
func interruptible<Outcome: Sendable>(_ work: @escaping @Sendable () async -> Outcome) async -> Outcome {
  let task = Task { await work() }
  let presses = Atomic(0)
  signal(SIGINT, SIG_IGN)
  let interrupts = DispatchSource.makeSignalSource(signal: SIGINT)
  interrupts.setEventHandler {
    guard presses.add(1, ordering: .relaxed).newValue == 1 else { _exit(ExitStatus.interrupted.rawValue) }
    Console.say("interrupted: what runs is finished first; Ctrl-C again leaves at once")
    task.cancel()
  }
  interrupts.activate()
  defer {
    interrupts.cancel()
    signal(SIGINT, SIG_DFL)
  }
  return await task.value
}

import Dispatch
import Engine
import Foundation
import Synchronization

/// Does work that Ctrl-C may end: the first cancels it, which lets what runs finish and starts nothing more; the second
/// leaves at once. A request to terminate and a terminal that is closed count as Ctrl-C does.
///
/// Either way the store stays sound: what is finished is in it, and what is not is nowhere. On a terminal the view of
/// the run is gone before the process leaves or is stopped by Ctrl-Z.
func interruptible<Outcome: Sendable>(_ work: @escaping @Sendable () async -> Outcome) async -> Outcome {
  let gate = Gate()
  let task = Task {
    await gate.opened()
    return await work()
  }
  let presses = Atomic(0)
  var watches: [SignalWatch] = []
  // Whoever started the process may want the closing of the terminal to be ignored, as nohup does.
  for number in [SIGINT, SIGTERM, SIGHUP] where number != SIGHUP || !isIgnored(number) {
    let watch = await SignalWatch(number) {
      guard presses.add(1, ordering: .relaxed).newValue == 1 else {
        Talk.standardError.hide()
        _exit(ExitStatus.interrupted.rawValue)
      }
      stop(task)
    }
    watches.append(watch)
  }
  if Talk.standardError.canDraw { watches.append(await SignalWatch(SIGTSTP, stopByTerminal)) }
  defer { for watch in watches { watch.end() } }
  gate.open()
  return await task.value
}

/// Says that the run stops, and stops it. Apart from the handler of signals, which must hear the second one, and within a
/// second even where nobody takes what is said: a terminal that is halted by Ctrl-S, a full pipe.
private func stop<Outcome: Sendable>(_ task: Task<Outcome, Never>) {
  let said = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    Console.say("interrupted: what runs is finished first; Ctrl-C again leaves at once")
    said.signal()
  }
  Thread.detachNewThread {
    _ = said.wait(timeout: .now() + 1)
    task.cancel()
  }
}

/// Calls a handler instead of what a signal does by default.
private struct SignalWatch {
  private let number: Int32
  private let source: any DispatchSourceSignal

  /// Returns when signals reach the handler.
  init(_ number: Int32, _ handler: @escaping @Sendable () -> Void) async {
    self.number = number
    #if !os(Linux)
      // There libdispatch only listens. On Linux it handles the signal, which until then does what it does by default.
      signal(number, SIG_IGN)
    #endif
    source = DispatchSource.makeSignalSource(signal: number)
    source.setEventHandler(handler: handler)
    await withCheckedContinuation { continuation in
      source.setRegistrationHandler { continuation.resume() }
      source.activate()
    }
  }

  func end() {
    source.cancel()
    signal(number, SIG_DFL)
  }
}

private func isIgnored(_ number: Int32) -> Bool {
  var action = sigaction()
  sigaction(number, nil, &action)
  #if os(Linux)
    let handler = action.__sigaction_handler.sa_handler
  #else
    let handler = action.__sigaction_u.__sa_handler
  #endif
  // C knows such constants by their addresses alone.
  return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}

/// Takes the view away and stops as Ctrl-Z does by default; goes on when the process is continued.
@Sendable private func stopByTerminal() {
  Talk.standardError.hide()
  var watching = sigaction()
  sigaction(SIGTSTP, nil, &watching)
  signal(SIGTSTP, SIG_DFL)
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, SIGTSTP)
  // The thread of a handler blocks signals, and raising one reaches this thread alone.
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  raise(SIGTSTP)
  sigaction(SIGTSTP, &watching, nil)
  Talk.standardError.reveal()
}

/// Makes errors of what would end the process by default: a reader of its output that has gone away, and a file that
/// grows beyond the limit it was given.
func ignoreSignalsOfWriting() {
  signal(SIGPIPE, SIG_IGN)
  signal(SIGXFSZ, SIG_IGN)
}

/// Lets work begin only when everything that may end it is in place.
private final class Gate: Sendable {
  private let (stream, opening) = AsyncStream<Void>.makeStream()

  func open() { opening.finish() }

  /// Returns when the gate is open, or at once where the task is cancelled.
  func opened() async { for await _ in stream {} }
}

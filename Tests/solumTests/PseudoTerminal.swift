import Foundation
import Testing

/// The executable on a terminal of its own, as in a window: what it writes is shown on a screen, and what is typed
/// reaches it through the terminal, Ctrl-C as a signal.
final class PseudoTerminal {
  private let terminal: Int32
  private let process: pid_t
  private(set) var screen: Screen
  /// Everything that was written, in pieces as they came, each with what the screen showed after it.
  private(set) var frames: [[String]] = []
  private(set) var bytes: [UInt8] = []
  private var isOver = false
  private var isReaped = false

  init(
    _ arguments: [String], of program: String = Program.path, in folder: String, columns: Int = 100, rows: Int = 24,
    environment: [String: String] = [:]
  ) throws {
    var (near, far): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 128)
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&near, &far, &name, nil, &size) == 0 else { throw Self.failure() }
    terminal = near
    for end in [near, far] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // Held until the program has it: a terminal that nobody holds any more has ended.
    defer { close(far) }
    screen = Screen(columns: columns == 0 ? 80 : columns, rows: rows == 0 ? 24 : rows)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Opened by the leader of a session without a terminal, it becomes the session's.
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The threads of tests block signals, and a child inherits that.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID, which Glibc hides from Swift
    posix_spawnattr_setflags(&attributes, Int16(newSession | POSIX_SPAWN_SETSIGMASK))

    let known = Program.environment.merging(["TERM": "xterm"].merging(environment) { $1 }) { $1 }
    var started = pid_t()
    let starter = "/usr/bin/env"
    let status = withStrings([starter, "-C", folder, program] + arguments) { arguments in
      withStrings(known.map { "\($0)=\($1)" }) { environment in
        posix_spawn(&started, starter, &actions, &attributes, arguments, environment)
      }
    }
    process = started
    guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: status) ?? .EIO) }
  }

  deinit {
    if !isReaped {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    close(terminal)
  }

  /// Waits until a row of the screen has a text.
  func wait(for text: String) throws {
    try wait { $0.contains { $0.contains(text) } }
  }

  /// Waits for rows of the screen; fails at the end of the program, and when nothing but time passes.
  func wait(for isShown: ([String]) -> Bool) throws {
    let begin = ContinuousClock.now
    while !isShown(screen.rows) {
      let goesOn = try read() && .now - begin < .seconds(100)
      try #require(goesOn, "what was waited for was never shown; at the end stood \(screen.rows)")
    }
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(terminal, bytes, bytes.count)
  }

  func send(_ signal: Int32) { kill(process, signal) }

  /// - Returns: the exit code; of a program that a signal ended, 128 and the signal, as a shell has it.
  func end() throws -> Int32 {
    while try read() {}
    var status: Int32 = 0
    guard waitpid(process, &status, 0) == process else { throw Self.failure() }
    isReaped = true
    return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
  }

  /// Takes what comes next; false when the program has left the terminal.
  private func read() throws -> Bool {
    guard !isOver else { return false }
    var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    try #require(poll(&waiting, 1, 120_000) == 1, "nothing is written any more; there stands \(screen.rows)")
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Foundation.read(terminal, &buffer, buffer.count)
    isOver = count <= 0
    guard !isOver else { return false }
    bytes += buffer.prefix(count)
    screen.show(String(decoding: buffer.prefix(count), as: UTF8.self))
    frames.append(screen.rows)
    return true
  }

  private static func failure() -> POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}

/// Lends texts to C as a list that ends with a null.
private func withStrings<Result>(
  _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers = texts.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return body(&pointers)
}

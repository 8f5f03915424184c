import Checksums
import Foundation
import Ledger
import Testing
import ToyRun

@testable import Engine

/// Where a toy run works: its store, and the journal outside it.
struct ToyPlace {
  let folder: String

  init(_ folder: String) { self.folder = folder }

  var store: Store { Store("\(folder)/store") }
  var journal: String { "\(folder)/journal" }

  /// How many tasks were begun: each has a line of five bytes.
  var countOfBegun: Int {
    get throws { try FileSystem.stamp(of: journal).map { $0.bytes / 5 } ?? 0 }
  }

  /// The tasks that were begun, in the order in which they began.
  var begun: [String] {
    get throws {
      guard let bytes = try FileSystem.contents(of: journal) else { return [] }
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  /// What a complete run knows of its tasks; fewer than all where it is not complete.
  var made: [TaskProvenance] {
    get throws { try provenance(of: toyGraph(journal: journal), in: store) }
  }
}

extension Store {
  /// The sound records.
  func records() throws -> [TaskRecord] {
    try listing().keys.filter { $0.hasPrefix("records/") }.compactMap { try record(named: $0) }
  }

  /// The sound record of a task.
  func record(_ task: String) throws -> TaskRecord? { try records().first { $0.provenance.id == task } }

  /// By the relative path of its file; `nil` where it is not sound.
  private func record(named name: String) throws -> TaskRecord? {
    try Digest(hexadecimal: String(name.suffix(69).prefix(64))).flatMap { try record($0) }
  }

  /// What a store holds, every byte of it looked at.
  struct Contents {
    /// The tasks that have a sound record.
    var finished: Set<String> = []
    /// The artifacts that are not what their names say, the records that cannot be believed, and what a record misses.
    /// There are none, whatever happened to whoever wrote them.
    var unsound: [String] = []
  }

  func contents() throws -> Contents {
    let files = try listing()
    var contents = Contents()
    contents.unsound = files.filter { $0.key.hasPrefix("artifacts/") && !$0.key.hasSuffix("/\($0.value)") }.map(\.key)
    for name in files.keys where name.hasPrefix("records/") {
      guard let record = try record(named: name) else {
        contents.unsound.append(name)
        continue
      }
      contents.finished.insert(record.provenance.id)
      contents.unsound += try record.provenance.outputs.filter { try damage(of: $0, check: .size) != nil }.map(\.name)
    }
    return contents
  }
}

/// The toy run as a process of its own.
struct ToyProcess {
  let id: pid_t

  static let path = built("ToyRun")

  /// - Parameter wrapper: the command that runs it, such as `setpriv`.
  init(_ place: ToyPlace, jobs: Int = 2, layers: Int = 4, by wrapper: [String] = []) throws {
    try FileManager.default.createDirectory(atPath: place.folder, withIntermediateDirectories: true)
    try self.init(wrapper + [Self.path, place.store.root, place.journal, "\(jobs)", "\(layers)"])
  }

  init(_ command: [String]) throws { id = try spawned(command) }

  /// With files of so many blocks of 512 bytes at most.
  static func limit(fileBlocks: Int) -> [String] { ["/bin/sh", "-c", "ulimit -f \(fileBlocks) && exec \"$0\" \"$@\""] }

  /// Without the superuser's rights: nothing where the tests have none themselves; `nil` where they cannot be given up,
  /// or the program cannot be reached without them.
  static let unprivileged: [String]? = {
    guard geteuid() == 0 else { return [] }
    let wrapper = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    // Without arguments it ends with 64.
    return (try? ToyProcess(wrapper + [path]).wait()) == 64 ? wrapper : nil
  }()

  func kill() { _ = Foundation.kill(id, SIGKILL) }

  /// - Returns: the exit code; of a process that a signal ended, 128 and the signal, as a shell has it.
  func wait() throws -> Int32 {
    var status: Int32 = 0
    while waitpid(id, &status, 0) != id {
      guard errno == EINTR else { throw POSIXError(.ECHILD) }
    }
    let signal = status & 0x7f
    return signal == 0 ? status >> 8 & 0xff : 128 + signal
  }

  /// Whether it has ended; it can still be waited for.
  var hasEnded: Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(id), &information, WEXITED | WNOHANG | WNOWAIT) == 0 && information.si_signo == SIGCHLD
  }
}

/// A call to the system that is the last of a process, or that fails: see Tests/Faults.
enum Fault {
  static func kill(_ place: ToyPlace, at call: Int) -> [String] { wrapper(place, call) }

  static func error(_ code: Int32, _ place: ToyPlace, at call: Int) -> [String] {
    wrapper(place, call) + ["FAULT_ERROR=\(code)"]
  }

  private static func wrapper(_ place: ToyPlace, _ call: Int) -> [String] {
    ["/usr/bin/env", "LD_PRELOAD=\(built("libFaults.so"))", "FAULT_BELOW=\(place.store.root)", "FAULT_AT=\(call)"]
  }
}

/// What was built beside the bundle of the tests; where that is unknown, where a debug build leaves it.
private func built(_ name: String) -> String {
  let beside = Bundle.main.executableURL?.deletingLastPathComponent().appending(path: name).path
  if let beside, FileManager.default.fileExists(atPath: beside) { return beside }
  return URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../.build/debug/\(name)").path
}

/// Starts a program with no input, whose words nobody hears.
private func spawned(_ command: [String]) throws -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
    posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
  }
  var arguments = command.map { strdup($0) } + [nil]
  defer { for argument in arguments { free(argument) } }
  var id: pid_t = 0
  let code = posix_spawn(&id, command[0], &actions, nil, &arguments, environ)
  guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EINVAL) }
  return id
}

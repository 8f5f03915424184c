import Foundation
import Testing

/// The executable that was built, run as a user runs it.
enum Program {
  /// What a run came to.
  struct Outcome {
    var status: Int32
    /// What stood on standard output, and on standard error.
    var output: String
    var talk: String

    var talkLines: [String] { talk.split(separator: "\n").map(String.init) }

    /// The one JSON document on standard output.
    var json: JSON {
      get throws { try JSONDecoder().decode(JSON.self, from: Data(output.utf8)) }
    }

    /// The objects that `--progress json` writes a line.
    var events: [JSON] {
      get throws { try talkLines.map { try JSONDecoder().decode(JSON.self, from: Data($0.utf8)) } }
    }

    /// The same, of a run that was cut short, which says so in words.
    var eventsBeforeTheEnd: [JSON] {
      talkLines.compactMap { try? JSONDecoder().decode(JSON.self, from: Data($0.utf8)) }
    }

    /// The tasks that were run, by what `--progress json` told.
    var started: [String] {
      get throws { try events.filter { $0["event"] == "task-started" }.compactMap { $0["id"]?.text } }
    }
  }

  /// Beside the bundle of the tests; where that is unknown, where a debug build leaves it.
  static let path: String = {
    let beside = Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "solum").path
    if let beside, FileManager.default.isExecutableFile(atPath: beside) { return beside }
    return project.appending(path: ".build/debug/solum").path
  }()

  /// What the tests were started with, but for what would change how the program works or talks.
  static let environment = ProcessInfo.processInfo.environment
    .filter { !$0.key.hasPrefix("SOLUM_") && $0.key != "NO_COLOR" && $0.key != "CI" }

  /// The root of the project.
  static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Runs `solum` with these arguments in `folder`, and waits for its end.
  static func run(
    _ arguments: [String], in folder: String, environment: [String: String] = [:]
  ) throws -> Outcome {
    try start(arguments, in: folder, environment: environment).wait()
  }

  static func start(
    _ arguments: [String], of program: String = path, in folder: String, environment: [String: String] = [:]
  ) throws -> RunningProgram {
    try RunningProgram(program, arguments, in: folder, environment: environment)
  }

  /// Runs a line of shell in which `$SOLUM` is the executable.
  static func shell(_ line: String, in folder: String) throws -> Outcome {
    try startShell(line, in: folder).wait()
  }

  static func startShell(_ line: String, in folder: String) throws -> RunningProgram {
    try RunningProgram("/bin/sh", ["-c", line], in: folder, environment: ["SOLUM": path])
  }
}

/// A program that was started; its output goes to files, so that it never waits for a reader.
final class RunningProgram {
  private let process = Process()
  private let streams: URL

  fileprivate init(
    _ program: String, _ arguments: [String], in folder: String, environment: [String: String]
  ) throws {
    streams = URL(filePath: NSTemporaryDirectory()).appending(path: "solum-streams-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = Program.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try stream("output")
    process.standardError = try stream("talk")
    try process.run()
  }

  deinit { try? FileManager.default.removeItem(at: streams) }

  private func stream(_ name: String) throws -> FileHandle {
    let file = streams.appending(path: name)
    try Data().write(to: file)
    return try FileHandle(forWritingTo: file)
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: streams.appending(path: name)), as: UTF8.self)
  }

  /// Waits until something is so; until the end at the latest.
  func wait(until isSo: () throws -> Bool) throws {
    while process.isRunning, try !isSo() { usleep(5_000) }
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Sends a signal once standard error holds `count` lines with `word`, or some microseconds later; at the end at the
  /// latest.
  func send(_ signal: Int32, after count: Int, of word: String, delayed microseconds: UInt32 = 0) throws {
    try wait { try text("talk").split(separator: "\n").count { $0.contains(word) } >= count }
    usleep(microseconds)
    send(signal)
  }

  /// - Returns: the exit code; of a program that a signal ended, 128 and the signal, as a shell has it.
  func wait() throws -> Program.Outcome {
    process.waitUntilExit()
    let status = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
    return Program.Outcome(status: status, output: try text("output"), talk: try text("talk"))
  }
}

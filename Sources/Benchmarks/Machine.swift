import Foundation
import Ledger

/// Where and of what figures were taken: enough to read them by, and no name of a host.
struct Machine: Encodable {
  /// Of the day, UTC.
  var date: String
  /// What was measured, as git describes it.
  var commit: String?
  var processor: String?
  var cores: Int
  var memoryBytes: UInt64
  var system: String?
  var swift: String?
  /// Processes that wanted a core in the minute before, on average; above 0 the machine was shared.
  var load: Double

  static var current: Machine {
    var load = 0.0
    getloadavg(&load, 1)
    return Machine(
      date: Date().formatted(.iso8601.year().month().day()),
      commit: firstLine(of: ["git", "describe", "--always", "--dirty"]),
      processor: value(of: "model name", in: "/proc/cpuinfo", separator: ":"),
      cores: ProcessInfo.processInfo.activeProcessorCount, memoryBytes: ProcessInfo.processInfo.physicalMemory,
      system: value(of: "PRETTY_NAME", in: "/etc/os-release", separator: "="),
      swift: firstLine(of: ["swift", "--version"]), load: load.rounded(toDigits: 3))
  }

  /// The first line that a command prints; `nil` when it fails.
  private static func firstLine(of command: [String]) -> String? {
    (try? output(of: "/usr/bin/env", command))?.split(separator: "\n").first.map(String.init)
  }

  /// What the first line of a file that begins with `name` says of it.
  private static func value(of name: String, in path: String, separator: Character) -> String? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    return text.split(separator: "\n").first { $0.hasPrefix(name) }?
      .split(separator: separator).last?.trimmingCharacters(in: CharacterSet(charactersIn: " \""))
  }
}

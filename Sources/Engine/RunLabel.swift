import Foundation

/// Which run this is: the same words in its own record and in those of the tasks that it finished.
package struct RunLabel: Hashable, Sendable, Codable {
  /// Sorts by time: `20261201T093015.250Z-k3f9x2`.
  package var id: String
  package var product: String
  /// The stages and tasks up to which it went; empty for all.
  package var targets: [String]
  /// ISO 8601, UTC.
  package var started: String
  package var host: String
  /// Name and version of the program.
  package var tool: String

  init(product: String, targets: [String], tool: String, at time: Date = Date()) {
    let milliseconds = Date.ISO8601FormatStyle(
      dateSeparator: .omitted, timeSeparator: .omitted, includingFractionalSeconds: true)
    let chance = String(UInt32.random(in: .min ... .max), radix: 36)
    id = "\(time.formatted(milliseconds))-\(chance)"
    self.product = product
    self.targets = targets
    started = time.ISO8601Format()
    host = hostName()
    self.tool = tool
  }
}

import ArgumentParser
import Foundation
import Ledger
import Verification

/// `solum record`: the small record of a release that is committed in its stead.
struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Writes the record of a release: digests, table values, claims with verdicts.",
    discussion: "The record lies beside the release as <id>-<version>.record.json and is meant for version control.")

  @Argument(help: "The folder of the release.", completion: .directory) var release: String

  func run() throws {
    try ending {
      let folder = try ReleaseFolder(release)
      let report = verify(folder)
      guard report.verdict != .fail else {
        Console.say(report.text)
        Console.say(
          "\(release): error: a release that does not hold is not recorded\n  rebuild it with `solum release`")
        throw ExitCode(ExitStatus.checkFailed.rawValue)
      }
      let path = "\(folder.path).record.json"
      try writeText(try ReleaseRecord(of: folder).text(), to: path)
      Console.say("wrote \(path)")
    }
  }
}

/// Reads the record that a user named.
func readRecord(_ path: String) throws -> ReleaseRecord {
  try ReleaseRecord.read(inputText(path, remedy: "`solum record` writes the record of a release"), file: path)
}

import ArgumentParser
import Engine
import Foundation
import Ledger
import Verification

/// `solum claims`: the published numbers, one table.
struct Claims: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "The published numbers beside what was computed.",
    discussion: """
      Exits with 1 where a verdict is not the expected one. What to expect of the claims that a run reproduces stands in \
      the record of the product; without one nothing is expected of them.
      """)

  @Argument(help: "The folder of the release.", completion: .directory) var release: String
  @Option(help: "The committed record of the product.", completion: .file(extensions: ["json"])) var record: String?
  @Option(help: "Form of the result.") var format = OutputFormat.text

  private struct Document: Encodable {
    var claims: [ClaimResult]
  }

  func run() throws {
    try ending {
      let found = try ReleaseFolder(release).claims()
      let claims = try record.map { try readRecord($0).expected(of: found) } ?? found
      switch format {
      case .text: try Console.result(table(claims))
      case .json: try Console.json(Document(claims: claims))
      }
      guard claims.allSatisfy(\.isAsExpected) else { throw ExitCode(ExitStatus.checkFailed.rawValue) }
    }
  }

  private func table(_ claims: [ClaimResult]) -> String {
    let rows =
      [["claim", "printed", "computed", "unit", "verdict", "expected"]]
      + claims.map { result in
        [
          result.claim.id, result.claim.printed, result.computed?.description ?? "", result.claim.unit,
          result.verdict.rawValue,
          result.isAsExpected ? "" : "expected \(result.claim.expected?.rawValue ?? "")",
        ]
      }
    return aligned(rows)
  }
}

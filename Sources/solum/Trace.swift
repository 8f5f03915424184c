import ArgumentParser
import Foundation
import Verification

/// `solum trace`: the chain from a file or number of a release down to source bytes.
struct Trace: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Follows a file or a number of a release down to source bytes.",
    discussion: """
      Give the path of a file in a release, or the id of a claim with --release. The chain ends at the URL, SHA-256, DOI and \
      licence of every source.
      """)

  @Argument(help: "A file of a release, or the id of a claim or statistic.", completion: .file()) var item: String
  @Option(help: "The folder of the release that a number belongs to.", completion: .directory) var release: String?
  @Option(help: "Form of the result.") var format = OutputFormat.text

  func run() throws {
    try ending {
      let node = try chain()
      switch format {
      case .text: try Console.result(node.text)
      case .json: try Console.json(node)
      }
    }
  }

  private func chain() throws -> TraceNode {
    if let release { return try ReleaseFolder(release).trace(number: item) }
    guard let (release, file) = ReleaseFolder.containing(item) else {
      throw Failure(
        status: .usage,
        description: "\(item): error: not a file of a release\n  give the path of one, or a claim's id with --release")
    }
    return try release.trace(file)
  }
}

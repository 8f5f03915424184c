import ArgumentParser
import Engine
import Foundation
import Ledger
import Manifests
import Metadata
import Stages
import Verification

/// `solum verify`: whether a release is whole, and whether the published numbers still hold.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Judges a finished release: integrity, schemas, claims, and the committed record.",
    discussion: "Exits with 1 where a check does not hold. Nothing of the release is changed.")

  @Argument(help: "The folder of the release.", completion: .directory) var release: String
  @Option(help: "The committed record to compare with.", completion: .file(extensions: ["json"])) var record: String?
  @Option(help: "A folder with the XML schemas of DataCite and ISO 19115-3.", completion: .directory)
  var schemas: String?
  @Option(help: "Form of the result.") var format = OutputFormat.text

  func run() throws {
    try ending {
      let folder = try ReleaseFolder(release)
      let recorded = try record.map(readRecord)
      let report = verify(folder, against: recorded, validateXML: schemas.map(schemaCheck))
      switch format {
      case .text: try Console.result(report.text)
      case .json: try Console.json(report)
      }
      guard report.verdict != .fail else { throw ExitCode(ExitStatus.checkFailed.rawValue) }
    }
  }
}

/// Validates a metadata document against the schemas below `folder`; its name tells which.
private func schemaCheck(below folder: String) -> (_ path: String) -> [String] {
  { path in
    let name = URL(fileURLWithPath: path).lastPathComponent
    let schema = name == "datacite.xml" ? Schema.dataCite(in: folder) : Schema.iso19115(in: folder)
    do {
      let text = try inputText(path, remedy: "the release is not whole")
      return try validate(text, named: name, against: schema).map(\.description)
    } catch {
      return ["\(error)"]
    }
  }
}

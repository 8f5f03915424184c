import ArgumentParser
import Engine
import Foundation
import Ledger
import Manifests
import Stages
import Verification

/// `solum release`: everything, then package, then verify.
struct Release: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Rebuilds a product, packages it and verifies the package.",
    discussion: """
      Only what is stale is run. A release that is whole and up to date is left as it is. The folder of the release is \
      printed on stdout.
      """)

  @OptionGroup var options: ProductOptions
  @Option(help: "Form of the result.") var format = OutputFormat.text

  func run() async throws {
    try await ending {
      let product = try options.readProduct()
      let declared = product.manifest.product
      let graph = try productGraph(product)
      guard product.manifest.model != nil else {
        throw Failure(
          status: .invalidData,
          description: "\(options.manifest):1:1: error: without a model there is no map to release\n"
            + "  add 'zones', 'calibration' and 'model', or use `solum run`")
      }
      let report = try await bringUpToDate(graph, options, product: declared.id)
      let folder = options.releasePath(of: declared)
      let exported = try export(report, from: Store(options.storePath), to: folder)
      if report.computed.isEmpty, exported.written.isEmpty, exported.removed.isEmpty {
        options.say("\(folder) is up to date: nothing to do")
      } else {
        try writeText(try report.json(), to: "\(folder).run.json")
        options.say("\(folder): \(exported.written.count) files written, \(exported.unchanged.count) unchanged")
      }
      let found = verify(try ReleaseFolder(folder))
      switch format {
      case .text:
        if found.verdict == .fail { Console.say(found.text) } else { options.say(found.text) }
        try Console.result(folder)
      case .json: try Console.json(found)
      }
      guard found.verdict != .fail else { throw ExitCode(ExitStatus.checkFailed.rawValue) }
    }
  }

  /// Lays the release out of the store, and its archive with its digest beside it.
  private func export(_ report: RunReport, from store: Store, to folder: String) throws -> ExportReport {
    let files = report.finished.first { $0.id == PackageStage.releaseID }?.outputs ?? []
    var exported = try store.export(files, to: folder)
    guard let archive = report.artifact(PackageStage.archiveFile, of: PackageStage.archiveID) else { return exported }
    let name = "\(folder).zip"
    if try store.copy(archive, to: name) { exported.written.append(name) }
    let line = "\(archive.digest)  \(URL(fileURLWithPath: name).lastPathComponent)\n"
    if (try? String(contentsOfFile: "\(name).sha256", encoding: .utf8)) != line {
      try writeText(line, to: "\(name).sha256")
    }
    return exported
  }
}

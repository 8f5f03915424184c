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
      printed on stdout. With --link its files are further names of the read-only files in the store and take no space; \
      copy one before you change it.
      """)

  @OptionGroup var options: ProductOptions
  @Flag(help: "Lay the release out as hard links to the files of the store.") var link = false
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
      let folder = options.releasePath(of: declared)
      let (report, exported) = try await rebuilt(graph, declared, in: folder)
      if report.computed.isEmpty, exported.written.isEmpty, exported.removed.isEmpty {
        options.say("\(folder) is up to date: nothing to do")
      } else {
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

  /// Runs what is stale and lays the release out. What the store lost since it was looked at, or holds damaged, shows only
  /// when it is laid out, and is made anew by another run. A release that cannot be noted is whole nonetheless.
  private func rebuilt(
    _ graph: TaskGraph, _ declared: Product, in folder: String
  ) async throws -> (RunReport, ExportReport) {
    let store = Store(options.storePath)
    let progress = options.progressSink
    var attempts = 1
    while true {
      let report = try await bringUpToDate(graph, options, product: declared.id)
      do {
        let exported = try export(report, from: store, to: folder)
        if let refusal = exported.linkRefusal {
          let reason = String(cString: strerror(refusal))
          progress.receive(.warning("\(folder): laid out as copies: no hard links to \(store.root): \(reason)"))
        }
        do {
          try note(report, of: declared, in: folder, store)
        } catch {
          progress.receive(.warning("\(error)\n  `solum store prune` may remove what the release is made of"))
        }
        return (report, exported)
      } catch let loss as StoreError where loss.isMendedByRunning && attempts < 3 {
        attempts += 1
        progress.receive(.warning("\(loss.path): \(loss.reason); made anew"))
      }
    }
  }

  /// Notes in the store what the release holds.
  private func note(_ report: RunReport, of declared: Product, in folder: String, _ store: Store) throws {
    let place = ServedRelease.Place(
      folder: folder, keys: report.finished.map(\.key),
      mark: report.artifact(ReleaseFolder.sums, of: PackageStage.releaseID))
    try store.note(place, of: declared.id, version: declared.version)
  }

  /// Lays the release out of the store, with its archive, the archive's digest and the record of the run beside it: all
  /// of them, or none where one does not fit on the disk.
  private func export(_ report: RunReport, from store: Store, to folder: String) throws -> ExportReport {
    let files = report.finished.first { $0.id == PackageStage.releaseID }?.outputs ?? []
    var export = Export(from: store, beside: folder, as: link ? .links : .copies)
    try export.add(files, asFolder: folder)
    if let archive = report.artifact(PackageStage.archiveFile, of: PackageStage.archiveID) {
      let name = "\(folder).zip"
      try export.add(archive, asFile: name)
      let line = "\(archive.digest)  \(URL(fileURLWithPath: name).lastPathComponent)\n"
      try export.add(Array(line.utf8), asFile: "\(name).sha256")
    }
    if !report.computed.isEmpty || !export.changesNothing {
      try export.add(Array(report.json().utf8), asFile: "\(folder).run.json")
    }
    return try export.commit()
  }
}

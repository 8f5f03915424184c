import Acquisition
import ArgumentParser
import Checksums
import Engine
import Foundation
import Manifests
import Stages

/// `solum fetch`: the sources of a product, whole and with the digests that the lock pins.
struct Fetch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetches and verifies the sources of a product.",
    discussion: """
      Mirrors are looked into before any network. With --lock the sources that the lock beside the manifest does not pin \
      yet are fetched as they are now, and their sizes and digests are written to it; pins that are there already must \
      agree.
      """)

  @OptionGroup var options: ProductOptions
  @Flag(help: "Pin what is not pinned yet.") var lock = false
  @Option(help: "Form of the result.") var format = OutputFormat.text

  func run() async throws {
    try await ending {
      if lock { try pin() }
      var product = try options.readProduct()
      if lock { product.mirrors.insert(pinned, at: 0) }
      let report = try await bringUpToDate(
        productGraph(product).upTo(["sources"]), options, product: product.manifest.product.id)
      try? FileManager.default.removeItem(atPath: pinned)
      if format == .json { try Console.result(try report.json()) }
    }
  }

  /// Where files that were fetched to be pinned wait for the run that takes them into the store.
  private var pinned: String { "\(options.incoming)/pinned" }

  /// Fetches what the lock does not pin yet, and pins it, file by file: what is pinned stays so whatever comes after.
  private func pin() throws {
    let (manifest, pins) = try options.readSources()
    var lock = pins
    try makeFolder(pinned)
    let fetcher = Fetcher(mirrors: try options.mirrors.map { try Mirror($0) }, partialFolder: options.incoming)
    for source in manifest.sources where source.access != .generated {
      for file in source.files where lock[source.id, file.path] == nil {
        let wanted = WantedFile(path: file.path, urls: file.url.map { [$0] } ?? [])
        do {
          let fetched = try fetcher.fetch(wanted, to: "\(pinned)/\(source.id)/\(file.path)")
          lock[source.id, file.path] = Lock.Pin(bytes: fetched.bytes, digest: fetched.digest)
          try writeText(lock.text, to: options.lockPath)
          options.say("pinned \(source.id)/\(file.path): \(fetched.bytes) bytes, \(fetched.digest)")
        } catch let error as AcquisitionError {
          // One that must be asked for is pinned when it has come.
          guard error.kind == .missing, source.access != .url, source.access != .doi else { throw error }
          options.say("not pinned: \(source.id)/\(file.path), which has to be asked for")
        }
      }
    }
    if !FileManager.default.fileExists(atPath: options.lockPath) { try writeText(lock.text, to: options.lockPath) }
  }
}

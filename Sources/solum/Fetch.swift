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
      Mirrors are looked into before any network. With --lock the sources are fetched as they are now and their sizes and
      digests are written to the lock beside the manifest; pins that are there already must agree.
      """)

  @OptionGroup var options: ProductOptions
  @Flag(help: "Pin what is not pinned yet.") var lock = false

  func run() async throws {
    try await options.guarded {
      if lock { try pin() }
      let product = try options.readProduct()
      _ = try await bringUpToDate(
        productGraph(product).upTo(["sources"]), options, product: product.manifest.product.id)
    }
  }

  /// Fetches what the lock does not pin yet, and pins it.
  private func pin() throws {
    let (manifest, _) = try options.readManifest()
    var lock = Lock()
    if FileManager.default.fileExists(atPath: options.lockPath) {
      lock = try Lock.read(
        ProductOptions.text(of: options.lockPath, remedy: ""), file: options.lockPath, for: manifest
      ).get()
    }
    let fetcher = Fetcher(mirrors: try options.mirrors.map { try Mirror($0) }, partialFolder: options.incoming)
    for source in manifest.sources where source.access != .generated {
      for file in source.files where lock[source.id, file.path] == nil {
        let fetched = try fetcher.fetch(
          WantedFile(path: file.path, urls: file.url.map { [$0] } ?? []),
          to: "\(options.incoming)/\(source.id)/\(file.path)")
        lock[source.id, file.path] = Lock.Pin(bytes: fetched.bytes, digest: fetched.digest)
        Console.say("pinned \(source.id)/\(file.path): \(fetched.bytes) bytes, \(fetched.digest.short)")
      }
    }
    try writeText(lock.text, to: options.lockPath)
  }
}

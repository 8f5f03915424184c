import Acquisition
import Checksums
import Engine
import Foundation
import Ledger
import Manifests

/// The sources of the product, one task each: its files, whole and with the digests that the lock pins.
///
/// A source's key is made of those digests alone: where the bytes come from, mirror or network, changes nothing. Sources
/// that must be asked for are blocked until somebody has put them where a mirror finds them. Generated sources are made
/// by one task from the manifest's numbers.
enum SourcesStage {
  static let generatedID = "sources/generated"

  static func id(_ source: String) -> String { "sources/\(source)" }

  static func tasks(_ product: ProductDeclaration) throws -> [TaskDefinition] {
    let generator = try product.manifest.twin.map { try TwinSource.task($0, product) }
    if generator != nil, product.manifest.sources.contains(where: { id($0.id) == generatedID }) {
      throw StageError(
        subject: "source generated", problem: "the maker of the synthetic plateau bears that name",
        remedy: "call the source something else")
    }
    return (generator.map { [$0] } ?? [])
      + product.manifest.sources.map { source in
        source.access == .generated ? generated(source) : fetched(source, product)
      }
  }

  private static func generated(_ source: SourceSpecification) -> TaskDefinition {
    let files = source.files.map(\.path)
    return TaskDefinition(
      id: id(source.id), stage: "sources", revision: 1,
      inputs: [.init("generated", from: generatedID, files)], source: provenance(of: source, lock: nil)
    ) { context in
      for file in files {
        try Data(contentsOf: URL(fileURLWithPath: context.file("generated", file)))
          .write(to: URL(fileURLWithPath: context.output(file)))
      }
    }
  }

  private static func fetched(_ source: SourceSpecification, _ product: ProductDeclaration) -> TaskDefinition {
    let pins = source.files.map { file in (file: file, pin: product.lock[source.id, file.path]) }
    let (mirrors, incoming) = (product.mirrors, product.incoming)
    let unpinned = pins.contains { $0.pin == nil }
    return TaskDefinition(
      id: id(source.id), stage: "sources", revision: 1,
      parameters: pins.compactMap { file, pin in
        pin.map { .parameter("file.\(file.path)", $0.digest.hexadecimal) }
      } + (unpinned ? [.parameter("unpinned", source.id)] : []),
      source: provenance(of: source, lock: product.lock), blocked: unpinned ? steps(for: source) : nil
    ) { context in
      let fetcher = Fetcher(mirrors: try mirrors.map { try Mirror($0) }, partialFolder: incoming)
      for (file, pin) in pins {
        guard let pin else { continue }
        let wanted = WantedFile(
          path: file.path, digest: pin.digest, bytes: pin.bytes, urls: file.url.map { [$0] } ?? [])
        let fetched = try arrival { () throws(AcquisitionError) in
          try fetcher.fetch(wanted, to: context.output(file.path)) { _ in !context.isCancelled }
        }
        context.log("\(file.path): \(fetched.bytes) bytes")
      }
    }
  }

  /// A transfer that was told to stop has not failed.
  private static func arrival(_ fetch: () throws(AcquisitionError) -> FetchedFile) throws -> FetchedFile {
    do throws(AcquisitionError) {
      return try fetch()
    } catch {
      guard error.kind == .interrupted else { throw error }
      throw CancellationError()
    }
  }

  /// What a person has to do to get a source that no network hands out.
  private static func steps(for source: SourceSpecification) -> String {
    ((source.obtainFrom.map { ["ask \($0)"] } ?? []) + source.steps).joined(separator: "; ")
  }

  private static func provenance(of source: SourceSpecification, lock: Lock?) -> SourceProvenance {
    SourceProvenance(
      id: source.id, title: source.title,
      files: source.files.map { file in
        .init(name: file.path, url: file.url, digest: lock?[source.id, file.path]?.digest)
      },
      doi: source.cite?.doi, citation: source.cite?.text, licence: source.licence?.id, access: source.access.rawValue)
  }
}

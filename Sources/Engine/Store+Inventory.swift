import Checksums
import Foundation
import Ledger

/// What is in a store, for people and scripts.
package struct StoreInventory: Hashable, Sendable, Encodable {
  /// Files and their sizes together. A file that a release has as a link counts as much as any.
  package struct Amount: Hashable, Sendable, Encodable {
    package var files = 0
    package var bytes = 0
  }

  package struct Product: Hashable, Sendable, Encodable {
    package var id: String
    package var tasks: Int
    /// When the newest of its results was made; ISO 8601, UTC.
    package var newest: String?
    /// Of its newest results with their records; products may have some in common.
    package var bytes: Int
  }

  package struct Release: Hashable, Sendable, Encodable {
    package var product: String
    package var version: String
    package var folder: String
    package var standing: ServedRelease.Place.Standing
    package var tasks: Int
    /// Of what it holds.
    package var bytes: Int
  }

  package struct Unreferenced: Hashable, Sendable, Encodable {
    package var records: Int
    package var artifacts: Int
    package var bytes: Int
  }

  package var store: String
  package var products: [Product]
  package var releases: [Release]
  package var records: Amount
  package var artifacts: Amount
  /// Records that no newest result and no release needs, and artifacts that no needed record names.
  package var unreferenced: Unreferenced
  package var scratch: Amount
  package var incoming: Amount
  /// Paths of files that are none of the store's.
  package var unknown: [String]
}

/// The newest results of one product, by task.
package struct ProductInventory: Hashable, Sendable, Encodable {
  package struct Result: Hashable, Sendable, Encodable {
    package var id: String
    package var key: String
    /// These are unknown where the record is lost.
    package var stage: String?
    package var bytes: Int?
    package var started: String?
    package var seconds: Double?
  }

  package var id: String
  package var tasks: [Result]
}

extension Store {
  /// What is in the store.
  ///
  /// - Throws: where there is no store, or some of it cannot be read.
  package func inventory() throws(StoreError) -> StoreInventory {
    let survey = try readable(Survey(self, followingLinks: true))
    let needed = survey.neededKeys()
    let idleRecords = survey.records.filter { !needed.contains($0.key) }.map(\.value.file.status.bytes)
    let named = survey.artifacts(of: needed)
    let idleArtifacts = survey.artifacts.filter { !named.contains($0.key) }.map(\.value.status.bytes)
    return StoreInventory(
      store: root, products: survey.products, releases: survey.servedReleases,
      records: .init(survey.records.values.map(\.file)), artifacts: .init(survey.artifacts.values),
      unreferenced: .init(
        records: idleRecords.count, artifacts: idleArtifacts.count,
        bytes: idleRecords.reduce(0, +) + idleArtifacts.reduce(0, +)),
      scratch: .init(survey.scratch.flatMap(\.files)), incoming: .init(survey.incoming.flatMap(\.files)),
      unknown: survey.unknown)
  }

  /// The newest results of a product; `nil` where the store has none.
  package func inventory(of product: String) throws(StoreError) -> ProductInventory? {
    let survey = try readable(Survey(self, followingLinks: true))
    let entries = survey.latest.filter { $0.product == fileName(for: product) }
    guard !entries.isEmpty else { return nil }
    let tasks = entries.map { entry in
      let record = entry.key.flatMap { survey.records[$0]?.content }
      return ProductInventory.Result(
        id: text(ofFileName: entry.task), key: entry.key?.hexadecimal ?? "", stage: record?.provenance.stage,
        bytes: record?.provenance.outputs.reduce(0) { $0 + $1.bytes }, started: record?.run.started,
        seconds: record?.run.seconds)
    }
    return ProductInventory(id: product, tasks: tasks.sorted { $0.id < $1.id })
  }

  /// Refuses to speak of what was read in part only.
  func readable(_ survey: Survey) throws(StoreError) -> Survey {
    if let error = survey.unreadable.first { throw error }
    return survey
  }
}

extension Survey {
  fileprivate var products: [StoreInventory.Product] {
    Dictionary(grouping: latest, by: \.product).map { product, entries in
      let keys = Set(entries.compactMap(\.key))
      return StoreInventory.Product(
        id: text(ofFileName: product), tasks: entries.count,
        newest: keys.compactMap { records[$0]?.content?.run.started }.max(), bytes: bytes(of: keys))
    }.sorted { $0.id < $1.id }
  }

  fileprivate var servedReleases: [StoreInventory.Release] {
    releases.flatMap { release -> [StoreInventory.Release] in
      guard let content = release.content else { return [] }
      return zip(content.places, release.standings).map { place, standing in
        .init(
          product: content.product, version: content.version, folder: place.folder, standing: standing,
          tasks: place.keys.count, bytes: standing == .present ? bytes(of: Set(place.keys)) : 0)
      }
    }
  }

  /// The bytes of records and of the artifacts that they name.
  private func bytes(of keys: Set<Digest>) -> Int {
    keys.reduce(0) { $0 + (records[$1]?.file.status.bytes ?? 0) }
      + artifacts(of: keys).reduce(0) { $0 + (artifacts[$1]?.status.bytes ?? 0) }
  }
}

extension StoreInventory.Amount {
  init(_ files: some Collection<Survey.File>) {
    self.init(files: files.count, bytes: files.reduce(0) { $0 + $1.status.bytes })
  }
}

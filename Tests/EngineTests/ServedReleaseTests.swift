import Checksums
import Foundation
import Ledger
import Testing

@testable import Engine

@Suite struct `A release that lies somewhere` {
  let folder: TemporaryFolder
  var store: Store { folder.store }

  init() throws { folder = try TemporaryFolder() }

  /// Runs a chain with this word, lays `c` out in a folder and notes it.
  private func release(_ word: String, from store: Store, in place: String) async throws {
    let report = await run(try chain(Journal(), wordOfB: word), in: store, product: "toy")
    let artifact = try #require(report.artifact("out.txt", of: "c"))
    try store.export([artifact], to: place)
    try store.note(
      .init(folder: place, keys: report.finished.map(\.key), mark: artifact), of: "toy", version: "1.0.0")
  }

  private func fresh(_ word: String, in store: Store) throws -> Int {
    try plan(chain(Journal(), wordOfB: word), in: store, product: "toy").summary.fresh
  }

  @Test func `holds what it was made from, until its folder is gone`() async throws {
    let place = folder.path + "/release"
    try await release("b", from: store, in: place)
    _ = await run(try chain(Journal(), wordOfB: "B"), in: store, product: "toy")
    #expect(try store.prune(.later()).removed == PruneReport.Amount())
    #expect(try fresh("b", in: store) == 4)

    try FileManager.default.removeItem(atPath: place)
    #expect(try store.inventory().releases.map(\.standing) == [.gone])
    let report = try store.prune(.later())
    #expect(report.ended == [.init(product: "toy", version: "1.0.0", folder: place, standing: .gone)])
    #expect(report.removed.records == 2 && report.removed.artifacts == 2 && report.removed.others == 1)
    #expect(try store.inventory().releases.isEmpty)
  }

  @Test func `in two folders holds the results of each`() async throws {
    let places = [folder.path + "/one", folder.path + "/two"]
    try await release("b", from: store, in: places[0])
    try await release("B", from: store, in: places[1])
    _ = await run(try chain(Journal(), wordOfB: "newest"), in: store, product: "toy")
    #expect(try store.prune(.later()).removed.records == 0)
    try FileManager.default.removeItem(atPath: places[1])
    #expect(try store.prune(.later()).removed.records == 2)
    #expect(try fresh("b", in: store) == 4)
  }

  @Test func `holds nothing in a store once another store's lies in its place`() async throws {
    let (one, two) = (Store(folder.path + "/one"), Store(folder.path + "/two"))
    let place = folder.path + "/release"
    try await release("b", from: one, in: place)
    _ = await run(try chain(Journal(), wordOfB: "newest"), in: one, product: "toy")
    try await release("B", from: two, in: place)
    #expect(try one.prune(.later()).ended.map(\.standing) == [.replaced])
    #expect(try fresh("b", in: one) == 2)
    #expect(try two.prune(.later()).ended.isEmpty)
    #expect(try fresh("B", in: two) == 4)
  }

  @Test func `of the same bytes from two stores is held by both`() async throws {
    let (one, two) = (Store(folder.path + "/one"), Store(folder.path + "/two"))
    for store in [one, two] {
      try await release("b", from: store, in: folder.path + "/release")
      _ = await run(try chain(Journal(), wordOfB: "newest"), in: store, product: "toy")
    }
    for store in [one, two] { #expect(try store.prune(.later()).removed.records == 0) }
  }

  @Test func `is noted once, and anew only where something differs`() async throws {
    let place = folder.path + "/release"
    try await release("b", from: store, in: place)
    let path = store.root + "/releases/toy-1.0.0.json"
    let first = try #require(try FileSystem.status(of: path))
    try await release("b", from: store, in: place + "/../release")
    #expect(try FileSystem.status(of: path)?.identity == first.identity)
    try await release("B", from: store, in: place)
    #expect(try FileSystem.status(of: path)?.identity != first.identity)
    #expect(try #require(try FileSystem.contents(of: path).flatMap(ServedRelease.read)).places.count == 1)
  }

  @Test func `whose note is damaged stops a prune before anything is removed`() async throws {
    try await release("b", from: store, in: folder.path + "/release")
    _ = await run(try chain(Journal(), wordOfB: "B"), in: store, product: "toy")
    let path = store.root + "/releases/toy-1.0.0.json"
    try damage(path, with: "{")
    let error = #expect(throws: StoreError.self) { try store.prune(.later()) }
    #expect(error?.path == path && error?.exitCode == 65)
    #expect(try fresh("b", in: store) == 4)
  }
}

@Suite struct `An export of links` {
  let folder: TemporaryFolder
  var store: Store { folder.store }
  var target: String { folder.path + "/release" }

  init() throws { folder = try TemporaryFolder() }

  private func made(_ word: String = "one") async throws -> [ArtifactReference] {
    let task = TaskDefinition(id: "package", stage: "package", revision: 1, parameters: [.parameter("word", word)]) {
      context in
      try word.write(toFile: context.output("data/map.txt"), atomically: false, encoding: .utf8)
      try "same".write(toFile: context.output("README.md"), atomically: false, encoding: .utf8)
    }
    return await run(try TaskGraph([task]), in: store, product: "toy").finished[0].outputs
  }

  private func isLink(_ artifact: ArtifactReference) throws -> Bool {
    try FileSystem.status(of: "\(target)/\(artifact.name)")?.identity
      == FileSystem.status(of: store.path(of: artifact.digest))?.identity
  }

  @Test func `has the files of the store under further names, and is done but once`() async throws {
    let artifacts = try await made()
    #expect(try store.export(artifacts, to: target, as: .links).written == ["README.md", "data/map.txt"])
    for artifact in artifacts { #expect(try isLink(artifact)) }
    let again = try store.export(artifacts, to: target, as: .links)
    #expect(again.unchanged == ["README.md", "data/map.txt"] && again.linkRefusal == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: target).sorted() == ["README.md", "data"])
  }

  @Test func `takes the place of copies, and copies take its place`() async throws {
    let artifacts = try await made()
    try store.export(artifacts, to: target)
    for artifact in artifacts { #expect(try !isLink(artifact)) }
    #expect(try store.export(artifacts, to: target, as: .links).written.count == 2)
    for artifact in artifacts { #expect(try isLink(artifact)) }
    #expect(try store.export(artifacts, to: target).written.count == 2)
    for artifact in artifacts { #expect(try !isLink(artifact)) }
    let handle = try #require(FileHandle(forWritingAtPath: target + "/data/map.txt"))
    try handle.write(contentsOf: Data("ONE".utf8))
    try handle.close()
    #expect(try store.check().exitCode == 0)
  }

  @Test func `of another store is replaced by copies too`() async throws {
    let artifacts = try await made()
    let other = Store(folder.path + "/other")
    try FileManager.default.copyItem(atPath: store.root, toPath: other.root)
    try other.export(artifacts, to: target, as: .links)
    #expect(try store.export(artifacts, to: target).written.count == 2)
    for artifact in artifacts { #expect(try FileSystem.status(of: "\(target)/\(artifact.name)")?.names == 1) }
  }

  /// A file that is edited in place is edited in the store as well.
  @Test(arguments: ["oNe", "something longer"])
  func `that was written to costs the store the artifact, which is made again and not trusted`(text: String)
    async throws
  {
    let artifacts = try await made()
    try store.export(artifacts, to: target, as: .links)
    let map = target + "/data/map.txt"
    chmod(map, 0o644)
    try Data(text.utf8).write(to: URL(fileURLWithPath: map))
    for form in [ExportForm.links, .copies] {
      let error = #expect(throws: StoreError.self) { try store.export(artifacts, to: target, as: form) }
      #expect(error?.isMendedByRunning == true)
      #expect(try FileSystem.status(of: store.path(of: artifacts[1].digest)) == nil)
    }
    #expect(try await made() == artifacts)
    try store.export(artifacts, to: target, as: .links)
    #expect(try String(contentsOfFile: map, encoding: .utf8) == "one")
  }

  @Test func `whose file an editor replaced leaves the store as it was`() async throws {
    let artifacts = try await made()
    try store.export(artifacts, to: target, as: .links)
    try "oNe".write(toFile: target + "/data/map.txt", atomically: true, encoding: .utf8)
    #expect(try store.check().exitCode == 0)
    #expect(try store.export(artifacts, to: target, as: .links).written == ["data/map.txt"])
  }

  @Test(.enabled(if: otherFileSystem != nil, "there is no second file system to write to"))
  func `on another file system is one of copies, and says so`() async throws {
    let artifacts = try await made()
    let target = try #require(otherFileSystem) + "/engine-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: target) }
    let report = try store.export(artifacts, to: target, as: .links)
    #expect(report.linkRefusal == EXDEV && report.written.count == 2)
    #expect(try store.export(artifacts, to: target, as: .links).unchanged.count == 2)
    #expect(try String(contentsOfFile: target + "/data/map.txt", encoding: .utf8) == "one")
  }

  @Test func `of an artifact that was taken away says which, and that a run mends it`() async throws {
    let artifacts = try await made()
    let path = store.path(of: artifacts[0].digest)
    try FileManager.default.removeItem(atPath: path)
    for form in [ExportForm.links, .copies] {
      let error = #expect(throws: StoreError.self) { try store.export(artifacts, to: target, as: form) }
      #expect(error == StoreError(path: path, problem: .lost))
    }
  }

  @Test func `throws away all that is damaged at once, so that one more run mends it`() async throws {
    let artifacts = try await made()
    for artifact in artifacts { try damage(store.path(of: artifact.digest), with: "x") }
    #expect(throws: StoreError.self) { try store.export(artifacts, to: target, as: .links) }
    for artifact in artifacts { #expect(try FileSystem.status(of: store.path(of: artifact.digest)) == nil) }
  }
}

/// A folder on another file system than that of temporary files.
private let otherFileSystem: String? = {
  let device = { (path: String) in (try? FileSystem.status(of: path))??.identity.device }
  let folder = "/dev/shm"
  guard device(folder) != nil, device(folder) != device(NSTemporaryDirectory()), access(folder, W_OK) == 0 else {
    return nil
  }
  return folder
}()

import Checksums
import Foundation
import Ledger
import Testing

@testable import Engine

@Suite struct `A check of the store` {
  let folder: TemporaryFolder
  let report: RunReport
  var store: Store { folder.store }

  init() async throws {
    folder = try TemporaryFolder()
    report = await run(try chain(Journal()), in: folder.store, product: "toy")
  }

  private func artifact(_ task: String) throws -> String {
    store.path(of: try #require(report.artifact("out.txt", of: task)).digest)
  }

  private func record(_ task: String) throws -> String {
    store.path(ofRecord: try #require(report.entries.first { $0.id == task }?.key))
  }

  private func relative(_ path: String) -> String { String(path.dropFirst(store.root.count + 1)) }

  @Test func `finds a store as runs left it all sound, and reads all of it`() throws {
    let found = try store.check()
    #expect(found.exitCode == 0 && found.damaged.isEmpty && found.missing.isEmpty)
    // a, b+a, c+b+a and d.
    #expect(
      found.read == StoreCheck.Extent(artifacts: 4, bytes: 1 + 3 + 5 + 1, records: 4, latest: 4, runs: 1, releases: 0))
  }

  @Test(arguments: ["c+b+A", "c+b+a and more"])
  func `throws away an artifact of other bytes, and names the file and the task that made it`(text: String) async throws
  {
    let path = try artifact("c")
    try damage(path, with: text)
    let told = try store.check(isDryRun: true)
    #expect(told.exitCode == 1 && FileManager.default.fileExists(atPath: path))
    let found = try store.check()
    #expect(found.damaged.map(\.path) == [relative(path)])
    #expect(found.damaged.map(\.of) == [["out.txt of c"]])
    #expect(found.damaged[0].problem.contains("bytes for 5") == (text.utf8.count != 5))
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(await run(try chain(Journal()), in: store, product: "toy").computed == ["c"])
    #expect(try store.check().exitCode == 0)
  }

  @Test(arguments: [0, 200])
  func `throws away a record of which one byte is other, and names its task`(place: Int) async throws {
    let path = try record("b")
    var bytes = try #require(try FileSystem.contents(of: path))
    bytes[place] ^= 1
    try damage(path, with: String(decoding: bytes, as: UTF8.self))
    let found = try store.check()
    #expect(found.damaged.map(\.path) == [relative(path)] && found.damaged[0].of == ["b of toy"])
    #expect(await run(try chain(Journal()), in: store, product: "toy").computed == ["b"])
  }

  @Test func `throws away a record that lies under the key of another`() async throws {
    let path = try record("b")
    let other = try String(contentsOfFile: record("a"), encoding: .utf8)
    try damage(path, with: other)
    #expect(try store.check().damaged.map(\.path) == [relative(path)])
  }

  @Test func `tells what is named and not there, and leaves what names it`() throws {
    try FileManager.default.removeItem(atPath: artifact("c"))
    try FileManager.default.removeItem(atPath: record("d"))
    let found = try store.check()
    #expect(found.exitCode == 1 && found.damaged.isEmpty)
    #expect(found.missing.map(\.path) == [relative(try artifact("c")), relative(try record("d"))])
    #expect(found.missing.map(\.of) == [["out.txt of c"], ["d of toy"]])
    #expect(FileManager.default.fileExists(atPath: try record("c")))
  }

  @Test func `throws away notes that tell nothing`() throws {
    let names = ["latest/toy/a", "runs/toy/\(report.label.id).json", "releases/toy-1.0.0.json"]
    for name in names {
      try FileManager.default.createDirectory(
        atPath: FileSystem.parent(of: "\(store.root)/\(name)"), withIntermediateDirectories: true)
      try "{".write(toFile: "\(store.root)/\(name)", atomically: false, encoding: .utf8)
    }
    #expect(try store.check().damaged.map(\.path) == names)
    #expect(try store.check().exitCode == 0)
  }

  @Test func `tells files that are none of the store's, and leaves them`() throws {
    try "mine".write(toFile: "\(store.root)/artifacts/notes", atomically: false, encoding: .utf8)
    let found = try store.check()
    #expect(found.exitCode == 0 && found.unknown == ["artifacts/notes"])
  }

  @Test func `reads artifacts that lie behind a link`() throws {
    let elsewhere = folder.path + "/elsewhere"
    try FileManager.default.moveItem(atPath: "\(store.root)/artifacts", toPath: elsewhere)
    try FileManager.default.createSymbolicLink(atPath: "\(store.root)/artifacts", withDestinationPath: elsewhere)
    #expect(try store.check().read.bytes == 10)
    try damage(try artifact("a"), with: "A")
    #expect(try store.check().damaged.count == 1)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func `goes on where something cannot be read, and exits 77`() throws {
    chmod(try artifact("a"), 0)
    try damage(artifact("c"), with: "C")
    let found = try store.check()
    #expect(found.exitCode == 77 && found.damaged.count == 1)
    #expect(found.unreadable.map(\.path) == [relative(try artifact("a"))])
    #expect(FileManager.default.fileExists(atPath: try artifact("a")))
  }
}

@Suite struct `An inventory` {
  let folder: TemporaryFolder
  var store: Store { folder.store }

  init() throws { folder = try TemporaryFolder() }

  @Test func `counts the files and bytes that are there, as find does`() async throws {
    _ = await run(try chain(Journal()), in: store, product: "toy")
    _ = await run(try chain(Journal(), wordOfB: "B"), in: store, product: "toy")
    let found = try store.inventory()
    // a, d; b+a, c+b+a; B+a, c+B+a.
    #expect(found.artifacts == .init(files: 6, bytes: 1 + 1 + 3 + 5 + 3 + 5))
    #expect(found.records.files == 6)
    #expect(found.products.map(\.tasks) == [4])
    let sizes = try store.listing().keys.filter { $0.hasPrefix("records/") }
      .map { try FileManager.default.attributesOfItem(atPath: "\(store.root)/\($0)")[.size] as? Int ?? 0 }
    #expect(found.records.bytes == sizes.reduce(0, +))
    #expect(found.unreferenced.records == 2 && found.unreferenced.artifacts == 2)
    #expect(found.products[0].bytes + found.unreferenced.bytes == found.records.bytes + found.artifacts.bytes)
    #expect(found.unreferenced.bytes == (try store.prune(.later(isDryRun: true)).removed.bytes))
  }

  @Test(arguments: ["toy", "a/b c", "%41.~", "Größe", ".hidden", "..", "名"])
  func `gives products and tasks the names that they were run by`(name: String) async throws {
    _ = await run(try TaskGraph([toy(name, stage: "grid", word: "w")]), in: store, product: name)
    #expect(try store.inventory().products.map(\.id) == [name])
    let product = try #require(try store.inventory(of: name))
    #expect(product.id == name && product.tasks.map(\.id) == [name])
    #expect(product.tasks[0].stage == "grid" && product.tasks[0].bytes == 1)
    #expect(try store.prune(.later()).kept.records == 1)
    #expect(try store.check().exitCode == 0)
  }

  @Test func `has no product that was never run, and is of no folder that is no store`() async throws {
    #expect(throws: StoreError.self) { try store.inventory() }
    _ = await run(try chain(Journal()), in: store, product: "toy")
    #expect(try store.inventory(of: "boy") == nil)
  }

  @Test func `says of a task whose record is lost that it is`() async throws {
    let report = await run(try TaskGraph([toy("a")]), in: store, product: "toy")
    try FileManager.default.removeItem(atPath: store.path(ofRecord: try #require(report.entries[0].key)))
    let task = try #require(try store.inventory(of: "toy")).tasks[0]
    #expect(task.key == report.entries[0].key?.hexadecimal && task.stage == nil && task.bytes == nil)
  }
}

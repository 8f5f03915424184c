import Checksums
import Foundation
import Ledger
import Testing

@testable import Engine

/// Each reason arises from its cause, and a run does what the plan said and no more.
@Suite struct `Nothing runs without a reason` {
  let folder: TemporaryFolder
  let journal = Journal()
  var store: Store { folder.store }

  init() throws { folder = try TemporaryFolder() }

  /// The status of each task as a line of text.
  private func statuses(_ graph: TaskGraph, check: ArtifactCheck = .size) throws -> [String] {
    try plan(graph, in: store, product: "toy", check: check).entries.map { "\($0.id) \($0.status)" }
  }

  private func run(_ graph: TaskGraph, check: ArtifactCheck = .size) async -> RunReport {
    await Engine.run(graph, in: store, product: "toy", options: RunOptions(jobs: 2, check: check))
  }

  @Test func `what never ran says so, and what is below waits for the first cause`() throws {
    #expect(
      try statuses(chain(journal)) == [
        "a stale: has never run", "d stale: has never run", "b stale: waits for a: has never run",
        "c stale: waits for a: has never run",
      ])
    #expect(!FileManager.default.fileExists(atPath: store.root))
  }

  @Test func `a second run does nothing and leaves every file of the store as it was`() async throws {
    let first = await run(try chain(journal))
    #expect(first.computed == ["a", "d", "b", "c"])
    #expect(try store.text("c", in: first) == "c+b+a")
    let listing = try store.listing()
    _ = journal.take()

    #expect(try plan(chain(journal), in: store, product: "toy").summary == .init(fresh: 4, stale: 0, blocked: 0))
    let second = await run(try chain(journal))
    #expect(second.reused == ["a", "d", "b", "c"])
    #expect(journal.take() == [])
    #expect(try store.listing() == listing)
    #expect(second.finished == first.finished)
  }

  @Test func `a changed parameter reruns its task and what is below, and no more`() async throws {
    _ = await run(try chain(journal))
    _ = journal.take()
    let changed = try chain(journal, wordOfB: "B")
    #expect(
      try statuses(changed) == [
        "a fresh", "d fresh", "b stale: parameter word changed from b to B",
        "c stale: waits for b: parameter word changed from b to B",
      ])
    let report = await run(changed)
    #expect(journal.take() == ["b", "c"])
    #expect(report.reused == ["a", "d"])
    #expect(try store.text("c", in: report) == "c+B+a")
  }

  @Test func `a result made before is found again, and the next reason compares with it`() async throws {
    _ = await run(try chain(journal, wordOfB: "first"))
    _ = await run(try chain(journal, wordOfB: "second"))
    _ = journal.take()
    _ = await run(try chain(journal, wordOfB: "first"))
    #expect(journal.take() == [])
    #expect(
      try statuses(chain(journal, wordOfB: "third"))[2] == "b stale: parameter word changed from first to third")
  }

  @Test func `a raised revision is a reason by itself`() async throws {
    _ = await run(try chain(journal))
    #expect(
      try statuses(chain(journal, revisionOfB: 2))[2] == "b stale: the stage changed from revision 1 to 2")
  }

  @Test func `every changed ingredient is listed, with what came and what went`() async throws {
    func task(_ parameters: [Ingredient]) throws -> TaskGraph {
      try TaskGraph([TaskDefinition(id: "t", stage: "grid", revision: 1, parameters: parameters) { _ in }])
    }
    _ = await run(try task([.parameter("cell", 10), .parameter("snap", 5), .library("gdal", "3.6.2")]))
    #expect(
      try statuses(task([.parameter("cell", 1), .parameter("kind", "mean"), .library("gdal", "3.6.2")])) == [
        "t stale: parameter cell changed from 10 to 1; parameter kind is new: mean; parameter snap is gone: was 5"
      ])
  }

  @Test func `the wave stops where the bytes come out the same`() async throws {
    func graph(_ word: String) throws -> TaskGraph {
      try TaskGraph([
        toy("a", word: word, journal: journal),
        // Takes the length alone, so another word of the same length makes no difference below.
        TaskDefinition(id: "b", stage: "grid", revision: 1, inputs: [.init("a", from: "a")]) { [journal] context in
          journal.note("b")
          let count = try Data(contentsOf: URL(fileURLWithPath: context.file("a", "out.txt"))).count
          try "\(count)".write(toFile: context.output("out.txt"), atomically: false, encoding: .utf8)
        },
        toy("c", from: ["b"], journal: journal),
      ])
    }
    _ = await run(try graph("three"))
    _ = journal.take()
    let report = await run(try graph("seven"))
    #expect(journal.take() == ["a", "b"])
    #expect(report.reused == ["c"])
  }

  @Test func `a task that wants one artifact is indifferent to the others`() async throws {
    func graph(_ other: String) throws -> TaskGraph {
      try TaskGraph([
        TaskDefinition(id: "a", stage: "grid", revision: 1, parameters: [.parameter("other", other)]) { context in
          try "same".write(toFile: context.output("used"), atomically: false, encoding: .utf8)
          try other.write(toFile: context.output("unused/deep"), atomically: false, encoding: .utf8)
        },
        TaskDefinition(id: "b", stage: "grid", revision: 1, inputs: [.init("a", from: "a", ["used"])]) {
          [journal] context in
          journal.note("b: \(context.artifacts(of: "a").map(\.name))")
        },
      ])
    }
    _ = await run(try graph("one"))
    _ = await run(try graph("two"))
    #expect(journal.take() == [#"b: ["used"]"#])
  }

  @Test func `an input that is not made is a failure with the names of both`() async throws {
    let graph = try TaskGraph([
      toy("a"), TaskDefinition(id: "b", stage: "grid", revision: 1, inputs: [.init("a", from: "a", ["x"])]) { _ in },
    ])
    let report = await run(graph)
    #expect(
      report.failures.map { "\($0.error)" } == [
        """
        b: error: its input 'a' wants 'x' of 'a', which does not make it
          name an output that 'a' makes
        """
      ])
    #expect(try statuses(graph)[1] == "b stale: wants x of a, which does not make it")
  }

  private func artifacts() throws -> [String: Digest] {
    try store.listing().filter { $0.key.hasPrefix("artifacts/") }
  }

  enum Harm: CaseIterable { case delete, truncate, flip }

  @Test(arguments: Harm.allCases)
  func `a lost artifact is made again, that one alone, and told`(harm: Harm) async throws {
    let graph = try chain(journal)
    let before = await run(graph)
    let listing = try artifacts()
    _ = journal.take()
    let path = store.path(of: try #require(before.artifact("out.txt", of: "b")).digest)
    let reason: String
    switch harm {
    case .delete:
      try FileManager.default.removeItem(atPath: path)
      reason = "output out.txt is missing"
    case .truncate:
      try damage(path, with: "b")
      reason = "output out.txt is corrupt: 3 bytes recorded, 1 bytes found"
    case .flip:
      // "b+a" with one bit flipped; the digests are those of sha256sum.
      try damage(path, with: "b+c")
      reason = "output out.txt is corrupt: digest 2322c7238b31 recorded, digest 214abfc4d8f0 found"
    }
    let check: ArtifactCheck = harm == .flip ? .digest : .size
    #expect(try statuses(graph, check: check) == ["a fresh", "d fresh", "b stale: \(reason)", "c fresh"])
    let report = await run(graph, check: check)
    #expect(journal.take() == ["b"])
    #expect(report.warnings == ["b: \(reason); made again"])
    #expect(try artifacts() == listing)
  }

  @Test func `a damaged record is noticed and made again`() async throws {
    let graph = try chain(journal)
    let before = await run(graph)
    _ = journal.take()
    let path = store.path(ofRecord: try #require(before.entries.first { $0.id == "b" }?.key))
    // Still JSON, still a digest where one is wanted: only the seal can tell.
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try damage(path, with: text.replacingOccurrences(of: "out.txt", with: "oUt.txt"))
    #expect(
      try statuses(graph) == [
        "a fresh", "d fresh", "b stale: its record is missing or damaged",
        "c stale: waits for b: its record is missing or damaged",
      ])
    _ = await run(graph)
    #expect(journal.take() == ["b"])
  }

  @Test func `files of other names in the store are left alone`() async throws {
    _ = await run(try chain(journal))
    _ = journal.take()
    for name in ["README", "artifacts/notes.txt", "records/x.json", "scratch/mine", "latest/toy/%"] {
      try "hello".write(toFile: "\(store.root)/\(name)", atomically: false, encoding: .utf8)
    }
    let report = await run(try chain(journal))
    #expect(journal.take() == [])
    #expect(report.isComplete)
    #expect(try String(contentsOfFile: "\(store.root)/scratch/mine", encoding: .utf8) == "hello")
  }
}

/// Two graphs that share work, and what goes on below a name.
@Suite struct `A key is made of content` {
  let folder: TemporaryFolder
  let journal = Journal()

  init() throws { folder = try TemporaryFolder() }

  @Test func `another product with other names reuses the same work, under its own names`() async throws {
    _ = await run(try chain(journal), in: folder.store, product: "one")
    _ = journal.take()
    let renamed = try TaskGraph([
      toy("x", stage: "sources", word: "a", journal: journal),
      TaskDefinition(
        id: "y", stage: "grid", revision: 1, parameters: [.parameter("word", "b")], inputs: [.init("a", from: "x")]
      ) { _ in },
    ])
    let report = await run(renamed, in: folder.store, product: "two")
    #expect(report.reused == ["x", "y"])
    #expect(report.finished.map(\.id) == ["x", "y"])
    #expect(report.finished.last?.inputs.map(\.task) == ["x"])
    #expect(try plan(chain(journal), in: folder.store, product: "one").summary.fresh == 4)
  }

  @Test func `a moved store is the same store`() async throws {
    _ = await run(try chain(journal), in: folder.store, product: "toy")
    try FileManager.default.moveItem(atPath: folder.store.root, toPath: folder.path + "/elsewhere")
    #expect(try plan(chain(journal), in: Store(folder.path + "/elsewhere"), product: "toy").summary.fresh == 4)
  }

  @Test func `lineage is an ingredient of the task that reads it, and of no other`() async throws {
    func graph(title: String) throws -> TaskGraph {
      var source = toy("dem", stage: "sources", journal: journal)
      source.source = SourceProvenance(
        id: "dem", title: title, files: [], doi: nil, citation: nil, licence: "CC-BY-4.0", access: "url")
      return try TaskGraph([
        source, toy("slope", from: ["dem"], journal: journal),
        TaskDefinition(
          id: "package", stage: "package", revision: 1, inputs: [.init("map", from: "slope")], readsLineage: true
        ) { [journal] context in
          journal.note("package")
          let lines = context.lineage.map { "\($0.id) \($0.source?.title ?? "-")" }
          try lines.joined(separator: "\n").write(
            toFile: context.output("out.txt"), atomically: false, encoding: .utf8)
        },
      ])
    }
    let first = await run(try graph(title: "Elevation"), in: folder.store, product: "toy")
    #expect(try folder.store.text("package", in: first) == "dem Elevation\nslope -")
    _ = journal.take()
    // The bytes of the source are the same, its title is not: only what writes titles runs again.
    let second = await run(try graph(title: "Relief"), in: folder.store, product: "toy")
    #expect(journal.take() == ["package"])
    #expect(try folder.store.text("package", in: second) == "dem Relief\nslope -")
  }
}

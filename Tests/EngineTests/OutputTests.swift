import Checksums
import Foundation
import Ledger
import Testing

@testable import Engine

@Suite struct `A plan as JSON` {
  @Test func `has the fields that scripts rely on`() async throws {
    let folder = try TemporaryFolder()
    let journal = Journal()
    _ = await run(try chain(journal).upTo(["b"]), in: folder.store, product: "toy")
    let graph = try TaskGraph([
      toy("a", stage: "sources", word: "a"), toy("b", revision: 2, word: "b", from: ["a"]),
      toy("gated", stage: "sources", blocked: "ask"), toy("below", from: ["b"]),
    ])
    let json = try plan(graph, in: folder.store, product: "toy").json()
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let tasks = try #require(document["tasks"] as? [[String: Any]])
    #expect(tasks.map { $0["id"] as? String } == ["a", "gated", "b", "below"])
    #expect(tasks.map { $0["stage"] as? String } == ["sources", "sources", "grid", "grid"])
    #expect(tasks.map { $0["status"] as? String } == ["fresh", "blocked", "stale", "stale"])
    let reasons = tasks.map { $0["reason"] as? [String: Any] }
    #expect(reasons.map { $0?["kind"] as? String } == [nil, "blocked", "revisionChanged", "upstream"])
    #expect(reasons[1]?["steps"] as? String == "ask")
    #expect(reasons[2]?["old"] as? Int == 1)
    #expect(reasons[3]?["task"] as? String == "b")
    let cause = try #require(reasons[3]?["cause"] as? NSDictionary)
    #expect(cause == reasons[2] as NSDictionary?)
    #expect(reasons[3]?["causes"] as? NSArray == [["task": "b", "reason": cause] as NSDictionary])
    #expect(tasks.map { ($0["key"] as? String)?.count } == [64, 64, 64, nil])
    #expect(document["summary"] as? [String: Int] == ["fresh": 1, "stale": 2, "blocked": 1])
  }
}

@Suite struct `A record` {
  @Test func `is JSON with readable ingredients, sealed by its own digest`() async throws {
    let folder = try TemporaryFolder()
    let report = await run(
      try TaskGraph([toy("a")]), in: folder.store, product: "toy", options: RunOptions(tool: "solum 0.1"))
    let key = try #require(report.entries[0].key)
    let text = try String(contentsOfFile: folder.store.path(ofRecord: key), encoding: .utf8)
    #expect(text.contains(#""ingredients":[{"kind":"parameter","name":"word","value":"a"}]"#))
    #expect(
      (try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])?.keys.sorted() == [
        "record", "sha256",
      ])
    let record = try #require(try folder.store.record(key))
    #expect(record.run.tool == "solum 0.1")
    #expect(record.run.log == ["a begins"])
    #expect(record.provenance == report.finished[0])
  }

  @Test func `names artifacts that nobody may write to`() async throws {
    let folder = try TemporaryFolder()
    let report = await run(try TaskGraph([toy("a")]), in: folder.store, product: "toy")
    let path = folder.store.path(of: try #require(report.artifact("out.txt", of: "a")).digest)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o444)
  }
}

@Suite struct `An export` {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func release(_ word: String) async throws -> [ArtifactReference] {
    let task = TaskDefinition(id: "package", stage: "package", revision: 1, parameters: [.parameter("word", word)]) {
      context in
      try word.write(toFile: context.output("data/map.txt"), atomically: false, encoding: .utf8)
      try "same".write(toFile: context.output("README.md"), atomically: false, encoding: .utf8)
    }
    return await run(try TaskGraph([task]), in: folder.store, product: "toy").finished[0].outputs
  }

  @Test func `writes what differs, removes what is no longer part, and leaves the rest`() async throws {
    let target = folder.path + "/release"
    let first = try folder.store.export(try await release("one"), to: target)
    #expect(first == ExportReport(written: ["README.md", "data/map.txt"], unchanged: [], removed: []))
    try FileManager.default.createDirectory(atPath: target + "/old/deep", withIntermediateDirectories: true)
    try "x".write(toFile: target + "/old/deep/file", atomically: false, encoding: .utf8)
    try "half".write(toFile: target + "/.partial-\(pid_t.max)", atomically: false, encoding: .utf8)

    let second = try folder.store.export(try await release("two"), to: target)
    #expect(second.written == ["data/map.txt"])
    #expect(second.unchanged == ["README.md"])
    #expect(second.removed == [".partial-\(pid_t.max)", "old/deep/file"])
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: target).sorted() == ["README.md", "data", "data/map.txt"])
    #expect(try String(contentsOfFile: target + "/data/map.txt", encoding: .utf8) == "two")
  }

  @Test func `is a copy: editing a release does not touch the store, and the next export mends it`() async throws {
    let target = folder.path + "/release"
    let artifacts = try await release("one")
    try folder.store.export(artifacts, to: target)
    let handle = try #require(FileHandle(forWritingAtPath: target + "/data/map.txt"))
    try handle.write(contentsOf: Data("ONE".utf8))
    try handle.close()
    let kept = try Digest.ofFile(folder.store.path(of: artifacts[1].digest)).digest
    #expect(kept == artifacts[1].digest)
    #expect(try folder.store.export(artifacts, to: target).written == ["data/map.txt"])
  }

  @Test func `refuses to publish bytes that are not what their name says`() async throws {
    let artifacts = try await release("one")
    let path = folder.store.path(of: artifacts[1].digest)
    try damage(path, with: "oNe")
    let error = #expect(throws: StoreError.self) { try folder.store.export(artifacts, to: folder.path + "/release") }
    #expect(error?.path == path)
    #expect(error?.exitCode == 74)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/release") == ["README.md"])
  }
}

@Suite struct `Progress` {
  private func lines(_ mode: ProgressMode) async throws -> [String] {
    let folder = try TemporaryFolder()
    let graph = try TaskGraph([toy("a"), toy("b", from: ["a"]), toy("bad", fails: true), toy("low", from: ["bad"])])
    _ = await run(try graph.upTo(["a"]), in: folder.store, product: "toy")
    let journal = Journal()
    let sink = mode.sink { journal.note($0) }
    _ = await run(graph, in: folder.store, product: "toy", options: RunOptions(jobs: 1), progress: sink)
    return journal.take()
  }

  @Test func `in plain lines says what runs, why, and how it ended; the rest is only counted`() async throws {
    let text = try await lines(.plain).joined(separator: "\n")
      .replacing(/in [0-9.]+ s/, with: "in _ s")
      // Said only where the reused work took long enough to be worth a word.
      .replacing(/; reuse saved [0-9.]+ s/, with: "")
    #expect(
      text == """
        run      bad: has never run
        failed   bad [2/4]
        run      b: has never run
        done     b in _ s [4/4]
        failed bad
          the toy broke
          | bad begins
        1 computed, 1 reused, 1 failed, 1 skipped in _ s
        """)
  }

  @Test func `in JSON is one object a line`() async throws {
    let events = try await lines(.json).map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(
      events.map { $0["event"] as? String } == [
        "run-started", "task-finished", "task-started", "task-finished", "task-finished", "task-started",
        "task-finished", "run-finished",
      ])
    #expect(events.last?["counts"] as? [String: Int] == ["computed": 1, "reused": 1, "failed": 1, "skipped": 1])
  }

  @Test func `of mode none says nothing`() async throws {
    #expect(try await lines(.none) == [])
  }
}

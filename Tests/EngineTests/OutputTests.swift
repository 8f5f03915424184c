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

  @Test func `takes the place of a folder that stands for a file, and of a file that stands for a folder`()
    async throws
  {
    let target = folder.path + "/release"
    try FileManager.default.createDirectory(atPath: target + "/README.md/deep", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: target + "/empty", withIntermediateDirectories: true)
    try "x".write(toFile: target + "/README.md/deep/file", atomically: false, encoding: .utf8)
    try "x".write(toFile: target + "/data", atomically: false, encoding: .utf8)
    let report = try folder.store.export(try await release("one"), to: target)
    #expect(report.removed == ["README.md/deep/file", "data"])
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: target).sorted() == ["README.md", "data", "data/map.txt"])
  }

  @Test func `that was killed has left nothing that the next does not clear, and a running one is left alone`()
    async throws
  {
    let own = Holder().name.split(separator: "~")
    let names = [pid_t.max, 1].map { ".arriving~\(own[0])~\($0)~x" }
    for name in names { try FileSystem.makeFolder("\(folder.path)/\(name)") }
    try folder.store.export(try await release("one"), to: folder.path + "/release")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.sorted() == [names[1], "release", "store"])
  }

  @Test func `of which one file is lost, or cannot take its place, leaves the old one as it was`() async throws {
    let target = folder.path + "/release"
    try folder.store.export(try await release("one"), to: target)
    let artifacts = try await release("two")
    let path = folder.store.path(of: artifacts[1].digest)
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: StoreError(path: path, problem: .lost)) { try folder.store.export(artifacts, to: target) }
    var export = Export(from: folder.store, beside: target, as: .copies)
    try export.add(Array("new".utf8), asFile: target + ".txt")
    let error = #expect(throws: StoreError.self) { try export.add(Array("new".utf8), asFile: target) }
    #expect(error?.exitCode == 73)
    _ = consume export
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["release", "store"])
    #expect(try String(contentsOfFile: target + "/data/map.txt", encoding: .utf8) == "one")
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
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["store"])
  }
}

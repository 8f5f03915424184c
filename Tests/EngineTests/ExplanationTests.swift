import Checksums
import Foundation
import Ledger
import Testing

@testable import Engine

/// One task, its reason, and what its key is made of.
@Suite struct `An explanation` {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// a -> b -> c -> d, and a -> d; every word of a given list is one of them.
  private func tasks(_ words: [String], revision: Int = 1) -> [TaskDefinition] {
    [
      toy("a", word: words[0]), toy("b", word: words[1], from: ["a"]), toy("c", word: words[2], from: ["b"]),
      toy("d", revision: revision, word: words[3], from: ["a", "c"]),
    ]
  }

  private func explained(_ id: String, _ before: [TaskDefinition], _ after: [TaskDefinition]) async throws
    -> TaskExplanation
  {
    _ = await run(try TaskGraph(before), in: folder.store, product: "toy")
    return try #require(try plan(TaskGraph(after), in: folder.store, product: "toy").explanation(of: id))
  }

  @Test func `of a fresh task is its key and what that is made of, sorted, with the makers of its inputs`() async throws
  {
    let found = try await explained("d", tasks(["a", "b", "c", "d"]), tasks(["a", "b", "c", "d"]))
    #expect(found.entry.status == .fresh && found.chains == [])
    #expect(
      found.parts.map { "\($0.kind) \($0.name) \($0.task ?? "-")" } == [
        "input a/out.txt a", "input c/out.txt c", "parameter word -",
      ])
    let ingredients = found.parts.map { Ingredient(kind: $0.kind, name: $0.name, value: $0.value ?? "") }
    #expect(taskKey(stage: "grid", revision: 1, ingredients: ingredients) == found.entry.key)
  }

  @Test func `gives the shortest way from each cause`() async throws {
    let before = tasks(["a", "b", "c", "d"])
    let near = try await explained("d", before, tasks(["A", "b", "c", "d"]))
    #expect(near.chains.map(\.tasks) == [["a", "d"]])
    let both = try await explained("d", before, tasks(["A", "B", "c", "D"]))
    #expect(both.chains.map(\.tasks) == [["a", "d"], ["b", "c", "d"], ["d"]])
    let far = try await explained("d", before, tasks(["a", "B", "c", "d"]))
    #expect(far.chains.map(\.tasks) == [["b", "c", "d"]])
  }

  @Test func `of a task that waits knows what is still to be made, and what the task changed itself`() async throws {
    let found = try await explained("d", tasks(["a", "b", "c", "d"]), tasks(["a", "b", "C", "D"], revision: 2))
    #expect(found.entry.key == nil)
    #expect(found.parts.map(\.name) == ["a/out.txt", "c", "word"])
    #expect(found.parts.map(\.isPending) == [false, true, false])
    #expect(found.parts.map(\.old) == [nil, nil, "d"])
    #expect(found.parts.map(\.task) == ["a", "c", nil])
  }

  @Test func `shows what is gone`() async throws {
    func task(_ parameters: [Ingredient]) -> [TaskDefinition] {
      [TaskDefinition(id: "t", stage: "grid", revision: 1, parameters: parameters) { _ in }]
    }
    let found = try await explained(
      "t", task([.parameter("cell", 10), .parameter("snap", 5)]), task([.parameter("cell", 1), .parameter("z", 3)]))
    #expect(
      found.parts.map { [$0.name, $0.value, $0.old] } == [
        ["cell", "1", "10"], ["snap", nil, "5"], ["z", "3", nil],
      ])
  }

  @Test func `as JSON is the task as it stands in the plan, with its ingredients and ways`() async throws {
    let found = try await explained("c", tasks(["a", "b", "c", "d"]), tasks(["a", "B", "c", "d"]))
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(found.json().utf8)) as? [String: Any])
    #expect(
      document.keys.sorted() == [
        "chains", "id", "ingredients", "key", "reason", "revision", "stage", "status",
      ])
    #expect(document["chains"] as? [[String]] == [["b", "c"]])
    let reason = try #require(document["reason"] as? [String: Any])
    #expect(reason["kind"] as? String == "upstream" && reason["task"] as? String == "b")
    let cause = try #require(reason["cause"] as? [String: Any])
    #expect(cause["kind"] as? String == "ingredientChanged")
    #expect(cause["old"] as? String == "b" && cause["new"] as? String == "B")
    let ingredients = try #require(document["ingredients"] as? [[String: Any]])
    #expect(ingredients.map { $0["name"] as? String } == ["b", "word"])
    #expect(ingredients[0]["task"] as? String == "b" && ingredients[0]["value"] is NSNull)
  }

  @Test func `of a task that is not there is none`() throws {
    #expect(
      try plan(TaskGraph(tasks(["a", "b", "c", "d"])), in: folder.store, product: "toy").explanation(of: "e") == nil)
  }
}

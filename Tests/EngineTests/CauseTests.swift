import Checksums
import Foundation
import Ledger
import Testing

@testable import Engine

/// What changed upstream is named wherever it is waited for.
@Suite struct `A first cause` {
  let folder: TemporaryFolder
  var store: Store { folder.store }

  init() throws { folder = try TemporaryFolder() }

  /// The status of each task of `after`, once `before` is made.
  private func statuses(_ before: [TaskDefinition], _ after: [TaskDefinition]) async throws -> [String: String] {
    let found = try await planned(before, after)
    return Dictionary(uniqueKeysWithValues: found.entries.map { ($0.id, "\($0.status)") })
  }

  private func planned(_ before: [TaskDefinition], _ after: [TaskDefinition]) async throws -> Plan {
    _ = await run(try TaskGraph(before), in: store, product: "toy")
    return try plan(after)
  }

  @Test func `is told all the way down`() async throws {
    func tasks(_ word: String) -> [TaskDefinition] {
      [toy("a", word: word), toy("b", from: ["a"]), toy("c", from: ["b"]), toy("d", from: ["a", "c"])]
    }
    let found = try await statuses(tasks("a"), tasks("A"))
    for id in ["b", "c", "d"] { #expect(found[id] == "stale: waits for a: parameter word changed from a to A") }
  }

  @Test func `is the first in the order of the graph, whatever the order of the tasks; the others are counted`()
    async throws
  {
    func tasks(_ words: [String]) -> [TaskDefinition] {
      [
        toy("m", word: words[0]), toy("b", word: words[1]), toy("x", word: words[2], from: ["b"]),
        toy("end", from: ["x", "m"]),
      ]
    }
    let found = try await planned(tasks(["m", "b", "x"]), tasks(["M", "B", "X"]).reversed())
    let reason = "waits for b: parameter word changed from b to B, and 2 more"
    #expect(found["end"]?.status.description == "stale: \(reason)")
    #expect(found["x"]?.status.description == "stale: waits for b: parameter word changed from b to B, and 1 more")
    guard case .stale(let end) = found["end"]?.status, case .stale(let x) = found["x"]?.status else {
      Issue.record("end and x are not stale")
      return
    }
    #expect(end.causes.map(\.task) == ["b", "m", "x"])
    #expect(
      end.causes.map(\.reason.description) == [
        "parameter word changed from b to B", "parameter word changed from m to M",
        "parameter word changed from x to X",
      ])
    // What it changed itself stands last.
    #expect(x.causes.map(\.task) == ["b", "x"])
  }

  @Test func `is told once where one edit changed several tasks`() async throws {
    func tasks(_ word: String) -> [TaskDefinition] {
      [
        toy("a", stage: "sources", word: word), toy("b", stage: "grid", word: word),
        toy("c", stage: "samples", word: word, from: ["a", "b"]), toy("d", from: ["c"]),
      ]
    }
    let found = try await statuses(tasks("w"), tasks("v"))
    #expect(found["c"] == "stale: waits for a: parameter word changed from w to v")
    #expect(found["d"] == found["c"])
  }

  @Test func `is one for each task that never ran, since these have nothing in common`() async throws {
    let found = try await statuses([toy("z")], [toy("a"), toy("b"), toy("z", from: ["a", "b"])])
    #expect(found["z"] == "stale: waits for a: has never run, and 1 more")
  }

  @Test func `may be a revision, and two stages that go from 1 to 2 are two`() async throws {
    func tasks(_ revision: Int) -> [TaskDefinition] {
      [
        toy("a", stage: "sources", revision: revision), toy("b", stage: "sources", revision: revision),
        toy("c", stage: "grid", revision: revision), toy("end", from: ["a", "b", "c"]),
      ]
    }
    let found = try await planned(tasks(1), tasks(2))
    #expect(
      found["end"]?.status.description == "stale: waits for a: the stage changed from revision 1 to 2, and 1 more")
    #expect(
      found.headlines == [
        "first causes",
        "  3 stale  a and 1 more: the stage changed from revision 1 to 2",
        "  2 stale  c: the stage changed from revision 1 to 2",
      ])
  }

  /// The input that is still to be made, and all that is not compared, is no change.
  @Test func `is not a task that waits and changed nothing`() async throws {
    func tasks(_ word: String, _ other: String) -> [TaskDefinition] {
      [toy("a", word: word), toy("b", word: other), toy("c", from: ["a", "b"]), toy("d", from: ["c"])]
    }
    _ = await run(try TaskGraph(tasks("a", "b")), in: store, product: "toy")
    // b is made anew under c, which then waits for a; that b came out otherwise is a change of c.
    _ = await run(try TaskGraph(tasks("a", "B")).upTo(["b"]), in: store, product: "toy")
    let now = try plan(tasks("A", "B"))
    guard case .stale(let reason) = now["c"]?.status else {
      Issue.record("c is not stale")
      return
    }
    #expect(reason.causes.map(\.task) == ["a", "c"])
    #expect(reason.causes.last?.reason.description.hasPrefix("input b/out.txt changed from ") == true)

    let later = try plan(tasks("A", "b"))
    #expect(later["c"]?.status.description == "stale: waits for a: parameter word changed from a to A")
  }

  private func plan(_ tasks: [TaskDefinition]) throws -> Plan {
    try Engine.plan(TaskGraph(tasks), in: store, product: "toy")
  }

  @Test func `stands above the tasks, with how many it makes stale`() async throws {
    func tasks(_ word: String, seed: Int, blocked: String? = nil) -> [TaskDefinition] {
      let folds = (1...3).map { fold in
        TaskDefinition(
          id: "fold-\(fold)", stage: "calibration", revision: 1,
          parameters: [.parameter("fold", fold), .parameter("seed", seed)], inputs: [.init("b", from: "b")]
        ) { context in
          try "\(fold)".write(toFile: context.output("out.txt"), atomically: false, encoding: .utf8)
        }
      }
      return [toy("b"), toy("c", word: word)] + folds
        + [
          toy("end", from: ["fold-1", "fold-2", "fold-3", "c"]), toy("gated", stage: "sources", blocked: blocked),
          toy("below", from: ["gated"]),
        ]
    }
    _ = await run(try TaskGraph(tasks("c", seed: 1)).upTo(["end"]), in: store, product: "toy")
    #expect(try plan(tasks("c", seed: 1)).headlines == ["first causes", "  2 stale  gated: has never run"])
    let changed = try plan(tasks("C", seed: 2, blocked: "ask"))
    let text = changed.description.split(separator: "\n")
    #expect(
      text.prefix(4) == [
        "first causes", "  2 stale  c: parameter word changed from c to C", "  2 blocked  gated: missing",
        "  4 stale  fold-1 and 2 more: parameter seed changed from 1 to 2",
      ])
    #expect(text.contains("  fresh    b"))
    #expect(text.last == "1 fresh, 5 stale, 2 blocked")
  }

  /// Five by five tiles share a line; twenty-four would not.
  @Test func `is told once of many tasks that differ in their numbers alone`() throws {
    func lines(_ count: Int) throws -> [Substring] {
      let tiles = (0..<count).map { toy("survey-\($0 / 5)-\($0 % 5)") }
      let text = try plan(tiles + [toy("survey-all", from: tiles.map(\.id)), toy("b-12-")]).description
      return text.split(separator: "\n").filter { $0.hasPrefix("  stale") }
    }
    let told = try lines(25)
    #expect(told.count == 3 && told.contains("  stale    survey-* (25)  has never run"))
    for other in ["  stale    survey-all  waits for survey-", "  stale    b-12-  "] {
      #expect(told.contains { $0.hasPrefix(other) }, "\(told)")
    }
    #expect(try lines(24).count == 26)
  }

  @Test func `comes with what the tasks that run will keep in the store`() async throws {
    func tasks(_ word: String) -> [TaskDefinition] {
      var (a, b) = (toy("a"), toy("b", word: word))
      a.kept = Footprint(usual: 4_000_000_000, most: 9_000_000_000)
      b.kept = Footprint(usual: 2_000_000, most: 3_000_000_000)
      return [a, b]
    }
    #expect(
      try plan(tasks("b")).description.hasSuffix(
        "\nbetween the tasks the store will keep about 4.0 GB, at most 12.0 GB"))
    _ = await run(try TaskGraph(tasks("b")), in: store, product: "toy")
    #expect(try plan(tasks("b")).description.hasSuffix("blocked"))
    #expect(try plan(tasks("c")).kept == Footprint(usual: 2_000_000, most: 3_000_000_000))
  }

  @Test func `is told together with what else changed in the same tasks, and no page is filled with them`()
    async throws
  {
    func task(_ id: String, _ values: [String]) -> TaskDefinition {
      TaskDefinition(
        id: id, stage: "grid", revision: 1,
        parameters: [.parameter("id", id)] + values.enumerated().map { .parameter("p\($0.offset)", $0.element) }
      ) { _ in }
    }
    let one = try await planned([task("a", ["0", "0", "0", "0"])], [task("a", ["1", "2", "3", "4"])])
    #expect(
      one.headlines[1]
        == "  1 stale  a: parameter p0 changed from 0 to 1; parameter p1 changed from 0 to 2; and 2 more")
    let ids = (10..<40).map { "t\($0)" }
    let many = try await planned(ids.map { task($0, [$0]) }, ids.map { task($0, ["\($0)!"]) })
    #expect(many.headlines.count == 14 && many.headlines.last == "  and 18 more")
  }
}

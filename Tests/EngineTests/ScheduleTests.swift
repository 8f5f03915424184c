import Foundation
import Ledger
import Testing

@testable import Engine

/// `a` and `b` begin; `a` leads to one long task, `b` to two short ones, `c` to nothing.
///
///     a - long
///     b - short-1 - short-2
///     c
@Suite struct `The order of tasks` {
  let graph: TaskGraph

  init() throws {
    graph = try TaskGraph([
      toy("a"), toy("long", from: ["a"]), toy("b"), toy("short-1", from: ["b"]), toy("short-2", from: ["short-1"]),
      toy("c"),
    ])
  }

  /// The tasks in the order in which one job takes them.
  private func order(_ recorded: [String: Double], jobs: Int = 1, memory: Int = 100) -> [String] {
    var schedule = Schedule(graph, RunOutline(graph, recorded: recorded), jobs: jobs, memory: memory)
    var order: [String] = []
    while let next = schedule.next() {
      order.append(graph.tasks[next].id)
      schedule.finish(next)
    }
    return order
  }

  @Test func `is that of the longest way to the end, in recorded seconds`() {
    let seconds = ["a": 1.0, "long": 60, "b": 1, "short-1": 2, "short-2": 3, "c": 30]
    // Ways: a 61, long 60, c 30, b 6, short-1 5, short-2 3.
    #expect(order(seconds) == ["a", "long", "c", "b", "short-1", "short-2"])
    // Ways: b 206, short-1 205, short-2 203, a 61, long 60, c 30.
    #expect(
      order(seconds.merging(["short-2": 203]) { $1 }) == ["b", "short-1", "short-2", "a", "long", "c"])
  }

  @Test func `counts tasks where nothing is recorded, and goes by depth and name among equals`() {
    // Ways in tasks: b 3, then a and short-1 2 of which a stands first, then c, long and short-2 1 each.
    #expect(order([:]) == ["b", "a", "short-1", "c", "long", "short-2"])
  }

  @Test func `takes a task that never ran for the mean of its stage, or of all`() {
    let outline = RunOutline(graph, recorded: ["a": 2, "b": 4])
    #expect(outline.tasks.map(\.expectedSeconds) == [2, 4, 3, 3, 3, 3])
    #expect(RunOutline(graph).tasks.allSatisfy { $0.expectedSeconds == nil })
  }

  /// q - p - r, and s which reads q as well.
  @Test func `makes a lost result again only after what it is made of`() throws {
    let graph = try TaskGraph([toy("q"), toy("p", from: ["q"]), toy("r", from: ["p"]), toy("s", from: ["q"])])
    var schedule = Schedule(graph, RunOutline(graph), jobs: 2, memory: 100)
    func position(_ id: String) throws -> Int { try #require(graph.position[id]) }
    func next() -> [String] {
      var taken: [String] = []
      while let index = schedule.next() { taken.append(graph.tasks[index].id) }
      return taken
    }
    #expect(next() == ["q"])
    schedule.finish(try position("q"))
    #expect(next() == ["p", "s"])
    schedule.finish(try position("p"))
    #expect(next() == ["r"])
    schedule.redo(try position("s"), after: try position("q"))
    schedule.redo(try position("r"), after: try position("p"))
    for (done, then) in [("q", ["p", "s"]), ("p", ["r"]), ("s", []), ("r", [])] {
      if done == "q" { #expect(next() == ["q"]) }
      schedule.finish(try position(done))
      #expect(next() == then)
    }
  }

  @Test func `lets a smaller task go ahead of one that does not fit into the memory left`() throws {
    let graph = try TaskGraph([toy("big", memory: 80), toy("middle", memory: 50), toy("small", memory: 20)])
    let outline = RunOutline(graph, recorded: ["big": 9, "middle": 8, "small": 1])
    var schedule = Schedule(graph, outline, jobs: 3, memory: 100)
    #expect(
      [schedule.next(), schedule.next(), schedule.next()].map { $0.map { graph.tasks[$0].id } } == [
        "big", "small", nil,
      ])
    schedule.finish(0)
    #expect(schedule.next().map { graph.tasks[$0].id } == "middle")
  }
}

@Suite struct `The record of a run` {
  let folder: TemporaryFolder
  var store: Store { folder.store }

  init() throws { folder = try TemporaryFolder() }

  private func records() throws -> [EarlierRun] { Array(try store.runs(of: "toy")) }

  @Test func `names for every reused task the run that made it`() async throws {
    let journal = Journal()
    let first = await run(try chain(journal), in: store, product: "toy")
    let second = await run(try chain(journal, wordOfB: "B"), in: store, product: "toy")
    #expect(first.label.id < second.label.id || first.label.started == second.label.started)
    let runs = Dictionary(second.entries.map { ($0.id, $0.run) }) { $1 }
    #expect(runs == ["a": first.label.id, "d": first.label.id, "b": second.label.id, "c": second.label.id])
    let json = try second.json()
    #expect(json.contains(#""run" : "\#(first.label.id)""#))
    #expect(json.contains(#""product" : "toy""#))
  }

  @Test func `is kept of runs that made something, and not of those that found all fresh`() async throws {
    let graph = try chain(Journal())
    let first = await run(graph, in: store, product: "toy")
    _ = await run(graph, in: store, product: "toy")
    #expect(try records().map(\.id) == [first.label.id])
    let record = try #require(try records().first)
    #expect(record.complete && record.targets.isEmpty)
    #expect(record.tasks.map(\.key) == first.entries.map(\.key))
  }

  @Test func `of a part of the graph names the targets, and takes no task's seconds away`() async throws {
    let graph = try chain(Journal())
    _ = await run(graph, in: store, product: "toy")
    let part = await run(
      try chain(Journal(), wordOfA: "A").upTo(["sources"]), in: store, product: "toy")
    let newest = try #require(try records().first { $0.id == part.label.id })
    #expect(newest.targets == ["sources"])
    #expect(Set(store.currentRuns(of: "toy").newest(\.seconds).keys) == ["a", "b", "c", "d"])
  }

  @Test func `that is damaged is passed over`() async throws {
    let graph = try chain(Journal())
    let first = await run(graph, in: store, product: "toy")
    try damage("\(store.root)/runs/toy/\(first.label.id).json", with: "{")
    #expect(try records().isEmpty)
    let second = await run(try chain(Journal(), wordOfA: "A"), in: store, product: "toy")
    #expect(second.isComplete)
    #expect(try records().map(\.id) == [second.label.id])
  }

  /// In a process of its own, since other tests hold memory too.
  @Test func `tells the memory that a task held, though an earlier one held more`() async {
    await #expect(processExitsWith: .success) {
      func hungry(_ id: String, megabytes: Int, from inputs: [String] = []) -> TaskDefinition {
        TaskDefinition(
          id: id, stage: "grid", revision: 1, parameters: [.parameter("id", id)],
          inputs: inputs.map { .init($0, from: $0) }
        ) { context in
          // Every page is written to, and held while several samples are taken.
          let cells = [UInt8](repeating: 1, count: megabytes << 20)
          Thread.sleep(forTimeInterval: 0.1)
          try "\(cells.count)".write(toFile: context.output("out.txt"), atomically: false, encoding: .utf8)
        }
      }
      let folder = try TemporaryFolder()
      let graph = try TaskGraph([hungry("large", megabytes: 400), hungry("small", megabytes: 50, from: ["large"])])
      let report = await run(graph, in: folder.store, product: "toy", options: RunOptions(jobs: 1))
      let peaks = report.entries.compactMap(\.peakBytes)
      precondition(peaks.count == 2 && peaks[0] >= 400 << 20 && (50 << 20..<300 << 20).contains(peaks[1]), "\(peaks)")
    }
  }
}

import Checksums
import Foundation
import Ledger
import Synchronization
import Testing

@testable import Engine

@Suite struct `A run` {
  let folder: TemporaryFolder
  let journal = Journal()
  var store: Store { folder.store }

  init() throws { folder = try TemporaryFolder() }

  @Test func `goes on with what does not need a failed task, and reports every failure with its log`() async throws {
    let graph = try TaskGraph([
      toy("a", fails: true), toy("b", from: ["a"]), toy("c", from: ["b"]), toy("d"), toy("e", from: ["d"], fails: true),
      toy("f", from: ["d"]),
    ])
    let report = await run(graph, in: store, product: "toy", options: RunOptions(jobs: 3))
    #expect(report.computed == ["d", "f"])
    #expect(report.failures.map(\.id) == ["a", "e"])
    #expect(report.failures.map(\.log) == [["a begins"], ["e begins"]])
    #expect(report.skipped == ["b", "c"])
    #expect(
      report.description.hasPrefix(
        """
        failed a
          the toy broke
          | a begins
        failed e
          the toy broke
          | e begins
        2 computed, 2 failed, 2 skipped in
        """))
    #expect(!report.isComplete)
  }

  @Test func `told to fail fast starts nothing after a failure`() async throws {
    let graph = try TaskGraph([
      toy("a", fails: true), toy("below", from: ["a"]), toy("last", from: ["below"]), toy("b"), toy("c", from: ["b"]),
    ])
    let report = await run(graph, in: store, product: "toy", options: RunOptions(jobs: 1, failFast: true))
    #expect(report.failures.map(\.id) == ["a"])
    #expect(report.notStarted == ["b", "c"])
  }

  @Test func `blocks below a source that nobody has, with the words to get it, until it is in the store`() async throws
  {
    func graph(_ steps: String?) throws -> TaskGraph {
      try TaskGraph([
        toy("soil", stage: "sources", blocked: steps), toy("dem", stage: "sources"),
        toy("table", from: ["soil", "dem"]),
        toy("slope", from: ["dem"]),
      ])
    }
    let steps = "write to the data centre\nand ask for it"
    let blocked = try graph(steps)
    #expect(
      try plan(blocked, in: store, product: "toy").description == """
        first causes
          2 stale  dem: has never run
          2 blocked  soil: missing
        sources
          stale    dem    has never run
          blocked  soil   needs soil: write to the data centre and ask for it
        grid
          stale    slope  waits for dem: has never run
          blocked  table  needs soil: write to the data centre and ask for it
        0 fresh, 2 stale, 2 blocked
        """)
    let report = await run(blocked, in: store, product: "toy")
    #expect(report.computed == ["dem", "slope"])
    #expect(report.blocked.map(\.id) == ["soil", "table"])
    #expect(report.blocked.allSatisfy { $0.obstacle.source == "soil" && $0.obstacle.steps == steps })

    #expect(await run(try graph(nil), in: store, product: "toy").computed == ["soil", "table"])
    #expect(try plan(blocked, in: store, product: "toy").summary.fresh == 4)
  }

  @Test(arguments: [1, 2, 8])
  func `gives the same result with any number of jobs`(jobs: Int) async throws {
    let layers = (0..<12).map { toy("layer-\($0)") }
    let graph = try TaskGraph(layers + [toy("all", from: layers.map(\.id)), toy("end", from: ["all", "layer-3"])])
    let report = await run(graph, in: store, product: "toy", options: RunOptions(jobs: jobs))
    // The words in the order of their names, digested by Python's hashlib.
    #expect(
      report.artifact("out.txt", of: "end")?.digest.hexadecimal
        == "eeb98904b608fcb50050720b836741a7c42429d5dab6353fbf1479a89ad26203")
  }

  @Test func `runs no more tasks at once than jobs and memory allow`() async throws {
    let running = Mutex<(tasks: Int, memory: Int, mostTasks: Int, mostMemory: Int)>((0, 0, 0, 0))
    func task(_ id: String, memory: Int) -> TaskDefinition {
      TaskDefinition(id: id, stage: "grid", revision: 1, parameters: [.parameter("id", id)], memory: memory) { _ in
        running.withLock {
          $0.tasks += 1
          $0.memory += memory
          $0.mostTasks = max($0.mostTasks, $0.tasks)
          if memory <= 100 { $0.mostMemory = max($0.mostMemory, $0.memory) }
        }
        Thread.sleep(forTimeInterval: 0.005)
        running.withLock {
          $0.tasks -= 1
          $0.memory -= memory
        }
      }
    }
    let tasks = (0..<12).map { task("t\($0)", memory: [10, 40, 60][$0 % 3]) } + [task("huge", memory: 1000)]
    let report = await run(
      try TaskGraph(tasks), in: store, product: "toy", options: RunOptions(jobs: 3, memory: 100))
    #expect(report.isComplete)
    #expect(running.withLock { $0.mostTasks } <= 3)
    #expect(running.withLock { $0.mostMemory } <= 100)
  }

  @Test func `truly runs independent tasks beside each other`() async throws {
    // Each waits for the other: alone, neither could end.
    let meeting = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let left = TaskDefinition(id: "left", stage: "grid", revision: 1, parameters: [.parameter("side", "left")]) { _ in
      meeting.0.signal()
      guard meeting.1.wait(timeout: .now() + 20) == .success else { throw ToyFailure() }
    }
    let right = TaskDefinition(id: "right", stage: "grid", revision: 1, parameters: [.parameter("side", "right")]) {
      _ in
      meeting.1.signal()
      guard meeting.0.wait(timeout: .now() + 20) == .success else { throw ToyFailure() }
    }
    let report = await run(try TaskGraph([left, right]), in: store, product: "toy", options: RunOptions(jobs: 2))
    #expect(report.isComplete)
  }

  @Test func `when cancelled lets the running task finish and keeps it`() async throws {
    let started = DispatchSemaphore(value: 0)
    let proceed = DispatchSemaphore(value: 0)
    let graph = try TaskGraph([
      TaskDefinition(id: "a", stage: "grid", revision: 1) { context in
        started.signal()
        proceed.wait()
        try "a".write(toFile: context.output("out.txt"), atomically: false, encoding: .utf8)
      },
      toy("b", from: ["a"], journal: journal),
    ])
    let store = store
    let running = Task { await run(graph, in: store, product: "toy") }
    await Task.detached { _ = started.wait(timeout: .now() + 20) }.value
    running.cancel()
    proceed.signal()
    let report = await running.value
    #expect(report.interrupted)
    #expect(report.computed == ["a"])
    #expect(report.notStarted == ["b"])
    let second = await run(graph, in: store, product: "toy")
    #expect(second.reused == ["a"])
    #expect(second.computed == ["b"])
  }

  @Test func `makes an input again that vanished while others ran`() async throws {
    let store = store
    let graph = try TaskGraph([
      toy("a", journal: journal),
      TaskDefinition(id: "thief", stage: "grid", revision: 1, inputs: [.init("a", from: "a")]) { context in
        // The first time only: the lost artifact comes back while this task stays done.
        try FileManager.default.removeItem(atPath: store.path(of: context.artifacts(of: "a")[0].digest))
      },
      TaskDefinition(
        id: "c", stage: "grid", revision: 1, parameters: [.parameter("word", "c")],
        inputs: [.init("a", from: "a"), .init("t", from: "thief")]
      ) { context in
        try FileManager.default.copyItem(atPath: context.file("a", "out.txt"), toPath: context.output("out.txt"))
      },
    ])
    let report = await run(graph, in: store, product: "toy")
    #expect(report.isComplete)
    #expect(report.warnings == ["a: output out.txt is missing; made again"])
    #expect(journal.take() == ["a", "a"])
    #expect(try store.text("c", in: report) == "a")
  }

  @Test func `makes an input again whose bytes were damaged and whose size is right`() async throws {
    let first = await run(try chain(journal), in: store, product: "toy")
    let artifact = try #require(first.artifact("out.txt", of: "b"))
    try damage(store.path(of: artifact.digest), with: "B+a")
    _ = journal.take()

    let lengthened = try TaskGraph(try chain(journal).tasks + [toy("e", from: ["b"], journal: journal)])
    let report = await run(lengthened, in: store, product: "toy")
    #expect(report.isComplete)
    #expect(journal.take() == ["b", "e"])
    #expect(try store.text("e", in: report) == "e+b+a")
    let (recorded, found) = (Digest(of: "b+a").short, Digest(of: "B+a").short)
    #expect(
      report.warnings == [
        "b: output out.txt is corrupt: digest \(recorded) recorded, digest \(found) found; thrown away",
        "b: output out.txt is missing; made again",
      ])
  }

  @Test func `throws out an input that a task wrote to, and the next run makes it again`() async throws {
    let graph = try TaskGraph([
      toy("a", journal: journal),
      TaskDefinition(id: "vandal", stage: "grid", revision: 1, inputs: [.init("a", from: "a")]) { context in
        let path = context.file("a", "out.txt")
        chmod(path, 0o644)
        try Data("overwritten".utf8).write(to: URL(fileURLWithPath: path))
      },
    ])
    let report = await run(graph, in: store, product: "toy")
    #expect(
      report.failures.map { "\($0.error)" }.first?.hasPrefix("vandal: error: the task wrote to its input 'a/out.txt'")
        == true)
    _ = journal.take()
    _ = await run(try graph.upTo(["a"]), in: store, product: "toy")
    #expect(journal.take() == ["a"])
  }

  @Test func `tells a task that makes other bytes from the same ingredients`() async throws {
    let count = Atomic(0)
    let graph = try TaskGraph([
      TaskDefinition(id: "a", stage: "grid", revision: 1) { context in
        try "\(count.add(1, ordering: .relaxed).newValue)".write(
          toFile: context.output("out.txt"), atomically: false, encoding: .utf8)
      }
    ])
    let first = await run(graph, in: store, product: "toy")
    try FileManager.default.removeItem(atPath: store.path(of: try #require(first.artifact("out.txt", of: "a")).digest))
    let second = await run(graph, in: store, product: "toy")
    #expect(second.warnings.last == "a: made other bytes from the same ingredients; its stage is not deterministic")
  }

  @Test func `refuses a link among the outputs`() async throws {
    let graph = try TaskGraph([
      TaskDefinition(id: "a", stage: "grid", revision: 1) { context in
        try FileManager.default.createSymbolicLink(atPath: context.output("l"), withDestinationPath: "/etc/hostname")
      }
    ])
    let report = await run(graph, in: store, product: "toy")
    #expect(report.failures.map { $0.error as? TaskMistake } == [TaskMistake(task: "a", kind: .notAFile("l"))])
  }
}

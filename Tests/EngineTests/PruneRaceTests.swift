import Checksums
import Foundation
import Ledger
import Synchronization
import Testing
import ToyRun

@testable import Engine

@Suite struct `A run beside a prune` {
  let folder: TemporaryFolder
  let journal = Journal()
  var store: Store { folder.store }

  init() throws { folder = try TemporaryFolder() }

  @Test func `makes again whatever of its inputs is taken away under it`() async throws {
    let store = store
    let wide = (0..<6).map { toy("a\($0)", journal: journal) }
    let middle = (0..<6).map { toy("b\($0)", from: ["a\($0)"], journal: journal) }
    _ = await run(try TaskGraph(wide + middle), in: store, product: "toy")
    _ = journal.take()
    let all = (0..<6).map { TaskDefinition.Input("b\($0)", from: "b\($0)") }
    let thief = TaskDefinition(id: "thief", stage: "grid", revision: 1, inputs: all) { _ in
      // All that was found fresh, as if no run had ever needed it.
      try FileSystem.remove("\(store.root)/latest")
      #expect(try store.prune(.later()).removed.records == 12)
    }
    let last = TaskDefinition(
      id: "last", stage: "end", revision: 1, inputs: [.init("t", from: "thief")] + all
    ) { context in
      let read = try (0..<6).map { try String(contentsOfFile: context.file("b\($0)", "out.txt"), encoding: .utf8) }
      try read.joined(separator: ",").write(toFile: context.output("out.txt"), atomically: false, encoding: .utf8)
    }
    let report = await run(try TaskGraph(wide + middle + [thief, last]), in: store, product: "toy")
    #expect(report.isComplete && report.failures.isEmpty)
    #expect(try store.text("last", in: report) == "b0+a0,b1+a1,b2+a2,b3+a3,b4+a4,b5+a5")
    #expect(Set(journal.take()) == Set((wide + middle).map(\.id)))
  }

  @Test func `that loses an input which was laid out as a symbolic link makes it again`() async throws {
    let store = store
    let journal = journal
    let reader = TaskDefinition(id: "reader", stage: "grid", revision: 1, inputs: [.init("a", from: "a")]) { context in
      let (input, artifact) = (context.file("a", "out.txt"), store.path(of: context.artifacts(of: "a")[0].digest))
      journal.note("reader")
      if journal.count(of: "reader") == 1 {
        // As where the file system has no hard links, and then the artifact goes.
        unlink(input)
        symlink(artifact, input)
        unlink(artifact)
      }
      let text = try String(contentsOfFile: input, encoding: .utf8)
      try text.write(toFile: context.output("out.txt"), atomically: false, encoding: .utf8)
    }
    let report = await run(try TaskGraph([toy("a", journal: journal), reader]), in: store, product: "toy")
    #expect(report.isComplete)
    #expect(journal.take() == ["a", "reader", "a", "reader"])
  }

  @Test func `in another process, again and again, ends complete and with the same bytes`() async throws {
    let whole = await run(try toyGraph(journal: folder.path + "/journal"), in: store, product: "toy")
    setenv("PRUNE_TEST_FOLDER", folder.path, 1)
    setenv("PRUNE_TEST_DIGEST", Self.digest(of: whole).hexadecimal, 1)

    // On a thread of its own, since a test of an exit holds those that tasks share.
    let stop = Journal()
    let store = store
    let removed = Mutex(0)
    let pruning = Thread {
      var options = PruneOptions()
      options.settling = 0.2
      while stop.count(of: "stop") == 0 {
        options.now = Date()
        do {
          let report = try store.prune(options)
          removed.withLock { $0 += report.removed.records }
        } catch {
          stop.note("\(error)")
        }
      }
      stop.note("stopped")
    }
    pruning.start()
    await #expect(processExitsWith: .success) {
      let environment = ProcessInfo.processInfo.environment
      let folder = environment["PRUNE_TEST_FOLDER"] ?? ""
      let store = Store(folder + "/store")
      let graph = try toyGraph(journal: folder + "/journal")
      for round in 0..<6 {
        // What nothing names goes as soon as it has not changed for a fifth of a second: before, in and after the run.
        try FileSystem.remove("\(store.root)/latest")
        usleep(180_000 + UInt32(round) * 10_000)
        let report = await run(graph, in: store, product: "toy")
        try #require(report.isComplete, "\(report)")
        try #require(`A run beside a prune`.digest(of: report).hexadecimal == environment["PRUNE_TEST_DIGEST"])
      }
    }
    stop.note("stop")
    while stop.count(of: "stopped") == 0 { usleep(1000) }
    #expect(stop.all == ["stop", "stopped"])
    #expect(removed.withLock { $0 } > 0)
    #expect(try FileSystem.entries(of: store.scratchFolder) == [])
  }

  /// Of all that a run made.
  private static func digest(of report: RunReport) -> Digest {
    Digest(of: report.finished.flatMap(\.outputs).map { "\($0.name) \($0.digest)" }.joined(separator: "\n"))
  }

  @Test func `finds a folder again that is taken away while it is empty`() async throws {
    let root = folder.path
    try FileSystem.makeFolder(root + "/scratch")
    let stop = Journal()
    let taking = Task.detached {
      while stop.count(of: "stop") == 0 { rmdir(root + "/artifacts/ab") }
    }
    defer { stop.note("stop") }
    for number in 0..<500 {
      let (file, place) = ("\(root)/scratch/\(number)", "\(root)/artifacts/ab/x")
      try FileSystem.create(file, [1], sync: false)
      try FileSystem.publish(file, as: place, sync: false)
      try FileSystem.remove(place)
    }
    stop.note("stop")
    await taking.value
  }
}

extension Journal {
  func count(of id: String) -> Int { all.count { $0 == id } }
}

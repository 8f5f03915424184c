import Checksums
import Foundation
import Ledger
import Testing

@testable import Engine

@Suite struct `A killed run` {
  let folder: TemporaryFolder
  var store: Store { folder.store }

  init() throws { folder = try TemporaryFolder() }

  /// Twenty tasks in four layers, each a few milliseconds, each noting in a file outside the store that it ran.
  static func slowGraph(_ journal: String) throws -> TaskGraph {
    func task(_ layer: Int, _ number: Int) -> TaskDefinition {
      let inputs = layer == 0 ? [] : [(number + 4) % 5, number, (number + 1) % 5].map { "t\(layer - 1)-\($0)" }
      return TaskDefinition(
        id: "t\(layer)-\(number)", stage: "layer\(layer)", revision: 1, parameters: [.parameter("n", number)],
        inputs: inputs.map { .init($0, from: $0) }
      ) { context in
        let handle = open(journal, O_WRONLY | O_APPEND | O_CREAT, 0o644)
        let line = Array("t\(layer)-\(number)\n".utf8)
        _ = write(handle, line, line.count)
        close(handle)
        Thread.sleep(forTimeInterval: 0.002)
        let read = try inputs.map { try String(contentsOfFile: context.file($0, "out.txt"), encoding: .utf8) }
        let text = String(repeating: "\(number):\(Digest(of: read.joined()).short)\n", count: 2000)
        try text.write(toFile: context.output("out.txt"), atomically: false, encoding: .utf8)
      }
    }
    return try TaskGraph((0..<4).flatMap { layer in (0..<5).map { task(layer, $0) } })
  }

  @Test func `goes on from what was finished, and ends with the same bytes`() async throws {
    let journal = folder.path + "/journal"
    let graph = try Self.slowGraph(journal)
    let whole = await run(graph, in: Store(folder.path + "/whole"), product: "toy")
    #expect(whole.isComplete)
    try FileManager.default.removeItem(atPath: journal)
    setenv("ENGINE_TEST_STORE", store.root, 1)
    setenv("ENGINE_TEST_JOURNAL", journal, 1)

    var kills = 0
    for milliseconds in (0...9).map({ 1 << $0 }) {
      setenv("ENGINE_TEST_MICROSECONDS", "\(milliseconds * 1000)", 1)
      let finished = Set(try provenance(of: graph, in: store).map(\.id))
      let noted = try Self.lines(journal).count
      let result = await #expect(processExitsWith: .signal(SIGKILL)) {
        let environment = ProcessInfo.processInfo.environment
        let delay = UInt32(environment["ENGINE_TEST_MICROSECONDS"] ?? "") ?? 0
        Thread {
          usleep(delay)
          kill(getpid(), SIGKILL)
        }.start()
        let graph = try `A killed run`.slowGraph(environment["ENGINE_TEST_JOURNAL"] ?? "")
        _ = await run(graph, in: Store(environment["ENGINE_TEST_STORE"] ?? ""), product: "toy")
        // Done before the moment came: wait for it.
        while true { usleep(1000) }
      }
      kills += result == nil ? 0 : 1
      let again = finished.intersection(try Self.lines(journal).dropFirst(noted))
      #expect(again.isEmpty, "finished tasks ran again after the kill after \(milliseconds) ms")
    }
    #expect(kills == 10)

    let report = await run(graph, in: store, product: "toy")
    #expect(report.finished == whole.finished)
    #expect(try FileSystem.entries(of: store.scratchFolder) == [])
  }

  private static func lines(_ path: String) throws -> [String] {
    guard let bytes = try FileSystem.contents(of: path) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `leaves scratch that the next run clears, and never that of a running process`() async throws {
    let scratch = store.scratchFolder
    let machine = Scratch.machine
    // No process has the number of the largest pid_t; process 1 always runs.
    let gone = "\(machine)~\(pid_t.max)~x"
    let living = "\(machine)~1~x"
    let foreign = "elsewhere.1~\(pid_t.max)~x"
    for name in [gone, living, foreign, "notes"] {
      try FileManager.default.createDirectory(
        atPath: "\(scratch)/\(name)/1/outputs", withIntermediateDirectories: true)
      try "half".write(toFile: "\(scratch)/\(name)/1/outputs/out.txt", atomically: false, encoding: .utf8)
    }
    _ = await run(try TaskGraph([toy("a")]), in: store, product: "toy")
    #expect(try FileSystem.entries(of: scratch) == [foreign, living, "notes"].sorted())
    store.clearAbandonedScratch(now: Date(timeIntervalSinceNow: 8 * 24 * 3600))
    #expect(try FileSystem.entries(of: scratch) == [living, "notes"].sorted())
  }

  @Test func `that had written half a file has left no trace in artifacts or records`() async throws {
    let graph = try TaskGraph([
      TaskDefinition(id: "a", stage: "grid", revision: 1) { context in
        try "half".write(toFile: context.output("one"), atomically: false, encoding: .utf8)
        throw ToyFailure()
      }
    ])
    _ = await run(graph, in: store, product: "toy")
    #expect(try store.listing().keys.allSatisfy { $0.hasPrefix("runs/") })
    #expect(try plan(graph, in: store, product: "toy")["a"]?.status == .stale(.neverRun))
  }
}

@Suite struct `Two runs on one store` {
  @Test func `do not disturb each other and leave each result once`() async throws {
    let folder = try TemporaryFolder()
    let store = folder.store
    let graph = try `A killed run`.slowGraph(folder.path + "/journal")
    async let first = run(graph, in: store, product: "one", options: RunOptions(jobs: 3))
    async let second = run(graph, in: store, product: "two", options: RunOptions(jobs: 2))
    let reports = await [first, second]
    #expect(reports.allSatisfy { $0.isComplete && $0.failures.isEmpty })
    #expect(reports[0].finished == reports[1].finished)
    let files = try store.listing()
    #expect(files.keys.count { $0.hasPrefix("records/") } == 20)
    #expect(files.allSatisfy { !$0.key.hasPrefix("artifacts/") || $0.key.hasSuffix($0.value.hexadecimal) })
    #expect(try FileSystem.entries(of: store.scratchFolder) == [])
  }
}

@Suite struct `A store that cannot be written` {
  @Test func `where a file stands in the way is said with its path, and exits 73`() async throws {
    let folder = try TemporaryFolder()
    try "a file".write(toFile: folder.path + "/store", atomically: false, encoding: .utf8)
    let report = await run(try TaskGraph([toy("a")]), in: folder.store, product: "toy")
    let error = try #require(report.failures.first?.error as? StoreError)
    #expect(error.exitCode == 73)
    #expect(error.description.hasPrefix("\(folder.path)/store"))
    #expect(error.description.hasSuffix("a file stands where a folder is needed: move it away"))
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func `for want of permission exits 77, and what is fresh there is still found`() async throws {
    let folder = try TemporaryFolder()
    _ = await run(try TaskGraph([toy("a")]), in: folder.store, product: "toy")
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.store.root) + [""] {
      chmod("\(folder.store.root)/\(name)", 0o555)
    }
    defer {
      for name in (try? FileManager.default.subpathsOfDirectory(atPath: folder.store.root)) ?? [] + [""] {
        chmod("\(folder.store.root)/\(name)", 0o755)
      }
    }
    let report = await run(try TaskGraph([toy("a"), toy("b")]), in: folder.store, product: "toy")
    #expect(report.reused == ["a"])
    #expect((report.failures.first?.error as? StoreError)?.exitCode == 77)
  }

  @Test func `for want of space exits 74, holds no half of anything, and serves the next run`() async throws {
    let folder = try TemporaryFolder()
    setenv("ENGINE_TEST_FULL_STORE", folder.store.root, 1)
    await #expect(processExitsWith: .exitCode(74)) {
      // Files may grow to 64 bytes: enough for the output, not for the record.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 64, rlim_max: 64)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      let store = Store(ProcessInfo.processInfo.environment["ENGINE_TEST_FULL_STORE"] ?? "")
      let report = await run(try TaskGraph([toy("a")]), in: store, product: "toy")
      exit((report.failures.first?.error as? StoreError)?.exitCode ?? 0)
    }
    #expect(try folder.store.listing().keys.allSatisfy { $0.hasPrefix("artifacts/") })
    #expect(await run(try TaskGraph([toy("a")]), in: folder.store, product: "toy").computed == ["a"])
  }

  /// sysexits(3): EX_CANTCREAT 73, EX_IOERR 74, EX_NOPERM 77.
  @Test(
    arguments: [
      (ENOSPC, StoreError.Action.write, 74, "free some space"), (EDQUOT, .write, 74, "free some space"),
      (EIO, .read, 74, "see whether"), (EROFS, .create, 73, "read-only"), (ENOTDIR, .create, 73, "a file stands"),
      (EACCES, .create, 77, "ask for the right"), (EPERM, .publish, 77, "ask for the right"),
    ] as [(Int32, StoreError.Action, Int32, String)])
  func `says the path, the system's reason, a mend and an exit code`(
    code: Int32, action: StoreError.Action, exit: Int32, mend: String
  ) {
    let error = StoreError(path: "/store/x", problem: .system(action, code: code))
    #expect(error.exitCode == exit)
    #expect(
      error.description.hasPrefix("/store/x: error: cannot \(action.rawValue): \(String(cString: strerror(code)))\n"))
    #expect(error.description.contains(mend))
  }
}

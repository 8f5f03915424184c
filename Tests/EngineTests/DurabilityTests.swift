import Checksums
import Foundation
import Ledger
import Testing
import ToyRun

@testable import Engine

@Suite struct `A killed run` {
  let folder: TemporaryFolder
  var store: Store { folder.store }

  init() throws { folder = try TemporaryFolder() }

  @Test func `leaves scratch that the next run clears, and never that of a running process`() async throws {
    let scratch = store.scratchFolder
    let machine = Holder.thisMachine
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
    let graph = try toyGraph(journal: folder.path + "/journal")
    async let first = run(graph, in: store, product: "one", options: RunOptions(jobs: 3))
    async let second = run(graph, in: store, product: "two", options: RunOptions(jobs: 2))
    let reports = await [first, second]
    #expect(reports.allSatisfy { $0.isComplete && $0.failures.isEmpty })
    #expect(reports[0].finished == reports[1].finished)
    let files = try store.listing()
    #expect(files.keys.count { $0.hasPrefix("records/") } == 20)
    #expect(try store.contents().unsound == [])
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

  @Test(.enabled(if: ToyProcess.unprivileged != nil, "the superuser's rights cannot be given up here"))
  func `for want of permission exits 77, keeps what it had, and serves the next run`() async throws {
    let user = try #require(ToyProcess.unprivileged)
    let folder = try TemporaryFolder()
    let (whole, barred) = (ToyPlace(folder.path + "/whole"), ToyPlace(folder.path + "/barred"))
    for place in [whole, barred] { #expect(try ToyProcess(place).wait() == 0) }
    let record = try #require(try barred.store.record("t3-4"))
    try FileManager.default.removeItem(atPath: barred.store.path(ofRecord: record.provenance.key))
    let before = try barred.store.listing()
    try setModes(of: barred.store, 0o555)
    chmod(barred.journal, 0o666)
    #expect(try ToyProcess(barred, by: user).wait() == 77)
    try setModes(of: barred.store, 0o755)
    #expect(try barred.store.listing() == before)
    #expect(try ToyProcess(barred).wait() == 0)
    #expect(try barred.made == whole.made)
    #expect(try barred.begun.count == 21)
  }

  /// Of its folders.
  private func setModes(of store: Store, _ mode: mode_t) throws {
    for name in try FileManager.default.subpathsOfDirectory(atPath: store.root) + [""] {
      let path = "\(store.root)/\(name)"
      if FileSystem.isFolder(path) { chmod(path, mode) }
    }
  }

  /// Blocks of 512 bytes that a file may have: too few for an output, and enough for outputs but not for a record.
  @Test(arguments: [1, 2])
  func `for want of space exits 74, holds no half of anything, and serves the next run`(blocks: Int) async throws {
    let folder = try TemporaryFolder()
    let (whole, starved) = (ToyPlace(folder.path + "/whole"), ToyPlace(folder.path + "/starved"))
    #expect(try ToyProcess(whole).wait() == 0)
    #expect(try ToyProcess(starved, by: ToyProcess.limit(fileBlocks: blocks)).wait() == 74)
    let contents = try starved.store.contents()
    #expect(contents.unsound == [])
    let begun = try starved.countOfBegun
    #expect(try ToyProcess(starved).wait() == 0)
    #expect(try contents.finished.isDisjoint(with: starved.begun.dropFirst(begun)))
    #expect(try starved.made == whole.made)
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

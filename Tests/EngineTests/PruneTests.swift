import Checksums
import Foundation
import Ledger
import Testing

@testable import Engine

extension PruneOptions {
  /// A prune in two hours' time, when nothing has changed in the last one.
  static func later(olderThan: TimeInterval? = nil, isDryRun: Bool = false, days: Double = 0) -> PruneOptions {
    var options = PruneOptions(olderThan: olderThan, isDryRun: isDryRun)
    options.now = Date(timeIntervalSinceNow: 2 * 3600 + days * 24 * 3600)
    return options
  }
}

/// Sets back when a file was written.
func age(_ path: String, days: Double) throws {
  try FileManager.default.setAttributes(
    [.modificationDate: Date(timeIntervalSinceNow: -days * 24 * 3600)], ofItemAtPath: path)
}

@Suite struct `A prune` {
  let folder: TemporaryFolder
  let journal = Journal()
  var store: Store { folder.store }

  init() throws { folder = try TemporaryFolder() }

  private func digest(_ task: String, _ report: RunReport) throws -> Digest {
    try #require(report.artifact("out.txt", of: task)).digest
  }

  @Test func `keeps the newest result of every task, and nothing of the results before`() async throws {
    let old = await run(try chain(journal), in: store, product: "toy")
    _ = await run(try chain(journal, wordOfB: "B"), in: store, product: "toy")
    let size = try FileManager.default.attributesOfItem(atPath: store.path(of: digest("c", old)))[.size] as? Int
    #expect(size == 5, "c+b+a")

    let told = try store.prune(.later(isDryRun: true))
    #expect(try store.listing()[relative(store.path(of: digest("c", old)))] != nil)
    let report = try store.prune(.later())
    #expect(report.removed == told.removed && report.kept == told.kept && !report.dryRun && told.dryRun)
    // b and c of the first run.
    #expect(report.removed.records == 2 && report.removed.artifacts == 2 && report.removed.others == 0)
    #expect(report.kept.records == 4 && report.kept.artifacts == 4)
    let files = try store.listing()
    #expect(files.keys.count { $0.hasPrefix("artifacts/") } == 4 && files.keys.count { $0.hasPrefix("records/") } == 4)
    #expect(try plan(chain(journal, wordOfB: "B"), in: store, product: "toy").summary.fresh == 4)
    #expect(await run(try chain(journal), in: store, product: "toy").finished == old.finished)
  }

  private func relative(_ path: String) -> String { String(path.dropFirst(store.root.count + 1)) }

  @Test func `leaves what changed in the last hour, and says how many files nothing needs`() async throws {
    _ = await run(try chain(journal), in: store, product: "toy")
    _ = await run(try chain(journal, wordOfB: "B"), in: store, product: "toy")
    let before = try store.listing()
    let report = try store.prune()
    #expect(report.removed == PruneReport.Amount())
    #expect(report.recent == 4)
    #expect(try store.listing() == before)
  }

  @Test func `leaves no folder without a file`() async throws {
    _ = await run(try chain(journal), in: store, product: "toy")
    _ = await run(try chain(journal, wordOfB: "B"), in: store, product: "toy")
    _ = try store.prune(.later())
    for part in ["artifacts", "records"] {
      for name in try FileSystem.entries(of: "\(store.root)/\(part)") {
        #expect(try !FileSystem.entries(of: "\(store.root)/\(part)/\(name)").isEmpty)
      }
    }
  }

  // MARK: - Tasks that are no more

  @Test func `drops a task that the newest whole run has not, and keeps its work under another name`()
    async throws
  {
    _ = await run(
      try TaskGraph([toy("kept"), toy("gone"), toy("old name", word: "same")]), in: store, product: "toy")
    for name in try FileSystem.entries(of: "\(store.root)/latest/toy") {
      try age("\(store.root)/latest/toy/\(name)", days: 1)
    }
    let graph = try TaskGraph([toy("kept", word: "other"), toy("new name", word: "same")])
    let report = await run(graph, in: store, product: "toy")
    let pruned = try store.prune(.later())
    #expect(try FileSystem.entries(of: "\(store.root)/latest/toy") == ["kept", "new%20name"])
    // The entries of `gone` and `old name`; the records of `gone` and of the old `kept`.
    #expect(pruned.removed.others == 2 && pruned.removed.records == 2)
    #expect(await run(graph, in: store, product: "toy").reused.count == 2)
    #expect(report.reused == ["new name"])
  }

  @Test(arguments: ["part", "failed", "earlier"])
  func `drops no task for a run that was not whole, or came before`(kind: String) async throws {
    let whole = try TaskGraph([toy("a"), toy("b")])
    if kind != "earlier" { _ = await run(whole, in: store, product: "toy") }
    switch kind {
    case "part": _ = await run(try TaskGraph([toy("a", word: "A"), toy("c")]).upTo(["a"]), in: store, product: "toy")
    case "failed":
      _ = await run(try TaskGraph([toy("a", word: "A"), toy("c", fails: true)]), in: store, product: "toy")
    default: _ = await run(try TaskGraph([toy("c")]), in: store, product: "toy")
    }
    if kind == "earlier" { _ = await run(try whole.upTo(["a", "b"]), in: store, product: "toy") }
    let names = try FileSystem.entries(of: "\(store.root)/latest/toy")
    if kind != "earlier" { for name in names { try age("\(store.root)/latest/toy/\(name)", days: 1) } }
    _ = try store.prune(.later())
    #expect(try FileSystem.entries(of: "\(store.root)/latest/toy") == names)
    #expect(try plan(whole.upTo(["b"]), in: store, product: "toy").summary.fresh == 1)
  }

  @Test func `told an age keeps the records written within it, with their artifacts`() async throws {
    let old = await run(try chain(journal), in: store, product: "toy")
    _ = await run(try chain(journal, wordOfB: "B"), in: store, product: "toy")
    let records = old.entries.compactMap(\.key).map(store.path(ofRecord:))
    for path in records { try age(path, days: 3) }
    #expect(try store.prune(.later(olderThan: 4 * 24 * 3600)).removed == PruneReport.Amount())
    #expect(try plan(chain(journal), in: store, product: "toy").summary.fresh == 4)
    #expect(try store.prune(.later(olderThan: 2 * 24 * 3600)).removed.records == 2)
  }

  // MARK: - Runs

  @Test func `keeps fifty records of runs, those of a month, and the newest whole one`() async throws {
    _ = await run(try chain(journal), in: store, product: "toy")
    let runs = "\(store.root)/runs/toy"
    let whole = try #require(try FileSystem.entries(of: runs).first)
    try age("\(runs)/\(whole)", days: 90)
    // Of later dates: ten in the last month, and seventy before.
    for number in 0..<80 {
      let name = "\(runs)/2099010\(1 + number / 10)T0000\(10 + number % 10).000Z-abc.json"
      let text = try String(contentsOfFile: "\(runs)/\(whole)", encoding: .utf8)
        .replacing(#""complete":true"#, with: #""complete":false"#)
        .replacing(whole.dropLast(".json".count), with: "run-\(number)")
      try text.write(toFile: name, atomically: false, encoding: .utf8)
      try age(name, days: number < 10 ? 1 : 60)
    }
    try "mine".write(toFile: "\(runs)/notes.json", atomically: false, encoding: .utf8)
    let report = try store.prune(.later())
    // The newest fifty, the ten oldest of the others, which are young, and the whole one.
    #expect(report.removed.others == 81 - 50 - 10 - 1)
    let left = try FileSystem.entries(of: runs)
    #expect(left.contains(whole) && left.contains("notes.json") && left.count == 62)
    #expect(report.unknown == ["runs/toy/notes.json"])
  }

  // MARK: - What is not its own

  @Test func `touches no file of another name, and follows no link`() async throws {
    _ = await run(try chain(journal), in: store, product: "toy")
    let outside = folder.path + "/outside"
    let stray = Digest(of: "stray")
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    try "stray".write(toFile: "\(outside)/\(stray)", atomically: false, encoding: .utf8)
    let head = "\(store.root)/artifacts/\(stray.hexadecimal.prefix(2))"
    let folders = FileManager.default
    try? folders.removeItem(atPath: head)
    try folders.createSymbolicLink(atPath: head, withDestinationPath: outside)
    let other = Digest(of: "other")
    let link = store.path(of: other)
    try folders.createDirectory(atPath: FileSystem.parent(of: link), withIntermediateDirectories: true)
    try folders.createSymbolicLink(atPath: link, withDestinationPath: "\(outside)/\(stray)")
    let strays = [
      "notes.txt", "artifacts/.nfs0001", "artifacts/\(stray)", "records/\(other.hexadecimal.prefix(2))/x.json",
      "latest/.DS_Store", "scratch/notes", "incoming/mine.tif", "releases/.hidden",
    ]
    for name in strays {
      let path = "\(store.root)/\(name)"
      try folders.createDirectory(atPath: FileSystem.parent(of: path), withIntermediateDirectories: true)
      try "mine".write(toFile: path, atomically: false, encoding: .utf8)
    }
    let report = try store.prune(.later(days: 400))
    #expect(report.removed == PruneReport.Amount())
    for name in strays { #expect(folders.fileExists(atPath: "\(store.root)/\(name)"), "\(name)") }
    #expect(folders.fileExists(atPath: link) && folders.fileExists(atPath: "\(outside)/\(stray)"))
    #expect(Set(strays).isSubset(of: report.unknown) && report.unknown.count == strays.count + 2)
  }

  /// Else what the records behind the link name would be taken for needless.
  @Test(arguments: ["records", "latest", "latest/toy", "record"])
  func `removes nothing where what names artifacts lies behind a link`(name: String) async throws {
    let report = await run(try TaskGraph([toy("a")]), in: store, product: "toy")
    let record = store.path(ofRecord: try #require(report.entries[0].key))
    let path = name == "record" ? record : "\(store.root)/\(name)"
    try FileManager.default.moveItem(atPath: path, toPath: folder.path + "/elsewhere")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder.path + "/elsewhere")
    let error = #expect(throws: StoreError.self) { try store.prune(.later()) }
    #expect(error == StoreError(path: path, problem: .linked))
    #expect(try plan(try TaskGraph([toy("a")]), in: store, product: "toy").summary.fresh == 1)
    #expect(try store.check().exitCode == 0 && store.inventory().unreferenced.records == 0)
  }

  @Test func `refuses what is no store`() throws {
    try FileManager.default.createDirectory(atPath: folder.path + "/store/incoming", withIntermediateDirectories: true)
    let error = #expect(throws: StoreError.self) { try store.prune(.later(days: 400)) }
    #expect(error?.exitCode == 66 && error?.path == store.root)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func `removes nothing where something cannot be read`() async throws {
    _ = await run(try chain(journal), in: store, product: "toy")
    let latest = "\(store.root)/latest/toy"
    chmod(latest, 0)
    let error = #expect(throws: StoreError.self) { try store.prune(.later()) }
    chmod(latest, 0o755)
    #expect(error?.exitCode == 77)
    #expect(try store.listing().count { $0.key.hasPrefix("records/") } == 4)
  }

  @Test(
    .enabled(if: geteuid() != 0, "the superuser may read everything"), arguments: ["records", "latest", "releases"])
  func `removes nothing where one file cannot be read that names what is needed`(kind: String) async throws {
    let report = await run(try chain(journal), in: store, product: "toy")
    let place = ServedRelease.Place(folder: folder.path, keys: report.entries.compactMap(\.key), mark: nil)
    try store.note(place, of: "toy", version: "1.0.0")
    let before = try store.listing()
    let name = try #require(before.keys.sorted().first { $0.hasPrefix("\(kind)/") })
    chmod("\(store.root)/\(name)", 0)
    let error = #expect(throws: StoreError.self) { try store.prune(.later(days: 400)) }
    chmod("\(store.root)/\(name)", 0o644)
    #expect(error?.exitCode == 77 && error?.path == "\(store.root)/\(name)")
    #expect(try store.listing() == before)
  }

  @Test func `keeps a task that a product dropped and has again, though it was only reused`() async throws {
    let whole = try chain(journal)
    _ = await run(whole, in: store, product: "toy")
    for entry in try FileManager.default.contentsOfDirectory(atPath: "\(store.root)/latest/toy") {
      try age("\(store.root)/latest/toy/\(entry)", days: 2)
    }
    let without = try TaskGraph(chain(journal, wordOfB: "B").tasks.filter { $0.id != "d" })
    _ = await run(without, in: store, product: "toy")
    #expect(try store.prune(.later(isDryRun: true)).removed.records == 3, "b and c of the first run, and d")
    let again = await run(whole, in: store, product: "toy")
    #expect(again.reused.count == 4)
    _ = try store.prune(.later())
    #expect(try plan(whole, in: store, product: "toy").summary.fresh == 4)
  }

  @Test func `keeps the result of a task whose entry of the newest is torn`() async throws {
    let graph = try chain(journal)
    _ = await run(graph, in: store, product: "toy")
    try damage("\(store.root)/latest/toy/c", with: "")
    _ = try store.prune(.later())
    #expect(try plan(graph, in: store, product: "toy").summary.fresh == 4)
  }

  // MARK: - What runs and fetches left

  @Test func `clears the scratch of gone processes, and downloads untouched for a week`()
    async throws
  {
    _ = await run(try chain(journal), in: store, product: "toy")
    let name = String(repeating: "ab", count: 32)
    let (gone, running) = ("\(Holder.thisMachine)~\(pid_t.max)~x", "\(Holder.thisMachine)~1~x")
    let files = [
      "scratch/\(gone)/1/outputs/half", "scratch/\(running)/1/outputs/half", "incoming/\(name).part/bytes",
      "incoming/\(name).part/tag", "incoming/other.part~\(gone)/bytes", "incoming/dem.tif.rejected-0123456789ab",
      "incoming/pinned/dem/dem.tif", "incoming/held.part~\(running)/bytes",
    ]
    for file in files {
      let path = "\(store.root)/\(file)"
      try FileManager.default.createDirectory(
        atPath: FileSystem.parent(of: path), withIntermediateDirectories: true)
      try "half".write(toFile: path, atomically: false, encoding: .utf8)
    }
    #expect(try store.prune(.later()).removed.others == 1)
    #expect(try store.listing().keys.filter { $0.hasPrefix("incoming/") }.count == 6)
    let report = try store.prune(.later(days: 8))
    #expect(report.removed.others == 5 && report.removed.bytes == 20)
    let left = try store.listing().keys.filter { $0.hasPrefix("incoming/") || $0.hasPrefix("scratch/") }
    #expect(left.sorted() == [files[7], files[1]])
  }

  @Test func `keeps the tag of a download for as long as its part`() throws {
    try FileManager.default.createDirectory(atPath: store.root + "/artifacts", withIntermediateDirectories: true)
    let file = "\(store.root)/incoming/x.part"
    for path in [file + "/tag", file + "/bytes"] {
      try FileSystem.makeFolder(FileSystem.parent(of: path))
      try "half".write(toFile: path, atomically: false, encoding: .utf8)
      usleep(20_000)
    }
    // A moment at which the tag is older than a week and the part is not.
    let touched = try #require(try FileSystem.status(of: file + "/tag")).changed
    var options = PruneOptions()
    options.now = touched + week + 0.01
    #expect(try store.prune(options).removed.others == 0)
    options.now += 1
    #expect(try store.prune(options).removed.others == 2)
  }
}

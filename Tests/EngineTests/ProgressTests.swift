import Foundation
import Testing

@testable import Engine

@Suite struct `Progress` {
  private func lines(_ mode: ProgressMode, verbose: Bool = false) async throws -> [String] {
    let folder = try TemporaryFolder()
    let graph = try TaskGraph([toy("a"), toy("b", from: ["a"]), toy("bad", fails: true), toy("low", from: ["bad"])])
    _ = await run(try graph.upTo(["a"]), in: folder.store, product: "toy")
    let journal = Journal()
    let sink = mode.sink(verbose: verbose, on: Talk { journal.note($0) })
    _ = await run(graph, in: folder.store, product: "toy", options: RunOptions(jobs: 1), progress: sink)
    return journal.take().flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).dropLast() }
      .map(String.init)
  }

  private func masked(_ lines: [String]) -> String {
    lines.joined(separator: "\n")
      .replacing(/[0-9.]+ s\b/, with: "_ s").replacing(/[0-9.]+ [kMG]B/, with: "_ MB")
      // Said only where the reused work took long enough to be worth a word.
      .replacing(/; reuse saved _ s/, with: "")
  }

  @Test(arguments: [ProgressMode.plain, .auto])
  func `in plain lines says what runs, why, and how it ended; the rest is only counted`(mode: ProgressMode) async throws
  {
    #expect(
      try await masked(lines(mode)) == """
        run      bad: has never run
        failed   bad [2/4]
        run      b: has never run
        done     b in _ s [4/4]
        failed bad
          the toy broke
          | bad begins
        1 computed, 1 reused, 1 failed, 1 skipped in _ s
          grid  1 task  _ s  _ MB at most
          longest: b _ s
        """)
  }

  @Test func `in plain lines tells when verbose also what was reused or skipped, and what the tasks said`() async throws
  {
    #expect(
      try await masked(lines(.plain, verbose: true)).hasPrefix(
        """
        reused   a [1/4]
        run      bad: has never run
        failed   bad [2/4]
        skipped  low: needs bad, which failed
        run      b: has never run
        done     b in _ s [4/4]
                 | b begins
        failed bad
        """))
  }

  @Test func `in JSON is one object a line, each with the seconds since the start`() async throws {
    let events = try await lines(.json).map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(
      events.map { $0["event"] as? String } == [
        "run-started", "task-finished", "task-started", "task-finished", "task-finished", "task-started",
        "task-finished", "run-finished",
      ])
    let times = events.compactMap { $0["time"] as? Double }
    #expect(times.count == events.count && times == times.sorted())
    #expect(events.first?["tasks"] as? Int == 4)
    #expect((events.first?["planned"] as? [[String: Any]])?.map { $0["stage"] as? String } == ["grid"])
    #expect(events.last?["counts"] as? [String: Int] == ["computed": 1, "reused": 1, "failed": 1, "skipped": 1])
    #expect((events.last?["stages"] as? [[String: Any]])?.map { $0["computed"] as? Int } == [1])
  }

  @Test func `of mode none says nothing`() async throws {
    #expect(try await lines(.none) == [])
  }

  @Test(arguments: [ProgressMode.plain, .json])
  func `tells nothing of a stop that does not come`(mode: ProgressMode) async throws {
    #expect(try await !lines(mode).contains { $0.contains("stopping") })
  }

  @Test func `in JSON tells that a run which fails fast stops`() async throws {
    let folder = try TemporaryFolder()
    let journal = Journal()
    _ = await run(
      try TaskGraph([toy("bad", fails: true), toy("other")]), in: folder.store, product: "toy",
      options: RunOptions(jobs: 1, failFast: true), progress: ProgressMode.json.sink(on: Talk { journal.note($0) }))
    #expect(journal.take().count { $0.contains(#""event":"run-stopping""#) } == 1)
  }
}

@Suite struct `A report` {
  /// Three stages; of `zones` two tasks were computed beside each other, and one was reused.
  private let report: RunReport = {
    func entry(
      _ id: String, _ outcome: RunReport.Outcome, seconds: Double? = nil, megabytes: Int? = nil
    ) -> RunReport.Entry {
      var entry = RunReport.Entry(id: id, stage: String(id.prefix { $0 != "/" }), outcome: outcome)
      entry.seconds = seconds
      entry.peakBytes = megabytes.map { $0 * 1_000_000 }
      return entry
    }
    return RunReport(
      label: RunLabel(product: "toy", targets: [], tool: "solum"),
      entries: [
        entry("sources/dem", .reused, seconds: 700), entry("zones/1", .computed(.neverRun), seconds: 61, megabytes: 90),
        entry("grid/slope", .computed(.neverRun), seconds: 4, megabytes: 1_230),
        entry("zones/2", .computed(.neverRun), seconds: 64, megabytes: 105), entry("zones/3", .reused, seconds: 31),
        entry("zones/4", .failed(ToyFailure())), entry("zones/5", .computed(.neverRun), seconds: 0.5),
      ],
      finished: [], warnings: [], seconds: 70, interrupted: false)
  }()

  @Test func `says in aligned lines what was saved, where the time went, and the memory`() {
    #expect(
      report.summary == """
        4 computed, 2 reused, 1 failed in 70 s; reuse saved 12 min 11 s
          zones  3 tasks  2 min 6 s  105 MB at most
          grid    1 task      4.0 s  1.2 GB at most
          longest: zones/2 64 s, zones/1 61 s, grid/slope 4.0 s
        """)
  }

  @Test func `of a run that computed nothing is one line`() {
    var report = report
    report.entries.removeAll { if case .computed = $0.outcome { true } else { $0.id == "zones/4" } }
    #expect(report.summary == "2 reused in 70 s; reuse saved 12 min 11 s")
  }

  @Test func `puts the stages that took little into one line`() {
    var report = report
    report.entries = (1...9).map { number in
      var entry = RunReport.Entry(id: "s\(number)/t", stage: "s\(number)", outcome: .computed(.neverRun))
      entry.seconds = Double(number)
      return entry
    }
    #expect(
      report.summary == """
        9 computed in 70 s
          s9         1 task  9.0 s
          s8         1 task  8.0 s
          s7         1 task  7.0 s
          s6         1 task  6.0 s
          s5         1 task  5.0 s
          4 others  4 tasks   10 s
          longest: s9/t 9.0 s, s8/t 8.0 s, s7/t 7.0 s
        """)
  }

  @Test func `has in its JSON each stage behind those it reads`() throws {
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json().utf8)) as? [String: Any])
    let stages = try #require(document["stages"] as? [[String: Any]])
    #expect(stages.map { $0["stage"] as? String } == ["sources", "grid", "zones"])
    #expect(stages.map { $0["computed"] as? Int } == [0, 1, 3])
    #expect(stages.map { $0["reused"] as? Int } == [1, 0, 1])
    #expect(stages.map { $0["failed"] as? Int } == [0, 0, 1])
    #expect(stages.map { $0["seconds"] as? Double } == [0, 4, 125.5])
    #expect(stages.map { $0["peakBytes"] as? Int } == [nil, 1_230_000_000, 105_000_000])
  }
}

@Suite struct `Numbers for people` {
  @Test(arguments: [
    (0.04, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (119.4, "119 s"), (120, "2 min 0 s"), (725, "12 min 5 s"),
    (7_199.6, "2 h 0 min"), (9_000, "2 h 30 min"), (-1, "0.0 s"), (.nan, "0.0 s"), (1e300, "277777 h 47 min"),
  ])
  func `of seconds are short, whatever a record holds`(seconds: Double, text: String) {
    #expect(shown(seconds: seconds) == text)
  }

  @Test(arguments: [
    (0, "1 s"), (11.2, "12 s"), (119, "119 s"), (119.5, "2 min"), (1_000, "17 min"), (7_169, "119 min"),
    (9_000, "2 h 30 min"), (.infinity, "277777 h 47 min"),
  ])
  func `of estimates are never nothing, and no finer than they are known`(seconds: Double, text: String) {
    #expect(shown(roughly: seconds) == text)
  }

  @Test(arguments: [
    (0, "0 kB"), (999_499, "999 kB"), (999_500, "1 MB"), (212_400_000, "212 MB"), (999_500_000, "1.0 GB"),
    (4_830_000_000, "4.8 GB"),
  ])
  func `of bytes are in powers of ten`(bytes: Int, text: String) {
    #expect(shown(bytes: bytes) == text)
  }
}

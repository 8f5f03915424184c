import Testing

@testable import Engine

/// The view of a run as lines, at a moment and a size.
@Suite struct `A live view` {
  /// Two sources, three layers and a table of them; on record with 2, 4, 10, 20, 30 and 5 seconds.
  private static let graph = Result {
    try TaskGraph([
      toy("dem", stage: "sources"), toy("soil", stage: "sources"),
      toy("slope", from: ["dem"]), toy("aspect", from: ["dem"]), toy("clay", from: ["soil"]),
      toy("table", stage: "samples", from: ["slope", "aspect", "clay"]),
    ])
  }

  private func state(recorded: Bool = true) throws -> LiveState {
    let seconds = ["dem": 2.0, "soil": 4, "aspect": 10, "slope": 20, "clay": 30, "table": 5]
    return LiveState(RunOutline(try Self.graph.get(), recorded: recorded ? seconds : [:]))
  }

  /// The state after events, each with its time: `+id` starts, `-id` is computed, `=id` is reused, `!id` fails, `?id` is
  /// skipped, `.` stops the run.
  private func state(after events: String, recorded: Bool = true) throws -> LiveState {
    var state = try state(recorded: recorded)
    var starts: [String: Double] = [:]
    for event in events.split(separator: " ") {
      let parts = event.split(separator: "@")
      let id = String(parts[0].dropFirst())
      let time = try #require(Double(parts[1]))
      let stage = try Self.graph.get()[id]?.stage ?? ""
      let outcome: RunReport.Outcome
      switch parts[0].first {
      case "+":
        starts[id] = time
        state.note(.taskStarted(id: id, stage: stage, reason: .neverRun), at: time)
        continue
      case "-": outcome = .computed(.neverRun)
      case "=": outcome = .reused
      case "!": outcome = .failed(ToyFailure())
      case "?": outcome = .skipped(because: "another")
      default:
        state.note(.runStopping, at: time)
        continue
      }
      var entry = RunReport.Entry(id: id, stage: stage, outcome: outcome)
      entry.seconds = starts[id].map { time - $0 }
      state.note(.taskFinished(entry, done: 0, of: 0), at: time)
    }
    return state
  }

  private func view(
    _ events: String, recorded: Bool = true, width: Int = 80, height: Int = 24, at now: Double
  ) throws -> String {
    try state(after: events, recorded: recorded).lines(width: width, height: height, at: now).joined(separator: "\n")
  }

  @Test func `shows nothing before a task starts`() throws {
    #expect(try view("=dem@0 =soil@0 =slope@0", at: 9) == "")
  }

  /// Seconds 0 to 2 and 2 to 4 saw one task each, so the pace is 1. Of clay 28 s are left, of aspect and table 15 s, and
  /// nothing waits longer than clay and table.
  @Test func `has a line for each stage in their order, and one of what runs`() throws {
    #expect(
      try view("=soil@0 +dem@0 -dem@2 =slope@2 +clay@2", at: 4) == """
        sources  2/2  1 reused
        grid     1/3  1 reused, 38 s left
        samples  0/1  5 s left
        3/6 done in 4 s, 43 s left: clay 2 s
        """)
  }

  /// Both run from 0 to 2, so the pace is 2: 24 s of layers and 20 s that are left of dem's and soil's readers.
  @Test func `divides the work that is left by the pace`() throws {
    #expect(
      try view("=dem@0 =soil@0 +slope@0 +aspect@0", at: 2) == """
        sources  2/2  2 reused
        grid     0/3  30 s left
        samples  0/1  5 s left
        2/6 done in 2 s, 35 s left: aspect 2 s, slope 2 s
        """)
  }

  /// The layers are done but clay, which took 20 of 30 s beside others: 10 s, and 5 s for the table, cannot be shared.
  @Test func `never promises less than the longest way to the end`() throws {
    let events = "=dem@0 =soil@0 +clay@0 +slope@0 -slope@20"
    #expect(try view(events + " =aspect@20", at: 20).hasSuffix("4/6 done in 20 s, 15 s left: clay 20 s"))
  }

  @Test func `without a record says nothing of what is left until a quarter of a stage is done`() throws {
    #expect(
      try view("=dem@0 =soil@0 +slope@0 +aspect@0", recorded: false, at: 3) == """
        sources  2/2  2 reused
        grid     0/3
        samples  0/1
        2/6 done in 3 s: aspect 3 s, slope 3 s
        """)
    // 4 s a layer, of which aspect has had one; at 5 s a second has seen 2 s of work but for the last.
    #expect(
      try view("=dem@0 =soil@0 +slope@0 -slope@4 +aspect@4", recorded: false, at: 5) == """
        sources  2/2  2 reused
        grid     1/3  7 s left
        samples  0/1
        3/6 done in 5 s: aspect 1 s
        """)
  }

  @Test func `says nothing of what is left of a task that outlasts its record`() throws {
    #expect(
      try view("=dem@0 =soil@0 =slope@0 =aspect@0 =clay@0 +table@0", at: 100).hasSuffix(
        """
        samples  0/1
        5/6 done in 100 s: table 100 s
        """))
  }

  @Test func `counts what failed and what was skipped`() throws {
    #expect(
      try view("=soil@0 +dem@0 !dem@1 ?slope@1 ?aspect@1 ?table@1 +clay@1", at: 1) == """
        sources  2/2  1 reused, 1 failed
        grid     2/3  2 skipped, 30 s left
        samples  1/1  1 skipped
        5/6 done in 1 s, 30 s left: clay
        """)
  }

  @Test func `counts a task that is made again as running, and once`() throws {
    #expect(try view("+dem@0 -dem@1 +soil@1 +dem@2", at: 3).contains("0/6 done in 3 s"))
    #expect(try view("+dem@0 -dem@1 +soil@1 +dem@2 -dem@3", at: 3).contains("1/6 done in 3 s"))
  }

  @Test func `of a run that stops waits for nothing but what runs`() throws {
    #expect(
      try view("=soil@0 +dem@0 -dem@2 +slope@2 .@3", at: 4) == """
        sources  2/2  1 reused
        grid     0/3  18 s left
        samples  0/1
        2/6 done in 4 s, stopping, 18 s left: slope 2 s
        """)
  }

  /// Rows: 1 for all, or 3 and 1, and one for the cursor.
  @Test(arguments: [
    (24, 4), (5, 4), (4, 2), (3, 2), (2, 1), (1, 0), (0, 0),
  ])
  func `leaves one row of the terminal free`(height: Int, lines: Int) throws {
    let state = try state(after: "=dem@0 +soil@0 +slope@0")
    #expect(state.lines(width: 80, height: height, at: 1).count == lines)
  }

  @Test func `that has no room for the stages puts them into one line`() throws {
    #expect(
      try view("=dem@0 =soil@0 +slope@0", height: 4, at: 1.5) == """
        grid 0/3; 1 stage done, 1 to come
        2/6 done in 1 s, 64 s left: slope 1 s
        """)
    #expect(try view("=dem@0 =soil@0 +slope@0", height: 2, at: 1.5) == "2/6 done in 1 s, 64 s left: slope 1 s")
  }

  @Test func `is narrower than the terminal, whatever its width`() throws {
    let state = try state(after: "=dem@0 +soil@0 +slope@0 +aspect@0")
    for width in 0...120 {
      for height in [2, 4, 24] {
        let lines = state.lines(width: width, height: height, at: 1_000)
        #expect(lines.allSatisfy { $0.count < width })
      }
    }
    #expect(
      try view("=dem@0 +soil@0 =clay@0 !slope@0 ?aspect@0", width: 20, at: 2) == """
        sources  1/2  1 reu
        grid     3/3  1 reu
        samples  0/1  5 s l
        4/6 done in 2 s, 7\u{20}
        """)
  }

  @Test func `names as many running tasks as there is room for`() throws {
    let events = "+dem@0 +soil@0 +slope@0 +aspect@0"
    func last(_ width: Int) throws -> String {
      String(try view(events, recorded: false, width: width, at: 2).split(separator: "\n")[3])
    }
    #expect(try last(58) == "0/6 done in 2 s: aspect 2 s, dem 2 s, slope 2 s, soil 2 s")
    #expect(try last(57) == "0/6 done in 2 s: aspect 2 s, dem 2 s and 2 more")
    #expect(try last(47) == "0/6 done in 2 s: aspect 2 s and 3 more")
    #expect(try last(38) == "0/6 done in 2 s: 4 tasks run")
  }

  @Test func `is printable ASCII, whatever a task is called`() throws {
    let graph = try TaskGraph([toy("a\u{1b}[2J\nü", stage: "s\te")])
    var state = LiveState(RunOutline(graph))
    state.note(.taskStarted(id: graph.tasks[0].id, stage: "s\te", reason: .neverRun), at: 0)
    #expect(state.lines(width: 80, height: 24, at: 0) == ["s?e  0/1", "0/1 done in 0 s: a?[2J??"])
  }
}

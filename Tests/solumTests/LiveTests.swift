import Foundation
import Testing

/// What a run leaves on a terminal. The relief of the product is written by the test, so the run waits for it.
@Suite struct `A run on a terminal` {
  private let product: TwoFiles

  init() throws {
    product = try TwoFiles(waits: true)
    try product.place.write("product.lock", product.lock([product.boundaryPin, product.reliefPin]))
    try product.place.write("letter/boundary.csv", product.boundary)
  }

  private func start(
    _ arguments: String..., columns: Int = 100, rows: Int = 24, environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      arguments, in: product.place.folder, columns: columns, rows: rows, environment: environment)
  }

  /// Lets the run go on, with the relief or something else.
  private func answer(_ text: String? = nil) throws {
    try product.place.write("data/relief.tif", text ?? product.relief)
  }

  private func masked(_ rows: [String]) -> [String] {
    rows.map {
      $0.replacing(/([0-9]+ min )?[0-9.]+ s\b/, with: "_ s").replacing(/[0-9.]+ [kMG]B/, with: "_ MB")
        .replacing(/\s+_ s\s+_ MB/, with: "  _ s  _ MB")
    }
  }

  private let summary = [
    "2 computed in _ s", "  sources  2 tasks  _ s  _ MB at most",
    "  longest: sources/relief _ s, sources/boundary _ s",
  ]
  private let interrupted = "interrupted: what runs is finished first; Ctrl-C again leaves at once"

  @Test func `shows how it stands, and leaves its summary alone`() throws {
    let terminal = try start("fetch", "product.yaml", "--mirror", "letter")
    try terminal.wait(for: "1/2 done in ")
    #expect(terminal.screen.rows.first == "sources  1/2")
    #expect(terminal.screen.rows.last?.hasSuffix(": sources/relief") == true)
    try terminal.wait(for: ": sources/relief 1 s")
    try answer()
    #expect(try terminal.end() == 0)
    #expect(masked(terminal.screen.rows) == summary)
    #expect(terminal.screen.unknown == [] && !terminal.screen.hasMetTop)
  }

  @Test func `that does nothing is one line, and nothing is drawn`() throws {
    let first = try start("fetch", "product.yaml", "--mirror", "letter")
    try answer()
    #expect(try first.end() == 0)
    let terminal = try start("fetch", "product.yaml", "--mirror", "letter")
    #expect(try terminal.end() == 0)
    #expect(terminal.screen.rows.count == 1 && terminal.screen.rows[0].hasPrefix("2 reused in "))
    #expect(!terminal.bytes.contains(0x1b))
  }

  @Test func `tells what is blocked and what fails when it happens, above what it shows`() throws {
    try product.place.write("product.lock", product.lock([product.reliefPin]))
    let terminal = try start("run", "product.yaml", columns: 400)
    try terminal.wait(for: "4/5 done")
    let blocked = "blocked  sources/boundary: needs sources/boundary: ask its authors; Write them a letter."
    #expect(terminal.screen.rows.first == blocked)
    try answer("heights above the moon")
    #expect(try terminal.end() == 65)
    let rows = terminal.screen.rows
    #expect(rows.count == 5)
    #expect(rows.prefix(2) == [blocked, "failed   sources/relief [5/5]"])
    #expect(rows[2].hasPrefix("  relief.tif: error: ") && rows[3].hasPrefix("    its producer changed it"))
    #expect(masked(rows).last == "1 failed, 4 blocked in _ s")
  }

  @Test func `tells in between, when verbose, what was reused and what the tasks said`() throws {
    try product.place.write("product.lock", product.lock([product.boundaryPin, product.reliefPin]))
    let stopped = try start("fetch", "product.yaml", "--mirror", "letter")
    try stopped.wait(for: "1/2 done")
    stopped.send(SIGKILL)
    _ = try stopped.end()
    let terminal = try start("fetch", "product.yaml", "--mirror", "letter", "--verbose")
    try terminal.wait(for: "1/2 done")
    #expect(terminal.screen.rows.contains("reused   sources/boundary [1/2]"))
    try answer()
    #expect(try terminal.end() == 0)
    let rows = masked(terminal.screen.rows).map { $0.replacing(/; reuse saved _ s/, with: "") }
    // The two are looked at beside each other.
    #expect(
      rows.prefix(2).sorted() == ["reused   sources/boundary [1/2]", "run      sources/relief: has never run"])
    #expect(rows.dropFirst(2).first == "done     sources/relief in _ s [2/2]")
    #expect(rows.contains { $0.hasPrefix("         | ") })
    #expect(
      rows.suffix(3) == [
        "1 computed, 1 reused in _ s", "  sources  1 task  _ s  _ MB at most", "  longest: sources/relief _ s",
      ])
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `that is ended leaves the message and the summary`(signal: Int32) throws {
    let terminal = try start("fetch", "product.yaml", "--mirror", "letter")
    try terminal.wait(for: "1/2 done")
    if signal == SIGINT { terminal.type("\u{3}") } else { terminal.send(signal) }
    try terminal.wait(for: "stopping")
    #expect(terminal.screen.rows.first == interrupted)
    // A transfer does not run on, though one that is waiting for a pipe hears of it when the pipe is opened.
    close(open(product.place.path("data/relief.tif"), O_WRONLY))
    #expect(try terminal.end() == 130)
    #expect(
      masked(terminal.screen.rows) == [
        interrupted, "1 computed, 1 not started in _ s", "  sources  1 task  _ s  _ MB at most",
        "  longest: sources/boundary _ s", "what is finished is kept in .solum; run again to go on",
      ])
    #expect(terminal.screen.unknown == [] && !terminal.screen.hasMetTop)
  }

  @Test func `that is left by a second Ctrl-C leaves the message`() throws {
    let terminal = try start("fetch", "product.yaml", "--mirror", "letter")
    try terminal.wait(for: "1/2 done")
    terminal.type("\u{3}")
    try terminal.wait(for: "stopping")
    terminal.type("\u{3}")
    #expect(try terminal.end() == 130)
    #expect(terminal.screen.rows == [interrupted])
  }

  @Test func `that is killed leaves its last drawing, and the cursor below it`() throws {
    let terminal = try start("fetch", "product.yaml", "--mirror", "letter")
    try terminal.wait(for: "1/2 done")
    let shown = terminal.screen.rows
    terminal.send(SIGKILL)
    #expect(try terminal.end() == 128 + SIGKILL)
    #expect(terminal.screen.rows.count == shown.count)
    #expect(terminal.bytes.last == UInt8(ascii: "J"))
  }

  @Test func `is out of the way while Ctrl-Z stops it`() throws {
    let shell = try PseudoTerminal(
      ["--norc", "--noprofile", "--noediting", "-i"], of: "/bin/bash", in: product.place.folder,
      environment: ["SOLUM": Program.path, "PS1": "$ "])
    try shell.wait(for: "$ ")
    shell.type("$SOLUM fetch product.yaml --mirror letter\n")
    try shell.wait(for: "1/2 done")
    shell.type("\u{1a}")
    try shell.wait(for: "Stopped")
    #expect(!shell.screen.rows.contains { $0.contains("1/2") })
    for _ in 1...2 {
      shell.type("fg\n")
      try shell.wait(for: "1/2 done")
      shell.type("\u{1a}")
      try shell.wait { !$0.contains { $0.contains("1/2") } }
    }
    shell.type("fg\n")
    try shell.wait(for: "1/2 done")
    try answer()
    try shell.wait(for: "longest: ")
    shell.type("exit\n")
    _ = try shell.end()
    #expect(!shell.screen.rows.contains { $0.contains("1/2") })
    #expect(masked(shell.screen.rows).contains(summary[0]))
  }

  @Test(arguments: [(20, 24), (20, 3), (9, 4), (2, 2), (0, 0)])
  func `keeps within the terminal, however small`(columns: Int, rows: Int) throws {
    let terminal = try start("fetch", "product.yaml", "--mirror", "letter", columns: columns, rows: rows)
    try terminal.wait { !$0.isEmpty }
    try answer()
    #expect(try terminal.end() == 0)
    #expect(terminal.screen.unknown == [] && !terminal.screen.hasMetTop)
    #expect(1..<(rows == 0 ? 24 : rows) ~= terminal.screen.farthest)
    #expect(masked([terminal.screen.rows.joined()]).first?.hasPrefix("2 computed in _ s") == true)
  }

  @Test(arguments: [["TERM": "dumb"], ["TERM": ""], ["CI": "true"]])
  func `is told in plain lines where nothing can be drawn`(environment: [String: String]) throws {
    let terminal = try start("fetch", "product.yaml", "--mirror", "letter", environment: environment)
    try terminal.wait(for: "run      sources/relief: has never run")
    try terminal.wait(for: "done     sources/boundary in ")
    try answer()
    #expect(try terminal.end() == 0)
    #expect(!terminal.bytes.contains(0x1b))
    #expect(masked(Array(terminal.screen.rows.dropFirst(2).dropLast(3))).last == "done     sources/relief in _ s [2/2]")
  }

  @Test func `of many stages leaves the lines that stay of a plain run, and those alone`() throws {
    func damaged() throws -> Workplace {
      let place = try TinyProduct.copy()
      try FileManager.default.removeItem(atPath: place.path(place.artifact("parts.tif", of: "simulation/map")))
      return place
    }
    let plain = try damaged().solum("release", TinyProduct.manifest)
    let lines = plain.talkLines.filter { !$0.hasPrefix("run  ") && !$0.hasPrefix("done  ") }
    let place = try damaged()
    let terminal = try PseudoTerminal(["release", TinyProduct.manifest], in: place.folder, columns: 200)
    #expect(try terminal.end() == 0)
    #expect(masked(terminal.screen.rows) == masked(lines + [TinyProduct.release]))
    #expect(terminal.frames.contains { $0.contains { $0.contains(": simulation/map") } })
  }
}

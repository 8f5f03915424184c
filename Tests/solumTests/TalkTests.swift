import Testing

/// Results stand on standard output, talk on standard error.
@Suite struct `Talk` {
  private func release(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Outcome {
    try Program.run(
      ["release", TinyProduct.manifest] + arguments, in: TinyProduct.released().place.folder, environment: environment)
  }

  @Test(arguments: [["help"], ["--help"], ["-h"], []])
  func `of help lists every verb and every exit code`(arguments: [String]) throws {
    let help = try Program.run(arguments, in: TinyProduct.released().place.folder)
    #expect(help.status == 0 && help.talk == "")
    for verb in ["fetch", "plan", "run", "release", "verify", "claims", "trace", "record", "store", "tool", "doctor"] {
      #expect(help.output.contains("\n  \(verb) "), "\(verb)")
    }
    // Contracts, section 2.
    for code in [0, 1, 64, 65, 66, 69, 70, 73, 74, 75, 77, 130] {
      #expect(help.output.contains("\n  \(code)  "), "\(code)")
    }
  }

  /// Contracts, section 7.
  @Test(arguments: ["fetch", "plan", "run", "release"])
  func `of help names the options of a verb with a manifest`(verb: String) throws {
    let help = try TinyProduct.released().place.solum("help", verb)
    #expect(help.status == 0)
    for option in ["store", "output", "mirror", "jobs", "format", "progress", "quiet", "verbose"] {
      #expect(help.output.contains("\n  --\(option)"), "\(option)")
    }
  }

  /// Contracts, section 6.
  @Test(arguments: [
    ("terrain", "stencil zevenbergen-thorne, convention true, routing d8, tri riley"),
    ("importance", "trees 1000, mtry p/3, min-node 5, repeats 20, seed 1"),
    ("cluster", "standardise none, starts 20, seed 1"),
    (
      "calibrate",
      "complexes 8, kstop 10, pcento 0.1, peps 0.001, max-evaluations 50000, runs 1, sampling hull, seed 1"
    ),
    ("simulate", "nonpositive-erosion floor, format json"),
  ])
  func `of help gives the defaults of a tool`(tool: String, defaults: String) throws {
    let help = try TinyProduct.released().place.solum("tool", tool, "--help")
    let text = help.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in defaults.split(separator: ", ").map({ $0.split(separator: " ") }) {
      let option = try #require(text.ranges(of: "--\(part[0]) <").last, "\(part[0])")
      let description = text[option.upperBound...].prefix { $0 != ")" }
      #expect(description.hasSuffix("default: \(part[1])"), "\(description)")
    }
  }

  @Test func `of the doctor is that nothing is missing where these tests run`() throws {
    let found = try TinyProduct.released().place.solum("doctor")
    #expect(found.status == 0 && found.output.hasSuffix("nothing is missing\n"), "\(found.output)")
  }

  @Test func `is silent when quiet, and tells more when verbose`() throws {
    let quiet = try release("--quiet")
    #expect(quiet.status == 0 && quiet.talk == "" && quiet.output == "\(TinyProduct.release)\n")
    let plain = try release("--progress", "plain")
    #expect(!plain.talk.contains("reused   simulation/map") && plain.talk.contains("171 reused"))
    let verbose = try release("--verbose")
    #expect(verbose.talk.contains("reused   simulation/map ["))
    let none = try release("--progress", "none")
    #expect(!none.talk.contains("171 reused") && none.talk.contains("verdict: pass"))
  }

  @Test func `of a failure is heard even when quiet`() throws {
    let place = try TinyProduct.copy()
    let store = try place.solum("release", TinyProduct.manifest, "--store", "tiny.lock", "--quiet")
    #expect(store.status == 73 && store.talk.contains("error: "))
  }

  @Test func `in JSON is JSON to the last line, and the result too where asked`() throws {
    let found = try release("--progress", "json", "--format", "json")
    let events = try found.events
    #expect(events.first?["event"] == "run-started" && events.last?["event"] == "run-finished")
    #expect(events.last?["counts"] == .object(["reused": .number(171)]))
    #expect(try found.json["verdict"] == "pass")
    let run = try TinyProduct.released().place.solum("run", TinyProduct.manifest, "--format", "json", "--quiet")
    #expect(try run.json["interrupted"] == .truth(false))
    #expect(try run.json["tasks"]?.list.count == 171)
  }

  @Test(arguments: [[:], ["NO_COLOR": "1"], ["TERM": "xterm-256color", "CLICOLOR_FORCE": "1"]])
  func `has no colours`(environment: [String: String]) throws {
    let found = try release("--verbose", environment: environment)
    #expect(!(found.output + found.talk).contains("\u{1b}"))
    #expect(try !TinyProduct.released().outcome.talk.contains("\u{1b}"))
  }
}

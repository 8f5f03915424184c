import Adversity
import Foundation
import Testing

@Suite struct `An interruption` {
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `lets what runs finish, starts nothing more, and says what is kept`(signal: Int32) throws {
    let place = try TinyProduct.declared()
    let running = try Program.start(["release", TinyProduct.manifest], in: place.folder)
    try running.send(signal, after: 1, of: "run      sources/generated")
    let outcome = try running.wait()
    #expect(outcome.status == 130)
    #expect(outcome.talkLines.contains { $0.hasPrefix("interrupted: ") })
    #expect(outcome.talkLines.last == "what is finished is kept in .solum; run again to go on")
    let begun = outcome.talkLines.compactMap { $0.prefixMatch(of: /run +([^:]+):/)?.output.1 }
    let done = outcome.talkLines.compactMap { $0.prefixMatch(of: /done +([^ ]+) in/)?.output.1 }
    #expect(Set(begun) == Set(done))
    let contents = try place.contents()
    #expect(contents.unsound == [] && contents.finished == Set(begun.map(String.init)))
    #expect(try place.scratch() == [] && !place.exists("Releases"))
  }

  @Test(arguments: [(SIGINT, SIGINT), (SIGTERM, SIGTERM), (SIGHUP, SIGINT)])
  func `leaves at once the second time`(first: Int32, second: Int32) throws {
    // The shipped product takes seconds to generate, which the first would wait for.
    let place = try TinyProduct.declared()
    let manifest = Program.project.appending(path: "Manifests/plateau-twin.yaml").path
    let running = try Program.start(["release", manifest], in: place.folder)
    try running.send(first, after: 1, of: "run      sources/generated")
    try running.send(second, after: 1, of: "interrupted: ")
    let outcome = try running.wait()
    #expect(outcome.status == 130)
    #expect(!outcome.talk.contains("done     sources/generated"))
    #expect(try place.solum("plan", manifest).output.contains("stale    sources/generated "))
  }

  @Test func `by a terminal that is closed is none where nohup ignores it`() throws {
    let place = try TinyProduct.declared()
    let running = try Program.startShell(
      "trap '' HUP; exec \"$SOLUM\" run \(TinyProduct.manifest) --to sources", in: place.folder)
    try running.send(SIGHUP, after: 1, of: "run      sources/generated")
    #expect(try running.wait().status == 0)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
  func `of a transfer ends it, and the next run goes on where it stopped`(signal: Int32) throws {
    let text = (0..<20_000).map { "\(10_000 + $0)" }.joined()
    let relief = Array(text.utf8)
    let server = try LoopbackServer { request, number in
      number == 0 ? .stalling(relief, tag: "\"1\"", after: 60_000) : .file(relief, tag: "\"1\"", to: request)
    }
    defer { server.stop() }
    let product = try TwoFiles(relief: text, at: server.url("/relief.tif"))
    let place = product.place
    try place.write("product.lock", product.lock([product.boundaryPin, product.reliefPin]))
    try place.write("letter/boundary.csv", product.boundary)
    let fetch = ["fetch", "product.yaml", "--mirror", "letter"]
    let arriving = { try place.files(below: ".solum/incoming").first { $0.hasSuffix("/bytes") } }

    let running = try Program.start(fetch, in: place.folder)
    try running.wait {
      guard place.exists(".solum/incoming"), let file = try arriving() else { return false }
      return try place.size(".solum/incoming/\(file)") == 60_000
    }
    running.send(signal)
    let outcome = try running.wait()
    // The server would have kept it waiting for a minute, and then have been asked again.
    #expect(outcome.status == (signal == SIGKILL ? 128 + SIGKILL : 130), "\(outcome.talk)")
    #expect(server.requests.count == 1)
    #expect(try arriving() != nil)
    if signal != SIGKILL {
      #expect(outcome.talkLines.last == "what is finished is kept in .solum; run again to go on")
      #expect(!outcome.talk.contains("failed"))
    }

    let next = try Program.run(fetch, in: place.folder)
    #expect(next.status == 0, "\(next.talk)")
    #expect(server.requests.map { $0.headers["range"] } == [nil, "bytes=60000-"])
    #expect(try place.contents().unsound == [])
    #expect(try place.contents().finished == ["sources/relief", "sources/boundary"])
    #expect(try place.files(below: ".solum/incoming") == [])
  }

  /// Between the run and the end a release is laid out and verified; where the signal falls there is left to chance.
  @Test(arguments: [SIGINT, SIGKILL])
  func `of laying out or verifying a release is made good by the next run`(signal: Int32) throws {
    let place = try TinyProduct.copy()
    try place.edit(TinyProduct.manifest, "title: Solum thickness", "title: Thickness")
    let running = try Program.start(
      ["release", TinyProduct.manifest, "--progress", "json"], in: place.folder)
    try running.send(signal, after: 1, of: "run-finished")
    let status = try running.wait().status
    #expect([0, 128 + signal].contains(status))

    let next = try place.solum("release", TinyProduct.manifest, "--progress", "json")
    #expect(next.status == 0, "\(next.talk)")
    #expect(try next.started == [])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: place.path("Releases")).sorted()
        == ["", ".run.json", ".zip", ".zip.sha256"].map { "tiny-0.1.0\($0)" })
    #expect(try place.solum("verify", TinyProduct.release).status == 0)
  }

  @Test func `is not what a reader makes who has heard enough`() throws {
    let place = try TinyProduct.declared()
    let whole = try place.solum("plan", TinyProduct.manifest).output
    let plan = try Program.shell(
      "{ \"$SOLUM\" plan \(TinyProduct.manifest); echo $? > status; } | head -1", in: place.folder)
    #expect(plan.output == whole.prefix { $0 != "\n" } + "\n" && plan.talk == "")
    #expect(try place.read("status") == "0\n")
    let run = try Program.shell(
      "{ \"$SOLUM\" run \(TinyProduct.manifest) --to sources 2>&1; echo $? > status; } | head -1", in: place.folder)
    #expect(run.output.hasPrefix("run      sources/generated: ") && run.talk == "")
    #expect(try place.read("status") == "0\n")
  }

  @Test func `is not what a full disk makes of the result, which is 74`() throws {
    let place = try TinyProduct.declared()
    let plan = try Program.shell("\"$SOLUM\" plan \(TinyProduct.manifest) > /dev/full", in: place.folder)
    #expect(plan.status == 74 && plan.talk.hasPrefix("standard output: error: it cannot be written\n"))
  }
}

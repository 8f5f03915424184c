import Checksums
import Foundation
import Testing

/// What is run again after a change, and what is not.
@Suite struct `A second run` {
  /// The outcome of another release of a copy, as JSON lines.
  private func again(_ place: Workplace) throws -> Program.Outcome {
    try place.solum("release", TinyProduct.manifest, "--progress", "json")
  }

  private func stage(of task: String) -> String { String(task.prefix { $0 != "/" }) }

  @Test func `does nothing and says so`() throws {
    let place = try TinyProduct.copy()
    // The first in a new place notes in the store that the release lies there.
    #expect(try place.solum("release", TinyProduct.manifest, "--quiet").status == 0)
    let before = try times(in: place)
    let outcome = try place.solum("release", TinyProduct.manifest)
    #expect(outcome.status == 0 && outcome.output == "\(TinyProduct.release)\n")
    #expect(outcome.talkLines.contains("\(TinyProduct.release) is up to date: nothing to do"))
    #expect(outcome.talkLines.first?.hasPrefix("171 reused in ") == true)
    let after = try times(in: place)
    #expect(Set(before.keys).union(after.keys).filter { before[$0] != after[$0] } == [])
  }

  /// When each file was written.
  private func times(in place: Workplace) throws -> [String: Date] {
    var times: [String: Date] = [:]
    for name in try place.files() {
      times[name] = try FileManager.default.attributesOfItem(atPath: place.path(name))[.modificationDate] as? Date
    }
    return times
  }

  @Test func `makes a lost artifact again, and nothing else`() throws {
    let place = try TinyProduct.copy()
    let artifact = try place.artifact("parts.tif", of: "simulation/map")
    try FileManager.default.removeItem(atPath: place.path(artifact))
    let outcome = try again(place)
    #expect(outcome.status == 0)
    #expect(try outcome.started == ["simulation/map"])
    #expect(place.exists(artifact))
  }

  @Test func `lays out again what was lost or changed in the release alone`() throws {
    let place = try TinyProduct.copy()
    let sums = try place.read("\(TinyProduct.release)/SHA256SUMS")
    try FileManager.default.removeItem(atPath: place.path("\(TinyProduct.release)/claims.csv"))
    try place.write("\(TinyProduct.release)/README.md", "Something else.")
    try place.write("\(TinyProduct.release)/notes.txt", "Mine.")
    let outcome = try again(place)
    #expect(outcome.status == 0)
    #expect(try outcome.started == [])
    #expect(try place.solum("verify", TinyProduct.release).status == 0)
    #expect(try place.read("\(TinyProduct.release)/SHA256SUMS") == sums)
    #expect(!place.exists("\(TinyProduct.release)/notes.txt"))
  }

  @Test func `takes neither a comment, nor the order of keys, nor another spelling of a number for a change`() throws {
    let place = try TinyProduct.copy()
    try place.edit(TinyProduct.manifest, "schema: solum", "# A remark.\n\nschema: solum")
    try place.edit(TinyProduct.manifest, "minimum-gradient: 1e-5 ", "minimum-gradient: 1e-5  # a tenth of a per mille")
    try place.edit(TinyProduct.manifest, "  try: p/3\n  minimum-node: 5", "  minimum-node: 5\n  try: 'p/3'")
    try place.edit(TinyProduct.manifest, "cell: 40 km", "cell: 40.0 km")
    try place.edit(TinyProduct.manifest, "peps: 1e-3", "peps: 0.001")
    let plan = try place.solum("plan", TinyProduct.manifest, "--format", "json")
    #expect(try plan.json["summary"]?["stale"]?.number == 0, "\(plan.output)")
    let outcome = try again(place)
    #expect(outcome.status == 0)
    #expect(try outcome.started == [])
  }

  @Test func `with one bound of the calibration changed runs the calibration and what follows, and no more`() throws {
    let place = try TinyProduct.copy()
    try place.edit(TinyProduct.manifest, "h0: 0 to 0.5 m", "h0: 0 to 0.4 m")
    let why = try place.solum("plan", TinyProduct.manifest, "--why", "calibration/zone-1/full")
    #expect(why.output.contains("from 0.0...0.5 to 0.0...0.4"), "\(why.output)")

    let outcome = try again(place)
    #expect(outcome.status == 0)
    let started = try outcome.started
    #expect(Set(started.map(stage)) == ["calibration", "simulation", "validation", "package"])
    for zone in 1...8 { #expect(started.contains("calibration/zone-\(zone)/full")) }
    // Its profiles are dealt into folds without regard to the bounds, and importance knows nothing of them.
    #expect(!started.contains { $0.hasSuffix("/profiles") && $0.hasPrefix("calibration/") })
    #expect(!started.contains("validation/importance"))
    #expect(
      try place.read("\(TinyProduct.release)/SHA256SUMS")
        != TinyProduct.released().place.read("\(TinyProduct.release)/SHA256SUMS"))
  }

  @Test func `goes on after Ctrl-C and after a kill, to the same bytes`() throws {
    let place = try TinyProduct.declared()
    let release = ["release", TinyProduct.manifest, "--progress", "json"]
    let stopped = try Program.start(release, in: place.folder)
    try stopped.send(SIGINT, after: 40, of: "task-finished")
    let first = try stopped.wait()
    #expect(first.status == 130)
    #expect(first.talk.contains("interrupted"))
    #expect(first.talkLines.last == "what is finished is kept in .solum; run again to go on")
    #expect(!place.exists("Releases"))

    let killed = try Program.start(release, in: place.folder)
    try killed.send(SIGKILL, after: 100, of: "task-finished")
    #expect(try killed.wait().status == 128 + SIGKILL)
    #expect(!place.exists("Releases"))
    let contents = try place.contents()
    #expect(contents.unsound == [])

    let last = try again(place)
    #expect(last.status == 0)
    #expect(try contents.finished.isDisjoint(with: last.started))
    #expect(try place.sums == TinyProduct.released().place.sums)
    #expect(try place.scratch() == [])
  }
}

extension Workplace {
  /// Where the store keeps an artifact of a task, by the provenance of the release.
  func artifact(_ name: String, of task: String) throws -> String {
    for line in try read("\(TinyProduct.release)/provenance/tasks.jsonl").split(separator: "\n") {
      let record = try JSONDecoder().decode(JSON.self, from: Data(line.utf8))
      guard record["id"]?.text == task else { continue }
      let output = record["outputs"]?.list.first { $0["name"]?.text == name }
      let digest = try #require(output?["digest"]?.text)
      return ".solum/artifacts/\(digest.prefix(2))/\(digest)"
    }
    throw CocoaError(.fileNoSuchFile)
  }
}

import Foundation
import Testing

/// Four processes with one store at once: two release the same product, one is killed while it does, and one releases a
/// product that shares all but its calibration and what follows.
@Suite struct `Many hands on one store` {
  private static let other = "other.yaml"
  private static let otherRelease = "Releases/other-0.1.0"

  /// The store and the releases as four processes at once left them, and how each ended.
  private struct Crowd: @unchecked Sendable {
    // Written before it is shared, and never after.
    var place: Workplace
    var pair: [Program.Outcome]
    var killed: Program.Outcome
    var neighbour: Program.Outcome
    /// The same two products, released one after the other.
    var calm: Workplace
  }

  private static func declareOther(in place: Workplace) throws {
    try place.write(other, place.read(TinyProduct.manifest))
    try place.edit(other, "id: tiny", "id: other")
    try place.edit(other, "max-evaluations: 300", "max-evaluations: 280")
    try place.write("other.lock", place.read("tiny.lock"))
  }

  private static let once = Result {
    let place = try TinyProduct.declared()
    try declareOther(in: place)
    let tiny = ["release", TinyProduct.manifest, "--jobs", "2"]
    let killed = try Program.start(tiny, in: place.folder)
    let pair = try [Program.start(tiny, in: place.folder), Program.start(tiny, in: place.folder)]
    let neighbour = try Program.start(["release", other, "--jobs", "2"], in: place.folder)
    try killed.send(SIGKILL, after: 30, of: "done     ")
    let calm = try TinyProduct.copy()
    try declareOther(in: calm)
    #expect(try calm.solum("release", other).status == 0)
    return Crowd(
      place: place, pair: try pair.map { try $0.wait() }, killed: try killed.wait(), neighbour: try neighbour.wait(),
      calm: calm)
  }

  private let crowd: Crowd

  init() throws { crowd = try Self.once.get() }

  @Test func `bring every release that is not killed to its end`() {
    #expect(crowd.pair.map(\.status) == [0, 0], "\(crowd.pair.map(\.talk))")
    #expect(crowd.neighbour.status == 0, "\(crowd.neighbour.talk)")
    #expect(crowd.killed.status == 128 + SIGKILL)
  }

  @Test(arguments: [TinyProduct.release, otherRelease])
  func `make the same bytes as one hand`(release: String) throws {
    #expect(try crowd.place.read("\(release)/SHA256SUMS") == crowd.calm.read("\(release)/SHA256SUMS"))
    #expect(try crowd.place.files(below: release) == crowd.calm.files(below: release))
    #expect(try crowd.place.solum("verify", release).status == 0)
  }

  @Test(arguments: ["artifacts", "records"])
  func `keep each result once, and nothing else`(kind: String) throws {
    #expect(try crowd.place.contents().unsound == [])
    #expect(try crowd.place.files(below: ".solum/\(kind)") == crowd.calm.files(below: ".solum/\(kind)"))
  }

  @Test func `leave nothing behind that the next run would have to wait for or would not clear`() throws {
    let next = try crowd.place.solum("release", TinyProduct.manifest)
    #expect(next.status == 0 && next.talkLines.contains("\(TinyProduct.release) is up to date: nothing to do"))
    #expect(try crowd.place.scratch() == [])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: crowd.place.path("Releases")).sorted()
        == ["other", "tiny"].flatMap { id in ["", ".run.json", ".zip", ".zip.sha256"].map { "\(id)-0.1.0\($0)" } })
  }
}

import Adversity
import Foundation
import Testing

/// The default product at its full size, by the executable that users run.
@Suite struct `The synthetic plateau` {
  private static let release = Program.project.appending(path: ".build/release/solum")

  /// Whether a release build is there and no source has changed since.
  private static let isBuilt: Bool = {
    func changed(_ url: URL) -> Date? {
      try? FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
    }
    guard let built = changed(release), let sources = try? FileManager.default.subpathsOfDirectory(atPath: path) else {
      return false
    }
    return sources.filter { $0.hasSuffix(".swift") && !$0.hasPrefix("Benchmarks/") }
      .allSatisfy { changed(URL(filePath: "\(path)/\($0)")) ?? .distantFuture < built }
  }()

  private static let path = Program.project.appending(path: "Sources").path
  private static let sums = "Releases/plateau-twin-0.1.0/SHA256SUMS"

  @Test(.enabled(if: isBuilt, "there is no release build of these sources: make build"))
  func `is released to the same bytes though its run is killed five times`() throws {
    let place = try TinyProduct.declared()
    let manifest = Program.project.appending(path: "Manifests/plateau-twin.yaml").path
    let release = ["release", manifest, "--progress", "json"]
    let calm = try Program.start(release + ["--store", "calm"], of: Self.release.path, in: place.folder).wait()
    try #require(calm.status == 0, "\(calm.talk)")
    let tasks = try calm.started.count
    let expected = try place.read(Self.sums)
    try FileManager.default.removeItem(atPath: place.path("Releases"))

    let seed = UInt64.random(in: .min ... .max)
    var moments = SeededMoments(seed: seed)
    var finished: Set<String> = []
    // Each kill comes somewhere in the next sixth of the tasks, and none when no task begins any more.
    for kill in 1...5 {
      let count = Int.random(in: 1...tasks / 6, using: &moments)
      let running = try Program.start(release, of: Self.release.path, in: place.folder)
      try running.send(
        SIGKILL, after: count, of: "task-started", delayed: UInt32.random(in: 0...30_000, using: &moments))
      let outcome = try running.wait()
      #expect(outcome.status == 128 + SIGKILL, "kill \(kill), seed \(seed)")
      #expect(Set(outcome.eventsBeforeTheEnd.started).isDisjoint(with: finished), "kill \(kill), seed \(seed)")
      let contents = try place.contents()
      #expect(contents.unsound == [], "kill \(kill), seed \(seed)")
      finished = contents.finished
    }
    let last = try Program.start(release, of: Self.release.path, in: place.folder).wait()
    #expect(last.status == 0, "seed \(seed)")
    #expect(try finished.isDisjoint(with: last.started), "seed \(seed)")
    #expect(try place.read(Self.sums) == expected)
  }
}

extension [JSON] {
  /// The tasks that were run.
  fileprivate var started: [String] { filter { $0["event"] == "task-started" }.compactMap { $0["id"]?.text } }
}

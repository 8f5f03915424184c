import Adversity
import Foundation
import Testing
import ToyRun

@testable import Engine

@Suite struct `A run that is killed` {
  /// Two hundred kills in two lanes beside each other.
  @Test(arguments: [0, 1])
  func `at any moment goes on from what was finished, and ends with the same bytes`(lane: Int) async throws {
    let seed = UInt64.random(in: .min ... .max)
    let folder = try TemporaryFolder()
    let found = try await onThread { [path = folder.path] in try Killings(path, seed).kill(100) }
    #expect(found == [], "seed \(seed)")
  }
}

/// Kills toy runs at moments drawn from a seed.
private struct Killings {
  private let folder: String
  private var moments: SeededMoments

  init(_ folder: String, _ seed: UInt64) {
    self.folder = folder
    moments = SeededMoments(seed: seed)
  }

  /// Runs in one store until it is complete, then in a fresh one, until so many kills have landed.
  ///
  /// - Returns: what was lost.
  func kill(_ count: Int) throws -> [String] {
    var killings = self
    let whole = ToyPlace("\(folder)/whole")
    var lost = try ToyProcess(whole).wait() == 0 && whole.made.count == 20 ? [] : ["a run that nobody disturbs"]
    var (landed, stores) = (0, 0)
    while landed < count, lost.isEmpty {
      stores += 1
      let place = ToyPlace("\(folder)/\(stores)")
      var contents = Store.Contents()
      while try killings.disturb(place, &contents, &lost), lost.isEmpty { landed += 1 }
      if try place.made != whole.made { lost.append("the bytes of store \(stores)") }
      lost += try FileSystem.entries(of: place.store.scratchFolder).map { "scratch \($0) was left" }
      try FileManager.default.removeItem(atPath: place.folder)
    }
    return lost
  }

  /// One run, and one kill. Every stretch between the beginnings of two tasks is hit about as often as any other, and
  /// anywhere in it: laying out, running, adopting, recording.
  ///
  /// - Parameter contents: of the store as the last kill left it.
  /// - Returns: whether the kill came before the run was complete.
  private mutating func disturb(
    _ place: ToyPlace, _ contents: inout Store.Contents, _ lost: inout [String]
  ) throws -> Bool {
    let begun = try place.countOfBegun
    let more = Int.random(in: 0...20 - contents.finished.count, using: &moments)
    let microseconds = UInt32.random(in: 0...16_000, using: &moments)
    let running = try ToyProcess(place, jobs: Int.random(in: 1...3, using: &moments))
    while try place.countOfBegun < begun + more, !running.hasEnded { usleep(300) }
    usleep(microseconds)
    running.kill()
    let status = try running.wait()
    if status != 0, status != 128 + SIGKILL { lost.append("a run, which ended with \(status)") }
    lost += try place.begun.dropFirst(begun).filter(contents.finished.contains).map { "\($0) ran again" }
    contents = try place.store.contents()
    lost += contents.unsound
    return status != 0
  }
}

import Adversity
import Foundation
import Testing
import ToyRun

@testable import Engine

@Suite struct `A run that is killed` {
  @Test(arguments: [(Killings.Aim.moment, 100), (.call, 200)])
  func `anywhere goes on from what was finished, and ends with the same bytes`(
    aim: Killings.Aim, count: Int
  ) async throws {
    let seed = UInt64.random(in: .min ... .max)
    let folder = try TemporaryFolder()
    let lost = try await onThread { [path = folder.path] in
      var killings = Killings(folder: path, aim: aim, moments: SeededMoments(seed: seed))
      return try killings.kill(count)
    }
    #expect(lost == [], "seed \(seed)")
  }
}

/// Kills toy runs at moments drawn from a seed.
struct Killings {
  enum Aim {
    /// Somewhere between the beginnings of two tasks, while up to three run.
    case moment
    /// Before a call that changes the store, of tasks that run one by one: the same for the same seed.
    case call
  }

  let folder: String
  let aim: Aim
  var moments: SeededMoments

  /// Runs in one store until it is complete, then in a fresh one, until so many kills have landed.
  ///
  /// - Returns: what was lost.
  mutating func kill(_ count: Int) throws -> [String] {
    let whole = ToyPlace("\(folder)/whole")
    var lost = try ToyProcess(whole).wait() == 0 && whole.made.count == 20 ? [] : ["a run that nobody disturbs"]
    var (landed, stores) = (0, 0)
    while landed < count, lost.isEmpty {
      stores += 1
      let place = ToyPlace("\(folder)/\(stores)")
      var contents = Store.Contents()
      while try disturb(place, &contents, &lost), lost.isEmpty { landed += 1 }
      if try place.made != whole.made { lost.append("the bytes of store \(stores)") }
      lost += try FileSystem.entries(of: place.store.scratchFolder).map { "scratch \($0) was left" }
      try FileManager.default.removeItem(atPath: place.folder)
    }
    return lost
  }

  /// One run, and one kill.
  ///
  /// - Parameter contents: of the store as the last kill left it.
  /// - Returns: whether the kill came before the run was complete.
  private mutating func disturb(
    _ place: ToyPlace, _ contents: inout Store.Contents, _ lost: inout [String]
  ) throws -> Bool {
    let begun = try place.countOfBegun
    let status =
      switch aim {
      case .moment: try killed(place, tasksToCome: 20 - contents.finished.count)
      case .call: try ToyProcess(place, jobs: 1, by: Fault.kill(place, at: nextCall())).wait()
      }
    if status != 0, status != 128 + SIGKILL { lost.append("a run, which ended with \(status)") }
    lost += try place.begun.dropFirst(begun).filter(contents.finished.contains).map { "\($0) ran again" }
    contents = try place.store.contents()
    lost += contents.unsound
    return status != 0
  }

  /// Of the next three tasks, of which each makes about forty.
  private mutating func nextCall() -> Int { Int.random(in: 1...120, using: &moments) }

  /// Every stretch between the beginnings of two tasks is hit about as often as any other, and anywhere in it.
  private mutating func killed(_ place: ToyPlace, tasksToCome: Int) throws -> Int32 {
    let begun = try place.countOfBegun + Int.random(in: 0...tasksToCome, using: &moments)
    let microseconds = UInt32.random(in: 0...16_000, using: &moments)
    let running = try ToyProcess(place, jobs: Int.random(in: 1...3, using: &moments))
    while try place.countOfBegun < begun, !running.hasEnded { usleep(300) }
    usleep(microseconds)
    running.kill()
    return try running.wait()
  }
}

@Suite struct `A call to the system that fails` {
  /// Of the errors, a full disk refuses what writes, and a bad block anything; sysexits(3): EX_IOERR 74.
  @Test(arguments: [ENOSPC, EIO])
  func `anywhere is told with 74 or does no harm, and the next run goes on`(error: Int32) async throws {
    let seed = UInt64.random(in: .min ... .max)
    let folder = try TemporaryFolder()
    let lost = try await onThread { [path = folder.path] in
      var moments = SeededMoments(seed: seed)
      let whole = ToyPlace("\(path)/whole")
      _ = try ToyProcess(whole, jobs: 1, layers: 2).wait()
      return try (1...40).flatMap { number in
        // A task makes about forty calls that write, and as many that read; there are ten tasks.
        let call = Int.random(in: 1...(error == EIO ? 800 : 400), using: &moments)
        return try fail(ToyPlace("\(path)/\(number)"), at: call, error, expecting: whole).map { "call \(call): \($0)" }
      }
    }
    #expect(lost == [], "seed \(seed)")
  }
}

/// - Returns: what is wrong with a run of which one call fails, and with the next.
private func fail(_ place: ToyPlace, at call: Int, _ error: Int32, expecting whole: ToyPlace) throws -> [String] {
  let status = try ToyProcess(place, jobs: 1, layers: 2, by: Fault.error(error, place, at: call)).wait()
  let contents = try place.store.contents()
  let begun = try place.countOfBegun
  let next = try ToyProcess(place, jobs: 1, layers: 2).wait()
  var wrong = contents.unsound
  if ![0, 74].contains(status) { wrong.append("ended with \(status)") }
  if status == 0, contents.finished.count != 10 { wrong.append("not complete, and nothing is said") }
  if try next != 0 || place.made != whole.made { wrong.append("the next run ended with \(next)") }
  return wrong + (try place.begun.dropFirst(begun).filter(contents.finished.contains).map { "\($0) ran again" })
}

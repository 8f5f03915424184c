import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The most memory that this process is seen to hold while each of several tasks runs, bytes.
///
/// Where a task raises the highest mark of the process, that mark is exact. Below it, fifty samples a second tell; the
/// kernel could lower its mark for us, but then whoever measures the process from outside would be told too little.
final class MemoryWatch: Sendable {
  private struct Watched {
    /// The most seen since each task that runs now began.
    var peaks: [Int: Int] = [:]
    var count = 0
    var isSampling = false
  }

  private let watched = Mutex(Watched())

  /// Does the work on this thread.
  func peak<Result>(of work: () throws -> Result) rethrows -> (result: Result, bytes: Int?) {
    let mark = highestMark()
    let number = begin()
    do {
      let result = try work()
      let seen = end(number)
      let raised = highestMark().flatMap { now in now > mark ?? now ? now : nil }
      return (result, [seen, raised].compactMap(\.self).max())
    } catch {
      _ = end(number)
      throw error
    }
  }

  private func begin() -> Int {
    let (number, startsSampling) = watched.withLock { watched in
      watched.count += 1
      watched.peaks[watched.count] = residentBytes() ?? 0
      defer { watched.isSampling = true }
      return (watched.count, !watched.isSampling)
    }
    if startsSampling { Thread { [self] in while sample() { usleep(20_000) } }.start() }
    return number
  }

  private func end(_ number: Int) -> Int? {
    watched.withLock { watched in
      let bytes = residentBytes()
      let peak = watched.peaks.removeValue(forKey: number) ?? 0
      return bytes.map { max($0, peak) }
    }
  }

  /// False when no task runs any more.
  private func sample() -> Bool {
    watched.withLock { watched in
      guard !watched.peaks.isEmpty else {
        watched.isSampling = false
        return false
      }
      let bytes = residentBytes() ?? 0
      watched.peaks = watched.peaks.mapValues { max($0, bytes) }
      return true
    }
  }
}

/// What the process holds now; `nil` where the system does not tell.
private func residentBytes() -> Int? {
  // Pages: all, resident, shared, …
  guard let bytes = try? FileSystem.contents(of: "/proc/self/statm") else { return nil }
  let fields = String(decoding: bytes, as: UTF8.self).split(separator: " ")
  return fields.count > 1 ? Int(fields[1]).map { $0 * Int(getpagesize()) } : nil
}

/// The most that the process has ever held.
private func highestMark() -> Int? {
  var usage = rusage()
  let own: Int32 = 0  // RUSAGE_SELF, which Glibc types otherwise than its function
  guard getrusage(own, &usage) == 0 else { return nil }
  #if canImport(Glibc)
    return usage.ru_maxrss << 10
  #else
    return usage.ru_maxrss
  #endif
}

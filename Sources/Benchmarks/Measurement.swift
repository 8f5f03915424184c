import Foundation
import Ledger

/// What a benchmark cost: medians over its repeats, and the peak of its process.
struct Measurement {
  var benchmark: Benchmark
  var outcome: Benchmark.Outcome
  var cpuSeconds: Double
  var wallSeconds: Double
  /// The largest resident set of this process, inputs included, bytes; on Linux never less than that of the process
  /// which started it.
  var peakBytes: Int
  /// What was resident before the work began: the program, its libraries and the inputs.
  var startBytes: Int

  /// Prepares the work, runs it once where it is to warm up, then measures its repeats.
  init(of benchmark: Benchmark) async throws {
    let work = try benchmark.prepare()
    startBytes = residentBytes()
    var last: Benchmark.Outcome?
    if benchmark.warmsUp { last = try await work() }
    var cpu: [Double] = []
    var wall: [Double] = []
    for _ in 0..<benchmark.repeats {
      let begin = (cpu: seconds(of: CLOCK_PROCESS_CPUTIME_ID), wall: seconds(of: CLOCK_MONOTONIC))
      last = try await work()
      cpu.append(seconds(of: CLOCK_PROCESS_CPUTIME_ID) - begin.cpu)
      wall.append(seconds(of: CLOCK_MONOTONIC) - begin.wall)
    }
    guard let last else { throw BenchmarkError(benchmark.name, "no repeat", remedy: "measure it at least once") }
    outcome = last
    self.benchmark = benchmark
    cpuSeconds = middle(of: cpu)
    wallSeconds = middle(of: wall)
    peakBytes = peakResidentBytes()
  }
}

extension Measurement: Encodable {
  private struct Key: CodingKey, ExpressibleByStringLiteral {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
    init(stringLiteral name: String) { stringValue = name }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(benchmark.name, forKey: "benchmark")
    try container.encode(benchmark.size.count, forKey: Key(stringValue: benchmark.size.unit))
    try container.encode(benchmark.repeats, forKey: "repeats")
    try container.encode(cpuSeconds.rounded(toDigits: 4), forKey: "cpu_seconds")
    try container.encode(wallSeconds.rounded(toDigits: 4), forKey: "wall_seconds")
    try container.encode(peakBytes, forKey: "peak_bytes")
    try container.encode(startBytes, forKey: "start_bytes")
    try container.encode(outcome.result, forKey: "result")
    if !outcome.seconds.isEmpty { try container.encode(outcome.seconds, forKey: "cpu_seconds_of") }
    guard let parts = outcome.parts else { return }
    try container.encode(
      (cpuSeconds / Double(parts.count)).rounded(toDigits: 4),
      forKey: Key(stringValue: "cpu_seconds_per_\(parts.name)"))
  }
}

/// One JSON document on one line, keys sorted.
func jsonLine(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.keyEncodingStrategy = .convertToSnakeCase
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}

/// CPU seconds of this process from lap to lap.
struct Stopwatch {
  private(set) var laps: [String: Double] = [:]
  private var last = seconds(of: CLOCK_PROCESS_CPUTIME_ID)

  mutating func lap(_ name: String) {
    let now = seconds(of: CLOCK_PROCESS_CPUTIME_ID)
    laps[name] = (now - last).rounded(toDigits: 4)
    last = now
  }
}

private func seconds(of clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The value in the middle of an odd number of them.
private func middle(of values: [Double]) -> Double { values.sorted()[values.count / 2] }

private func peakResidentBytes() -> Int {
  var usage = rusage()
  getrusage(RUSAGE_SELF.rawValue, &usage)
  // Linux counts in KiB.
  return usage.ru_maxrss * 1024
}

private func residentBytes() -> Int {
  // Pages: of the whole, then of what is resident.
  let numbers = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
  return numbers.count > 1 ? (Int(numbers[1]) ?? 0) * Int(getpagesize()) : 0
}

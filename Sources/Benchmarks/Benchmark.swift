/// One thing that is measured.
struct Benchmark {
  /// What the work did.
  struct Outcome {
    /// What the work consists of, and how many there were: `pass` becomes `cpu_seconds_per_pass`.
    var parts: (name: String, count: Int)?
    /// Numbers that came out of it; a faster version that does the same work gives the same ones.
    var result: [String: Double]
    /// CPU seconds of its steps, where they are told apart.
    var seconds: [String: Double] = [:]
  }

  typealias Work = () async throws -> Outcome

  /// What `ONLY=` and the records call it.
  var name: String
  /// What its size counts, such as rows or cells, and how many there are.
  var size: (unit: String, count: Int)
  /// How often the work is measured; odd.
  var repeats: Int
  /// Whether it is done once before, unmeasured, so that pages and caches are warm.
  var warmsUp: Bool
  /// Makes the inputs, and hands back the work on them, which alone is measured.
  var prepare: () throws -> Work

  init(
    _ name: String, _ size: (unit: String, count: Int), repeats: Int = 5, warmsUp: Bool = true,
    prepare: @escaping () throws -> Work
  ) {
    self.name = name
    self.size = size
    self.repeats = repeats
    self.warmsUp = warmsUp
    self.prepare = prepare
  }

  /// Every benchmark, in the order of the flow.
  static var all: [Benchmark] {
    [sha256, terrainLocal, terrainLocalFile, terrainLocalWater, terrainLocalDouble, terrainFlow] + aggregations
      + [importance, importanceTwoThreads, kPrototypes, sceUA, simulate, twin, claims]
      + plans + trivialRuns
  }

  /// Those that take minutes, and run only when they are named.
  static var long: [Benchmark] { terrainTiles }

  /// Those of this name, or whose names begin with it and a hyphen; all but the long ones for an empty name.
  static func named(_ name: String) -> [Benchmark] {
    func chosen(from benchmarks: [Benchmark]) -> [Benchmark] {
      benchmarks.filter { $0.name == name || $0.name.hasPrefix("\(name)-") }
    }
    if name.isEmpty { return all }
    return chosen(from: all) + (long.contains { $0.name == name } ? chosen(from: long) : [])
  }
}

/// Why a benchmark has no figure.
struct BenchmarkError: Error, CustomStringConvertible {
  var description: String

  init(_ subject: String, _ problem: String, remedy: String) {
    description = "\(subject): error: \(problem)\n  \(remedy)"
  }
}

import Engine

extension Benchmark {
  static var plans: [Benchmark] { [10, 100, 1_000, 10_000].map(planning) }

  /// Comparing a graph with a store in which every task is fresh. Filling the store is not measured.
  private static func planning(_ tasks: Int) -> Benchmark {
    Benchmark("plan-\(tasks)", ("tasks", tasks), repeats: 3) {
      let folder = try TemporaryFolder()
      let store = Store("\(folder.path)/store")
      let graph = try toyGraph(of: tasks)
      var isFilled = false
      return {
        if !isFilled {
          _ = await run(graph, in: store, product: "toy")
          isFilled = true
        }
        let fresh = try plan(graph, in: store, product: "toy").finished.count
        withExtendedLifetime(folder) {}
        return Outcome(parts: ("task", tasks), result: ["fresh": Double(fresh)])
      }
    }
  }

  /// Running trivial tasks into an empty store, a new one each time: what the engine itself costs, without and with the
  /// wait for a disk on which every artifact and record is synced.
  static var trivialRuns: [Benchmark] {
    [runTrivial("run-trivial", onDisk: false), runTrivial("run-durable", onDisk: true)]
  }

  private static func runTrivial(_ name: String, onDisk: Bool) -> Benchmark {
    let tasks = 1_000
    return Benchmark(name, ("tasks", tasks), repeats: 3) {
      let folder = try TemporaryFolder(onDisk: onDisk)
      let graph = try toyGraph(of: tasks)
      var number = 0
      return {
        number += 1
        let report = await run(graph, in: Store("\(folder.path)/store-\(number)"), product: "toy")
        return Outcome(parts: ("task", tasks), result: ["computed": Double(report.computed.count)])
      }
    }
  }
}

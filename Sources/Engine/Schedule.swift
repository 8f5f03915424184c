/// Which task may start next: what is done, what runs, what waits for what. Starts nothing itself.
struct Schedule {
  private enum State {
    case waiting
    case ready
    case running
    case finished
    /// Will never finish: failed, blocked, or below one that is.
    case abandoned
  }

  private let graph: TaskGraph
  private let jobs: Int
  private let memory: Int
  private var states: [State]
  /// For each waiting task, how many of its inputs are not finished.
  private var missing: [Int]
  /// For each task, the seconds of the longest way from its start to the end.
  private let remaining: [Double]
  /// The next task is the last: the one with the longest way to go, of several the first in the graph.
  private var ready: [Int] = []
  private var running = 0
  private var memoryInUse = 0

  /// - Parameters:
  ///   - outline: what the tasks are expected to take.
  ///   - jobs: how many tasks run at once, at least one.
  ///   - memory: how much they may declare together, bytes; a task that declares more runs alone.
  init(_ graph: TaskGraph, _ outline: RunOutline, jobs: Int, memory: Int) {
    self.graph = graph
    self.jobs = max(1, jobs)
    self.memory = memory
    missing = graph.inputs.map(\.count)
    states = missing.map { $0 == 0 ? .ready : .waiting }
    remaining = outline.remainingSeconds(in: graph)
    ready = graph.tasks.indices.filter { graph.inputs[$0].isEmpty }.sorted(by: yields)
  }

  /// Takes the next task that may start now.
  mutating func next() -> Int? {
    guard running < jobs else { return nil }
    let place = ready.lastIndex { running == 0 || graph.tasks[$0].memory <= memory - memoryInUse }
    guard let place else { return nil }
    let index = ready.remove(at: place)
    states[index] = .running
    running += 1
    memoryInUse += graph.tasks[index].memory
    return index
  }

  /// The task is done; what waited for it alone becomes ready.
  mutating func finish(_ index: Int) {
    leave(index)
    states[index] = .finished
    for reader in graph.dependents[index] where states[reader] == .waiting {
      missing[reader] -= 1
      if missing[reader] == 0 { makeReady(reader) }
    }
  }

  /// The task will not be done; returns those below it that can no longer start, ascending.
  mutating func giveUp(_ index: Int) -> [Int] {
    leave(index)
    states[index] = .abandoned
    let lost = graph.downstream(of: index).filter { states[$0] == .waiting || states[$0] == .ready }
    for reader in lost { states[reader] = .abandoned }
    ready.removeAll { states[$0] == .abandoned }
    return lost
  }

  /// The task found that what `producer` made is lost: makes that anew, and the task after it.
  mutating func redo(_ index: Int, after producer: Int) {
    leave(index)
    states[index] = .waiting
    // What it reads may be lost too, and in the making.
    if states[producer] == .finished { wait(producer) }
    for reader in graph.dependents[producer] where states[reader] == .waiting || states[reader] == .ready {
      if states[reader] == .ready { ready.removeAll { $0 == reader } }
      wait(reader)
    }
  }

  /// Lets a task start when all that it reads is finished.
  private mutating func wait(_ index: Int) {
    states[index] = .waiting
    missing[index] = graph.inputs[index].count { states[$0] != .finished }
    if missing[index] == 0 { makeReady(index) }
  }

  private mutating func leave(_ index: Int) {
    precondition(states[index] == .running, "a task ends that does not run")
    running -= 1
    memoryInUse -= graph.tasks[index].memory
  }

  private mutating func makeReady(_ index: Int) {
    states[index] = .ready
    var (low, high) = (0, ready.count)
    while low < high {
      let middle = (low + high) / 2
      if yields(ready[middle], to: index) { low = middle + 1 } else { high = middle }
    }
    ready.insert(index, at: low)
  }

  /// Whether a ready task lets another go first.
  private func yields(_ index: Int, to other: Int) -> Bool {
    remaining[index] == remaining[other] ? index > other : remaining[index] < remaining[other]
  }
}

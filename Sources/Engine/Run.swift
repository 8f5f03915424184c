import Ledger

/// Makes what is stale, as soon as what it needs is there; reuses the rest.
///
/// Of the tasks that may start, the one with the longest way to the end goes first, as earlier runs tell it.
/// A task is looked at when its inputs are done: with the key that their bytes give it, it may turn out to have run
/// before, and the wave stops there. One failure leaves tasks that do not need it alone. When the surrounding Swift task
/// is cancelled, running tasks finish and nothing more starts. Whatever is finished is in the store, so that a run after
/// a kill goes on from there.
package func run(
  _ graph: TaskGraph, in store: Store, product: String, options: RunOptions = RunOptions(),
  progress: any ProgressSink = SilentProgress()
) async -> RunReport {
  let clock = ContinuousClock()
  let begin = clock.now
  store.clearAbandonedScratch()
  let scratch = Scratch(store)
  defer { scratch.remove() }
  let label = RunLabel(product: product, targets: graph.targets, tool: options.tool)
  let current = store.currentRuns(of: product)
  let outline = RunOutline(graph, recorded: current.newest(\.seconds))
  let memory = MemoryWatch()

  var run = Run(graph, outline, options, progress)
  await withTaskCancellationHandler {
    await withTaskGroup(of: (Int, Turn).self) { turns in
      while true {
        while !run.isStopped, let (index, identity) = run.next() {
          let execution = TaskExecution(
            task: graph.tasks[index], identity: identity,
            lineage: graph.tasks[index].readsLineage ? graph.lineage(of: index, run.made) : [],
            store: store, scratch: scratch, label: label, memory: memory)
          let worker = Worker(execution: execution, product: product, check: options.check, progress: progress)
          turns.addTask { (index, await worker.turn()) }
        }
        guard let (index, turn) = await turns.next() else { break }
        run.settle(index, turn)
      }
    }
  } onCancel: {
    progress.receive(.runStopping)
  }
  let report = run.report(label, seconds: (clock.now - begin).inSeconds)
  store.note(report, after: current, by: scratch)
  progress.receive(.runFinished(report))
  return report
}

/// How a run stands: what is settled, what was made, what may start.
private struct Run {
  private let graph: TaskGraph
  private let failFast: Bool
  private let progress: any ProgressSink
  private var schedule: Schedule
  private(set) var made: [TaskProvenance?]
  private var entries: [RunReport.Entry]
  private var done = 0
  private var hasFailed = false
  private var warnings: [String] = []
  /// How often each task found what it reads of another lost.
  private var losses: [[Int]: Int] = [:]

  init(_ graph: TaskGraph, _ outline: RunOutline, _ options: RunOptions, _ progress: any ProgressSink) {
    self.graph = graph
    failFast = options.failFast
    self.progress = progress
    schedule = Schedule(graph, outline, jobs: options.jobs, memory: options.memory)
    made = [TaskProvenance?](repeating: nil, count: graph.tasks.count)
    entries = graph.tasks.map { RunReport.Entry(id: $0.id, stage: $0.stage, outcome: .notStarted) }
    progress.receive(.runStarted(outline))
  }

  var isStopped: Bool { Task.isCancelled || failFast && hasFailed }

  /// The next task that may start, bound to its inputs.
  mutating func next() -> (Int, TaskIdentity)? {
    while let index = schedule.next() {
      switch graph.identity(of: index, made) {
      case .success(let identity):
        entries[index].key = identity.key
        return (index, identity)
      case .failure(let unmet): settle(index, .failed(unmet, log: []))
      }
    }
    return nil
  }

  mutating func settle(_ index: Int, _ turn: Turn) {
    switch turn {
    case .reused(let provenance, let earlier):
      made[index] = provenance
      entries[index].run = earlier.id
      entries[index].started = earlier.started
      entries[index].seconds = earlier.seconds
      conclude(index, .reused)
      schedule.finish(index)
    case .computed(let record, let reason, let warnings):
      for warning in warnings { warn(warning) }
      made[index] = record.provenance
      entries[index].run = record.run.id
      entries[index].started = record.run.started
      entries[index].seconds = record.run.seconds
      entries[index].peakBytes = record.run.peakBytes
      entries[index].log = record.run.log
      conclude(index, .computed(reason))
      schedule.finish(index)
    case .blocked(let obstacle):
      conclude(index, .blocked(obstacle))
      for below in schedule.giveUp(index) { conclude(below, .blocked(obstacle)) }
    case .failed(let error, let log):
      if failFast, !hasFailed { progress.receive(.runStopping) }
      hasFailed = true
      entries[index].log = log
      conclude(index, .failed(error))
      for below in schedule.giveUp(index) { conclude(below, .skipped(because: graph.tasks[index].id)) }
    case .stopped: _ = schedule.giveUp(index)
    case .lostInput(let lost, let log):
      if case .outputCorrupt = lost.reason { warn("\(lost.task): \(lost.reason); thrown away") }
      guard let producer = graph.position[lost.task] else { return settle(index, .failed(lost, log: log)) }
      losses[[index, producer], default: 0] += 1
      // Three times is no accident: something removes files as fast as they are made.
      guard losses[[index, producer], default: 0] < 3 else { return settle(index, .failed(lost, log: log)) }
      if made[producer] != nil {
        made[producer] = nil
        entries[producer].outcome = .notStarted
        done -= 1
      }
      schedule.redo(index, after: producer)
    }
  }

  private mutating func conclude(_ index: Int, _ outcome: RunReport.Outcome) {
    entries[index].outcome = outcome
    done += 1
    progress.receive(.taskFinished(entries[index], done: done, of: entries.count))
  }

  private mutating func warn(_ text: String) {
    warnings.append(text)
    progress.receive(.warning(text))
  }

  func report(_ label: RunLabel, seconds: Double) -> RunReport {
    RunReport(
      label: label, entries: entries, finished: made.compactMap(\.self), warnings: warnings, seconds: seconds,
      interrupted: Task.isCancelled && done < entries.count)
  }
}

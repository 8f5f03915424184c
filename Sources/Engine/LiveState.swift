/// How a run stands at one moment, for the eye: what its events have told so far. Times are seconds since the run began.
struct LiveState: Sendable {
  enum Status: Sendable {
    case waiting
    case running(since: Double)
    case settled(RunReport.Entry)
  }

  struct Member: Sendable {
    var planned: RunOutline.Planned
    /// Place in `stages`.
    var stage: Int
    var status = Status.waiting
  }

  private(set) var members: [Member]
  /// Each behind those it reads.
  let stages: [String]
  /// When the first task started; a run that starts none has nothing to show.
  private(set) var begin: Double?
  /// Of the tasks that started and ended, together.
  private(set) var secondsSpent = 0.0
  private(set) var isStopping = false
  private let position: [String: Int]

  init(_ outline: RunOutline) {
    stages = stagesInOrder(outline.tasks.map(\.stage))
    let places = Dictionary(uniqueKeysWithValues: zip(stages, stages.indices))
    members = outline.tasks.map { Member(planned: $0, stage: places[$0.stage] ?? 0) }
    position = Dictionary(zip(outline.tasks.map(\.id), outline.tasks.indices)) { first, _ in first }
  }

  mutating func note(_ event: ProgressEvent, at now: Double) {
    switch event {
    case .taskStarted(let id, _, _):
      begin = begin ?? now
      // A task whose output was lost meanwhile starts once more.
      if let place = position[id] { members[place].status = .running(since: now) }
    case .taskFinished(let entry, _, _):
      guard let place = position[entry.id] else { return }
      if case .running(let since) = members[place].status { secondsSpent += entry.seconds ?? (now - since) }
      members[place].status = .settled(entry)
    case .runStopping: isStopping = true
    case .runStarted, .warning, .runFinished: break
    }
  }

  /// The ids of the running tasks with their seconds so far, the longest first.
  func running(at now: Double) -> [(id: String, seconds: Double)] {
    members.compactMap { member in
      guard case .running(let since) = member.status else { return nil }
      return (member.planned.id, max(0, now - since))
    }.sorted { ($1.seconds, $0.id) < ($0.seconds, $1.id) }
  }
}

extension LiveState {
  /// How many tasks of a stage came to what.
  struct Tally: Hashable, Sendable {
    var total = 0
    var running = 0
    var computed = 0
    /// Of the computed tasks together.
    var seconds = 0.0
    var reused = 0
    var failed = 0
    var blocked = 0
    var skipped = 0

    var settled: Int { computed + reused + failed + blocked + skipped }
  }

  /// One for each of `stages`.
  var tallies: [Tally] {
    var tallies = [Tally](repeating: Tally(), count: stages.count)
    for member in members { tallies[member.stage].count(member.status) }
    return tallies
  }
}

extension LiveState.Tally {
  fileprivate mutating func count(_ status: LiveState.Status) {
    total += 1
    switch status {
    case .waiting: break
    case .running: running += 1
    case .settled(let entry):
      switch entry.outcome {
      case .computed:
        computed += 1
        seconds += entry.seconds ?? 0
      case .reused: reused += 1
      case .failed: failed += 1
      case .blocked: blocked += 1
      case .skipped: skipped += 1
      case .notStarted: break
      }
    }
  }
}

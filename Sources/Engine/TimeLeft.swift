/// How long a run will still take, by what its tasks took before.
///
/// The work that is left, divided by the pace so far (seconds of work in a second), and never less than the longest way
/// that is left from a task to the end. Where nothing is on record, a task is taken to need the mean of its stage in this
/// run, once a quarter of the stage is computed: its first tasks may be of another kind. Before, nothing can be said.
struct TimeLeft: Sendable {
  /// The work that is left in a stage, seconds; all of it unknown when that of a task is.
  private struct Work {
    var sum = 0.0
    var longest = 0.0
    var isKnown = true
  }

  /// Seconds for each stage, had it the machine to itself; `nil` where unknown and where nothing is left.
  let ofStage: [Double?]
  /// Seconds; `nil` where unknown and where nothing is left.
  let ofAll: Double?

  /// - Parameter tallies: those of the state.
  init(_ state: LiveState, _ tallies: [LiveState.Tally], at now: Double) {
    var work = [Work](repeating: Work(), count: state.stages.count)
    var longestWay = 0.0
    for member in state.members {
      let elapsed: Double
      switch member.status {
      case .settled: continue
      case .waiting:
        if state.isStopping { continue }
        elapsed = 0
      case .running(let since): elapsed = now - since
      }
      guard let expected = member.planned.expectedSeconds ?? tallies[member.stage].mean else {
        work[member.stage].isKnown = false
        continue
      }
      let left = max(0, expected - elapsed)
      work[member.stage].sum += left
      work[member.stage].longest = max(work[member.stage].longest, left)
      // A run that stops goes no further than what runs.
      let below = state.isStopping ? 0 : max(0, (member.planned.secondsToEnd ?? 0) - expected)
      longestWay = max(longestWay, left + below)
    }
    let pace = state.pace(at: now)
    ofStage = work.map { $0.isKnown && $0.sum > 0 ? max($0.sum / pace, $0.longest) : nil }
    let sum = work.reduce(0) { $0 + $1.sum }
    // Of a way that is left, parts may be settled, but all of it is work that is left.
    ofAll = work.allSatisfy(\.isKnown) && sum > 0 ? max(sum / pace, min(longestWay, sum)) : nil
  }
}

extension LiveState.Tally {
  /// Seconds that a computed task took; `nil` before they are a quarter of the stage.
  fileprivate var mean: Double? {
    computed > 0 && computed * 4 >= total ? seconds / Double(computed) : nil
  }
}

extension LiveState {
  /// How many seconds of work were done in a second so far.
  fileprivate func pace(at now: Double) -> Double {
    let running = running(at: now)
    guard let begin, now - begin >= 1 else { return Double(max(1, running.count)) }
    let spent = running.reduce(secondsSpent) { $0 + $1.seconds }
    // Much waiting for the disk is no pace for what comes.
    return max(0.5, spent / (now - begin))
  }
}

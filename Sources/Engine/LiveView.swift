extension LiveState {
  /// The view: a line for each stage, and one of what runs. Nothing before the first task starts.
  ///
  ///     importance   5/21  2 reused, 12 s left
  ///     31/184 done in 10 s, 40 s left: importance/forest-04 3 s, importance/forest-05
  ///
  /// ASCII lines of fewer characters than `width`, since some terminals break a line that fills a row; fewer than
  /// `height`, since the cursor waits below them. Where the stages have no room they share a line.
  func lines(width: Int, height: Int, at now: Double) -> [String] {
    guard begin != nil, width > 1, height > 1 else { return [] }
    let tallies = tallies
    let left = TimeLeft(self, tallies, at: now)
    let last = overall(tallies, left, width: width, at: now)
    let above =
      switch height - 2 {
      case stages.count...: table(tallies, left)
      case 0: [String]()
      default: [folded(tallies)]
      }
    return (above + [last]).map { shortened($0, to: width - 1) }
  }

  private func table(_ tallies: [Tally], _ left: TimeLeft) -> [String] {
    let width = stages.map(\.count).max() ?? 0
    let counts = tallies.map { "\($0.settled)/\($0.total)" }
    let countWidth = counts.map(\.count).max() ?? 0
    return stages.indices.map { place in
      let time = left.ofStage[place].map { ["\(shown(roughly: $0)) left"] } ?? []
      let notes = (tallies[place].notes + time).joined(separator: ", ")
      let start = "\(padded(stages[place], width))  \(padded(counts[place], countWidth, toTheRight: true))"
      return notes.isEmpty ? start : "\(start)  \(notes)"
    }
  }

  /// `importance 5/21, zones 0/21; 3 stages done, 4 to come`
  private func folded(_ tallies: [Tally]) -> String {
    var active: [String] = []
    var (done, toCome) = (0, 0)
    for (stage, tally) in zip(stages, tallies) {
      if tally.settled == tally.total {
        done += 1
      } else if tally.settled + tally.running == 0 {
        toCome += 1
      } else {
        active.append("\(stage) \(tally.settled)/\(tally.total)")
      }
    }
    let others = "\(done) \(done == 1 ? "stage" : "stages") done, \(toCome) to come"
    return active.isEmpty ? others : "\(active.joined(separator: ", ")); \(others)"
  }

  /// `31/184 done in 10 s, 40 s left: importance/forest-04 3 s, importance/forest-05`, as many ids as there is room for.
  private func overall(_ tallies: [Tally], _ left: TimeLeft, width: Int, at now: Double) -> String {
    let settled = tallies.reduce(0) { $0 + $1.settled }
    let time = left.ofAll.map { ", \(shown(roughly: $0)) left" } ?? ""
    let soFar = " in \(shown(wholeSeconds: Int(now)))"
    let start = "\(settled)/\(members.count) done\(soFar)\(isStopping ? ", stopping" : "")\(time)"
    let tasks = running(at: now).map { id, seconds in
      seconds < 1 ? id : "\(id) \(shown(wholeSeconds: Int(seconds)))"
    }
    guard !tasks.isEmpty else { return start }
    for count in stride(from: tasks.count, through: 1, by: -1) {
      let more = count < tasks.count ? " and \(tasks.count - count) more" : ""
      let line = "\(start): \(tasks.prefix(count).joined(separator: ", "))\(more)"
      if line.count < width { return line }
    }
    return tasks.count == 1 ? "\(start): \(tasks[0])" : "\(start): \(tasks.count) tasks run"
  }
}

extension LiveState.Tally {
  /// What besides computed tasks there is.
  fileprivate var notes: [String] {
    [(reused, "reused"), (failed, "failed"), (blocked, "blocked"), (skipped, "skipped")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
  }
}

/// The text within one row of a terminal: printable ASCII, cut.
private func shortened(_ line: String, to width: Int) -> String {
  String(line.prefix(width).map { (" "..."~").contains($0) ? $0 : "?" })
}

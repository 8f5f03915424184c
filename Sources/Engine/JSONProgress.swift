/// One JSON object a line; `Documentation/progress.md` has its fields.
struct JSONProgress: ProgressSink {
  private struct Line: Encodable {
    var event: String
    /// Seconds since the listener was made, to a thousandth.
    var time = 0.0
    var id: String?
    var stage: String?
    var reason: StaleReason?
    var task: RunReport.Entry?
    var done: Int?
    var tasks: Int?
    var planned: [Planned]?
    var text: String?
    var counts: [String: Int]?
    var stages: [RunReport.Stage]?
    var seconds: Double?
    var secondsSaved: Double?
    var interrupted: Bool?
  }

  /// What a stage has before it.
  private struct Planned: Encodable {
    var stage: String
    var tasks: Int
    var expectedSeconds: Double?
  }

  private let say: @Sendable (String) -> Void
  private let begin = ContinuousClock.now

  init(say: @escaping @Sendable (String) -> Void) { self.say = say }

  func receive(_ event: ProgressEvent) {
    var line = line(event)
    line.time = ((ContinuousClock.now - begin).inSeconds * 1000).rounded() / 1000
    // Texts and finite numbers always have a JSON form.
    if let text = try? jsonText(line, pretty: false) { say(text) }
  }

  private func line(_ event: ProgressEvent) -> Line {
    switch event {
    case .runStarted(let outline):
      Line(event: "run-started", tasks: outline.tasks.count, planned: planned(outline))
    case .taskStarted(let id, let stage, let reason): Line(event: "task-started", id: id, stage: stage, reason: reason)
    case .taskFinished(let entry, let done, let tasks):
      Line(event: "task-finished", task: entry, done: done, tasks: tasks)
    case .warning(let text): Line(event: "warning", text: text)
    case .runStopping: Line(event: "run-stopping")
    case .runFinished(let report):
      Line(
        event: "run-finished", tasks: report.entries.count,
        counts: Dictionary(report.entries.map { ($0.outcome.word, 1) }, uniquingKeysWith: +), stages: report.stages,
        seconds: report.seconds, secondsSaved: report.secondsSaved, interrupted: report.interrupted)
    }
  }

  private func planned(_ outline: RunOutline) -> [Planned] {
    stagesInOrder(outline.tasks.map(\.stage)).map { stage in
      let seconds = outline.tasks.filter { $0.stage == stage }.map(\.expectedSeconds)
      let known = seconds.compactMap(\.self)
      return Planned(
        stage: stage, tasks: seconds.count,
        expectedSeconds: known.count == seconds.count ? known.reduce(0, +) : nil)
    }
  }
}

/// The graph of a plan as it is drawn: one node a task, clustered by stage.
///
/// An arrow leads from a task to those that read it; one that a longer way implies is left out. A plan of more tasks than
/// a page holds is drawn with one node a stage.
package struct PlanDrawing: Sendable {
  /// What a node looks like. They differ by outline and by lightness, so that they are told apart in print.
  enum Form: String, CaseIterable {
    case fresh
    /// Stale for a reason of its own.
    case changed
    /// Stale because something upstream is.
    case waiting
    /// A source that somebody has to get first.
    case missing
    /// Below one.
    case blocked
  }

  struct Node {
    var lines: [String]
    var form: Form
  }

  struct Cluster {
    /// `nil` for nodes that stand by themselves.
    var title: String?
    /// Places in `nodes`: those that wait for no other of a column stand in one.
    var columns: [[Int]]
  }

  struct Arrow: Hashable {
    var from: Int
    var to: Int
  }

  /// The most tasks that are drawn one by one.
  static let mostTasks = 300

  var title: String
  /// What a reader of the text should know.
  var remarks: [String]
  var nodes: [Node]
  var clusters: [Cluster]
  var arrows: [Arrow]

  /// What the forms mean, those that occur.
  var legend: [Form] { Form.allCases.filter { form in nodes.contains { $0.form == form } } }
}

extension PlanDrawing.Form {
  var meaning: String {
    switch self {
    case .fresh: "fresh"
    case .changed: "stale: a first cause"
    case .waiting: "stale: waits for one"
    case .missing: "blocked: must be asked for"
    case .blocked: "blocked: needs a source"
    }
  }

  fileprivate init(_ entry: Plan.Entry) {
    switch entry.status {
    case .fresh: self = .fresh
    case .stale(.upstream): self = .waiting
    case .stale: self = .changed
    case .blocked(let obstacle): self = obstacle.source == entry.id ? .missing : .blocked
    }
  }
}

extension Plan {
  package func drawing(titled title: String) -> PlanDrawing {
    let isWhole = entries.count <= PlanDrawing.mostTasks
    let count = summary
    var drawing = PlanDrawing(
      title: title,
      remarks: [
        "\(count.fresh) fresh, \(count.stale) stale, \(count.blocked) blocked"
      ], nodes: [], clusters: [], arrows: [])
    var stages: [String] = []
    for entry in entries where !stages.contains(entry.stage) { stages.append(entry.stage) }
    let place = Dictionary(entries.enumerated().map { ($0.element.id, $0.offset) }) { first, _ in first }
    let reads = entries.map { entry in Set(entry.inputs.compactMap { place[$0.task] }).sorted() }
    if isWhole {
      drawing.remarks.append("An arrow that a longer way implies is left out.")
      drawing.nodes = entries.map { entry in
        let isNamedAfterStage = entry.id.hasPrefix("\(entry.stage)/")
        let name = isNamedAfterStage ? String(entry.id.dropFirst(entry.stage.count + 1)) : entry.id
        return .init(lines: [name], form: .init(entry))
      }
      let depths = self.depths(reads)
      drawing.clusters = stages.map { stage in
        let members = entries.indices.filter { entries[$0].stage == stage }
        let columns = Dictionary(grouping: members) { depths[$0] }
        return .init(title: stage, columns: columns.keys.sorted().compactMap { columns[$0] })
      }
      drawing.arrows = implied(by: reads)
    } else {
      drawing.remarks.append("One node a stage, since more than \(PlanDrawing.mostTasks) tasks fill no page.")
      let stageOf = Dictionary(stages.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
      drawing.nodes = stages.map { stage in node(of: stage) }
      drawing.clusters = [.init(title: nil, columns: stages.indices.map { [$0] })]
      var arrows: Set<PlanDrawing.Arrow> = []
      for (reader, producers) in reads.enumerated() {
        for producer in producers where entries[producer].stage != entries[reader].stage {
          guard let from = stageOf[entries[producer].stage], let to = stageOf[entries[reader].stage] else { continue }
          arrows.insert(.init(from: from, to: to))
        }
      }
      drawing.arrows = arrows.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    }
    return drawing
  }

  /// A stage, with what there is to do in it.
  private func node(of stage: String) -> PlanDrawing.Node {
    let members = entries.filter { $0.stage == stage }
    let forms = members.map { PlanDrawing.Form($0) }
    let count = Plan(entries: members, finished: []).summary
    let told = [(count.fresh, "fresh"), (count.stale, "stale"), (count.blocked, "blocked")].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)" }
    let gravest = [PlanDrawing.Form.missing, .blocked, .changed, .waiting].first(where: forms.contains) ?? .fresh
    return .init(lines: [stage, told.joined(separator: ", ")], form: gravest)
  }

  /// The length of the longest way to each task of a graph whose tasks stand after those they read.
  private func depths(_ reads: [[Int]]) -> [Int] {
    var depths: [Int] = []
    for producers in reads { depths.append((producers.map { depths[$0] }.max() ?? -1) + 1) }
    return depths
  }

  /// The arrows of a graph whose tasks stand after those they read, without those that a longer way implies.
  private func implied(by reads: [[Int]]) -> [PlanDrawing.Arrow] {
    var above = [Set<Int>](repeating: [], count: reads.count)
    var arrows: [PlanDrawing.Arrow] = []
    for (reader, producers) in reads.enumerated() {
      let further = producers.reduce(into: Set<Int>()) { $0.formUnion(above[$1]) }
      arrows += producers.filter { !further.contains($0) }.map { .init(from: $0, to: reader) }
      above[reader] = further.union(producers)
    }
    return arrows.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
  }
}

import Checksums
import Ledger

/// The tasks of a release as a graph: who made which bytes from what.
struct Lineage {
  let tasks: [TaskProvenance]
  private let byID: [String: TaskProvenance]

  init(_ tasks: [TaskProvenance]) {
    self.tasks = tasks
    byID = Dictionary(tasks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func task(_ id: String) -> TaskProvenance? { byID[id] }

  /// The task that made `digest`: of several with these bytes the one that made them first, that is one outside
  /// packaging, and of those one that gave them this name.
  func producer(of digest: Digest, named name: String) -> TaskProvenance? {
    let file = name.split(separator: "/").last.map(String.init) ?? name
    func rank(_ task: TaskProvenance) -> Int? {
      let names = task.outputs.filter { $0.digest == digest }.map(\.name)
      guard !names.isEmpty else { return nil }
      let isNamed = names.contains { $0 == name || $0 == file || $0.hasSuffix("/" + file) }
      return (task.stage == "package" ? 2 : 0) + (isNamed ? 0 : 1)
    }
    let ranked = tasks.compactMap { task in rank(task).map { (task: task, rank: $0) } }
    return ranked.min { $0.rank < $1.rank }?.task
  }

  /// Everything that no other task takes in: what packaging gathers.
  var ends: [TaskProvenance] {
    let used = Set(tasks.flatMap { $0.inputs.map(\.task) })
    return tasks.filter { !used.contains($0.id) }
  }
}

/// Every input of every task is an output of the task that it names, and every task without inputs is a source.
func provenanceCheck(_ tasks: [TaskProvenance]) -> VerificationReport.Check {
  let lineage = Lineage(tasks)
  var problems: [String] = []
  var seen: Set<String> = []
  for task in tasks {
    if !seen.insert(task.id).inserted { problems.append("\(task.id): stands twice") }
    for input in task.inputs {
      guard let maker = lineage.task(input.task) else {
        problems.append("\(task.id): input '\(input.name)' comes from '\(input.task)', which is not there")
        continue
      }
      let made = Set(maker.outputs.map(\.digest))
      for artifact in input.artifacts where !made.contains(artifact.digest) {
        problems.append("\(task.id): \(maker.id) did not make '\(artifact.name)', \(artifact.digest.short)")
      }
    }
    if task.inputs.isEmpty, task.source == nil, !task.ingredients.contains(where: { $0.kind == .parameter }) {
      problems.append("\(task.id): made from nothing: no inputs, no source, no value of the manifest")
    }
  }
  return VerificationReport.Check(
    "provenance", "\(tasks.count) tasks, \(tasks.count { $0.source != nil }) of them sources", problems: problems)
}

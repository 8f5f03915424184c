/// The tasks whose own changes are why others are stale: for each task that is not known, those behind it.
///
/// One edit of a manifest often changes many tasks at once; of tasks with the same change the first in the order of the
/// graph stands for all of them. Tasks that never ran, or whose records are lost, each stand for themselves.
struct FirstCauses {
  private let graph: TaskGraph
  private var reasons: [Int: StaleReason] = [:]
  /// Ascending.
  private var behind: [Int: [Int]] = [:]

  init(_ graph: TaskGraph) { self.graph = graph }

  /// A task that is stale for a reason of its own.
  mutating func begin(at index: Int, with reason: StaleReason) {
    reasons[index] = reason
    behind[index] = [index]
  }

  /// The reason of a task that waits for others; each of `producers` has begun a cause, or waits itself.
  ///
  /// - Parameter own: what the task changed besides.
  mutating func wait(at index: Int, for producers: [Int], own: StaleReason?) -> StaleReason {
    reasons[index] = own
    let above = Set(producers.flatMap { behind[$0] ?? [] }).sorted()
    let causes = independent(above + (own == nil ? [] : [index]))
    behind[index] = causes
    var told = causes.compactMap { place in
      reasons[place].map { StaleReason.Cause(task: graph.tasks[place].id, reason: $0) }
    }
    precondition(!told.isEmpty, "a task waits for one that has no cause")
    let first = told.removeFirst()
    return .upstream(first: first, others: told)
  }

  /// Those that tell a change which none before them told.
  private func independent(_ causes: [Int]) -> [Int] {
    struct Revision: Hashable {
      var stage: String
      var old: Int
      var new: Int
    }
    var revisions: Set<Revision> = []
    var changes: Set<StaleReason.Change> = []
    return causes.filter { index in
      guard let reason = reasons[index] else { return false }
      var isNews = !changes.isSuperset(of: reason.changes)
      changes.formUnion(reason.changes)
      switch reason {
      case .ingredientChanged: break
      case .revisionChanged(let old, let new, _):
        let revision = Revision(stage: graph.tasks[index].stage, old: old, new: new)
        isNews = revisions.insert(revision).inserted || isNews
      default: isNews = true
      }
      return isNews
    }
  }
}

extension Plan {
  /// One line for each change that makes tasks stale, and for each source that keeps some from running, in the order of
  /// the graph; none when every task is fresh.
  var headlines: [String] {
    let causes = folded
    guard !causes.isEmpty else { return [] }
    let told = causes.prefix(Self.mostHeadlines)
    let width = told.map { "\($0.count)".count }.max() ?? 0
    let lines = told.map { cause in
      let count = "\(cause.count)"
      return "  \(padded("", width - count.count))\(count) \(cause.text)"
    }
    let left = causes.count - told.count
    return ["first causes"] + lines + (left > 0 ? ["  and \(left) more"] : [])
  }

  /// Enough for the edits of one sitting; a store that lost its artifacts has a cause for each.
  private static let mostHeadlines = 12

  /// What tasks have in common that are not fresh.
  private struct Fold {
    /// The tasks that the change itself is in, or the source that is missing.
    var places: [String] = []
    /// What changed there, or nothing for a source that is missing.
    var clauses: [String]
    /// Those tasks, and all that wait for them.
    var count = 0

    var text: String {
      guard !clauses.isEmpty else { return "blocked  \(places.first ?? ""): missing" }
      let others = places.count > 1 ? " and \(places.count - 1) more" : ""
      let changes = clauses.count > 3 ? clauses.prefix(2) + ["and \(clauses.count - 2) more"] : clauses
      return "stale  \(places.first ?? "")\(others): \(changes.joined(separator: "; "))"
    }
  }

  private var folded: [Fold] {
    /// What is told by itself; of revisions also the stage, since two may go from 1 to 2.
    struct Name: Hashable {
      var clause: String?
      var place: String?
    }
    let stages = Dictionary(entries.map { ($0.id, $0.stage) }) { first, _ in first }
    var folds: [Name: Fold] = [:]
    var order: [Name] = []
    func add(_ name: Name, from place: String, to entry: Entry) {
      if folds[name] == nil { order.append(name) }
      var fold = folds[name] ?? Fold(clauses: name.clause.map { [$0] } ?? [])
      if fold.places.isEmpty || place == entry.id { fold.places.append(place) }
      fold.count += 1
      folds[name] = fold
    }
    for entry in entries {
      switch entry.status {
      case .fresh: break
      case .blocked(let obstacle): add(Name(place: obstacle.source), from: obstacle.source, to: entry)
      case .stale(let reason):
        var told: Set<Name> = []
        for cause in reason.causes.isEmpty ? [.init(task: entry.id, reason: reason)] : reason.causes {
          for (place, clause) in cause.reason.clauses.enumerated() {
            var name = Name(clause: clause)
            if place == 0, case .revisionChanged = cause.reason { name.place = stages[cause.task] }
            if told.insert(name).inserted { add(name, from: cause.task, to: entry) }
          }
        }
      }
    }
    return merged(order.compactMap { folds[$0] })
  }

  /// Changes of the same tasks as one.
  private func merged(_ folds: [Fold]) -> [Fold] {
    var merged: [Fold] = []
    for fold in folds {
      if let last = merged.last, last.places == fold.places, last.count == fold.count, !fold.clauses.isEmpty {
        merged[merged.count - 1].clauses += fold.clauses
      } else {
        merged.append(fold)
      }
    }
    return merged
  }
}

extension Plan {
  package struct Summary: Hashable, Sendable, Encodable {
    package var fresh = 0
    package var stale = 0
    package var blocked = 0
  }

  package var summary: Summary {
    var summary = Summary()
    for entry in entries {
      switch entry.status {
      case .fresh: summary.fresh += 1
      case .stale: summary.stale += 1
      case .blocked: summary.blocked += 1
      }
    }
    return summary
  }
}

extension Plan.Status: CustomStringConvertible {
  /// `fresh`, `stale` or `blocked`.
  package var word: String {
    switch self {
    case .fresh: "fresh"
    case .stale: "stale"
    case .blocked: "blocked"
    }
  }

  package var description: String {
    switch self {
    case .fresh: word
    case .stale(let reason): "\(word): \(reason)"
    case .blocked(let obstacle): "\(word): \(obstacle)"
    }
  }
}

extension Plan: CustomStringConvertible {
  /// The first causes, each with how many tasks it keeps from being fresh; then one line a task, grouped by stage, the
  /// reason after it; the counts last.
  package var description: String {
    var stages: [String] = []
    var members: [String: [Entry]] = [:]
    for entry in entries {
      if members[entry.stage] == nil { stages.append(entry.stage) }
      members[entry.stage, default: []].append(entry)
    }
    let width = entries.map(\.id.count).max() ?? 0
    let lines = stages.flatMap { stage in
      [stage] + (members[stage] ?? []).map { Self.line($0, width: width) }
    }
    let count = summary
    let kept = kept
    return
      (headlines + lines + ["\(count.fresh) fresh, \(count.stale) stale, \(count.blocked) blocked"]
      + (kept.most > 0 ? ["between the tasks the store will keep \(kept)"] : []))
      .joined(separator: "\n")
  }

  /// What the tasks that are not fresh will leave in the store.
  package var kept: Footprint { entries.filter { $0.status != .fresh }.map(\.kept).reduce(.small, +) }

  private static func line(_ entry: Entry, width: Int) -> String {
    let cause: String? =
      switch entry.status {
      case .fresh: nil
      case .stale(let reason): reason.description
      case .blocked(let obstacle): obstacle.description
      }
    let start = "  \(padded(entry.status.word, 7))  "
    guard let cause else { return start + entry.id }
    return start + padded(entry.id, width) + "  " + cause.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

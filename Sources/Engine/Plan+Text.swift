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
    let lines = stages.flatMap { stage in [stage] + Self.lines(members[stage] ?? [], width: width) }
    let count = summary
    let kept = kept
    return
      (headlines + lines + ["\(count.fresh) fresh, \(count.stale) stale, \(count.blocked) blocked"]
      + (kept.most > 0 ? ["between the tasks the store will keep \(kept)"] : []))
      .joined(separator: "\n")
  }

  /// What the tasks that are not fresh will leave in the store.
  package var kept: Footprint { entries.filter { $0.status != .fresh }.map(\.kept).reduce(.small, +) }

  /// From how many on tasks that differ in their numbers alone, with one status for one reason, share a line.
  private static let many = 25

  private static func lines(_ entries: [Entry], width: Int) -> [String] {
    struct Kind: Hashable {
      var name: String
      var status: String
    }
    let kinds = entries.map { Kind(name: nameWithoutNumbers($0.id), status: $0.status.description) }
    let counts = Dictionary(kinds.map { ($0, 1) }, uniquingKeysWith: +)
    var told: Set<Kind> = []
    return zip(entries, kinds).compactMap { entry, kind in
      guard let count = counts[kind], count >= many else { return line(entry, width: width) }
      guard told.insert(kind).inserted else { return nil }
      var all = entry
      all.id = "\(kind.name)-* (\(count))"
      return line(all, width: width)
    }
  }

  /// `survey` of `survey-3-17`.
  private static func nameWithoutNumbers(_ id: String) -> String {
    var name = id[...]
    while let dash = name.lastIndex(of: "-"), dash != name.index(before: name.endIndex),
      name[name.index(after: dash)...].allSatisfy(\.isNumber)
    {
      name = name[..<dash]
    }
    return String(name)
  }

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

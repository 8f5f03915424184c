import Engine

extension StoreInventory {
  /// The tables that a person reads, the store under the name that they gave it.
  func text(_ name: String) -> String {
    let products = products.map { [$0.id, "\($0.tasks)", $0.newest ?? "", shown(bytes: $0.bytes)] }
    let releases = releases.map {
      ["\($0.product)-\($0.version)", "\($0.tasks)", shown(bytes: $0.bytes), $0.folder + $0.standing.remark]
    }
    let idle = unreferenced.records + unreferenced.artifacts
    let totals = [
      ["records", "\(records.files)", shown(bytes: records.bytes)],
      ["artifacts", "\(artifacts.files)", shown(bytes: artifacts.bytes)],
      ["nothing refers to", "\(idle)", shown(bytes: unreferenced.bytes)],
      ["scratch", "\(scratch.files)", shown(bytes: scratch.bytes)],
      ["incoming", "\(incoming.files)", shown(bytes: incoming.bytes)],
    ]
    return [
      aligned([["product", "tasks", "newest", "size"]] + products, toTheRight: [1, 3]),
      releases.isEmpty ? nil : aligned([["release", "tasks", "size", "folder"]] + releases, toTheRight: [1, 2]),
      aligned([[name, "files", "size"]] + totals, toTheRight: [1, 2]), remark(unknown: unknown),
    ].compactMap(\.self).joined(separator: "\n\n")
  }
}

extension ProductInventory {
  var text: String {
    aligned(
      [["task", "stage", "key", "size", "made", "took"]]
        + tasks.map { task in
          guard let bytes = task.bytes, let seconds = task.seconds else {
            return [task.id, "its record is lost", String(task.key.prefix(12))]
          }
          return [
            task.id, task.stage ?? "", String(task.key.prefix(12)), shown(bytes: bytes), task.started ?? "",
            shown(seconds: seconds),
          ]
        }, toTheRight: [3, 5])
  }
}

extension StoreCheck {
  var text: String {
    let fate = dryRun ? "" : "; thrown away"
    let lines =
      damaged.map { "damaged     \($0.path): \($0.problem)\(Self.list($0.of))\(fate)" }
      + missing.map { "missing     \($0.path)\(Self.list($0.of))" }
      + unreadable.map { "unreadable  \($0.path): \($0.problem)" }
    let extent =
      "artifacts \(read.artifacts) (\(shown(bytes: read.bytes))), records \(read.records), latest \(read.latest), "
      + "runs \(read.runs), releases \(read.releases)"
    let counts = [
      (damaged.count, dryRun ? "damaged" : "damaged and thrown away"), (missing.count, "missing"),
      (unreadable.count, "unreadable"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    let advice =
      damaged.isEmpty && missing.isEmpty
      ? nil : "the next run makes anew what it needs of these; releases laid out as copies are whole as they were"
    return (lines + ["\(extent): \(counts.isEmpty ? "all sound" : counts)", advice, remark(unknown: unknown)])
      .compactMap(\.self).joined(separator: "\n")
  }

  private static func list(_ names: [String]) -> String { names.isEmpty ? "" : " (\(names.joined(separator: ", ")))" }
}

extension PruneReport {
  var text: String {
    let releases = ended.map {
      "\($0.product)-\($0.version) holds nothing any more in \($0.folder)\($0.standing.remark)"
    }
    let left =
      recent == 0
      ? nil : "\(recent) more files that nothing needs changed in the last hour: left, since a run may be at work"
    return
      (releases + [
        "\(dryRun ? "would remove" : "removed") \(removed.text)", "\(dryRun ? "would keep" : "kept") \(kept.text)",
        left,
        remark(unknown: unknown),
      ]).compactMap(\.self).joined(separator: "\n")
  }
}

extension PruneReport.Amount {
  fileprivate var text: String {
    "\(records) records, \(artifacts) artifacts, \(others) other files: \(shown(bytes: bytes))"
  }
}

extension ServedRelease.Place.Standing {
  fileprivate var remark: String {
    switch self {
    case .present: ""
    case .gone: ": the folder is gone"
    case .replaced: ": another release lies there"
    }
  }
}

/// A few of the files that the store does not know; the rest are counted.
private func remark(unknown paths: [String]) -> String? {
  guard !paths.isEmpty else { return nil }
  let named = paths.prefix(3).joined(separator: ", ") + (paths.count > 3 ? ", …" : "")
  return "\(paths.count) files are none of the store's and stay: \(named)"
}

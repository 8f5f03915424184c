import Checksums
package import Foundation

/// What `prune` is asked for.
package struct PruneOptions: Sendable {
  /// Keeps records, and artifacts that no record names, that were written within so many seconds.
  package var olderThan: TimeInterval?
  /// Tells what would be removed, and removes nothing.
  package var isDryRun: Bool
  /// What changed within so many seconds stays: a run may be between an artifact and its record.
  var settling: TimeInterval = 3600
  var now = Date()

  package init(olderThan: TimeInterval? = nil, isDryRun: Bool = false) {
    self.olderThan = olderThan
    self.isDryRun = isDryRun
  }
}

/// What `prune` did.
package struct PruneReport: Hashable, Sendable, Encodable {
  package struct Amount: Hashable, Sendable, Encodable {
    package var records = 0
    package var artifacts = 0
    /// Entries of `latest`, `runs` and `releases`; files of abandoned scratch folders and of stale downloads.
    package var others = 0
    /// Of all of these.
    package var bytes = 0
  }

  /// A release that holds nothing any more.
  package struct Ended: Hashable, Sendable, Encodable {
    package var product: String
    package var version: String
    package var folder: String
    package var standing: ServedRelease.Place.Standing
  }

  package var store: String
  package var dryRun: Bool
  package var removed = Amount()
  package var kept = Amount()
  /// Files that nothing needs, left because they changed in the last hour.
  package var recent = 0
  package var ended: [Ended] = []
  package var unknown: [String]
}

extension Store {
  /// Removes what neither the newest results nor the releases need.
  ///
  /// Safe beside running tasks. A run that wants what is removed under it makes that again: it looks for an artifact
  /// where it needs it, not where it once saw it.
  ///
  /// - Throws: before anything is removed where some of the store cannot be read, or where it cannot be told what a
  ///   release or a record behind a link holds.
  package func prune(_ options: PruneOptions = PruneOptions()) throws(StoreError) -> PruneReport {
    let survey = try readable(Survey(self, followingLinks: false))
    if let release = survey.releases.first(where: { $0.content == nil }) {
      throw StoreError(path: "\(root)/\(release.file.path)", problem: .notUnderstood)
    }
    if let link = survey.links.first(where: { !$0.hasPrefix("artifacts") }) {
      throw StoreError(path: "\(root)/\(link)", problem: .linked)
    }
    let uses = Uses(survey, options)
    var sweep = Sweep(store: self, options: options, unknown: survey.unknown)
    sweep.report.ended = survey.endedReleases

    // What names goes before what is named: a prune that is killed leaves nothing that names what is gone.
    for entry in survey.latest { try sweep.settle(entry.file, uses[entry], counting: \.others) }
    for release in survey.releases {
      try sweep.settle(release.file, Use(isNeeded: release.standings.contains(.present)), counting: \.others)
    }
    for run in survey.runs {
      try sweep.settle(run.file, Use(isNeeded: uses.runs.contains(run.file.path)), counting: \.others)
    }
    for (key, record) in survey.records.sorted(by: { $0.key < $1.key }) {
      try sweep.settle(record.file, uses[record: key], counting: \.records)
    }
    for (digest, file) in survey.artifacts.sorted(by: { $0.key < $1.key }) {
      try sweep.settle(file, uses[artifact: digest, file], counting: \.artifacts)
    }
    for heap in survey.scratch where heap.isKnown { try sweep.settle(scratch: heap) }
    for heap in survey.incoming where heap.isKnown { try sweep.settle(download: heap) }
    sweep.removeEmptyFolders(survey.folders)
    return sweep.report
  }
}

extension Survey {
  fileprivate var endedReleases: [PruneReport.Ended] {
    releases.flatMap { release in
      zip(release.content?.places ?? [], release.standings).filter { $1 != .present }.map { place, standing in
        .init(
          product: release.content?.product ?? "", version: release.content?.version ?? "", folder: place.folder,
          standing: standing)
      }
    }
  }
}

/// What each file is good for, by the survey.
private struct Uses {
  /// Paths of the records of runs that stay.
  let runs: Set<String>
  private let known: Set<Digest>
  private let dropped: Set<String>
  private let needed: (keys: Set<Digest>, artifacts: Set<Digest>)
  private let recent: (keys: Set<Digest>, artifacts: Set<Digest>)
  private let youngest: Date

  init(_ survey: Survey, _ options: PruneOptions) {
    let settled = options.now - options.settling
    let youngest = options.olderThan.map { options.now - $0 } ?? .distantFuture
    func keys(_ select: (FileSystem.Status) -> Bool) -> Set<Digest> {
      Set(survey.records.filter { select($0.value.file.status) }.keys)
    }
    let needed = survey.neededKeys { $0.status.changed > settled }.union(keys { $0.written > youngest })
    let recent = keys { $0.changed > settled }
    self.needed = (needed, survey.artifacts(of: needed))
    self.recent = (recent, survey.artifacts(of: recent))
    self.youngest = youngest
    known = Set(survey.records.keys)
    dropped = Set(survey.dropped.map(\.file.path))
    runs = survey.keptRuns(options.now)
  }

  subscript(entry: Survey.Latest) -> Use {
    Use(isNeeded: entry.key.map(known.contains) ?? false && !dropped.contains(entry.file.path))
  }

  subscript(record key: Digest) -> Use {
    needed.keys.contains(key) ? .needed : recent.keys.contains(key) ? .recent : .needless
  }

  subscript(artifact digest: Digest, file: Survey.File) -> Use {
    if needed.artifacts.contains(digest) || file.status.written > youngest { return .needed }
    return recent.artifacts.contains(digest) ? .recent : .needless
  }
}

extension Survey {
  /// The newest fifty runs of each product, those of the last thirty days, and the newest whole one.
  fileprivate func keptRuns(_ now: Date) -> Set<String> {
    let wholes = Set(newestWholeRuns.values.map(\.id))
    let month: TimeInterval = 30 * 24 * 3600
    return Dictionary(grouping: runs, by: \.product).values.reduce(into: []) { kept, runs in
      for (place, run) in runs.sorted(by: { $0.file.path > $1.file.path }).enumerated() {
        let isYoung = now.timeIntervalSince(run.file.status.written) < month
        if place < 50 || isYoung || run.content.map({ wholes.contains($0.id) }) ?? false { kept.insert(run.file.path) }
      }
    }
  }
}

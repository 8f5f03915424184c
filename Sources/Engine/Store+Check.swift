import Checksums
import Foundation
import Ledger

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What reading all of a store found.
package struct StoreCheck: Hashable, Sendable, Encodable {
  package struct Finding: Hashable, Sendable, Encodable {
    /// Relative to the store.
    package var path: String
    /// What is wrong with it.
    package var problem: String
    /// What it is of, as far as that is known: `map.tif of simulation/map`.
    package var of: [String]
  }

  package struct Unreadable: Hashable, Sendable, Encodable {
    package var path: String
    package var problem: String
    package var exitCode: Int32
  }

  package struct Extent: Hashable, Sendable, Encodable {
    package var artifacts = 0
    /// Of the artifacts.
    package var bytes = 0
    package var records = 0
    package var latest = 0
    package var runs = 0
    package var releases = 0
  }

  package var store: String
  package var dryRun: Bool
  package var read = Extent()
  /// Thrown away, but in a dry run.
  package var damaged: [Finding] = []
  /// Named, and not there: the next run that wants it makes it anew.
  package var missing: [Finding] = []
  package var unreadable: [Unreadable] = []
  /// Paths of files that are none of the store's.
  package var unknown: [String] = []

  /// 0 where all is sound, 1 where something was damaged or is missing, 74 or 77 where something cannot be read.
  package var exitCode: Int32 {
    unreadable.map(\.exitCode).max() ?? (damaged.isEmpty && missing.isEmpty ? 0 : 1)
  }
}

extension Store {
  /// Reads every file of the store, and throws away what is damaged, so that the next run makes it anew.
  ///
  /// - Throws: where there is no store, or something damaged cannot be removed.
  package func check(isDryRun: Bool = false) throws(StoreError) -> StoreCheck {
    let survey = try Survey(self, followingLinks: true)
    var checking = Checking(store: self, survey: survey, isDryRun: isDryRun)
    try checking.checkArtifacts()
    try checking.checkRecords()
    try checking.checkLatest()
    for run in survey.runs where run.content == nil {
      try checking.throwAway(run.file, "is not the record of a run", of: [text(ofFileName: run.product)])
    }
    for release in survey.releases where release.content == nil {
      try checking.throwAway(release.file, "does not tell what a release holds", of: [])
    }
    return checking.found
  }
}

private struct Checking {
  let store: Store
  let survey: Survey
  var found: StoreCheck
  /// For each artifact what it is of, and the size on record.
  private var makers: [Digest: [(name: String, bytes: Int)]] = [:]
  /// For each key the tasks whose newest result it is of.
  private var tasks: [Digest: [String]] = [:]

  init(store: Store, survey: Survey, isDryRun: Bool) {
    self.store = store
    self.survey = survey
    found = StoreCheck(store: store.root, dryRun: isDryRun, unknown: survey.unknown)
    found.read = StoreCheck.Extent(
      artifacts: survey.artifacts.count, bytes: survey.artifacts.values.reduce(0) { $0 + $1.status.bytes },
      records: survey.records.count, latest: survey.latest.count, runs: survey.runs.count,
      releases: survey.releases.count)
    for (_, record) in survey.records.sorted(by: { $0.key < $1.key }) {
      guard let made = record.content?.provenance else { continue }
      for output in made.outputs {
        makers[output.digest, default: []].append(("\(output.name) of \(made.id)", output.bytes))
      }
    }
    for entry in survey.latest {
      guard let key = entry.key else { continue }
      tasks[key, default: []].append("\(text(ofFileName: entry.task)) of \(text(ofFileName: entry.product))")
    }
    for error in survey.unreadable { note(unreadable: error) }
  }

  mutating func checkArtifacts() throws(StoreError) {
    for (digest, file) in survey.artifacts.sorted(by: { $0.key < $1.key }) {
      let read: (digest: Digest, bytes: Int)
      do throws(StoreError) {
        read = try digestAndSize(ofFile: "\(store.root)/\(file.path)")
      } catch {
        note(unreadable: error)
        continue
      }
      guard read.digest != digest else { continue }
      let named = makers[digest] ?? []
      let sizes = named.first.map { $0.bytes == read.bytes ? "" : ", and \(read.bytes) bytes for \($0.bytes)" } ?? ""
      try throwAway(file, "has the digest \(read.digest.short)\(sizes)", of: named.map(\.name))
    }
  }

  mutating func checkRecords() throws(StoreError) {
    for (key, record) in survey.records.sorted(by: { $0.key < $1.key }) {
      guard let made = record.content?.provenance else {
        try throwAway(record.file, "is not as it was written", of: tasks[key] ?? [])
        continue
      }
      for output in made.outputs where survey.artifacts[output.digest] == nil {
        // Both may have been pruned since the survey, or the artifact made.
        guard try isMissing(store.path(of: output.digest)), try !isMissing(store.path(ofRecord: key)) else { continue }
        let path = String(store.path(of: output.digest).dropFirst(store.root.count + 1))
        found.missing.append(.init(path: path, problem: "is missing", of: ["\(output.name) of \(made.id)"]))
      }
    }
  }

  mutating func checkLatest() throws(StoreError) {
    for entry in survey.latest {
      let name = "\(text(ofFileName: entry.task)) of \(text(ofFileName: entry.product))"
      guard let key = entry.key else {
        try throwAway(entry.file, "holds no key", of: [name])
        continue
      }
      guard survey.records[key] == nil, try isMissing(store.path(ofRecord: key)) else { continue }
      let path = String(store.path(ofRecord: key).dropFirst(store.root.count + 1))
      found.missing.append(.init(path: path, problem: "is missing", of: [name]))
    }
  }

  /// Removes a damaged file, unless a run has made it anew meanwhile.
  mutating func throwAway(_ file: Survey.File, _ problem: String, of names: [String]) throws(StoreError) {
    let path = "\(store.root)/\(file.path)"
    guard let now = try FileSystem.status(of: path, followingLinks: true), now.identity == file.status.identity else {
      return
    }
    if !found.dryRun { try FileSystem.remove(path) }
    found.damaged.append(.init(path: file.path, problem: problem, of: names))
  }

  private func isMissing(_ path: String) throws(StoreError) -> Bool {
    try FileSystem.status(of: path, followingLinks: true) == nil
  }

  private mutating func note(unreadable error: StoreError) {
    // What vanished while it was read was removed by another.
    guard !error.isSystem(ENOENT) else { return }
    let root = store.root + "/"
    found.unreadable.append(
      .init(
        path: error.path.hasPrefix(root) ? String(error.path.dropFirst(root.count)) : error.path,
        problem: error.reason, exitCode: error.exitCode))
  }
}

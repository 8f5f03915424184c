package import Ledger

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What an export did to the folder; relative paths, sorted.
package struct ExportReport: Hashable, Sendable {
  package var written: [String] = []
  package var unchanged: [String] = []
  package var removed: [String] = []
  /// Why files that were to be links are copies: the system's error number.
  package var linkRefusal: Int32?
}

/// What the files of an export are.
package enum ExportForm: Hashable, Sendable {
  /// Files of their own, which their owner may edit.
  case copies
  /// Further names of the store's read-only files, which take no space; copies where the file system has none.
  case links
}

extension Store {
  /// Makes `folder` hold exactly these artifacts under their names.
  ///
  /// Each file is copied (blocks are shared where the file system can) or linked, checked against its digest and renamed
  /// into place; one whose bytes and form are right already is left alone, and whatever else is in the folder is removed.
  ///
  /// - Throws: where the store has lost an artifact or holds other bytes under its name, which are then thrown away: a
  ///   run makes it anew.
  @discardableResult
  package func export(
    _ artifacts: [ArtifactReference], to folder: String, as form: ExportForm = .copies
  ) throws(StoreError) -> ExportReport {
    var report = ExportReport()
    let wanted = Set(artifacts.map(\.name))
    try FileSystem.makeFolder(folder)
    for name in try FileSystem.files(below: folder) where !wanted.contains(name) && !isPartial(name) {
      try FileSystem.remove("\(folder)/\(name)")
      report.removed.append(name)
    }
    try removeEmptyFolders(in: folder)

    var loss: StoreError?
    for artifact in artifacts.sorted(by: { $0.name < $1.name }) {
      do throws(StoreError) {
        try lay(artifact, at: "\(folder)/\(artifact.name)", by: folder, as: form, artifact.name, &report)
      } catch  where error.isMendedByRunning {
        // The others are looked at too, so that one more run mends all.
        loss = loss ?? error
      }
    }
    if let loss { throw loss }
    return report
  }

  /// Makes the file `target` hold an artifact; what was done joins the report.
  package func export(
    _ artifact: ArtifactReference, asFile target: String, as form: ExportForm, _ report: inout ExportReport
  ) throws(StoreError) {
    let folder = FileSystem.parent(of: target)
    try FileSystem.makeFolder(folder)
    try lay(artifact, at: target, by: folder, as: form, target, &report)
  }

  /// - Parameter staging: where the file lies until it is whole, a folder of the same file system.
  private func lay(
    _ artifact: ArtifactReference, at target: String, by staging: String, as form: ExportForm, _ name: String,
    _ report: inout ExportReport
  ) throws(StoreError) {
    let source = path(of: artifact.digest)
    var isOwnAndRight = false
    if let there = try FileSystem.status(of: target), there.kind == .file, there.bytes == artifact.bytes,
      try digest(ofFile: target) == artifact.digest
    {
      // A file with other names may be the artifact of this store, or of one that laid out the release before.
      isOwnAndRight = there.names == 1
      let isStores = try there.identity == FileSystem.status(of: source)?.identity
      if form == .links ? isStores : isOwnAndRight { return report.unchanged.append(name) }
    }
    let partial = "\(staging)/\(partialPrefix)\(getpid())"
    do throws(StoreError) {
      var isLinked = false
      if form == .links {
        try FileSystem.remove(partial)
        let refusal = try FileSystem.hardLink(source, at: partial)
        if let refusal {
          report.linkRefusal = refusal
          if isOwnAndRight { return report.unchanged.append(name) }
        }
        isLinked = refusal == nil
      }
      if !isLinked { try FileSystem.copy(source, to: partial) }
      let found = try digest(ofFile: partial)
      guard found == artifact.digest else {
        try FileSystem.remove(source)
        throw StoreError(path: source, problem: .damaged(expected: artifact.digest, found: found))
      }
      try FileSystem.publish(partial, as: target, sync: true)
    } catch {
      try? FileSystem.remove(partial)
      guard error.isSystem(ENOENT), try FileSystem.status(of: source) == nil else { throw error }
      throw StoreError(path: source, problem: .lost)
    }
    report.written.append(name)
  }
}

private let partialPrefix = ".partial-"

/// Whether this is the unfinished copy of a process that still runs.
private func isPartial(_ name: String) -> Bool {
  guard name.hasPrefix(partialPrefix), let process = pid_t(name.dropFirst(partialPrefix.count)) else { return false }
  return kill(process, 0) == 0 || errno == EPERM
}

/// Removes the folders below `folder` that hold nothing.
private func removeEmptyFolders(in folder: String) throws(StoreError) {
  for name in try FileSystem.entries(of: folder) {
    let path = "\(folder)/\(name)"
    guard FileSystem.isFolder(path, followingLinks: false) else { continue }
    try removeEmptyFolders(in: path)
    if try FileSystem.entries(of: path).isEmpty { try FileSystem.remove(path) }
  }
}

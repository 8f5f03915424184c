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
}

extension Store {
  /// Makes `folder` hold exactly these artifacts under their names, as files that their owner may edit.
  ///
  /// Each file is copied (blocks are shared where the file system can), checked against its digest and renamed into
  /// place; one whose bytes are right already is left alone, and whatever else is in the folder is removed.
  @discardableResult
  package func export(_ artifacts: [ArtifactReference], to folder: String) throws(StoreError) -> ExportReport {
    var report = ExportReport()
    let wanted = Set(artifacts.map(\.name))
    try FileSystem.makeFolder(folder)
    for name in try FileSystem.files(below: folder) where !wanted.contains(name) && !isPartial(name) {
      try FileSystem.remove("\(folder)/\(name)")
      report.removed.append(name)
    }
    try removeEmptyFolders(in: folder)

    for artifact in artifacts.sorted(by: { $0.name < $1.name }) {
      if try copy(artifact, to: "\(folder)/\(artifact.name)", by: folder) {
        report.written.append(artifact.name)
      } else {
        report.unchanged.append(artifact.name)
      }
    }
    return report
  }

  /// Makes `target` hold an artifact, as a file that its owner may edit.
  ///
  /// - Returns: false where the file held its bytes already and was left alone.
  package func copy(_ artifact: ArtifactReference, to target: String) throws(StoreError) -> Bool {
    let folder = FileSystem.parent(of: target)
    try FileSystem.makeFolder(folder)
    return try copy(artifact, to: target, by: folder)
  }

  /// The same, the unfinished copy lying in `staging`, a folder of the same file system.
  private func copy(_ artifact: ArtifactReference, to target: String, by staging: String) throws(StoreError) -> Bool {
    if let stamp = try FileSystem.stamp(of: target, followingLinks: false), stamp.bytes == artifact.bytes,
      try digest(ofFile: target) == artifact.digest
    {
      return false
    }
    let partial = "\(staging)/\(partialPrefix)\(getpid())"
    do throws(StoreError) {
      try FileSystem.copy(path(of: artifact.digest), to: partial)
      let found = try digest(ofFile: partial)
      guard found == artifact.digest else {
        throw StoreError(path: path(of: artifact.digest), problem: .damaged(expected: artifact.digest, found: found))
      }
      try FileSystem.publish(partial, as: target, sync: true)
    } catch {
      try? FileSystem.remove(partial)
      throw error
    }
    return true
  }
}

private let partialPrefix = ".partial-"

/// Whether this is the unfinished copy of a process that still runs.
private func isPartial(_ name: String) -> Bool {
  guard name.hasPrefix(partialPrefix), let process = pid_t(name.dropFirst(partialPrefix.count)) else { return false }
  return isRunning(process)
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

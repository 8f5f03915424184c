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
  /// - Throws: where the store has lost an artifact or holds other bytes under its name, which are then thrown away: a
  ///   run makes it anew.
  @discardableResult
  package func export(
    _ artifacts: [ArtifactReference], to folder: String, as form: ExportForm = .copies
  ) throws(StoreError) -> ExportReport {
    var export = Export(from: self, beside: folder, as: form)
    try export.add(artifacts, asFolder: folder)
    return try export.commit()
  }
}

/// An export in two steps. Everything that is new is laid beside its place, whole and checked against its digest; when
/// all of it lies there, it takes its places, which needs no space and a moment. What fails in the first step, or is
/// killed there, leaves things as they were.
///
/// A file whose bytes and form are right already is left alone.
package struct Export: ~Copyable {
  private let store: Store
  private let form: ExportForm
  /// On the file system of what is exported; it goes with this value, and if that is killed with the next.
  private let staging: String
  private var arrivals: [(from: String, to: String)] = []
  private var departures: [String] = []
  /// What is done, once it is committed.
  package private(set) var report = ExportReport()

  /// - Parameter target: what is exported goes there, or lies in the same folder.
  package init(from store: Store, beside target: String, as form: ExportForm) {
    self.store = store
    self.form = form
    let folder = FileSystem.parent(of: target)
    for path in Holder.abandoned(in: folder, prefix: ".arriving~") { try? FileSystem.remove(path) }
    staging = "\(folder)/.arriving~\(Holder().name)"
  }

  deinit { try? FileSystem.remove(staging) }

  package var changesNothing: Bool { arrivals.isEmpty && departures.isEmpty }

  /// `folder` will hold exactly these artifacts, under their names.
  package mutating func add(_ artifacts: [ArtifactReference], asFolder folder: String) throws(StoreError) {
    let wanted = Set(artifacts.map(\.name))
    report.removed = try FileSystem.files(below: folder).filter { !wanted.contains($0) }
    departures += try needless(in: folder, but: wanted, Set(wanted.flatMap(ancestors)))
    var loss: StoreError?
    for artifact in artifacts.sorted(by: { $0.name < $1.name }) {
      do throws(StoreError) {
        try lay(artifact, at: "\(folder)/\(artifact.name)", artifact.name)
      } catch {
        // The others are looked at too, so that one more run mends all.
        guard error.isMendedByRunning else { throw error }
        loss = loss ?? error
      }
    }
    if let loss { throw loss }
  }

  /// The file `target` will hold an artifact.
  package mutating func add(_ artifact: ArtifactReference, asFile target: String) throws(StoreError) {
    if FileSystem.isFolder(target) { throw StoreError(target, .create, EISDIR) }
    try lay(artifact, at: target, target)
  }

  /// The file `target` will hold these bytes.
  package mutating func add(_ bytes: [UInt8], asFile target: String) throws(StoreError) {
    if FileSystem.isFolder(target) { throw StoreError(target, .create, EISDIR) }
    if try FileSystem.contents(of: target) == bytes { return }
    let staged = try stage()
    do throws(StoreError) {
      try FileSystem.create(staged, bytes, sync: true)
    } catch {
      throw StoreError(path: target, problem: error.problem)
    }
    arrivals.append((staged, target))
  }

  /// Everything takes its place.
  package consuming func commit() throws(StoreError) -> ExportReport {
    for path in departures { try FileSystem.remove(path) }
    for file in arrivals { try FileSystem.publish(file.from, as: file.to, sync: false) }
    for folder in Set(arrivals.map { FileSystem.parent(of: $0.to) }) { try FileSystem.syncFolder(folder) }
    return report
  }

  /// Where the next file lies until all are there.
  private func stage() throws(StoreError) -> String {
    try FileSystem.makeFolder(staging)
    return "\(staging)/\(arrivals.count)"
  }

  /// What is in a folder and is neither one of these files nor a folder of one. A folder that is needed stays though it
  /// is empty: another process that exports the same fills it in a moment.
  private func needless(
    in folder: String, but files: Set<String>, _ folders: Set<String>, prefix: String = ""
  ) throws(StoreError) -> [String] {
    var needless: [String] = []
    for entry in try FileSystem.entries(of: "\(folder)/\(prefix)") {
      let (name, path) = (prefix + entry, "\(folder)/\(prefix)\(entry)")
      let isFolder = FileSystem.isFolder(path, followingLinks: false)
      if !(isFolder ? folders : files).contains(name) {
        needless.append(path)
      } else if isFolder {
        needless += try self.needless(in: folder, but: files, folders, prefix: "\(name)/")
      }
    }
    return needless
  }

  private mutating func lay(_ artifact: ArtifactReference, at target: String, _ name: String) throws(StoreError) {
    let source = store.path(of: artifact.digest)
    var isOwnAndRight = false
    if let there = try FileSystem.status(of: target), there.kind == .file, there.bytes == artifact.bytes,
      try digest(ofFile: target) == artifact.digest
    {
      // A file with other names may be the artifact of this store, or of one that laid out the release before.
      isOwnAndRight = there.names == 1
      let isStores = try there.identity == FileSystem.status(of: source)?.identity
      if form == .links ? isStores : isOwnAndRight { return report.unchanged.append(name) }
    }
    let staged = try stage()
    do throws(StoreError) {
      try FileSystem.remove(staged)
      let refusal = form == .links ? try FileSystem.hardLink(source, at: staged) : nil
      if let refusal {
        report.linkRefusal = refusal
        if isOwnAndRight { return report.unchanged.append(name) }
      }
      if form == .copies || refusal != nil { try FileSystem.copy(source, to: staged) }
      let found = try digest(ofFile: staged)
      guard found == artifact.digest else {
        throw StoreError(path: source, problem: .damaged(expected: artifact.digest, found: found))
      }
    } catch {
      throw error.path == staged ? StoreError(path: target, problem: error.problem) : try loss(of: source, error)
    }
    arrivals.append((staged, target))
    report.written.append(name)
  }

  /// What an error says of an artifact; one that cannot be used is thrown away.
  private func loss(of source: String, _ error: StoreError) throws(StoreError) -> StoreError {
    switch error.problem {
    case .damaged: break
    case .system(_, let code) where error.path == source && FileSystem.isSpoilt(source, code): break
    case .system(_, ENOENT) where !FileSystem.isThere(source): return StoreError(path: source, problem: .lost)
    default: return error
    }
    try FileSystem.remove(source)
    if case .damaged = error.problem { return error }
    return StoreError(path: source, problem: .lost)
  }
}

/// `a` and `a/b` of `a/b/c`.
private func ancestors(of name: String) -> [String] {
  name.indices.filter { name[$0] == "/" }.map { String(name[..<$0]) }
}

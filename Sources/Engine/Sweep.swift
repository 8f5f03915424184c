import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a file is good for.
enum Use {
  case needed
  /// Nothing needs it but a file that nothing needs and that changed lately.
  case recent
  case needless

  init(isNeeded: Bool) { self = isNeeded ? .needed : .needless }
}

/// Removes, file by file, what a prune found needless, and counts.
struct Sweep {
  let store: Store
  let options: PruneOptions
  var report: PruneReport
  /// Folders that lost a file.
  private var emptied: Set<String> = []

  init(store: Store, options: PruneOptions, unknown: [String]) {
    self.store = store
    self.options = options
    report = PruneReport(store: store.root, dryRun: options.isDryRun, unknown: unknown)
  }

  private func isSettled(_ status: FileSystem.Status) -> Bool {
    status.changed <= options.now - options.settling
  }

  /// Removes a file that is needless and has not changed lately.
  mutating func settle(
    _ file: Survey.File, _ use: Use, counting kind: WritableKeyPath<PruneReport.Amount, Int>
  ) throws(StoreError) {
    guard use != .needed else { return keep([file], kind) }
    let path = "\(store.root)/\(file.path)"
    // Looked at once more: a run may have made it anew since the survey.
    guard let now = try FileSystem.status(of: path) else { return }
    guard use == .needless, isSettled(now), now.identity == file.status.identity else {
      report.recent += 1
      return keep([file], kind)
    }
    if !options.isDryRun {
      try FileSystem.remove(path)
      emptied.insert(FileSystem.parent(of: file.path))
    }
    remove([file], kind)
  }

  /// Removes the scratch folder of a process that is gone.
  mutating func settle(scratch heap: Survey.Heap) throws(StoreError) {
    let path = "\(store.root)/\(heap.path)"
    let name = String(heap.path.dropFirst("scratch/".count))
    guard let status = try FileSystem.status(of: path),
      Holder(name)?.isGone(lastChange: status.written, now: options.now) == true
    else { return keep(heap.files, \.others) }
    if !options.isDryRun { try FileSystem.remove(path) }
    remove(heap.files, \.others)
  }

  /// Removes what a fetch left, unless somebody holds it or has touched it within a week.
  mutating func settle(download heap: Survey.Heap) throws(StoreError) {
    let touched = heap.files.map(\.status.changed).max() ?? options.now
    let isHeld = partHolder(heap.path)?.isGone(lastChange: touched, now: options.now) == false
    guard !isHeld, options.now.timeIntervalSince(touched) > week else { return keep(heap.files, \.others) }
    if !options.isDryRun {
      // A fetch that takes it up at this moment keeps it, whole.
      let taken = "\(store.scratchFolder)/\(Holder().name)"
      do throws(StoreError) {
        try FileSystem.publish("\(store.root)/\(heap.path)", as: taken, sync: false)
      } catch {
        guard error.isSystem(ENOENT) else { throw error }
        return
      }
      try FileSystem.remove(taken)
    }
    remove(heap.files, \.others)
  }

  /// Removes the folders that this sweep emptied, and those that have long been empty.
  func removeEmptyFolders(_ folders: [Survey.File]) {
    guard !options.isDryRun else { return }
    for folder in folders where emptied.contains(folder.path) || isSettled(folder.status) {
      FileSystem.removeIfEmpty("\(store.root)/\(folder.path)")
    }
  }

  private mutating func keep(_ files: [Survey.File], _ kind: WritableKeyPath<PruneReport.Amount, Int>) {
    report.kept.add(files, kind)
  }

  private mutating func remove(_ files: [Survey.File], _ kind: WritableKeyPath<PruneReport.Amount, Int>) {
    report.removed.add(files, kind)
  }
}

extension PruneReport.Amount {
  fileprivate mutating func add(_ files: [Survey.File], _ kind: WritableKeyPath<Self, Int>) {
    self[keyPath: kind] += files.count
    bytes += files.reduce(0) { $0 + $1.status.bytes }
  }
}

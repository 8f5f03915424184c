import Foundation
import Synchronization

/// The folder in which one run prepares what it will publish; on the store's file system, made when first needed.
final class Scratch: Sendable {
  private let folder: String
  private let count = Atomic(0)
  /// Folders of tasks that have ended.
  private let free = Mutex<[String]>([])

  init(_ store: Store) {
    folder = "\(store.scratchFolder)/\(Holder().name)"
  }

  /// A path at which nothing stands yet.
  func newFile() throws(StoreError) -> String {
    try FileSystem.makeFolder(folder)
    return newPath()
  }

  /// Gives one task a folder that holds no file, and empty folders at most.
  ///
  /// Folders are used again: some file systems take longer to make and remove them than for all else that a small task
  /// costs.
  ///
  /// - Parameter inputs: the folders below `inputs` that the task fills.
  func withFolder<Result>(inputs: [String], _ work: (_ folder: String) throws -> Result) throws -> Result {
    let folder = free.withLock { $0.popLast() } ?? newPath()
    try FileSystem.makeFolder(folder)
    defer {
      do {
        try clear(folder, inputs: inputs)
        free.withLock { $0.append(folder) }
      } catch {}  // It goes with the rest when the run ends.
    }
    return try work(folder)
  }

  /// Removes all but `outputs` and the folders of inputs, such as hold no folder of their own.
  private func clear(_ folder: String, inputs: [String]) throws(StoreError) {
    for name in try FileSystem.entries(of: folder) {
      let part = "\(folder)/\(name)"
      switch name {
      case "outputs":
        for output in try FileSystem.entries(of: part) { try FileSystem.remove("\(part)/\(output)") }
      case "inputs":
        for input in inputs { try clear(input: "\(part)/\(input.prefix { $0 != "/" })") }
      default: try FileSystem.remove(part)
      }
    }
  }

  private func clear(input folder: String) throws(StoreError) {
    let files = try FileSystem.entries(of: folder).map { "\(folder)/\($0)" }
    if files.contains(where: { FileSystem.isFolder($0, followingLinks: false) }) {
      try FileSystem.remove(folder)
    } else {
      for file in files { try FileSystem.remove(file) }
    }
  }

  /// Removes what is left; a file that cannot be removed is left for the next run to clear.
  func remove() {
    try? FileSystem.remove(folder)
  }

  private func newPath() -> String {
    "\(folder)/\(count.add(1, ordering: .relaxed).newValue)"
  }
}

extension Store {
  var scratchFolder: String { "\(root)/scratch" }

  /// Clears the scratch folders of processes that are gone. Other names are left alone.
  func clearAbandonedScratch(now: Date = Date()) {
    for path in Holder.abandoned(in: scratchFolder, prefix: "", now: now) { try? FileSystem.remove(path) }
  }
}

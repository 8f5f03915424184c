import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder in which one run prepares what it will publish; on the store's file system, made when first needed.
final class Scratch: Sendable {
  /// `scratch/<machine>~<process id>~<random>`.
  private let folder: String
  private let count = Atomic(0)

  init(_ store: Store) {
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    folder = "\(store.scratchFolder)/\(Self.machine)~\(getpid())~\(random)"
  }

  /// A path at which nothing stands yet.
  func newFile() throws(StoreError) -> String {
    try FileSystem.makeFolder(folder)
    return newPath()
  }

  /// A new folder for one task.
  func newFolder() throws(StoreError) -> String {
    let path = newPath()
    try FileSystem.makeFolder(path)
    return path
  }

  /// Removes what is left; a file that cannot be removed is left for the next run to clear.
  func remove() {
    try? FileSystem.remove(folder)
  }

  private func newPath() -> String {
    "\(folder)/\(count.add(1, ordering: .relaxed).newValue)"
  }

  /// This host, and the set of process ids that it numbers: two containers of one host name count from one each.
  static let machine: String = {
    let host = fileName(for: ProcessInfo.processInfo.hostName)
    let numbering = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    return host + "." + (numbering ?? "").filter(\.isNumber)
  }()
}

extension Store {
  var scratchFolder: String { "\(root)/scratch" }

  /// Clears the scratch folders of processes that are gone: those of this machine whose process no longer runs, and
  /// those of other machines in which nothing has changed for a week. Other names are left alone.
  func clearAbandonedScratch(now: Date = Date()) {
    let week: TimeInterval = 7 * 24 * 3600
    for name in (try? FileSystem.entries(of: scratchFolder)) ?? [] {
      let parts = name.split(separator: "~")
      guard parts.count == 3, let process = pid_t(parts[1]) else { continue }
      let path = "\(scratchFolder)/\(name)"
      if parts[0] == Scratch.machine {
        if !isRunning(process) { try? FileSystem.remove(path) }
      } else if let changed = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date,
        now.timeIntervalSince(changed) > week
      {
        try? FileSystem.remove(path)
      }
    }
  }
}

/// Whether a process of this machine runs; one that we may not signal runs too.
func isRunning(_ process: pid_t) -> Bool {
  kill(process, 0) == 0 || errno == EPERM
}

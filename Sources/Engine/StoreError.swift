package import Checksums

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file or folder that the store could not use: which, why, and how to mend it.
package struct StoreError: Error, Hashable, Sendable {
  package enum Action: String, Hashable, Sendable {
    case read, create, write, link, publish, remove
  }

  package enum Problem: Hashable, Sendable {
    /// The system refused, with its error number.
    case system(Action, code: Int32)
    /// The bytes are not those that the name promises.
    case damaged(expected: Digest, found: Digest)
    /// It was there when it was last looked at.
    case lost
    /// It is of a kind that the store keeps, and not in its form.
    case notUnderstood
    /// A link to elsewhere stands in its place.
    case linked
    /// Nothing there looks like a store.
    case noStore
  }

  package var path: String
  package var problem: Problem

  package init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }

  init(_ path: String, _ action: Action, _ code: Int32 = errno) {
    self.init(path: path, problem: .system(action, code: code))
  }

  /// The exit code of the process: 65 not in its form, 66 no store, 73 cannot create, 74 input or output failed (a full
  /// disk too), 77 permission.
  package var exitCode: Int32 {
    switch problem {
    case .system(_, ENOSPC), .system(_, EDQUOT), .system(_, EFBIG), .system(_, EIO): 74
    case .system(_, EACCES), .system(_, EPERM): 77
    case .system(.read, _), .damaged, .lost: 74
    case .system: 73
    case .notUnderstood, .linked: 65
    case .noStore: 66
    }
  }

  /// Whether another run makes good what is wrong.
  package var isMendedByRunning: Bool {
    switch problem {
    case .damaged, .lost: true
    case .system, .notUnderstood, .linked, .noStore: false
    }
  }

  /// Whether the system refused with this error number.
  func isSystem(_ code: Int32) -> Bool {
    if case .system(_, code) = problem { true } else { false }
  }
}

extension StoreError: CustomStringConvertible {
  package var description: String { "\(path): error: \(reason)\n  \(mend)" }

  /// What is wrong, without the path.
  package var reason: String {
    switch problem {
    case .system(let action, let code): "cannot \(action.rawValue): \(String(cString: strerror(code)))"
    case .damaged(let expected, let found): "its digest is \(found), not \(expected)"
    case .lost: "it was removed while it was needed"
    case .notUnderstood: "it is not what its name says"
    case .linked: "it is a link, and what is needed for what lies behind it cannot be told"
    case .noStore: "there is no store"
    }
  }

  private var mend: String {
    switch problem {
    case .system(_, ENOSPC), .system(_, EDQUOT):
      "free some space, or go to another disk with --store or --output; what is finished stays finished"
    case .system(_, EACCES), .system(_, EPERM): "ask for the right to use this path, or name another store with --store"
    case .system(_, EROFS): "the file system is read-only: name another store with --store"
    case .system(_, ENOTDIR), .system(.create, EEXIST): "a file stands where a folder is needed: move it away"
    case .system(_, EISDIR): "a folder stands where a file is needed: move it away"
    case .system: "see whether the path and its disk are in order, then run again; what is finished stays finished"
    case .damaged: "it is thrown away: the next run makes it anew"
    case .lost: "the next run makes it anew"
    case .notUnderstood: "`solum store check` throws it away"
    case .linked: "move what it leads to into its place"
    case .noStore: "name one with --store or SOLUM_STORE; a run makes it"
    }
  }
}

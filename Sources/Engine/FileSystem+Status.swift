import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FileSystem {
  enum Kind: Sendable { case file, folder, link, other }

  /// What the system tells of a name.
  struct Status: Sendable {
    /// Which file a name leads to: two names of one file have the same.
    struct Identity: Hashable, Sendable {
      var device: UInt64
      var inode: UInt64
    }

    var kind: Kind
    var identity: Identity
    /// How many names the file has.
    var names: Int
    var bytes: Int
    /// When its bytes were last written, or so its last writer says.
    var written: Date
    /// When anything about it last changed, its names included. No program can set this back.
    var changed: Date
  }

  /// The status of what stands at `path`; `nil` where nothing does. A link is told as such, unless it is followed.
  static func status(of path: String, followingLinks: Bool = false) throws(StoreError) -> Status? {
    var status = stat()
    guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw StoreError(path, .read)
    }
    #if canImport(Glibc)
      let (written, changed) = (status.st_mtim, status.st_ctim)
    #else
      let (written, changed) = (status.st_mtimespec, status.st_ctimespec)
    #endif
    return Status(
      kind: kind(status.st_mode), identity: .init(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)),
      names: Int(status.st_nlink), bytes: Int(status.st_size), written: date(written), changed: date(changed))
  }

  private static func kind(_ mode: mode_t) -> Kind {
    switch mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .other
    }
  }

  private static func date(_ time: timespec) -> Date {
    Date(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9)
  }

  /// Gives a file a second name; returns the system's reason where this file system, or its rules, allow none.
  static func hardLink(_ existing: String, at path: String) throws(StoreError) -> Int32? {
    guard link(existing, path) != 0 else { return nil }
    let code = errno
    // Another file system; a file of another owner; as many names as a file may have; no hard links here.
    guard [EXDEV, EPERM, EMLINK, EOPNOTSUPP, ENOSYS].contains(code) else {
      throw StoreError(code == ENOENT ? existing : path, .link, code)
    }
    return code
  }

  /// Removes a folder that holds nothing; one that does stays.
  static func removeIfEmpty(_ folder: String) {
    rmdir(folder)
  }
}

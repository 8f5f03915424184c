#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The few file operations that the store is made of, each with its path in the error.
///
/// A file is written under a temporary name on the same file system, synced, and renamed; readers see all of it or
/// none of it, and a kill at any moment leaves at most a temporary name behind.
enum FileSystem {
  /// What `stat` tells of a regular file and a change of its bytes would alter.
  struct Stamp: Equatable {
    var inode: UInt64
    var bytes: Int
    var modified: [Int]
  }

  /// The stamp of the regular file at `path`; `nil` when there is none.
  static func stamp(of path: String, followingLinks: Bool = true) throws(StoreError) -> Stamp? {
    var status = stat()
    guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw StoreError(path, .read)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    #if canImport(Glibc)
      let modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    #else
      let modified = [status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec]
    #endif
    return Stamp(inode: UInt64(status.st_ino), bytes: Int(status.st_size), modified: modified)
  }

  /// The bytes of a small file; `nil` when there is none.
  ///
  /// - Parameter sparesSpoilt: whether one that does not let itself be read counts as none, since another can be made in
  ///   its place.
  static func contents(of path: String, sparesSpoilt: Bool = false) throws(StoreError) -> [UInt8]? {
    // Without O_NONBLOCK a pipe would be waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code = errno
      if code == ENOENT || code == ENOTDIR || sparesSpoilt && isSpoilt(path, code) { return nil }
      throw StoreError(path, .read, code)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += buffer[0..<count]
      } else if errno != EINTR {
        let code = errno
        if sparesSpoilt && isSpoilt(path, code) { return nil }
        throw StoreError(path, .read, code)
      }
    }
  }

  /// Whether an error of reading lies in the file itself, so that one made anew in its place would do: it is a folder or
  /// a link to itself, its disk block is bad, or it alone may not be read.
  static func isSpoilt(_ path: String, _ code: Int32) -> Bool {
    switch code {
    case EISDIR, ELOOP, EIO: true
    case EACCES: isThere(path)
    default: false
    }
  }

  /// Whether anything has this name; false too where the folder does not tell.
  static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Writes a new file; with `sync`, its bytes are on the disk when this returns.
  static func create(_ path: String, _ bytes: [UInt8], sync: Bool) throws(StoreError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw StoreError(path, .create) }
    defer { close(descriptor) }
    try append(bytes[...], to: descriptor, path)
    if sync, fsync(descriptor) != 0 { throw StoreError(path, .write) }
  }

  /// Copies a file's bytes into a new file at `path`, synced; blocks are shared where the file system can.
  static func copy(_ source: String, to path: String) throws(StoreError) {
    let input = open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw StoreError(source, .read) }
    defer { close(input) }
    let output = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard output >= 0 else { throw StoreError(path, .create) }
    defer { close(output) }
    if !shareBlocks(input, output) {
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      while true {
        let count = read(input, &buffer, buffer.count)
        if count == 0 { break }
        if count > 0 {
          try append(buffer[0..<count], to: output, path)
        } else if errno != EINTR {
          throw StoreError(source, .read)
        }
      }
    }
    if fsync(output) != 0 { throw StoreError(path, .write) }
  }

  /// Makes the file read-only and its bytes durable.
  static func seal(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoreError(path, .read) }
    defer { close(descriptor) }
    guard fchmod(descriptor, 0o444) == 0, fsync(descriptor) == 0 else { throw StoreError(path, .write) }
  }

  /// Gives a finished file its name; it replaces what had that name before.
  static func publish(_ temporary: String, as path: String, sync: Bool) throws(StoreError) {
    let folder = parent(of: path)
    repeat {
      try makeFolder(folder, sync: sync)
      if rename(temporary, path) == 0 { return sync ? try syncFolder(folder) : () }
      // Who prunes the store may take the folder away while it is empty.
    } while errno == ENOENT && isThere(temporary)
    throw StoreError(path, .publish)
  }

  /// Makes a folder and those above it; one that another process makes meanwhile is as good. With `sync` their names are
  /// on the disk when this returns.
  static func makeFolder(_ path: String, sync: Bool = false) throws(StoreError) {
    if mkdir(path, 0o755) == 0 {
      if sync { try syncFolder(parent(of: path)) }
      return
    }
    switch errno {
    case ENOENT:
      let above = parent(of: path)
      guard above != path else { throw StoreError(path, .create, ENOENT) }
      try makeFolder(above, sync: sync)
      try makeFolder(path, sync: sync)
    case let code:
      if isFolder(path) { return }
      // Taken away again meanwhile, by who prunes the store.
      guard code == EEXIST, !isThere(path) else { throw StoreError(path, .create, code) }
      try makeFolder(path, sync: sync)
    }
  }

  /// Lays `existing` out under another name without copying: a hard link, or a symbolic one where there are none.
  static func layOut(_ existing: String, at path: String) throws(StoreError) {
    if link(existing, path) == 0 { return }
    guard symlink(existing, path) == 0 else { throw StoreError(path, .link) }
  }

  /// The names in a folder, sorted; empty when there is no such folder.
  static func entries(of folder: String) throws(StoreError) -> [String] {
    guard let stream = opendir(folder) else {
      if errno == ENOENT || errno == ENOTDIR { return [] }
      throw StoreError(folder, .read)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw StoreError(folder, .read) }
        return names.sorted()
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
  }

  /// Everything below `folder` that is not a folder, as paths relative to it, sorted.
  static func files(below folder: String) throws(StoreError) -> [String] {
    var found: [String] = []
    var pending = [""]
    while let prefix = pending.popLast() {
      for name in try entries(of: prefix.isEmpty ? folder : "\(folder)/\(prefix)") {
        let relative = prefix.isEmpty ? name : "\(prefix)/\(name)"
        if isFolder("\(folder)/\(relative)", followingLinks: false) {
          pending.append(relative)
        } else {
          found.append(relative)
        }
      }
    }
    return found.sorted()
  }

  /// Removes a file or a folder with all that is in it; what is not there needs no removing.
  static func remove(_ path: String) throws(StoreError) {
    guard isFolder(path, followingLinks: false) else {
      guard unlink(path) == 0 || errno == ENOENT else { throw StoreError(path, .remove) }
      return
    }
    for name in try entries(of: path) { try remove("\(path)/\(name)") }
    guard rmdir(path) == 0 || errno == ENOENT else { throw StoreError(path, .remove) }
  }

  static func isFolder(_ path: String, followingLinks: Bool = true) -> Bool {
    var status = stat()
    guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes the names in a folder durable; file systems that cannot sync a folder say EINVAL.
  static func syncFolder(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoreError(path, .read) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw StoreError(path, .write) }
  }

  private static func append(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, _ path: String) throws(StoreError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw StoreError(path, .write)
      }
    }
  }

  /// Lets the new file share the blocks of the old one, where the file system can; `false` when nothing was done.
  private static func shareBlocks(_ input: Int32, _ output: Int32) -> Bool {
    #if canImport(Glibc)
      let ficlone: UInt = 0x4004_9409  // FICLONE of linux/fs.h, a macro that Swift does not import
      return ioctl(output, ficlone, input) == 0
    #else
      return false
    #endif
  }
}

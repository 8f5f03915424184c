import Checksums
import Glibc

/// True for the system's errors that speak of rights.
func isPermission(_ code: Int32) -> Bool { code == EACCES || code == EPERM || code == EROFS }

/// An open file, closed once.
struct OpenFile: ~Copyable {
  let descriptor: Int32
  let path: String

  /// Opens `path` with these flags; a new file may be read by all and written by its owner.
  init(_ path: String, _ flags: Int32) throws(FileError) {
    descriptor = open(path, flags | O_CLOEXEC, 0o644)
    self.path = path
    guard descriptor >= 0 else { throw FileError(path: path, operation: "open", code: errno) }
  }

  deinit { close(descriptor) }

  /// Writes all of `bytes`.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(path: path, operation: "write", code: errno)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  func write(_ text: String) throws(FileError) {
    var failure: FileError?
    Array(text.utf8).withUnsafeBytes { bytes in
      do throws(FileError) { try write(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Reads on from here to the end, piece by piece.
  func readAll(_ take: (UnsafeRawBufferPointer) throws(FileError) -> Void) throws(FileError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count == 0 { return }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(path: path, operation: "read", code: errno)
      }
      try take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Cuts the file to nothing and goes back to its start.
  func empty() throws(FileError) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw FileError(path: path, operation: "empty", code: errno)
    }
  }

  /// Waits until the bytes are on the disk.
  func sync() throws(FileError) {
    guard fsync(descriptor) == 0 else { throw FileError(path: path, operation: "sync", code: errno) }
  }
}

/// The folder that a path lies in.
func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Makes a folder and those above it, where they do not exist.
func makeFolder(_ path: String) throws(FileError) {
  var info = stat()
  if stat(path, &info) == 0 { return }
  let parent = folder(of: path)
  if parent != path { try makeFolder(parent) }
  guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
    throw FileError(path: path, operation: "make the folder", code: errno)
  }
}

/// Moves a file that is already on the disk to its place, also across file systems; the place never shows a part of it.
func moveIntoPlace(_ source: String, to destination: String) throws(FileError) {
  try makeFolder(folder(of: destination))
  if rename(source, destination) != 0 {
    guard errno == EXDEV else { throw FileError(path: destination, operation: "move a file to", code: errno) }
    let beside = "\(destination).arriving-\(getpid())"
    do throws(FileError) {
      let copy = try OpenFile(beside, O_WRONLY | O_CREAT | O_TRUNC)
      try OpenFile(source, O_RDONLY).readAll { bytes throws(FileError) in try copy.write(bytes) }
      try copy.sync()
    } catch {
      unlink(beside)
      throw error
    }
    guard rename(beside, destination) == 0 else {
      let code = errno
      unlink(beside)
      throw FileError(path: destination, operation: "move a file to", code: code)
    }
    unlink(source)
  }
  // The name is on the disk only when its folder is.
  try OpenFile(folder(of: destination), O_RDONLY | O_DIRECTORY).sync()
}

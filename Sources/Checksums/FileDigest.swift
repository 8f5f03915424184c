#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that could not be read, with the system's own reason.
package struct FileError: Error, Hashable, CustomStringConvertible {
  package var path: String
  package var operation: String
  package var code: Int32

  package init(path: String, operation: String, code: Int32) {
    self.path = path
    self.operation = operation
    self.code = code
  }

  package var description: String {
    "\(path): error: cannot \(operation): \(String(cString: strerror(code)))"
  }
}

extension Digest {
  /// The SHA-256 digest and size of the file at `path`, read in pieces of 1 MiB.
  package static func ofFile(_ path: String) throws(FileError) -> (digest: Digest, bytes: Int) {
    var digest = MessageDigest(.sha256)
    let count = try readFile(path) { digest.update($0) }
    return (digest.sha256(), count)
  }
}

/// The MD5 digest of the file at `path`, for repositories that ask for one.
package func md5OfFile(_ path: String) throws(FileError) -> String {
  var digest = MessageDigest(.md5)
  _ = try readFile(path) { digest.update($0) }
  return digest.hexadecimal()
}

/// Reads the file at `path` piece by piece; returns its size in bytes.
private func readFile(_ path: String, _ take: (UnsafeRawBufferPointer) -> Void) throws(FileError) -> Int {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw FileError(path: path, operation: "open", code: errno) }
  defer { close(descriptor) }
  let capacity = 1 << 20
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
  defer { buffer.deallocate() }
  var total = 0
  while true {
    let count = read(descriptor, buffer.baseAddress, capacity)
    if count == 0 { return total }
    if count < 0 {
      if errno == EINTR { continue }
      throw FileError(path: path, operation: "read", code: errno)
    }
    take(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
    total += count
  }
}

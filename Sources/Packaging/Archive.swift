import Checksums

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a zip archive of stored files: the same files give the same bytes anywhere and at any time.
///
/// Nothing is compressed, since rasters and figures already are. Files are read and written in pieces.
///
/// - Parameters:
///   - files: the name of each in the archive, and its path on disk; sorted here by the bytes of the names.
///   - path: of the archive; replaced where it exists.
/// - Throws: `FileError` where a file cannot be read or the archive cannot be written; nothing is left behind then.
package func writeArchive(_ files: [(name: String, path: String)], to path: String) throws {
  try writeArchive(files, to: path, limit: 0xFFFF_FFFE)
}

/// - Parameter limit: the largest size and offset without zip64.
func writeArchive(_ files: [(name: String, path: String)], to path: String, limit: UInt64) throws(FileError) {
  var archive = try ArchiveFile(path)
  do {
    var entries: [ZipEntry] = []
    for file in files.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      entries.append(try archive.appendFile(file.path, named: file.name, limit: limit))
    }
    let directory = archive.length
    for entry in entries { try archive.append(entry.centralHeader) }
    let end = ZipEnd(
      count: UInt64(entries.count), directorySize: archive.length - directory, directoryOffset: directory, limit: limit)
    try archive.append(end.bytes)
    try archive.finish()
  } catch {
    unlink(path)
    throw error
  }
}

/// An archive that is being written, and the one owner of its descriptor.
private struct ArchiveFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private(set) var length: UInt64 = 0

  init(_ path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw FileError(path: path, operation: "create", code: errno) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  mutating func append(_ bytes: [UInt8]) throws(FileError) {
    try write(bytes, at: length)
    length += UInt64(bytes.count)
  }

  /// Appends the file at `source` behind its local header, which is written when the bytes are known.
  mutating func appendFile(_ source: String, named name: String, limit: UInt64) throws(FileError) -> ZipEntry {
    let reader = try SourceFile(source)
    var entry = ZipEntry(name: name, size: try reader.size(), crc: 0, offset: length, limit: limit)
    length += UInt64(entry.localHeader.count)
    var crc = CRC32()
    var count: UInt64 = 0
    while true {
      let piece = try reader.nextPiece()
      if piece.isEmpty { break }
      piece.withUnsafeBytes { crc.update($0) }
      count += UInt64(piece.count)
      try append(piece)
    }
    // A file that grows or shrinks while it is read has no place in a release.
    guard count == entry.size else {
      throw FileError(path: source, operation: "read a file that changes", code: EAGAIN)
    }
    entry.crc = crc.value
    try write(entry.localHeader, at: entry.offset)
    return entry
  }

  private func write(_ bytes: [UInt8], at offset: UInt64) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        pwrite(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written, off_t(offset) + written)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw FileError(path: path, operation: "write", code: errno) }
      written += count
    }
  }

  /// Waits until the archive is on the disk.
  func finish() throws(FileError) {
    if fsync(descriptor) != 0 { throw FileError(path: path, operation: "write", code: errno) }
  }
}

/// A file that is being read, and the one owner of its descriptor.
private struct SourceFile: ~Copyable {
  private let path: String
  private let descriptor: Int32

  init(_ path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw FileError(path: path, operation: "open", code: errno) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func size() throws(FileError) -> UInt64 {
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw FileError(path: path, operation: "read", code: errno) }
    return UInt64(status.st_size)
  }

  /// The next bytes, 1 MiB at most; none at the end.
  func nextPiece() throws(FileError) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, filled in
      var count: Int
      repeat { count = read(descriptor, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
      code = count < 0 ? errno : 0
      filled = max(0, count)
    }
    if code != 0 { throw FileError(path: path, operation: "read", code: code) }
    return bytes
  }
}

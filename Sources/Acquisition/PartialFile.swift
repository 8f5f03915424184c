import Checksums
import Glibc

/// A file that is arriving: its bytes so far, their running digest, and what the server said to know it again by.
///
/// It lies in the partial folder as `<digest or name>.part`, with its location and entity tag beside it in
/// `<…>.part.etag`. One process holds it at a time; another waits.
final class PartialFile {
  let path: String
  private let tagPath: String
  private var file: OpenFile
  private var digest: MessageDigest?
  /// Bytes in the file.
  private(set) var bytes = 0

  /// Opens what an earlier run left, and digests it; makes an empty file where there is none.
  init(_ path: String) throws(FileError) {
    self.path = path
    tagPath = "\(path).etag"
    try makeFolder(folder(of: path))
    file = try Self.open(path)
    digest = MessageDigest(.sha256)
    try file.readAll { piece throws(FileError) in
      digest?.update(piece)
      bytes += piece.count
    }
  }

  /// Opens the file and holds it. Whoever held it before may have moved it away meanwhile: then the name leads to
  /// nothing or to a new file, and is opened again.
  private static func open(_ path: String) throws(FileError) -> OpenFile {
    while true {
      let file = try OpenFile(path, O_RDWR | O_CREAT)
      if try file.lockAtItsPath() { return file }
    }
  }

  func append(_ piece: UnsafeRawBufferPointer) throws(FileError) {
    try file.write(piece)
    digest?.update(piece)
    bytes += piece.count
  }

  /// Forgets everything that has arrived.
  func restart() throws(FileError) {
    unlink(tagPath)
    try file.empty()
    digest = MessageDigest(.sha256)
    bytes = 0
  }

  /// The entity tag under which the bytes came from `location`; `nil` when they came from elsewhere or without one.
  func tag(for location: String) -> String? {
    guard bytes > 0 else { return nil }
    var text: [UInt8] = []
    do throws(FileError) {
      try OpenFile(tagPath, O_RDONLY).readAll { piece throws(FileError) in text += piece }
    } catch {
      return nil
    }
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    return lines.count == 2 && lines[0] == location ? String(lines[1]) : nil
  }

  /// Writes down what the bytes can be known by when the transfer is cut.
  func remember(tag: String, of location: String) throws(FileError) {
    try OpenFile(tagPath, O_WRONLY | O_CREAT | O_TRUNC).write("\(location)\n\(tag)\n")
  }

  /// The digest of all that has arrived. Nothing can be appended afterwards without a restart.
  func finish() throws(FileError) -> Digest {
    try file.sync()
    // The digest is taken once: `restart` makes a new one.
    guard let digest = digest.take() else { preconditionFailure("\(path) is finished twice") }
    return digest.sha256()
  }

  /// Moves the file to its place. It is not used any more.
  func move(to destination: String) throws(FileError) {
    try moveIntoPlace(path, to: destination)
    unlink(tagPath)
  }

  /// Keeps the file under another name, and begins an empty one.
  func setAside(as kept: String) throws(FileError) {
    try move(to: kept)
    file = try Self.open(path)
    try restart()
  }

  /// Removes the file.
  func discard() {
    unlink(tagPath)
    unlink(path)
  }
}

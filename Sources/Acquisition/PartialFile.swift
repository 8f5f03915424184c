import Checksums
import Engine
import Glibc

/// A file that is arriving: its bytes so far, their running digest, and what the server said to know it again by.
///
/// Between runs it lies in the partial folder as the folder `<digest or name>.part`, its bytes in `bytes`, its location
/// and entity tag in `tag`. Whoever receives it renames that folder to `<…>.part~<holder>` and so has it for itself;
/// meanwhile another process begins one of its own. What a process that is gone was holding is taken over.
final class PartialFile {
  private let home: String
  private let held: String
  private var file: OpenFile
  private var digest: MessageDigest?
  /// Bytes in the file.
  private(set) var bytes = 0

  /// Takes what an earlier run left, and digests it; makes an empty file where there is none.
  init(_ home: String) throws(FileError) {
    self.home = home
    held = "\(home)~\(Holder().name)"
    let partials = folder(of: home)
    try makeFolder(partials)
    let abandoned = Holder.abandoned(in: partials, prefix: "\(home.dropFirst(partials.count + 1))~")
    let left = ([home] + abandoned).filter { isFolder($0) }
    if !left.contains(where: { [held] in rename($0, held) == 0 }) { try makeFolder(held) }
    file = try OpenFile("\(held)/bytes", O_RDWR | O_CREAT)
    digest = MessageDigest(.sha256)
    try file.readAll { piece throws(FileError) in
      digest?.update(piece)
      bytes += piece.count
    }
  }

  /// Leaves what has arrived for the next run. Of two processes that both received a part, the longer one stays.
  deinit {
    if bytes > 0, bytes >= size(of: "\(home)/bytes") {
      remove(home)
      if rename(held, home) == 0 { return }
    }
    remove(held)
  }

  var path: String { "\(held)/bytes" }
  private var tagPath: String { "\(held)/tag" }

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
    bytes = 0
  }

  /// Keeps the file under another name, and begins an empty one.
  func setAside(as kept: String) throws(FileError) {
    try move(to: kept)
    file = try OpenFile(path, O_RDWR | O_CREAT)
    try restart()
  }
}

/// Removes a partial file with its folder; also one that an earlier version kept as a plain file.
private func remove(_ part: String) {
  for path in ["\(part)/bytes", "\(part)/tag", part] { unlink(path) }
  rmdir(part)
}

private func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// In bytes; 0 where there is no such file.
private func size(of path: String) -> Int {
  var status = stat()
  return stat(path, &status) == 0 ? Int(status.st_size) : 0
}

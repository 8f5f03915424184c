package import Checksums
import Foundation
import Ledger

/// The content-addressed folder of everything that was made.
///
///     artifacts/ab/<digest>         read-only files, named by the SHA-256 of their bytes
///     records/ab/<key>.json         what each finished task made from what
///     latest/<product>/<task id>    the key of the task's newest run: the side to compare with when it is stale
///     runs/<product>/<run>.json     what each run did that made something
///     releases/<release>.json       where a release lies, and what it was made from
///     incoming/                     downloads until they are whole
///     scratch/<process>/<n>         the folders of running tasks, and of killed ones until a later run clears them
///
/// Files are written in `scratch`, synced, and renamed into place, a record never before its artifacts. Two processes
/// that make the same thing give it the same name and the same bytes, so no lock is needed; files of other names are
/// left alone. Making the value touches no file; folders appear when something is written.
package struct Store: Hashable, Sendable {
  /// An absolute path.
  package let root: String

  package init(_ path: String) {
    root = URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// Where the bytes with this digest are kept.
  package func path(of digest: Digest) -> String {
    "\(root)/artifacts/\(digest.hexadecimal.prefix(2))/\(digest)"
  }

  package func path(ofRecord key: Digest) -> String {
    "\(root)/records/\(key.hexadecimal.prefix(2))/\(key).json"
  }

  func path(ofLatest task: String, product: String) -> String {
    "\(root)/latest/\(fileName(for: product))/\(fileName(for: task))"
  }
}

// MARK: - Reading

extension Store {
  /// The record of the task with this key; `nil` when there is none or it is damaged.
  package func record(_ key: Digest) throws(StoreError) -> TaskRecord? {
    guard let bytes = try FileSystem.contents(of: path(ofRecord: key), sparesSpoilt: true),
      let record = RecordFile.read(TaskRecord.self, from: bytes), record.provenance.key == key
    else { return nil }
    return record
  }

  func summary(_ key: Digest) throws(StoreError) -> RecordSummary? {
    guard let bytes = try FileSystem.contents(of: path(ofRecord: key), sparesSpoilt: true),
      let summary = RecordFile.read(RecordSummary.self, from: bytes), summary.provenance.key == key
    else { return nil }
    return summary
  }

  /// Whether something has the name of this record and is none.
  func hasDamagedRecord(_ key: Digest) throws(StoreError) -> Bool {
    guard FileSystem.isThere(path(ofRecord: key)) else { return false }
    return try summary(key) == nil
  }

  /// The key of the newest finished run of a task of a product.
  package func latestKey(of task: String, product: String) throws(StoreError) -> Digest? {
    guard let bytes = try FileSystem.contents(of: path(ofLatest: task, product: product), sparesSpoilt: true) else {
      return nil
    }
    return Digest(hexadecimal: String(decoding: bytes.prefix(64), as: UTF8.self))
  }

  /// What is wrong with an artifact, if anything.
  func damage(of artifact: ArtifactReference, check: ArtifactCheck) throws(StoreError) -> StaleReason? {
    let path = path(of: artifact.digest)
    func corrupt(_ expected: String, _ found: String) -> StaleReason {
      .outputCorrupt(artifact: artifact.name, expected: expected, found: found)
    }
    guard let stamp = try FileSystem.stamp(of: path, followingLinks: false) else {
      return FileSystem.isThere(path) ? corrupt("a file", "something else") : .outputMissing(artifact: artifact.name)
    }
    guard stamp.bytes == artifact.bytes else { return corrupt("\(artifact.bytes) bytes", "\(stamp.bytes) bytes") }
    guard check == .digest else { return nil }
    let expected = "digest \(artifact.digest.short)"
    do throws(StoreError) {
      let found = try digest(ofFile: path)
      return found == artifact.digest ? nil : corrupt(expected, "digest \(found.short)")
    } catch {
      if error.isSystem(ENOENT) { return .outputMissing(artifact: artifact.name) }
      guard case .system(_, let code) = error.problem, FileSystem.isSpoilt(path, code) else { throw error }
      return corrupt(expected, "a file that cannot be read")
    }
  }
}

// MARK: - Writing

extension Store {
  /// Publishes what a task made, files in scratch that are sealed, and after them the record that names them.
  ///
  /// All bytes are on the disk before the first name is given, and all names when this returns. What had a name before is
  /// replaced by the same bytes.
  func publish(_ record: TaskRecord, _ files: [(path: String, digest: Digest)], by scratch: Scratch) throws(StoreError)
  {
    let written = try scratch.newFile()
    try FileSystem.create(written, RecordFile.bytes(of: record), sync: true)
    let recordPath = path(ofRecord: record.provenance.key)
    let folders =
      Set(files.map { FileSystem.parent(of: path(of: $0.digest)) }).sorted() + [FileSystem.parent(of: recordPath)]
    for folder in folders { try FileSystem.makeFolder(folder, sync: true) }
    for file in files { try place(file.path, as: path(of: file.digest)) }
    try place(written, as: recordPath)
    // After all renames, so that a journal has to be written once for all of them.
    for folder in folders { try FileSystem.syncFolder(folder) }
  }

  /// Notes the newest key of a task. It explains, and keeps a prune away; a store that refuses it spoils nothing.
  func note(latest key: Digest, of task: String, product: String, by scratch: Scratch) {
    do {
      guard try latestKey(of: task, product: product) != key else { return }
      let temporary = try scratch.newFile()
      try FileSystem.create(temporary, Array("\(key)\n".utf8), sync: false)
      try place(temporary, as: path(ofLatest: task, product: product))
    } catch {}
  }

  /// Gives a finished file its name in the store. A folder of that name is nothing of the store's and gives way.
  private func place(_ file: String, as path: String) throws(StoreError) {
    do throws(StoreError) {
      try FileSystem.publish(file, as: path, sync: false)
    } catch {
      guard case .system(.publish, EISDIR) = error.problem else { throw error }
      try FileSystem.remove(path)
      try FileSystem.publish(file, as: path, sync: false)
    }
  }
}

/// How closely a finished task's artifacts are looked at.
package enum ArtifactCheck: String, CaseIterable, Hashable, Sendable {
  /// They exist and have the recorded size.
  case size
  /// Their bytes have the recorded digest too.
  case digest
}

/// The digest and size of a file, its failure told as the store's.
func digestAndSize(ofFile path: String) throws(StoreError) -> (digest: Digest, bytes: Int) {
  do {
    return try Digest.ofFile(path)
  } catch {
    throw StoreError(path, .read, error.code)
  }
}

func digest(ofFile path: String) throws(StoreError) -> Digest {
  try digestAndSize(ofFile: path).digest
}

/// `text` as one portable file name: letters, digits, `-`, `_` and inner dots stay, other bytes become `%XX`, and a name
/// too long for a file system ends in its digest.
func fileName(for text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var name: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      name.append(byte)
    case UInt8(ascii: ".") where !name.isEmpty: name.append(byte)
    default: name += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  if name.count > 200 { name = name.prefix(120) + Array("-\(Digest(of: text))".utf8) }
  return String(decoding: name, as: UTF8.self)
}

import Checksums
import Foundation
import Ledger

/// What lies in a store: every file by what it is, with the contents of all but artifacts.
///
/// Made without a lock while others may write; what vanishes meanwhile is left out. What names something is read last, so
/// that a prune knows what a run beside it has just come to need; it may then name what was made since the survey began.
struct Survey: Sendable {
  struct File: Sendable {
    /// Relative to the store.
    var path: String
    var status: FileSystem.Status
  }

  struct Latest: Sendable {
    var file: File
    /// As file names.
    var product: String
    var task: String
    /// `nil` where the file holds none.
    var key: Digest?
  }

  struct Release: Sendable {
    var file: File
    /// `nil` where the file is damaged.
    var content: ServedRelease?
    /// How each place is found.
    var standings: [ServedRelease.Place.Standing]
  }

  struct Run: Sendable {
    var file: File
    /// As a file name.
    var product: String
    var content: EarlierRun?
  }

  struct Record: Sendable {
    var file: File
    /// `nil` where the file is damaged, or the record of another key.
    var content: RecordSummary?
  }

  /// A file or folder that goes as a whole.
  struct Heap: Sendable {
    var path: String
    var files: [File]
    /// Whether the files are of a kind that the store knows.
    var isKnown: Bool

    var bytes: Int { files.reduce(0) { $0 + $1.status.bytes } }
  }

  var latest: [Latest] = []
  var releases: [Release] = []
  var runs: [Run] = []
  var records: [Digest: Record] = [:]
  var artifacts: [Digest: File] = [:]
  var scratch: [Heap] = []
  var incoming: [Heap] = []
  /// The folders of all of these.
  var folders: [File] = []
  /// What the store does not know: paths, sorted.
  var unknown: [String] = []
  /// Of these, links that stand where the store would have a file or folder of its own.
  var links: [String] = []
  var unreadable: [StoreError] = []
}

extension Survey {
  /// - Parameter followingLinks: whether to look into folders of the store that are links to folders elsewhere.
  /// - Throws: where there is no store.
  init(_ store: Store, followingLinks: Bool) throws(StoreError) {
    guard FileSystem.isFolder("\(store.root)/artifacts") || FileSystem.isFolder("\(store.root)/records") else {
      throw StoreError(path: store.root, problem: .noStore)
    }
    var walk = StoreWalk(root: store.root, followingLinks: followingLinks)
    for (file, key) in walk.named(in: "records", suffix: ".json") {
      guard let bytes = walk.read(file) else { continue }
      let content = RecordFile.read(RecordSummary.self, from: bytes)
      records[key] = Record(file: file, content: content?.provenance.key == key ? content : nil)
    }
    artifacts = Dictionary(walk.named(in: "artifacts", suffix: "").map { ($1, $0) }) { first, _ in first }
    latest = walk.pairs(in: "latest", isFileName).compactMap { file, product, task in
      walk.read(file).map { Latest(file: file, product: product, task: task, key: key(in: $0)) }
    }
    releases = walk.files(in: "releases") { isFileName($0) && $0.hasSuffix(".json") }.compactMap { file in
      guard let bytes = walk.read(file) else { return nil }
      let content = ServedRelease.read(bytes)
      return Release(file: file, content: content, standings: content?.places.map(\.standing) ?? [])
    }
    runs = walk.pairs(in: "runs", isRunFile).compactMap { file, product, _ in
      guard let bytes = walk.read(file) else { return nil }
      return Run(file: file, product: product, content: try? JSONDecoder().decode(EarlierRun.self, from: Data(bytes)))
    }
    scratch = walk.heaps(in: "scratch") { Holder($0) != nil }
    incoming = walk.heaps(in: "incoming", isDownload)
    walk.noteOthers(than: ["latest", "releases", "runs", "records", "artifacts", "scratch", "incoming"])
    (folders, unknown, links, unreadable) = (walk.folders, walk.unknown.sorted(), walk.links, walk.unreadable)
  }
}

private func key(in bytes: [UInt8]) -> Digest? {
  bytes.count == 65 ? Digest(hexadecimal: String(decoding: bytes.prefix(64), as: UTF8.self)) : nil
}

/// Whether `fileName(for:)` may have made this name.
func isFileName(_ name: String) -> Bool {
  guard !name.isEmpty, !name.hasPrefix(".") else { return false }
  return name.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "%"):
      true
    default: false
    }
  }
}

/// `20261201T093015.250Z-k3f9x2.json`.
private func isRunFile(_ name: String) -> Bool {
  name.wholeMatch(of: /[0-9]{8}T[0-9]{6}\.[0-9]{3}Z-[0-9a-z]+\.json/) != nil
}

/// What a fetch leaves while it goes on and when it fails: parts, files of wrong digests, and those that wait to be
/// pinned.
private func isDownload(_ name: String) -> Bool {
  name.hasSuffix(".part") || partHolder(name) != nil || name == "pinned"
    || name.wholeMatch(of: /.+\.rejected-[0-9a-f]{12}/) != nil
}

/// Who receives this part; `nil` for everything but a part that is held.
func partHolder(_ name: String) -> Holder? {
  name.ranges(of: ".part~").last.flatMap { Holder(name[$0.upperBound...]) }
}

/// The text that `fileName(for:)` made this name of; the name itself where it is too long to tell.
func text(ofFileName name: String) -> String {
  name.removingPercentEncoding ?? name
}

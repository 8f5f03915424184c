package import Checksums
import Foundation
package import Ledger

/// A release that was laid out of a store: where it lies, and the tasks whose results `prune` therefore keeps.
package struct ServedRelease: Hashable, Sendable, Codable {
  /// A folder that holds the release.
  package struct Place: Hashable, Sendable, Codable {
    /// An absolute path.
    package var folder: String
    /// Of all tasks of the run that it was laid out from, sorted.
    package var keys: [Digest]
    /// A file of the release that no other release has; with it the folder is known again.
    package var mark: ArtifactReference?

    package init(folder: String, keys: [Digest], mark: ArtifactReference?) {
      self.folder = URL(fileURLWithPath: folder).standardizedFileURL.path
      self.keys = keys.sorted()
      self.mark = mark
    }
  }

  package var product: String
  package var version: String
  /// Sorted by folder.
  package var places: [Place]
}

extension ServedRelease.Place {
  /// How the folder is found.
  package enum Standing: String, Hashable, Sendable, Encodable {
    case present
    /// There is no such folder.
    case gone
    /// Another release lies there: of another run, or from another store.
    case replaced
  }

  /// A folder that cannot be looked into is taken to be as it was.
  var standing: Standing {
    guard (try? FileSystem.status(of: folder, followingLinks: true)?.kind ?? .other) != .other else { return .gone }
    guard let mark else { return .present }
    do throws(StoreError) {
      let file = "\(folder)/\(mark.name)"
      guard try FileSystem.stamp(of: file)?.bytes == mark.bytes else { return .replaced }
      return try digest(ofFile: file) == mark.digest ? .present : .replaced
    } catch {
      return .present
    }
  }
}

extension Store {
  var releasesFolder: String { "\(root)/releases" }

  /// Notes that a release lies in a folder, so that `prune` keeps what it was made from; writes only what differs.
  package func note(
    _ place: ServedRelease.Place, of product: String, version: String
  ) throws(StoreError) {
    let path = "\(releasesFolder)/\(fileName(for: "\(product)-\(version)")).json"
    let old = try FileSystem.contents(of: path).map { bytes throws(StoreError) in
      // What other folders hold must not be forgotten because it cannot be read.
      guard let read = ServedRelease.read(bytes) else { throw StoreError(path: path, problem: .notUnderstood) }
      return read
    }
    var release = ServedRelease(product: product, version: version, places: [])
    if let old, old.product == product, old.version == version { release.places = old.places }
    release.places.removeAll { $0.folder == place.folder }
    release.places.append(place)
    release.places.sort { $0.folder < $1.folder }
    guard release != old else { return }
    let scratch = Scratch(self)
    defer { scratch.remove() }
    let temporary = try scratch.newFile()
    try FileSystem.create(temporary, release.bytes, sync: true)
    try FileSystem.publish(temporary, as: path, sync: true)
  }
}

extension ServedRelease {
  /// `nil` where the bytes are not those of such a note.
  static func read(_ bytes: [UInt8]) -> ServedRelease? {
    try? JSONDecoder().decode(ServedRelease.self, from: Data(bytes))
  }

  fileprivate var bytes: [UInt8] {
    // Texts and whole numbers always have a JSON form.
    Array(((try? jsonText(self)) ?? "").utf8) + [UInt8(ascii: "\n")]
  }
}

package import Checksums

/// What pins a manifest's sources to their bytes.
///
/// It stands beside the manifest, `qtp-open.lock` beside `qtp-open.yaml`. Generated sources are not in it.
package struct Lock: Hashable, Sendable {
  /// One file as it must be.
  package struct Pin: Hashable, Sendable {
    package var bytes: Int
    package var digest: Digest

    package init(bytes: Int, digest: Digest) {
      self.bytes = bytes
      self.digest = digest
    }
  }

  package static let schema = "solum-lock/1"

  /// The schema of the manifest that it was written for.
  package var manifestSchema: String
  /// Pins by source and path.
  package var sources: [String: [String: Pin]]

  package init(manifestSchema: String = Manifest.schema, sources: [String: [String: Pin]] = [:]) {
    self.manifestSchema = manifestSchema
    self.sources = sources
  }

  package subscript(source: String, path: String) -> Pin? {
    get { sources[source]?[path] }
    set { sources[source, default: [:]][path] = newValue }
  }
}

extension Lock {
  /// The text of the lock file: always the same for the same pins.
  package var text: String {
    var lines = ["schema: \(Lock.schema)", "manifest: \(manifestSchema)"]
    let pinned = sources.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
    lines.append(pinned.isEmpty ? "sources: {}" : "sources:")
    for (source, pins) in pinned {
      lines.append("  \(source):")
      for (path, pin) in pins.sorted(by: { $0.key < $1.key }) {
        lines += ["    \(quotedText(path)):", "      bytes: \(pin.bytes)", "      sha256: \(pin.digest)"]
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// An error for every file that anybody may fetch and that is not pinned; one that somebody has to bring is pinned when it
  /// has come.
  ///
  /// - Parameter file: The lock file, or where it should be.
  package func unpinned(by manifest: Manifest, file: String) -> [ManifestError] {
    let place = SourceLocation(file: file, line: 1, column: 1)
    return manifest.sources.filter { $0.access == .url }.flatMap { source in
      source.files.filter { self[source.id, $0.path] == nil }.map {
        ManifestError(.missingDigest(source: source.id, file: $0.path), at: place)
      }
    }
  }
}

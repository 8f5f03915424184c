package import Checksums

/// A file of a source: what it must be, and where it may be found.
package struct WantedFile: Hashable, Sendable {
  /// Its path within the source, such as `bio1.bil`; what messages call it, and where URL mirrors keep it.
  package var path: String
  /// The pinned SHA-256. `nil` while nothing is pinned: then a file is believed by its place.
  package var digest: Digest?
  /// The pinned size in bytes. A file that is several times as long is not received.
  package var bytes: Int?
  /// `http`, `https` and `file` locations, in the order in which they are tried.
  package var urls: [String]

  package init(path: String, digest: Digest? = nil, bytes: Int? = nil, urls: [String]) {
    self.path = path
    self.digest = digest
    self.bytes = bytes
    self.urls = urls
  }
}

/// A file that has arrived, with the digest of the bytes that were written.
package struct FetchedFile: Hashable, Sendable {
  package enum Origin: Hashable, Sendable {
    /// Copied from this file of a folder mirror.
    case mirror(path: String)
    /// Received from this location, `http`, `https` or `file`.
    case url(String)
    /// An earlier run had received all of it.
    case partialFolder
  }

  package var digest: Digest
  package var bytes: Int
  package var origin: Origin
  /// Bytes of an interrupted transfer that were kept.
  package var resumedFrom: Int
}

/// How far a transfer is.
package struct FetchProgress: Hashable, Sendable {
  /// Bytes in hand, those of an earlier run included.
  package var received: Int
  /// The size of the file, where it is pinned or announced.
  package var total: Int?
}

/// How patient transfers are.
package struct TransferPolicy: Hashable, Sendable {
  /// How often a location is tried when it fails in a way that may pass; at least 1.
  package var attempts: Int
  /// The pause before the second attempt, in seconds; it doubles each time, to at most a minute.
  package var pause: Double
  /// Seconds to wait for a connection.
  package var connectTimeout: Int
  /// Seconds without a byte a second after which a transfer has failed.
  package var stallTimeout: Int

  package init(attempts: Int = 4, pause: Double = 1, connectTimeout: Int = 30, stallTimeout: Int = 60) {
    self.attempts = attempts
    self.pause = pause
    self.connectTimeout = connectTimeout
    self.stallTimeout = stallTimeout
  }
}

import Acquisition
import Checksums
import Foundation

/// A folder of its own for one test, removed afterwards.
final class Workplace {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "acquisition-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var destination: String { "\(folder)/arrived/file.bin" }
  var partials: String { "\(folder)/partial" }

  /// A fetcher that does not wait.
  func fetcher(_ mirrors: [Mirror] = [], attempts: Int = 2) -> Fetcher {
    Fetcher(
      mirrors: mirrors, partialFolder: partials, policy: TransferPolicy(attempts: attempts, pause: 0, stallTimeout: 5))
  }

  @discardableResult
  func write(_ bytes: [UInt8], to path: String) throws -> String {
    let url = URL(fileURLWithPath: "\(folder)/\(path)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  /// The bytes of a file; `nil` where there is none.
  func read(_ path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path).map { Array($0) }
  }

  /// The names in the partial folder.
  var kept: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: partials)) ?? []).sorted()
  }

  /// Every path below a folder with its size and time of change.
  func listing(_ path: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).sorted().map { name in
      let facts = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
      return "\(name) \(facts[.size] ?? "") \(facts[.modificationDate] ?? "")"
    }
  }
}

/// Bytes that do not repeat within a file of 100,000.
let original: [UInt8] = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }
let changed: [UInt8] = original.map { ~$0 }

extension WantedFile {
  /// The file `original`, pinned.
  static func pinned(_ urls: [String], bytes: Int? = nil, path: String = "climate/bio 1.bil") -> WantedFile {
    WantedFile(path: path, digest: Digest(of: original), bytes: bytes, urls: urls)
  }
}

import Checksums
import Foundation
import Testing

@testable import Manifests

/// The folder of real data beside the project, found by walking up from this file; `nil` where there is none.
private let sharedData: URL? = {
  var folder = URL(filePath: #filePath).deletingLastPathComponent()
  while folder.path != "/" {
    folder = folder.deletingLastPathComponent()
    let data = folder.appending(path: "shared/data")
    if FileManager.default.fileExists(atPath: data.appending(path: "README.md").path) { return data }
  }
  return nil
}()

@Suite(.enabled(if: sharedData != nil, "skipped: no folder ../shared/data beside the project"))
struct `The sources of the open plateau` {
  /// The files by name: no two have the same.
  private func files() throws -> [String: URL] {
    let data = try #require(sharedData)
    let folders = try FileManager.default.contentsOfDirectory(at: data, includingPropertiesForKeys: nil)
    let files = folders.flatMap {
      (try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)) ?? []
    }
    return Dictionary(files.map { ($0.lastPathComponent, $0) }, uniquingKeysWith: { first, _ in first })
  }

  @Test func `The lock pins the size and the SHA-256 of the real files`() throws {
    let files = try files()
    let lock = try Lock.read(`Shipped manifests`.text("qtp-open.lock"), file: "qtp-open.lock", for: nil).get()
    for (path, pin) in lock.sources.values.flatMap({ $0 }) {
      let file = try #require(files[path])
      let (digest, bytes) = try Digest.ofFile(file.path)
      #expect(pin == Lock.Pin(bytes: bytes, digest: digest), "\(path)")
    }
  }

  @Test func `The URLs are those of the catalogue`() throws {
    let catalogue = try String(contentsOf: #require(sharedData).appending(path: "README.md"), encoding: .utf8)
    let lines = Set(catalogue.split(separator: "\n"))
    for file in try `Shipped manifests`.manifest("qtp-open").sources.flatMap(\.files) {
      let url = try #require(file.url)
      #expect(lines.contains { $0.contains("/\(file.path)` | \(url) |") }, "\(file.path)")
    }
  }
}

import Foundation
import Testing

@testable import Manifests

/// The manifests that are part of the repository.
@Suite struct `Shipped manifests` {
  static let names = ["plateau-twin", "qtp-open"]

  @Test(arguments: names)
  func `A shipped manifest and its lock read without a problem, and every file is pinned`(name: String) throws {
    let manifest = try Self.manifest(name)
    #expect(manifest.product.id == name)
    let lock = try Lock.read(Self.text("\(name).lock"), file: "\(name).lock", for: manifest).get()
    #expect(lock.unpinned(by: manifest, file: "\(name).lock") == [])
  }

  @Test(arguments: names)
  func `A lock file is written the way it was read`(name: String) throws {
    let text = try Self.text("\(name).lock")
    #expect(try Lock.read(text, file: "lock", for: nil).get().text == text)
  }

  @Test(arguments: names)
  func `The canonical text declares the same product, and is its own canonical text`(name: String) throws {
    let text = try Self.text("\(name).yaml")
    let canonical = try Manifest.canonicalText(of: text, file: "m").get()
    #expect(!canonical.contains("#"))
    #expect(try Manifest.read(canonical, file: "m").get() == Manifest.read(text, file: "m").get())
    #expect(try Manifest.canonicalText(of: canonical, file: "m").get() == canonical)
  }

  static func text(_ name: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "Manifests/\(name)"), encoding: .utf8)
  }

  static func manifest(_ name: String) throws -> Manifest {
    try Manifest.read(text("\(name).yaml"), file: "\(name).yaml").get()
  }
}

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

  /// From the paper: Tables 1, 2 and 4.
  @Test func `The twin declares the covariates, the bounds and the profiles of the paper`() throws {
    let twin = try Self.manifest("plateau-twin")
    #expect(
      twin.covariates.filter(\.candidate).compactMap(\.abbreviation).sorted() == [
        "Asp", "Ele", "GeC", "LUT", "MAP", "MAT", "NDVI", "PIC", "PMSF", "PrC", "SIL", "SIP", "STI", "Slo", "TRI",
        "TWI",
      ])
    guard case .sceua(let calibration) = twin.calibration else {
      Issue.record("the twin is calibrated")
      return
    }
    #expect(
      calibration.bounds == [0...0.5, 2400...2900, 0.5...100, 0...0.1, 0...1, 0...1, 0...1, 0.00001...0.01])
    #expect(twin.twin?.profiles == [35, 131, 136, 51, 71, 79, 15, 4])
    #expect(twin.twin?.maskedProfiles == 30)
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

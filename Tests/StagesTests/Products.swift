import Foundation
import Ledger
import Manifests

@testable import Stages

/// Products to make task graphs of: those that the repository ships, and the same with parts of their text changed.
enum Products {
  static let shipped = ["plateau-twin", "plateau-twin-1km", "qtp-open", "qtp-solum"]

  private static let claims = Result {
    try PublishedClaims.read(text("qtp-solum.claims.yaml"), file: "qtp-solum.claims.yaml").get()
  }

  /// A file of the folder `Manifests`.
  static func text(_ name: String) throws -> String {
    try String(contentsOf: project.appending(path: "Manifests/\(name)"), encoding: .utf8)
  }

  /// The root of the project.
  static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static let canonicalTexts = Dictionary(
    uniqueKeysWithValues: shipped.map { name in
      (name, Result { try Manifest.canonicalText(of: text("\(name).yaml"), file: name).get() })
    })

  /// The canonical text of a shipped manifest.
  static func canonical(_ name: String) throws -> String {
    guard let text = try canonicalTexts[name]?.get() else { throw Absent(text: name) }
    return text
  }

  /// A shipped product with some lines of its manifest's canonical text replaced.
  static func shipped(_ name: String, replacing changes: [(line: String, by: String)] = []) throws -> ProductDeclaration
  {
    var text = try canonical(name)
    for change in changes {
      guard text.contains(change.line) else { throw Absent(text: change.line) }
      text = text.replacing(change.line, with: change.by)
    }
    return try declaration(text, lock: self.text("\(name).lock"))
  }

  /// - Parameter canonical: the text's canonical form; the text itself where it is near enough.
  static func declaration(_ text: String, canonical: String? = nil, lock: String? = nil) throws -> ProductDeclaration {
    let manifest = try Manifest.read(text, file: "manifest.yaml").get()
    let lock = try lock.map { try Lock.read($0, file: "manifest.lock", for: nil).get() } ?? Lock()
    return ProductDeclaration(
      manifest: manifest, lock: lock, claims: manifest.claims == nil ? nil : try claims.get(),
      manifestText: canonical ?? text, lockText: lock.text,
      mirrors: [], incoming: "incoming", toolVersion: "0.0.0")
  }

  struct Absent: Error, CustomStringConvertible {
    var text: String
    var description: String { "no manifest has '\(text)' any longer" }
  }
}

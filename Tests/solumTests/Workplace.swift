import Checksums
import Foundation
import Testing

/// A folder of its own for one test, removed afterwards.
final class Workplace {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "solum-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// A copy of all that another one holds.
  init(copying other: Workplace) throws {
    folder = NSTemporaryDirectory() + "solum-tests-\(UUID().uuidString)"
    try FileManager.default.copyItem(atPath: other.folder, toPath: folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func write(_ name: String, _ text: String) throws {
    let url = URL(filePath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path(name))), as: UTF8.self)
  }

  /// Replaces a text that stands in a file, once or more.
  func edit(_ name: String, _ old: some StringProtocol, _ new: some StringProtocol) throws {
    let text = try read(name)
    try #require(text.contains(old), "\(name) has no '\(old)'")
    try write(name, text.replacing(String(old), with: String(new)))
  }

  func digest(_ name: String) throws -> Digest { try Digest.ofFile(path(name)).digest }

  /// In bytes.
  func size(_ name: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path(name))[.size] as? Int)
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// The plain files below a folder, sorted.
  func files(below name: String = "") throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path(name)).filter { file in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path("\(name)/\(file)"), isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  func solum(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Outcome {
    try Program.run(arguments, in: folder, environment: environment)
  }
}

import Checksums
import Foundation
import Ledger
import Synchronization
import Testing

@testable import Engine

/// A folder of its own for one test, removed at its end.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("engine-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var store: Store { Store(path + "/store") }
}

/// Which tasks really ran, in order.
final class Journal: Sendable {
  private let lines = Mutex<[String]>([])
  func note(_ id: String) { lines.withLock { $0.append(id) } }
  /// What was noted since the last taking.
  var all: [String] { lines.withLock { $0 } }
  /// What was noted since the last call.
  func take() -> [String] {
    lines.withLock { lines in
      defer { lines = [] }
      return lines
    }
  }
}

struct ToyFailure: Error, CustomStringConvertible {
  var description = "the toy broke"
}

/// A task that writes one file: its own word, then the words of its inputs, sorted.
func toy(
  _ id: String, stage: String? = nil, revision: Int = 1, word: String? = nil, from inputs: [String] = [],
  journal: Journal? = nil, blocked: String? = nil, memory: Int = 1, fails: Bool = false
) -> TaskDefinition {
  let word = word ?? id
  return TaskDefinition(
    id: id, stage: stage ?? "grid", revision: revision, parameters: [.parameter("word", word)],
    inputs: inputs.map { .init($0, from: $0) }, blocked: blocked, memory: memory
  ) { context in
    journal?.note(id)
    context.log("\(id) begins")
    if fails { throw ToyFailure() }
    let read = try inputs.sorted().map { try String(contentsOfFile: context.file($0, "out.txt"), encoding: .utf8) }
    try ([word] + read).joined(separator: "+").write(
      toFile: context.output("out.txt"), atomically: false, encoding: .utf8)
  }
}

/// a -> b -> c, and d on its own:
///
///     a - b - c
///     d
func chain(
  _ journal: Journal, wordOfA: String = "a", wordOfB: String = "b", revisionOfB: Int = 1
) throws -> TaskGraph {
  try TaskGraph([
    toy("a", stage: "sources", word: wordOfA, journal: journal),
    toy("b", revision: revisionOfB, word: wordOfB, from: ["a"], journal: journal),
    toy("c", from: ["b"], journal: journal),
    toy("d", stage: "sources", journal: journal),
  ])
}

extension Store {
  /// The text that a finished toy wrote.
  func text(_ task: String, in report: RunReport) throws -> String {
    let artifact = try #require(report.artifact("out.txt", of: task))
    return try String(contentsOfFile: path(of: artifact.digest), encoding: .utf8)
  }

  /// Every plain file of the store, relative, with its digest.
  func listing() throws -> [String: Digest] {
    var files: [String: Digest] = [:]
    guard FileManager.default.fileExists(atPath: root) else { return [:] }
    for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
      let path = "\(root)/\(name)"
      if try FileSystem.stamp(of: path, followingLinks: false) != nil { files[name] = try Digest.ofFile(path).digest }
    }
    return files
  }
}

/// Overwrites a read-only file of the store.
func damage(_ path: String, with text: String) throws {
  try FileManager.default.removeItem(atPath: path)
  try text.write(toFile: path, atomically: false, encoding: .utf8)
}

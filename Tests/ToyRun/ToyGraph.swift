import Checksums
package import Engine
import Foundation
import Ledger

/// Small tasks in layers of five, each reading three of the layer before and writing two files.
///
///     t0-0  t0-1  t0-2  t0-3  t0-4
///       \ \ / \ / ...
///     t1-0  t1-1  t1-2  t1-3  t1-4     and so on to t3
///
/// - Parameter journal: a file outside the store, in which each task notes its id before anything else.
package func toyGraph(journal: String, layers: Int = 4) throws -> TaskGraph {
  try TaskGraph((0..<layers).flatMap { layer in (0..<5).map { task(layer, $0, journal) } })
}

private func task(_ layer: Int, _ number: Int, _ journal: String) -> TaskDefinition {
  let inputs = layer == 0 ? [] : [(number + 4) % 5, number, (number + 1) % 5].map { "t\(layer - 1)-\($0)" }
  let id = "t\(layer)-\(number)"
  return TaskDefinition(
    id: id, stage: "layer\(layer)", revision: 1, parameters: [.parameter("n", number)],
    inputs: inputs.map { .init($0, from: $0) }
  ) { context in
    try note(id, in: journal)
    let read = try inputs.map { try String(contentsOfFile: context.file($0, "out.txt"), encoding: .utf8) }
    Thread.sleep(forTimeInterval: 0.002)
    let line = "\(number):\(Digest(of: read.joined()).short)\n"
    for (name, count) in [("out.txt", 60), ("notes/short.txt", 3)] {
      try String(repeating: line, count: count).write(
        toFile: context.output(name), atomically: false, encoding: .utf8)
    }
  }
}

/// Appends a line in one system call, so that those of several threads and processes do not mix.
private func note(_ id: String, in journal: String) throws {
  let file = open(journal, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
  defer { close(file) }
  let line = Array("\(id)\n".utf8)
  guard file >= 0, write(file, line, line.count) == line.count else { throw CocoaError(.fileWriteUnknown) }
}

import Engine
import Foundation
import Ledger

/// Tasks that do next to nothing: layers of a hundred, each task reading three of the layer above and writing a few bytes.
func toyGraph(of count: Int) throws -> TaskGraph {
  let width = 100
  return try TaskGraph(
    (0..<count).map { number in
      let (layer, place) = (number / width, number % width)
      let above = layer == 0 ? [] : [place, (place + 1) % width, (place + 7) % width]
      return TaskDefinition(
        id: "layer-\(layer)/\(place)", stage: "layer-\(layer)", revision: 1, parameters: [.parameter("number", number)],
        inputs: above.map { .init("\($0)", from: "layer-\(layer - 1)/\($0)") }, memory: 1
      ) { context in
        try Data("\(number)\n".utf8).write(to: URL(fileURLWithPath: context.output("number.txt")))
      }
    })
}

/// A folder that goes when nothing holds it any more.
final class TemporaryFolder {
  let path: String

  /// - Parameter onDisk: in the folder for temporary files; else in memory where the system has a file system there, so
  ///   that a disk shared with others is not what is measured.
  init(onDisk: Bool = false) throws {
    let memory = "/dev/shm"
    let parent =
      !onDisk && FileManager.default.isWritableFile(atPath: memory)
      ? URL(fileURLWithPath: memory) : FileManager.default.temporaryDirectory
    path = parent.appendingPathComponent("solum-bench-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

import Figures
import Foundation
import Ledger

/// Writes `value` as JSON with sorted keys.
func writeJSON(_ value: some Encodable, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  try writeText(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n", to: path)
}

func readJSON<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
  try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
}

/// Writes a figure as PNG.
func write(_ figure: some Figure, to path: String) throws {
  try Data(figure.png()).write(to: URL(fileURLWithPath: path))
}

/// Writes `text` as UTF-8.
func writeText(_ text: String, to path: String) throws {
  try Data(text.utf8).write(to: URL(fileURLWithPath: path))
}

func readTable(_ path: String) throws -> Table {
  let name = URL(fileURLWithPath: path).lastPathComponent
  return try Table(csv: String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self), file: name)
}

func readBytes(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped))
}

func writeBytes(_ bytes: [UInt8], to path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

/// Columns of single-precision numbers in a file, four bytes each, the least first as in memory.
struct NumberFile {
  private let handle: FileHandle

  init(to path: String) throws {
    try Data().write(to: URL(fileURLWithPath: path))
    handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }

  func append(_ values: [Float]) throws {
    try values.withUnsafeBytes { try handle.write(contentsOf: Data($0)) }
  }

  func close() throws { try handle.close() }

  /// Calls `body` with each of so many columns of equal length.
  static func read(_ path: String, columns: Int, _ body: ([Float]) throws -> Void) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    let rows = columns == 0 ? 0 : bytes.count / (4 * columns)
    for column in 0..<columns {
      try body(
        bytes.withUnsafeBytes { all in
          (0..<rows).map { all.loadUnaligned(fromByteOffset: 4 * (column * rows + $0), as: Float.self) }
        })
    }
  }
}

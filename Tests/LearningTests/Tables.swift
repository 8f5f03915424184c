import Foundation
import Learning
import Testing

/// A table of numbers with named columns, read from a fixture.
struct NumberTable {
  let names: [String]
  let columns: [[Double]]

  init(_ file: String) throws {
    let lines = try String(contentsOf: fixture(file), encoding: .utf8).split(separator: "\n")
    let head = try #require(lines.first)
    names = head.split(separator: ",").map(String.init)
    let rows = try lines.dropFirst().map { line in
      try line.split(separator: ",").map { try #require(Double($0)) }
    }
    columns = names.indices.map { column in rows.map { $0[column] } }
  }

  subscript(name: String) -> [Double] {
    get throws { columns[try #require(names.firstIndex(of: name))] }
  }
}

func fixture(_ file: String) throws -> URL {
  try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil)).appendingPathComponent(file)
}

/// Reads JSON whose keys are written_like_this.
func decode<Value: Decodable>(_ type: Value.Type, from file: String) throws -> Value {
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(type, from: Data(contentsOf: fixture(file)))
}

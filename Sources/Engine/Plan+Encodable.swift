import Foundation

extension Plan: Encodable {
  private enum Field: CodingKey { case tasks, summary }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    try container.encode(entries, forKey: .tasks)
    try container.encode(summary, forKey: .summary)
  }

  /// One JSON document: `{"summary":{…},"tasks":[{"id","key","reason":{"kind",…},"stage","status"}]}`.
  package func json() throws -> String { try jsonText(self) }
}

extension Plan.Entry: Encodable {
  private enum Field: CodingKey { case id, stage, status, reason, key }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    try container.encode(id, forKey: .id)
    try container.encode(stage, forKey: .stage)
    try container.encode(status.word, forKey: .status)
    try container.encode(key, forKey: .key)
    switch status {
    case .fresh: try container.encodeNil(forKey: .reason)
    case .stale(let reason): try container.encode(reason, forKey: .reason)
    case .blocked(let obstacle): try container.encode(obstacle, forKey: .reason)
    }
  }
}

extension Obstacle {
  private enum Field: CodingKey { case kind, source, steps }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    try container.encode("blocked", forKey: .kind)
    try container.encode(source, forKey: .source)
    try container.encode(steps, forKey: .steps)
  }
}

/// A value as JSON on one line or, `pretty`, on many; keys sorted.
func jsonText(_ value: some Encodable, pretty: Bool = true) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}

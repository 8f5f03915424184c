extension StaleReason: Encodable {
  private enum Field: CodingKey {
    case kind, name, old, new, changes, artifact, expected, found, task, cause, causes
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    try container.encode(kind, forKey: .kind)
    switch self {
    case .neverRun, .recordLost: break
    case .revisionChanged(let old, let new, let changes):
      try container.encode(old, forKey: .old)
      try container.encode(new, forKey: .new)
      try container.encode(changes, forKey: .changes)
    case .ingredientChanged(let changes):
      // The first stands for all where a reader expects one.
      try container.encode(changes.first?.name, forKey: .name)
      try container.encode(changes.first?.old, forKey: .old)
      try container.encode(changes.first?.new, forKey: .new)
      try container.encode(changes, forKey: .changes)
    case .outputMissing(let artifact): try container.encode(artifact, forKey: .artifact)
    case .outputCorrupt(let artifact, let expected, let found):
      try container.encode(artifact, forKey: .artifact)
      try container.encode(expected, forKey: .expected)
      try container.encode(found, forKey: .found)
    case .inputMissing(let artifact, let task):
      try container.encode(artifact, forKey: .artifact)
      try container.encode(task, forKey: .task)
    case .upstream(let first, _):
      try container.encode(first.task, forKey: .task)
      try container.encode(first.reason, forKey: .cause)
      try container.encode(causes, forKey: .causes)
    }
  }
}

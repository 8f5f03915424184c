package import Checksums
package import Ledger

/// An artifact, the task that made it, and what it was made from: the chain down to source bytes.
///
/// A task's ingredients and inputs stand where it appears first; further on it is `isRepeated`.
package struct TraceNode: Hashable, Sendable {
  package struct Artifact: Hashable, Sendable, Codable {
    package var path: String
    /// `nil` for a source file whose bytes are unknown.
    package var sha256: Digest?
  }

  package struct Task: Hashable, Sendable, Codable {
    package var id: String
    package var stage: String
    package var revision: Int
    package var key: Digest?
    package var ingredients: [Ingredient]
  }

  /// One file of a source as its producer published it.
  package struct Source: Hashable, Sendable {
    package var id: String
    package var title: String
    package var url: String?
    package var sha256: Digest?
    package var doi: String?
    package var licence: String?
    package var citation: String?
    package var access: String
  }

  /// The claim that was asked for, at the root of a trace of a number.
  package var number: ClaimResult?
  package var artifact: Artifact
  /// `nil` for a source file.
  package var task: Task?
  package var source: Source?
  package var isRepeated = false
  package var inputs: [TraceNode] = []
}

extension TraceNode: Encodable {
  private enum CodingKeys: String, CodingKey { case number, artifact, task, source, repeated, inputs }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(number, forKey: .number)
    try container.encode(artifact, forKey: .artifact)
    try container.encode(task, forKey: .task)
    try container.encodeIfPresent(source, forKey: .source)
    if isRepeated { try container.encode(true, forKey: .repeated) }
    try container.encode(inputs, forKey: .inputs)
  }
}

extension TraceNode.Source: Encodable {
  private enum CodingKeys: String, CodingKey { case id, title, url, sha256, doi, licence, citation, access }

  /// Every key, `null` where nothing is known.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(title, forKey: .title)
    try container.encode(url, forKey: .url)
    try container.encode(sha256, forKey: .sha256)
    try container.encode(doi, forKey: .doi)
    try container.encode(licence, forKey: .licence)
    try container.encode(citation, forKey: .citation)
    try container.encode(access, forKey: .access)
  }
}

extension TraceNode {
  /// The chain as an indented tree, sources with their addresses.
  package var text: String {
    var lines: [String] = []
    if let number {
      let claim = number.claim
      let printed = "\(claim.id), \(claim.place): printed \(claim.printed.isEmpty ? "nothing" : claim.printed)"
      let computed = "computed \(number.computed?.description ?? "nothing")"
      lines.append("\(printed) \(claim.unit), \(computed), \(number.verdict.rawValue)")
    }
    append(to: &lines, first: "", rest: "")
    return lines.joined(separator: "\n") + "\n"
  }

  private func append(to lines: inout [String], first: String, rest: String) {
    lines.append(first + line)
    for (offset, input) in inputs.enumerated() {
      let isLast = offset == inputs.count - 1
      input.append(to: &lines, first: rest + (isLast ? "└─ " : "├─ "), rest: rest + (isLast ? "   " : "│  "))
    }
  }

  /// One node on one line.
  private var line: String {
    let bytes = "\(artifact.path)  \(artifact.sha256?.short ?? "bytes unknown")"
    if let source {
      let terms = [
        source.url ?? source.access, source.doi.map { "doi:\($0)" }, "licence \(source.licence ?? "unknown")",
      ]
      return "\(bytes)  \(source.title); \(terms.compactMap(\.self).joined(separator: "; "))"
    }
    guard let task else { return "\(bytes)  maker unknown" }
    return "\(bytes)  by \(task.id)" + (isRepeated ? " (see above)" : "")
  }
}

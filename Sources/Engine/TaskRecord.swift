import Checksums
import Foundation
package import Ledger

/// What the store keeps of a finished task: what it made from what, and how that run went.
package struct TaskRecord: Hashable, Sendable, Codable {
  /// How one run went; differs from run to run and never enters a key or a release.
  package struct Run: Hashable, Sendable, Codable {
    /// Of the run that did it.
    package var id: String
    /// ISO 8601, UTC.
    package var started: String
    package var seconds: Double
    /// The most memory that the process was seen to hold while the task ran, with what ran beside it.
    package var peakBytes: Int?
    package var host: String
    /// Name and version of the program that ran it.
    package var tool: String
    package var log: [String]

    package init(
      id: String, started: String, seconds: Double, peakBytes: Int?, host: String, tool: String, log: [String]
    ) {
      self.id = id
      self.started = started
      self.seconds = seconds
      self.peakBytes = peakBytes
      self.host = host
      self.tool = tool
      self.log = log
    }
  }

  /// As the first task with this key saw it: another graph may know the same work by another id.
  package var provenance: TaskProvenance
  package var run: Run

  package init(provenance: TaskProvenance, run: Run) {
    self.provenance = provenance
    self.run = run
  }
}

/// The part of a record that planning and housekeeping need; reading it costs a third of reading all.
struct RecordSummary: Decodable, Sendable {
  struct Outcome: Decodable, Sendable {
    var id: String
    var stage: String
    var key: Digest
    var outputs: [ArtifactReference]
  }

  struct Run: Decodable, Sendable {
    /// Older records do not name the run.
    var id: String?
    var started: String
    var seconds: Double
  }

  var provenance: Outcome
  var run: Run
}

/// A record as the bytes of a file: `{"record":{…},"sha256":"…"}`, so that a damaged one is told from a sound one.
enum RecordFile {
  private static let opening = Array(#"{"record":"#.utf8)
  private static let middle = Array(#","sha256":""#.utf8)
  private static let closing = Array("\"}\n".utf8)

  static func bytes(of record: TaskRecord) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts, whole numbers and a finite number of seconds always have a JSON form.
    guard let json = try? encoder.encode(record) else { preconditionFailure("a record without a JSON form") }
    return opening + json + middle + Array(Digest(of: Array(json)).hexadecimal.utf8) + closing
  }

  /// The record, or the part of it that `type` names; `nil` when a byte of the file is not as it was written.
  static func read<Part: Decodable>(_ type: Part.Type, from bytes: [UInt8]) -> Part? {
    let end = bytes.count - closing.count - 64 - middle.count
    guard end > opening.count, bytes.starts(with: opening), bytes[end...].starts(with: middle) else { return nil }
    let json = Array(bytes[opening.count..<end])
    let seal = bytes[(end + middle.count)...]
    guard seal.elementsEqual(Array(Digest(of: json).hexadecimal.utf8) + closing) else { return nil }
    return try? JSONDecoder().decode(type, from: Data(json))
  }
}

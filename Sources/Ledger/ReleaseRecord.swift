package import Checksums
import Foundation

/// What of a release must come out again: the digests of its rasters, every value of its tables, every claim with its
/// verdict.
///
/// The small file that stands in version control for a release of many megabytes. Figures, report and provenance are
/// left out, since they change with the versions of libraries.
package struct ReleaseRecord: Hashable, Sendable, Codable {
  package struct Product: Hashable, Sendable, Codable {
    package var id: String
    package var version: String

    package init(id: String, version: String) {
      self.id = id
      self.version = version
    }
  }

  package struct Raster: Hashable, Sendable, Codable {
    /// Of the file.
    package var sha256: Digest
    /// Of the decoded cells, the same however a library compresses them.
    package var pixels: Digest

    package init(sha256: Digest, pixels: Digest) {
      self.sha256 = sha256
      self.pixels = pixels
    }
  }

  package struct ClaimOutcome: Hashable, Sendable, Codable {
    /// As in `claims.csv`; empty where nothing was computed.
    package var computed: String
    package var verdict: Verdict

    package init(computed: String, verdict: Verdict) {
      self.computed = computed
      self.verdict = verdict
    }
  }

  package static let currentSchema = "solum-record/1"

  package var schema = currentSchema
  package var product: Product
  /// By path in the release.
  package var rasters: [String: Raster]
  /// By path in the release: the rows of each table, the header first.
  package var tables: [String: [[String]]]
  /// By id.
  package var claims: [String: ClaimOutcome]

  package init(
    product: Product, rasters: [String: Raster], tables: [String: [[String]]], claims: [String: ClaimOutcome]
  ) {
    self.product = product
    self.rasters = rasters
    self.tables = tables
    self.claims = claims
  }

  /// The outcomes of all claims, by id.
  package static func outcomes(of results: [ClaimResult]) -> [String: ClaimOutcome] {
    Dictionary(
      results.map { ($0.claim.id, ClaimOutcome(computed: $0.computed?.description ?? "", verdict: $0.verdict)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The results with the recorded verdicts expected of the claims that a run reproduces.
  ///
  /// Their expected verdicts differ from product to product and so stand in no file of claims.
  package func expected(of results: [ClaimResult]) -> [ClaimResult] {
    results.map { result in
      guard result.claim.check == .reproduce else { return result }
      var result = result
      result.claim.expected = claims[result.claim.id]?.verdict
      return result
    }
  }
}

extension ReleaseRecord {
  /// The record as a text that version control can compare: keys sorted; a raster, a table row and a claim a line.
  package func text() throws -> String {
    func object(_ members: [String]) -> String {
      members.isEmpty ? "{}" : "{\n    \(members.joined(separator: ",\n    "))\n  }"
    }
    let sections = [
      ("claims", object(try lines(claims))),
      ("product", try json(product)),
      ("rasters", object(try lines(rasters))),
      ("schema", try json(schema)),
      (
        "tables",
        object(
          try tables.sorted { $0.key < $1.key }.map { path, rows in
            let rows = try rows.map { "      \(try json($0))" }
            return "\(try json(path)): [\n\(rows.joined(separator: ",\n"))\n    ]"
          })
      ),
    ]
    return "{\n" + sections.map { "  \"\($0)\": \($1)" }.joined(separator: ",\n") + "\n}\n"
  }

  private func lines(_ members: [String: some Encodable]) throws -> [String] {
    try members.sorted { $0.key < $1.key }.map { "\(try json($0.key)): \(try json($0.value))" }
  }

  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// Reads a record.
  ///
  /// - Parameter file: What errors call the text.
  package static func read(_ text: String, file: String) throws(ReleaseRecordError) -> ReleaseRecord {
    let record: ReleaseRecord
    do {
      record = try JSONDecoder().decode(ReleaseRecord.self, from: Data(text.utf8))
    } catch let error as DecodingError {
      throw ReleaseRecordError(file: file, what: error.place)
    } catch {
      throw ReleaseRecordError(file: file, what: "\(error)")
    }
    guard record.schema == currentSchema else {
      throw ReleaseRecordError(file: file, what: "schema '\(record.schema)' where '\(currentSchema)' is read")
    }
    return record
  }
}

/// Why a text is no record of a release.
package struct ReleaseRecordError: Error, Hashable, Sendable, CustomStringConvertible {
  package var file: String
  package var what: String

  package var description: String {
    "\(file):1:1: error: \(what)\n  write it anew with 'solum record RELEASE'"
  }
}

extension DecodingError {
  /// What is wrong and under which keys.
  package var place: String {
    let (context, what): (Context, String) =
      switch self {
      case .keyNotFound(let key, let context): (context, "missing key '\(key.stringValue)'")
      case .typeMismatch(_, let context), .valueNotFound(_, let context): (context, context.debugDescription)
      case .dataCorrupted(let context): (context, context.debugDescription)
      @unknown default: (Context(codingPath: [], debugDescription: ""), "\(self)")
      }
    let path = context.codingPath.map(\.stringValue).joined(separator: "/")
    return path.isEmpty ? what : "\(path): \(what)"
  }
}

import Checksums
import Foundation
package import Ledger

/// A finished release on disk, read and never written.
package struct ReleaseFolder: Hashable, Sendable {
  /// Without a slash at its end.
  package let path: String

  /// - Throws: where there is no such folder, or no `SHA256SUMS` in it.
  package init(_ path: String) throws(VerificationError) {
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.last == "/" { trimmed = trimmed.dropLast() }
    self.path = String(trimmed)
    guard FileManager.default.fileExists(atPath: "\(self.path)/\(Self.sums)") else {
      throw VerificationError(
        place: self.path, what: "not a release: there is no \(Self.sums) in it",
        how: "name the folder that 'solum release' made")
    }
  }

  package static let sums = "SHA256SUMS"
  static let claims = "claims.csv"
  static let tasks = "provenance/tasks.jsonl"
  static let dataPackage = "datapackage.json"

  /// The path on disk of a file of the release.
  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Every file below the folder, sorted; links and other things that are no plain files, apart.
  func contents() throws(VerificationError) -> (files: [String], others: [String]) {
    var files: [String] = []
    var others: [String] = []
    func visit(_ folder: String) throws {
      let here = folder.isEmpty ? path : file(folder)
      for name in try FileManager.default.contentsOfDirectory(atPath: here).sorted() {
        let inside = folder.isEmpty ? name : "\(folder)/\(name)"
        let type = try FileManager.default.attributesOfItem(atPath: file(inside))[.type] as? FileAttributeType
        switch type {
        case .typeDirectory: try visit(inside)
        case .typeRegular: files.append(inside)
        default: others.append(inside)
        }
      }
    }
    do {
      try visit("")
    } catch {
      throw VerificationError(place: path, what: "cannot be listed: \(error.localizedDescription)", how: nil)
    }
    return (files.sorted(), others.sorted())
  }

  /// The text of a file of the release.
  func text(_ name: String) throws(VerificationError) -> String {
    guard let data = FileManager.default.contents(atPath: file(name)) else {
      throw VerificationError(place: name, what: "cannot be read", how: "the release is not whole; get it again")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw VerificationError(place: name, what: "is not UTF-8 text", how: nil)
    }
    return text
  }

  /// The digest of a file of the release, or `nil` where it cannot be read.
  func digest(_ name: String) -> Digest? {
    try? Digest.ofFile(file(name)).digest
  }

  /// The claims with their results, as `claims.csv` has them.
  package func claims() throws(VerificationError) -> [ClaimResult] {
    let text = try text(Self.claims)
    do throws(ClaimsTableError) {
      return try ClaimsTable.results(of: text)
    } catch {
      throw VerificationError(
        place: "\(Self.claims):\(error.row)", what: error.what, how: "the release is not whole; get it again")
    }
  }

  /// The tables, by path: header and rows, sorted by name.
  func tables() throws(VerificationError) -> [String: [[String]]] {
    var tables: [String: [[String]]] = [:]
    for name in try contents().files where name.hasPrefix("tables/") && name.hasSuffix(".csv") {
      let text = try text(name)
      do throws(CommaSeparatedValuesError) {
        tables[name] = try CommaSeparatedValues.rows(of: text)
      } catch {
        throw VerificationError(place: "\(name):\(error.line)", what: error.description, how: nil)
      }
    }
    return tables
  }

  /// What every task did, in the order of `provenance/tasks.jsonl`.
  func tasks() throws(VerificationError) -> [TaskProvenance] {
    var tasks: [TaskProvenance] = []
    let lines = try text(Self.tasks).split(separator: "\n", omittingEmptySubsequences: false)
    for (offset, line) in lines.enumerated() where !line.isEmpty {
      do {
        tasks.append(try JSONDecoder().decode(TaskProvenance.self, from: Data(line.utf8)))
      } catch {
        let what = (error as? DecodingError)?.place ?? "\(error)"
        throw VerificationError(place: "\(Self.tasks):\(offset + 1)", what: what, how: nil)
      }
    }
    return tasks
  }
}

/// Why a release cannot be judged at all.
package struct VerificationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A file of the release, with a line where there is one.
  package var place: String
  package var what: String
  package var how: String?

  package var description: String { "\(place): error: \(what)" + (how.map { "\n  \($0)" } ?? "") }
}

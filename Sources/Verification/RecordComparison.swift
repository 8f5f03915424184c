import Checksums
import Geodata
package import Ledger

extension ReleaseRecord {
  /// The record of a finished release: digests of its rasters in bytes and cells, every table value, every claim.
  ///
  /// Product and version are those of its `datapackage.json`.
  package init(of release: ReleaseFolder) throws {
    let package = try DataPackage(of: release)
    var rasters: [String: Raster] = [:]
    for name in try release.contents().files where name.hasPrefix("data/") && name.hasSuffix(".tif") {
      guard let digest = release.digest(name) else {
        throw VerificationError(place: name, what: "cannot be read", how: "the release is not whole; get it again")
      }
      rasters[name] = Raster(sha256: digest, pixels: try pixelDigest(release.file(name)))
    }
    self.init(
      product: Product(id: package.name, version: package.version), rasters: rasters, tables: try release.tables(),
      claims: ReleaseRecord.outcomes(of: try release.claims()))
  }
}

/// What moved between the committed record of a release and the one just made, and by how much.
///
/// - Returns: one check each for rasters, tables and claims. A raster with other bytes and the same cells passes, and is
///   named.
package func compare(_ found: ReleaseRecord, with recorded: ReleaseRecord) -> [VerificationReport.Check] {
  var product: [String] = []
  if found.product.id != recorded.product.id {
    product.append("the record is of \(recorded.product.id), the release of \(found.product.id)")
  }
  return [
    compareRasters(found.rasters, recorded.rasters, problems: product),
    compareTables(found.tables, recorded.tables),
    compareClaims(found.claims, recorded.claims),
  ]
}

private func compareRasters(
  _ found: [String: ReleaseRecord.Raster], _ recorded: [String: ReleaseRecord.Raster], problems: [String]
) -> VerificationReport.Check {
  let (shared, odd) = matched(found, recorded)
  var problems = problems + odd
  var notes: [String] = []
  for (name, now, then) in shared where now.sha256 != then.sha256 {
    if now.pixels == then.pixels {
      notes.append("\(name): other bytes, the same cells")
    } else {
      problems.append("\(name): other cells, \(then.pixels.short) recorded, \(now.pixels.short) found")
    }
  }
  let same = shared.count { $0.found.sha256 == $0.recorded.sha256 }
  return VerificationReport.Check(
    "record rasters", "\(same) of \(recorded.count) the same bytes", problems: problems, notes: notes)
}

private func compareTables(
  _ found: [String: [[String]]], _ recorded: [String: [[String]]]
) -> VerificationReport.Check {
  let (shared, odd) = matched(found, recorded)
  let problems = odd + shared.flatMap { moves(in: $0.name, $0.found, $0.recorded) }
  let values = recorded.values.reduce(0) { $0 + $1.dropFirst().reduce(0) { $0 + $1.count } }
  return VerificationReport.Check("record tables", "\(values) values in \(recorded.count) tables", problems: problems)
}

/// The values of one table that are not the recorded text, each with its row, its column and how far it moved.
private func moves(in name: String, _ found: [[String]], _ recorded: [[String]]) -> [String] {
  guard found != recorded else { return [] }
  guard found.first == recorded.first else {
    return ["\(name): other columns, \(text(recorded.first)) recorded, \(text(found.first)) found"]
  }
  guard found.count == recorded.count else {
    return ["\(name): \(recorded.count - 1) rows recorded, \(found.count - 1) found"]
  }
  let header = recorded.first ?? []
  var moves: [String] = []
  for (number, (now, then)) in zip(found, recorded).enumerated() where now != then {
    guard now.count == then.count else {
      moves.append("\(name), row \(number): \(then.count) values recorded, \(now.count) found")
      continue
    }
    for (column, (new, old)) in zip(now, then).enumerated() where new != old {
      let heading = column < header.count ? header[column] : "column \(column + 1)"
      moves.append("\(name), row \(number) (\(then.first ?? "")), \(heading): \(moved(from: old, to: new))")
    }
  }
  return moves
}

private func compareClaims(
  _ found: [String: ReleaseRecord.ClaimOutcome], _ recorded: [String: ReleaseRecord.ClaimOutcome]
) -> VerificationReport.Check {
  let (shared, odd) = matched(found, recorded)
  var problems = odd
  for (id, now, then) in shared where now != then {
    var parts: [String] = []
    if now.verdict != then.verdict { parts.append("'\(then.verdict.rawValue)' is now '\(now.verdict.rawValue)'") }
    if now.computed != then.computed { parts.append(moved(from: then.computed, to: now.computed)) }
    problems.append("\(id): \(parts.joined(separator: "; "))")
  }
  return VerificationReport.Check(
    "record claims", "\(recorded.count) claims with their verdicts", problems: problems)
}

/// The members of both, sorted by name, and a line for each that only one of them has.
private func matched<Value>(
  _ found: [String: Value], _ recorded: [String: Value]
) -> (shared: [(name: String, found: Value, recorded: Value)], odd: [String]) {
  var shared: [(name: String, found: Value, recorded: Value)] = []
  var odd: [String] = []
  for (name, then) in recorded.sorted(by: { $0.key < $1.key }) {
    if let now = found[name] { shared.append((name, now, then)) } else { odd.append("\(name): recorded, not found") }
  }
  odd += found.keys.filter { recorded[$0] == nil }.sorted().map { "\($0): found, not recorded" }
  return (shared, odd)
}

/// `0.84 recorded, 0.83 found (-0.01)`; the difference where both are numbers.
private func moved(from old: String, to new: String) -> String {
  var text = "\(old.isEmpty ? "nothing" : old) recorded, \(new.isEmpty ? "nothing" : new) found"
  if let from = Double(old), let to = Double(new), (to - from).isFinite {
    text += " (\(to >= from ? "+" : "")\((to - from).rounded(toDigits: 4).text))"
  }
  return text
}

private func text(_ header: [String]?) -> String { (header ?? []).joined(separator: ",") }

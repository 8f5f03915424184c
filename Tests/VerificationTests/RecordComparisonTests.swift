import Ledger
import Testing

@testable import Verification

@Suite struct RecordComparisonTests {
  /// What a comparison with the record of an untouched release says after `change`.
  func comparison(
    with change: (ToyRelease) throws -> Void
  ) throws -> (report: VerificationReport, detail: String) {
    let toy = try ToyRelease()
    let record = try ReleaseRecord.read(ReleaseRecord(of: try toy.release).text(), file: "record")
    try change(toy)
    let report = verify(try toy.release, against: record)
    let records = report.checks.filter { $0.name.hasPrefix("record") }
    return (VerificationReport(checks: records), records.map(\.detail).joined(separator: "\n"))
  }

  @Test func `A release is what its own record says`() throws {
    let (report, detail) = try comparison { _ in }
    #expect(report.verdict == .pass, "\(detail)")
    #expect(
      detail == "1 of 1 the same bytes\n12 values in 2 tables\n7 claims with their verdicts", "\(detail)")
  }

  @Test func `Other bytes with the same cells pass, and are named`() throws {
    let (report, detail) = try comparison { toy in
      try toy.writeMap(ToyRelease.cells, metadata: ["COMPRESSED": "otherwise"])
      try toy.sign()
    }
    #expect(report.verdict == .pass)
    #expect(detail.contains("data/solum_thickness.tif: other bytes, the same cells"))
  }

  @Test func `Other cells fail`() throws {
    let (report, detail) = try comparison { toy in
      try toy.writeMap([0.5, 1, 1.5, 1])
      try toy.sign()
    }
    #expect(report.verdict == .fail)
    #expect(detail.contains("data/solum_thickness.tif: other cells"))
  }

  @Test func `A table value that moved is named with its row, its column and how far`() throws {
    let (report, detail) = try comparison { toy in try toy.edit("tables/zones.csv", "2938.5", "2938.25") }
    #expect(report.verdict == .fail)
    #expect(detail.contains("tables/zones.csv, row 2 (2), elevation: 2938.5 recorded, 2938.25 found (-0.25)"))
  }

  @Test func `The same number in other digits is not the recorded text`() throws {
    let (report, detail) = try comparison { toy in try toy.edit("tables/zones.csv", "2938.5", "2938.50") }
    #expect(report.verdict == .fail)
    #expect(detail.contains("2938.5 recorded, 2938.50 found (+0)"))
  }

  @Test(arguments: [
    ("zone,elevation", "zone,height", "tables/zones.csv: other columns, zone,elevation recorded, zone,height found"),
    ("1,2136\n", "", "tables/zones.csv: 2 rows recorded, 1 found"),
  ])
  func `A table of another shape is said to be one`(old: String, new: String, said: String) throws {
    let (report, detail) = try comparison { toy in try toy.edit("tables/zones.csv", old, new) }
    #expect(report.verdict == .fail)
    #expect(detail.contains(said), "\(detail)")
  }

  @Test func `A table that the record lacks, and one that the release lacks, are named`() throws {
    let (report, detail) = try comparison { toy in
      try toy.write("tables/folds.csv", try toy.text("tables/zones.csv"))
      try toy.sign()
    }
    #expect(report.verdict == .fail)
    #expect(detail.contains("tables/folds.csv: found, not recorded"))
    let other = try comparison { toy in try toy.edit("claims.csv", "D.sum", "D.total") }
    #expect(other.detail.contains("D.sum: recorded, not found\nD.total: found, not recorded"))
  }

  @Test func `A claim whose verdict or number changed is named with both`() throws {
    let (report, detail) = try comparison { toy in
      var statistics = ToyRelease.statistics
      statistics["map.h.min"] = 0.39
      statistics["map.h.mean"] = 1.25
      try toy.write("claims.csv", ClaimsTable.text(judge(ToyRelease.claims, statistics: statistics)))
      try toy.sign()
    }
    #expect(report.verdict == .fail)
    #expect(detail.contains("T5.this.min: 'moved' is now 'holds'; 0.5 recorded, 0.39 found (-0.11)"), "\(detail)")
    #expect(detail.contains("T5.this.mean: 1 recorded, 1.25 found (+0.25)"))
  }

  @Test func `The record of another product is refused`() throws {
    let (report, detail) = try comparison { toy in try toy.edit("datapackage.json", "\"toy\"", "\"boy\"") }
    #expect(report.verdict == .fail)
    #expect(detail.contains("the record is of toy, the release of boy"))
  }
}

import Checksums
import Foundation
import Ledger
import Testing

@testable import Verification

@Suite struct VerificationTests {
  func check(_ name: String, _ report: VerificationReport) throws -> VerificationReport.Check {
    try #require(report.checks.first { $0.name == name })
  }

  @Test func `A whole release passes every check that can be made`() throws {
    let toy = try ToyRelease()
    let report = verify(try toy.release)
    #expect(report.verdict == .pass, "\(report.text)")
    #expect(
      report.checks.map { "\($0.name) \($0.verdict.rawValue)" } == [
        "integrity pass", "archive skipped", "claims pass", "rasters pass", "documents pass", "metadata skipped",
        "provenance pass",
      ])
    #expect(report.claims == ["moved": 2, "holds": 2, "missing-input": 1, "fails": 1, "not-computed": 1])
  }

  @Test func `A changed byte is found, with both digests`() throws {
    let toy = try ToyRelease()
    let before = toy.digest("README.md")
    try toy.edit("README.md", "toy", "boy", sign: false)
    let integrity = try check("integrity", verify(try toy.release))
    #expect(integrity.verdict == .fail)
    #expect(integrity.detail.contains("README.md: \(before) expected, \(toy.digest("README.md")) found"))
  }

  @Test func `A file that is missing, and one that is besides, are named`() throws {
    let toy = try ToyRelease()
    try FileManager.default.removeItem(atPath: "\(toy.path)/README.md")
    try toy.write("data/extra.txt", "extra")
    try FileManager.default.createSymbolicLink(atPath: "\(toy.path)/link", withDestinationPath: "README.md")
    let integrity = try check("integrity", verify(try toy.release))
    #expect(integrity.verdict == .fail)
    #expect(
      integrity.detail.hasSuffix("README.md: missing\ndata/extra.txt: not listed\nlink: not a plain file"),
      "\(integrity.detail)")
  }

  @Test(arguments: ["../outside", "/etc/hostname", ""])
  func `A list of checksums cannot lead out of the release`(path: String) throws {
    let toy = try ToyRelease()
    try toy.write("SHA256SUMS", toy.text("SHA256SUMS") + "\(Digest(of: "x"))  \(path)\n")
    let integrity = try check("integrity", verify(try toy.release))
    #expect(integrity.detail.contains("not a digest and a path in the release"))
  }

  @Test func `An archive beside the release must have its digest`() throws {
    let toy = try ToyRelease()
    let archive = toy.path + ".zip"
    try "zip".write(toFile: archive, atomically: true, encoding: .utf8)
    try "\(Digest(of: "zip"))  toy-0.1.0.zip\n".write(toFile: archive + ".sha256", atomically: true, encoding: .utf8)
    #expect(try check("archive", verify(try toy.release)).verdict == .pass)
    try "zap".write(toFile: archive, atomically: true, encoding: .utf8)
    #expect(try check("archive", verify(try toy.release)).verdict == .fail)
  }

  /// A word of `claims.csv`, what it is replaced by, and what is said of it.
  @Test(arguments: [
    (",m,holds,holds,", ",m,fails,holds,", "ABS.h_min: 'fails' stands there, 'holds' follows"),
    (",m,holds,holds,", ",m,holds,possible,", "ABS.h_min: expected 'possible', is 'holds'"),
    ("0.385,0.395,0.5,m,moved", "0.385,0.395,0.39,m,moved", "T5.this.min: 'moved' stands there, 'holds' follows"),
    ("0.655,0.665", "0.155,0.165", "R.low: 'fails' stands there, 'holds' follows"),
    ("[1.04, 1.06]", "[1.04, 1.07]", "D.sum: [1.04, 1.07] stands there, [1.04, 1.06] follows"),
    (",m,missing-input,", ",m,holds,", "T5.liu.mean: 'holds' stands there, 'missing-input' follows"),
  ])
  func `A claim is judged again, whatever verdict stands beside it`(old: String, new: String, said: String) throws {
    let toy = try ToyRelease()
    #expect(try toy.text("claims.csv").contains(old))
    try toy.edit("claims.csv", old, new)
    let claims = try check("claims", verify(try toy.release))
    #expect(claims.verdict == .fail)
    #expect(claims.detail.contains(said), "\(claims.detail)")
  }

  @Test func `A map that is not what claims and tables say of it is found`() throws {
    let toy = try ToyRelease()
    try toy.writeMap([0.5, 1, 1.75, .nan])
    try toy.sign()
    let rasters = try check("rasters", verify(try toy.release))
    #expect(rasters.verdict == .fail)
    #expect(rasters.detail.contains("claims.csv, T5.this.max: 1.5 stands there, the map has 1.75"), "\(rasters.detail)")
    #expect(rasters.detail.contains("tables/comparison.csv, this, max: 1.5 stands there, the map has 1.75"))
  }

  @Test func `A document that is none, and a resource that is another, are found`() throws {
    let toy = try ToyRelease()
    try toy.write("metadata/stac-item.json", "{")
    try toy.edit("tables/zones.csv", "2136", "2137")
    let documents = try check("documents", verify(try toy.release))
    #expect(documents.verdict == .fail)
    #expect(documents.detail.contains("metadata/stac-item.json: not a JSON document"))
    #expect(documents.detail.contains("datapackage.json, tables/zones.csv: sha256:"))
  }

  @Test func `Metadata is valid when whoever knows the schemas says so`() throws {
    let toy = try ToyRelease()
    #expect(try check("metadata", verify(try toy.release, validateXML: { _ in [] })).verdict == .pass)
    let bad = verify(try toy.release, validateXML: { path in path.hasSuffix("datacite.xml") ? ["no title"] : [] })
    #expect(try check("metadata", bad).detail.contains("metadata/datacite.xml: no title"))
    #expect(bad.verdict == .fail)
  }

  @Test func `A task whose input nobody made is found`() throws {
    let toy = try ToyRelease()
    try toy.edit("provenance/tasks.jsonl", "\"task\":\"grid/mat\"", "\"task\":\"grid/map\"")
    let provenance = try check("provenance", verify(try toy.release))
    #expect(provenance.detail.contains("simulation/map: input 'mat' comes from 'grid/map', which is not there"))
  }

  @Test func `A check that cannot be made fails, and the others are made`() throws {
    let toy = try ToyRelease()
    try toy.write("claims.csv", "id\n")
    try FileManager.default.removeItem(atPath: "\(toy.path)/data/solum_thickness.tif")
    try toy.sign()
    let report = verify(try toy.release)
    #expect(report.verdict == .fail)
    #expect(try check("claims", report).detail.contains("claims.csv:1: error: the columns are not"))
    #expect(try check("rasters", report).verdict == .fail)
    #expect(try check("integrity", report).verdict == .pass)
  }

  @Test func `A folder that is no release is refused`() throws {
    let error = #expect(throws: VerificationError.self) { try ReleaseFolder("/nowhere/at/all/") }
    #expect(
      error?.description
        == "/nowhere/at/all: error: not a release: there is no SHA256SUMS in it\n  name the folder that 'solum release' made"
    )
  }

  @Test func `A check lists fifty problems and counts the rest`() {
    let check = VerificationReport.Check("tables", "all", problems: (1...60).map { "problem \($0)" })
    #expect(check.detail.hasSuffix("problem 50\nand 10 more"))
  }

  @Test func `A report reads as a table and as JSON`() throws {
    let report = VerificationReport(
      checks: [
        .init("integrity", "3 files against SHA256SUMS", problems: ["a: missing"]), .skipped("archive", "no archive"),
      ], claims: ["holds": 2, "moved": 1])
    #expect(
      report.text == """
        FAIL     integrity  3 files against SHA256SUMS
                            - a: missing
        skipped  archive    no archive
        claims: 2 holds, 1 moved
        verdict: fail

        """)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    #expect(
      String(decoding: try encoder.encode(report), as: UTF8.self)
        == #"{"checks":[{"detail":"3 files against SHA256SUMS\na: missing","name":"integrity","verdict":"fail"},{"detail":"no archive","name":"archive","verdict":"skipped"}],"claims":{"holds":2,"moved":1},"verdict":"fail"}"#
    )
    #expect(report.adding(.init("rebuild", "same", problems: [])).checks.count == 3)
  }
}

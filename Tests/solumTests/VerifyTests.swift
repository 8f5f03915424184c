import Checksums
import Foundation
import Testing

@Suite struct `A finished release` {
  private let release = TinyProduct.release

  @Test func `is verified in the shape that scripts rely on`() throws {
    let found = try TinyProduct.released().place.solum("verify", release, "--format", "json")
    #expect(found.status == 0 && found.talk == "")
    let document = try found.json
    #expect(document.keys == ["checks", "claims", "verdict"])
    #expect(document["verdict"] == "pass")
    for check in try #require(document["checks"]).list {
      #expect(check.keys == ["detail", "name", "verdict"])
      #expect(["pass", "skipped"].contains(check["verdict"]?.text))
    }
    let counts = try #require(document["claims"])
    #expect(
      Set(counts.keys).subtracting(["holds", "moved", "fails", "possible", "missing-input", "not-computed"]) == [])
    // 7 static claims and 16 relations of the paper contradict each other, whatever a run computes.
    #expect(counts["fails"]?.number == 23)
  }

  @Test func `gives its claims in the shape that scripts rely on`() throws {
    let found = try TinyProduct.released().place.solum("claims", release, "--format", "json")
    #expect(found.status == 0)
    #expect(try found.json.keys == ["claims"])
    let claims = try #require(found.json["claims"]).list
    let keys = ["computed", "delta", "expected", "id", "printed", "unit", "verdict", "where"]
    for claim in claims { #expect(claim.keys == keys) }
    #expect(Set(claims.compactMap { $0["id"]?.text }).count == claims.count)
    let text = try TinyProduct.released().place.solum("claims", release)
    #expect(text.output.split(separator: "\n").count == claims.count + 1)
  }

  @Test func `is traced to its sources, file by file and number by number`() throws {
    let place = try TinyProduct.released().place
    let names = try place.files(below: release)
    for name in names.map({ "\(release)/\($0)" }) + ["\(release).zip"] {
      let trace = try place.solum("trace", name)
      #expect(trace.status == 0, "\(name): \(trace.talk)")
      let digest = try place.digest(name).short
      #expect(trace.output.split(separator: "\n").first?.contains("  \(digest)  by ") == true, "\(name)")
      // What a synthetic product begins with is made by one task from the manifest's numbers.
      #expect(trace.output.contains("  by sources/generated"), "\(name)")
    }
    let number = try place.solum("trace", "map.h.mean", "--release", release)
    #expect(number.status == 0)
    #expect(number.output.contains(", computed ") && number.output.contains("by sources/generated"))
  }

  @Test func `is traced in the shape that scripts rely on`() throws {
    let place = try TinyProduct.released().place
    let name = "\(release)/tables/importance.csv"
    let trace = try place.solum("trace", name, "--format", "json")
    #expect(trace.status == 0)
    let root = try trace.json
    let artifact: [String: JSON] = [
      "path": "tables/importance.csv", "sha256": .text(try place.digest(name).hexadecimal),
    ]
    #expect(root.keys == ["artifact", "inputs", "task"] && root["artifact"] == .object(artifact))
    let sources = self.sources(of: root)
    let names = Set(sources.compactMap { $0["id"]?.text })
    #expect(names.isSuperset(of: ["dem", "mat", "map", "ndvi", "profiles"]))
    for source in sources {
      #expect(source.keys == ["access", "citation", "doi", "id", "licence", "sha256", "title", "url"])
    }
  }

  /// The leaves of a trace.
  private func sources(of node: JSON) -> [JSON] {
    (node["source"].map { [$0] } ?? []) + (node["inputs"]?.list ?? []).flatMap(sources)
  }

  @Test func `agrees with its record, and with no other`() throws {
    let place = try TinyProduct.copy()
    let record = "\(release).record.json"
    #expect(try place.solum("record", release).status == 0)
    #expect(try place.solum("verify", release, "--record", record).status == 0)
    #expect(try place.solum("claims", release, "--record", record).status == 0)

    let written = try place.read(record)
    let row = try #require(written.split(separator: "\n").first { $0.contains(#"["this","#) })
    let value = try #require(row.split(separator: "\"").compactMap { $0.contains(".") ? Double($0) : nil }.first)
    try place.edit(record, row, row.replacing("\"\(value)\"", with: "\"\(value + 1)\""))
    let moved = try place.solum("verify", release, "--record", record)
    #expect(moved.status == 1)
    #expect(moved.output.contains("\(value + 1) recorded, \(value) found (-1)"), "\(moved.output)")

    try place.write(record, written)
    let claim = try #require(written.split(separator: "\n").first { $0.contains(#""verdict":"moved""#) })
    let id = try #require(claim.split(separator: "\"").dropFirst().first)
    try place.edit(record, claim, claim.replacing(#""verdict":"moved""#, with: #""verdict":"holds""#))
    let verdict = try place.solum("verify", release, "--record", record)
    #expect(verdict.status == 1)
    #expect(verdict.output.contains("\(id): 'holds' is now 'moved'"), "\(verdict.output)")
    #expect(verdict.output.contains("verdict: fail"))
    let claims = try place.solum("claims", release, "--record", record)
    #expect(claims.status == 1 && claims.output.contains("expected holds"))
  }

  @Test func `that was tampered with does not hold, is not recorded, and is told by name`() throws {
    let place = try TinyProduct.copy()
    let table = "\(release)/tables/zones.csv"
    try place.write(table, try place.read(table) + "9\n")
    let found = try place.solum("verify", release)
    #expect(found.status == 1)
    #expect(found.output.contains("tables/zones.csv: ") && found.output.contains("verdict: fail"))
    #expect(try place.solum("record", release).status == 1)
    #expect(!place.exists("\(release).record.json"))
    let trace = try place.solum("trace", table)
    #expect(trace.status == 65 && trace.talk.contains("tables/zones.csv: error:"))
  }

  @Test func `with a claim whose verdict is not the expected one ends with 1`() throws {
    let place = try TinyProduct.copy()
    let claims = try place.read("\(release)/claims.csv")
    let row = try #require(claims.split(separator: "\n").first { $0.contains(",holds,holds,") })
    try place.edit("\(release)/claims.csv", row, row.replacing(",holds,holds,", with: ",holds,fails,"))
    let found = try place.solum("claims", release)
    #expect(found.status == 1)
    #expect(found.output.contains("expected "), "\(found.output)")
    #expect(try place.solum("verify", release).status == 1)
  }

  /// The schemas lie beside the project, not in it.
  private static let schemas = sequence(first: Program.project) {
    $0.path == "/" ? nil : $0.deletingLastPathComponent()
  }
  .map { $0.appending(path: "shared/schemas") }
  .first { FileManager.default.fileExists(atPath: $0.path) }

  @Test(.enabled(if: schemas != nil, "the folder shared/schemas does not lie beside this project"))
  func `has metadata that is valid, and told where it is not`() throws {
    let place = try TinyProduct.copy()
    let schemas = try #require(Self.schemas).path
    let found = try place.solum("verify", release, "--schemas", schemas, "--format", "json")
    #expect(found.status == 0)
    let check = try #require(found.json["checks"]).list.first { $0["name"] == "metadata" }
    #expect(check?["verdict"] == "pass")
    #expect(check?["detail"] == "metadata/datacite.xml, metadata/iso19115-3.xml")

    try place.edit("\(release)/metadata/datacite.xml", "<titles>", "<titels>")
    let broken = try place.solum("verify", release, "--schemas", schemas)
    #expect(broken.status == 1 && broken.output.contains("metadata/datacite.xml"))
  }

  @Test func `is asked for where there is none`() throws {
    let place = try TinyProduct.released().place
    for verb in ["verify", "claims", "record"] {
      let found = try place.solum(verb, "Releases/nothing")
      #expect(found.status == 65 && found.output == "")
      #expect(
        found.talk == """
          Releases/nothing: error: not a release: there is no SHA256SUMS in it
            name the folder that 'solum release' made

          """)
    }
    let record = try place.solum("verify", release, "--record", "nothing.json")
    #expect(record.status == 66)
    #expect(
      record.talk == "nothing.json: error: there is no such file\n  `solum record` writes the record of a release\n")
    try #require(place.exists(release))
    let elsewhere = try place.solum("verify", release, "--record", TinyProduct.manifest)
    #expect(elsewhere.status == 65 && elsewhere.talk.contains("tiny.yaml:1:1: error: "))
  }
}

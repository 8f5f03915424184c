import Checksums
import Foundation
import Ledger
import Testing

@testable import Verification

@Suite struct TraceTests {
  func sources(_ node: TraceNode) -> [TraceNode] {
    (node.source == nil ? [] : [node]) + node.inputs.flatMap(sources)
  }

  @Test func `A file leads to the address, digest, DOI and licence of its source`() throws {
    let toy = try ToyRelease()
    let trace = try toy.release.trace("data/solum_thickness.tif")
    #expect(trace.artifact.sha256 == toy.digest("data/solum_thickness.tif"))
    #expect(trace.task?.id == "simulation/map")
    let source = try #require(sources(trace).first?.source)
    #expect(source.url == "https://example.org/bio1.bil")
    #expect(source.sha256 == Digest(of: "bio1"))
    #expect(source.doi == "10.1/x")
  }

  @Test func `Text shows the chain, and a shared part once`() throws {
    let toy = try ToyRelease()
    let map = toy.digest("data/solum_thickness.tif").short
    #expect(
      try toy.release.trace("claims.csv").text == """
        claims.csv  \(toy.digest("claims.csv").short)  by validation/claims
        ├─ simulation/map/solum_thickness.tif  \(map)  by simulation/map
        │  └─ grid/mat/mat.tif  \(Digest(of: "mat").short)  by grid/mat
        │     └─ sources/mat/bio1.bil  \(Digest(of: "bio1").short)  by sources/mat
        │        └─ bio1.bil  \(Digest(of: "bio1").short)  Annual mean temperature; https://example.org/bio1.bil; doi:10.1/x; licence unknown
        └─ grid/mat/mat.tif  \(Digest(of: "mat").short)  by grid/mat (see above)

        """)
  }

  @Test func `JSON has artifact, task and inputs at every level, and every key of a source`() throws {
    let toy = try ToyRelease()
    let data = try JSONEncoder().encode(toy.release.trace("data/solum_thickness.tif"))
    var node = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var ids: [String] = []
    while let inputs = node["inputs"] as? [[String: Any]], let next = inputs.first {
      let artifact = try #require(node["artifact"] as? [String: Any])
      #expect(Set(artifact.keys) == ["path", "sha256"])
      ids.append(try #require((node["task"] as? [String: Any])?["id"] as? String))
      node = next
    }
    #expect(ids == ["simulation/map", "grid/mat", "sources/mat"])
    let source = try #require(node["source"] as? [String: Any])
    #expect(Set(source.keys) == ["id", "title", "url", "sha256", "doi", "licence", "citation", "access"])
    #expect(source["licence"] is NSNull)
  }

  @Test(arguments: ["SHA256SUMS", "provenance/tasks.jsonl", "README.md"])
  func `What packaging writes leads to everything`(name: String) throws {
    let toy = try ToyRelease()
    let trace = try toy.release.trace(name)
    #expect(trace.task?.id == "package")
    #expect(trace.inputs.map(\.task?.id) == ["validation/claims"])
    #expect(sources(trace).count == 1)
  }

  @Test func `The archive leads to everything`() throws {
    let toy = try ToyRelease()
    let archive = toy.path + ".zip"
    try "zip".write(toFile: archive, atomically: true, encoding: .utf8)
    let (release, file) = try #require(ReleaseFolder.containing(archive))
    #expect(try release.trace(file).artifact == .init(path: "toy-0.1.0.zip", sha256: Digest(of: "zip")))
    #expect(sources(try release.trace(file)).count == 1)
  }

  @Test func `A path on disk is found in its release`() throws {
    let toy = try ToyRelease()
    let (release, file) = try #require(ReleaseFolder.containing("\(toy.path)/data/solum_thickness.tif"))
    #expect(release == (try toy.release))
    #expect(file == "data/solum_thickness.tif")
    #expect(ReleaseFolder.containing("/nowhere/at/all.tif") == nil)
  }

  @Test(arguments: ["T5.this.min", "map.h.min"])
  func `A number leads to its row, and on to the task that made the table`(number: String) throws {
    let toy = try ToyRelease()
    let trace = try toy.release.trace(number: number)
    #expect(trace.number?.claim.id == "T5.this.min")
    #expect(trace.task?.id == "validation/claims")
    #expect(trace.text.hasPrefix("T5.this.min, Table 5: printed 0.39 m, computed 0.5, moved\nclaims.csv  "))
  }

  @Test func `Bytes that are not of the release cannot be traced`() throws {
    let toy = try ToyRelease()
    try toy.edit("README.md", "toy", "boy", sign: false)
    try toy.write("extra.txt", "extra")
    let changed = #expect(throws: VerificationError.self) { try toy.release.trace("README.md") }
    #expect(try #require(changed).what.contains("expected"))
    let extra = #expect(throws: VerificationError.self) { try toy.release.trace("extra.txt") }
    #expect(extra?.what == "not listed in SHA256SUMS")
    #expect(throws: VerificationError.self) { try toy.release.trace("absent.txt") }
    #expect(throws: VerificationError.self) { try toy.release.trace(number: "T9.nothing") }
  }

  @Test func `A chain that runs in a circle ends`() throws {
    let toy = try ToyRelease()
    try toy.edit("provenance/tasks.jsonl", "\"task\":\"sources/mat\"", "\"task\":\"simulation/map\"")
    let trace = try toy.release.trace("data/solum_thickness.tif")
    #expect(trace.inputs.first?.inputs.first?.isRepeated == true)
  }
}

import Checksums
import Testing

@testable import Ledger

@Suite struct ReleaseRecordTests {
  static let record = ReleaseRecord(
    product: .init(id: "toy", version: "0.1.0"),
    rasters: ["data/b.tif": .init(sha256: Digest(of: "file"), pixels: Digest(of: "cells"))],
    tables: ["tables/z.csv": [["zone", "a/b"], ["1", "0.5"]], "tables/a.csv": [["x"]]],
    claims: [
      "T5.this.min": .init(computed: "0.5", verdict: .moved), "ABS.h_min": .init(computed: "", verdict: .missingInput),
    ])

  @Test func `One raster, one table row, one claim a line, in sorted order`() throws {
    #expect(
      try Self.record.text() == """
        {
          "claims": {
            "ABS.h_min": {"computed":"","verdict":"missing-input"},
            "T5.this.min": {"computed":"0.5","verdict":"moved"}
          },
          "product": {"id":"toy","version":"0.1.0"},
          "rasters": {
            "data/b.tif": {"pixels":"\(Digest(of: "cells"))","sha256":"\(Digest(of: "file"))"}
          },
          "schema": "solum-record/1",
          "tables": {
            "tables/a.csv": [
              ["x"]
            ],
            "tables/z.csv": [
              ["zone","a/b"],
              ["1","0.5"]
            ]
          }
        }

        """)
  }

  @Test func `A record reads back`() throws {
    #expect(try ReleaseRecord.read(Self.record.text(), file: "toy.json") == Self.record)
  }

  @Test func `The record says what to expect of the claims that a run reproduces, and of no others`() {
    let results = judge(someClaims, statistics: ["map.h.min": 0.39])
    let expecting = Self.record.expected(of: results)
    #expect(expecting.first { $0.claim.id == "T5.this.min" }?.claim.expected == .moved)
    #expect(expecting.filter { !$0.isAsExpected }.map(\.claim.id) == ["T5.this.min"])
    #expect(expecting.first { $0.claim.id == "ABS.h_min" }?.claim.expected == .holds)
  }

  @Test(arguments: [
    ("{}", "missing key"),
    (
      "{\"schema\": \"solum-record/9\", \"product\": {\"id\":\"\",\"version\":\"\"}, \"rasters\":{},\"tables\":{},\"claims\":{}}",
      "schema 'solum-record/9'"
    ),
    ("[", "toy.json:1:1: error:"),
  ])
  func `A text that is no record is refused in words`(text: String, message: String) throws {
    let error = #expect(throws: ReleaseRecordError.self) { try ReleaseRecord.read(text, file: "toy.json") }
    #expect(try #require(error).description.contains(message))
  }
}

import Checksums
import Foundation
import Ledger
import Testing

@testable import Packaging

@Suite struct DataPackageTests {
  let text: String
  let package: [String: Any]
  init() throws {
    let files = [
      (path: "tables/zones.csv", digest: Digest(of: "z"), bytes: 12),
      (path: "data/solum_thickness.tif", digest: Digest(of: "t"), bytes: 3_456_789),
      (path: "claims.csv", digest: Digest(of: "c"), bytes: 7),
      (path: "README.md", digest: Digest(of: "r"), bytes: 1),
    ]
    text = try dataPackage(of: .example, files: files)
    #expect(try dataPackage(of: .example, files: files.reversed()) == text)
    package = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private var resources: [[String: Any]] { package["resources"] as? [[String: Any]] ?? [] }

  @Test func `The product and its version are the package's name and version`() {
    #expect(package["name"] as? String == "qtp-open")
    #expect(package["version"] as? String == "0.1.0")
    #expect((package["licenses"] as? [[String: String]])?.first?["name"] == "CC-BY-4.0")
  }

  @Test func `Every file is a resource with its size and digest, sorted by bytes`() {
    #expect(
      resources.map { $0["path"] as? String } == [
        "README.md", "claims.csv", "data/solum_thickness.tif", "tables/zones.csv",
      ])
    #expect(resources[2]["bytes"] as? Int == 3_456_789)
    #expect(resources[2]["hash"] as? String == "sha256:\(Digest(of: "t"))")
    #expect(resources[2]["description"] as? String == "unit: m")
    #expect(resources[2]["schema"] == nil)
  }

  @Test func `A table has its columns with their types`() {
    let schema = resources[3]["schema"] as? [String: Any]
    let fields = schema?["fields"] as? [[String: String]]
    #expect(fields?.map { $0["name"] } == ["zone", "name", "mean", "code", "none"])
    #expect(fields?.map { $0["type"] } == ["integer", "string", "number", "string", "string"])
    #expect(schema?["missingValues"] as? [String] == [""])
    #expect(resources[1]["profile"] as? String == "tabular-data-resource")
  }

  /// Names as Frictionless allows them: lower-case letters, digits, and `-._/`.
  @Test func `Names of resources are names that Frictionless accepts`() {
    for resource in resources {
      #expect((resource["name"] as? String)?.wholeMatch(of: /[-a-z0-9._\/]+/) != nil)
    }
  }

  @Test(arguments: [
    (["1", "-2", "0"], "integer"), (["1", "", "2.5"], "number"), (["1e-9", "3"], "number"), (["007"], "string"),
    (["1", "x"], "string"), (["", ""], "string"), ([], "string"), (["nan"], "string"), (["inf"], "string"),
    (["0x10"], "string"),
    (["0.5", "-0.25"], "number"), (["+1"], "number"), (["1 "], "string"), (["1.2.3"], "string"),
    (["2026-12-01"], "string"),
  ])
  func `The type of a column is the narrowest that holds every field`(fields: [String], type: String) {
    #expect(TableSchema.FieldType(of: fields).rawValue == type)
  }
}

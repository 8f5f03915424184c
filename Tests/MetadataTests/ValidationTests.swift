import Foundation
import Metadata
import Testing

@Suite struct ValidationTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// A list of whole numbers.
  private let numbers = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:n" elementFormDefault="qualified">
      <xs:element name="numbers"><xs:complexType><xs:sequence>
        <xs:element name="number" type="xs:int" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType></xs:element>
    </xs:schema>
    """
  private let valid = "<numbers xmlns=\"urn:n\">\n<number>1</number>\n</numbers>"

  @Test func `A document that a schema allows has no problems`() throws {
    let schema = Schema(root: try folder.write(numbers, as: "numbers.xsd"))
    #expect(try validate(valid, named: "n.xml", against: schema).isEmpty)
  }

  @Test func `Every fault is found, on its line`() throws {
    let schema = Schema(root: try folder.write(numbers, as: "numbers.xsd"))
    let text = "<numbers xmlns=\"urn:n\">\n<number>one</number>\n<number>2</number>\n<word/>\n</numbers>"
    let problems = try validate(text, named: "n.xml", against: schema)
    #expect(problems.map(\.line) == [2, 4])
    #expect(problems.first?.description.contains("'one' is not a valid value") == true)
  }

  @Test func `A document that is not well-formed is one problem`() throws {
    let schema = Schema(root: try folder.write(numbers, as: "numbers.xsd"))
    let problems = try validate("<numbers>\n<number>1\n</numbers>", named: "n.xml", against: schema)
    #expect(problems.map(\.line) == [3])
  }

  @Test func `A schema is found by its address through a catalog, and so is what it includes`() throws {
    _ = try folder.write(
      numbers.replacing("xs:int", with: "t:small").replacing(
        "<xs:element name=\"numbers\">",
        with:
          "<xs:import namespace=\"urn:t\" schemaLocation=\"https://example.org/t/types.xsd\"/><xs:element name=\"numbers\">"
      ).replacing("targetNamespace", with: "xmlns:t=\"urn:t\" targetNamespace"), as: "numbers.xsd")
    _ = try folder.write(
      """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
        <xs:simpleType name="small"><xs:restriction base="xs:int"><xs:maxInclusive value="9"/></xs:restriction></xs:simpleType>
      </xs:schema>
      """, as: "types.xsd")
    let catalog = try folder.write(
      """
      <catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
        <system systemId="https://example.org/numbers.xsd" uri="numbers.xsd"/>
        <rewriteSystem systemIdStartString="https://example.org/t/" rewritePrefix="./"/>
      </catalog>
      """, as: "catalog.xml")
    let schema = Schema(root: "https://example.org/numbers.xsd", catalog: catalog)
    #expect(try validate(valid, named: "n.xml", against: schema).isEmpty)
    let large = valid.replacing(">1<", with: ">10<")
    #expect(try validate(large, named: "n.xml", against: schema).first?.line == 2)
  }

  @Test(arguments: [
    Schema(root: "/nowhere/at/all.xsd"), Schema(root: "https://example.org/numbers.xsd"),
    Schema(root: "https://example.org/numbers.xsd", catalog: "/nowhere/catalog.xml"),
  ])
  func `A schema that is not at hand is an error, and nothing is fetched`(schema: Schema) {
    let error = #expect(throws: ValidationError.self) { try validate(valid, named: "n.xml", against: schema) }
    #expect(error?.description.hasPrefix("\(schema.root): error: cannot be used as a schema") == true)
  }

  @Test func `Documents are validated side by side as they are one by one`() async throws {
    let schema = Schema(root: try folder.write(numbers, as: "numbers.xsd"))
    let (valid, counts) = (valid, 0..<24)
    try await withThrowingTaskGroup(of: (Int, Int).self) { group in
      for number in counts {
        group.addTask {
          let text = number.isMultiple(of: 2) ? valid : valid.replacing(">1<", with: ">x<")
          return (number, try validate(text, named: "n.xml", against: schema).count)
        }
      }
      for try await (number, problems) in group { #expect(problems == number % 2) }
    }
  }
}

/// The schemas of DataCite and ISO, with records that their own producers' rules accept or refuse.
@Suite(
  .enabled(
    if: schemas != nil, "no folder shared/schemas beside the project: nothing is validated against DataCite and ISO"))
struct PublishedSchemaTests {
  @Test func `DataCite's kernel accepts a whole record and refuses one without a year`() throws {
    let folder = try #require(schemas)
    let record = try String(contentsOfFile: "\(folder)/datacite/selftest-valid.xml", encoding: .utf8)
    #expect(try validate(record, named: "d.xml", against: .dataCite(in: folder)).isEmpty)
    let broken = record.replacing("<publicationYear>2026</publicationYear>", with: "")
    let problems = try validate(broken, named: "d.xml", against: .dataCite(in: folder))
    #expect(problems.count == 1 && problems[0].line > 0 && problems[0].message.contains("publicationYear"))
  }

  @Test func `ISO 19115-3 accepts a whole record and refuses one without a contact`() throws {
    let folder = try #require(schemas)
    let record = try String(contentsOfFile: "\(folder)/iso19115-3/selftest-19115-3.xml", encoding: .utf8)
    #expect(try validate(record, named: "i.xml", against: .iso19115(in: folder)).isEmpty)
    let lines = record.split(separator: "\n", omittingEmptySubsequences: false)
    let broken = lines.filter { !$0.contains("<mdb:contact>") }.joined(separator: "\n")
    let problems = try validate(broken, named: "i.xml", against: .iso19115(in: folder))
    #expect(problems.count == 1 && problems[0].line > 0 && problems[0].message.contains("contact"))
  }
}

/// The folder of schemas beside the project, found by walking up from this file.
private let schemas: String? = {
  var folder = URL(fileURLWithPath: #filePath)
  while folder.path != "/" {
    folder.deleteLastPathComponent()
    let candidate = folder.appendingPathComponent("shared/schemas").path
    if FileManager.default.fileExists(atPath: candidate + "/datacite") { return candidate }
  }
  return nil
}()

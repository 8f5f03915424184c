import Ledger
import Testing

@testable import Packaging

@Suite struct DescriptionProblemTests {
  @Test func `A sound description has no problem`() {
    #expect(ReleaseDescription.example.problems.isEmpty)
  }

  /// What an XML schema lets through and a reader would be misled by.
  @Test(arguments: [
    Fault("release-date") { $0.releaseDate = "2026-02-29" },
    Fault("release-date") { $0.releaseDate = "1.12.2026" },
    Fault("extent") { $0.extent = .init(west: 104, south: 25, east: 73, north: 40) },
    Fault("extent") { $0.extent = .init(west: 73, south: 25, east: 104, north: 91) },
    Fault("extent") { $0.extent = .init(west: .nan, south: 25, east: 104, north: 40) },
    Fault("creators") { $0.creators = [] },
    Fault("creators") { $0.creators[0].orcid = "0000-0002-1825-0098" },
    Fault("creators") { $0.creators[0].orcid = "0000-0000-0000-0000" },
    Fault("creators") { $0.creators[0].orcid = "0000000218250097" },
    Fault("creators") { $0.creators[1].name = " " },
    Fault("kind") { $0.kind = "copy" },
    Fault("id") { $0.id = "QTP open" },
    Fault("title") { $0.title = "" },
    Fault("cell") { $0.cellSize = 0 },
    Fault("supplements") { $0.supplementedDOI = "essd-2025-809" },
    Fault("sources.dem") { $0.sources[0].provenance.doi = "10.5072/two words" },
  ])
  func `A fault is named by its field, with the way to mend it`(fault: Fault) throws {
    var description = ReleaseDescription.example
    fault.make(&description)
    let error = #expect(throws: DescriptionError.self) { try dataCite(of: description) }
    #expect(error?.problems.map(\.field) == [fault.field])
    #expect(error?.description.hasPrefix("product.\(fault.field): error: ") == true)
    #expect(error?.description.contains("\n  ") == true)
    #expect(throws: DescriptionError.self) { try iso19115(of: description) }
    #expect(throws: DescriptionError.self) { try dataPackage(of: description, files: []) }
  }

  @Test func `Faults are reported together`() {
    var description = ReleaseDescription.example
    description.title = ""
    description.kind = "copy"
    #expect(description.problems.map(\.field) == ["title", "kind"])
  }

  /// The three are examples of ORCID's own documentation; the last ends in the check digit ten.
  @Test(arguments: ["0000-0002-1825-0097", "https://orcid.org/0000-0001-5109-3700", "0000-0002-1694-233X"])
  func `An ORCID is accepted with an address and without`(orcid: String) {
    var description = ReleaseDescription.example
    description.creators[0].orcid = orcid
    #expect(description.problems.isEmpty)
  }
}

struct Fault: Sendable, CustomTestStringConvertible {
  let field: String
  let make: @Sendable (inout ReleaseDescription) -> Void

  init(_ field: String, _ make: @escaping @Sendable (inout ReleaseDescription) -> Void) {
    self.field = field
    self.make = make
  }

  var testDescription: String { field }
}

import Ledger
import Metadata
import Testing

@testable import Packaging

/// Descriptions that differ in what they have, each of which must make a valid record.
enum Variant: CaseIterable {
  case whole, bare, original, synthetic, published

  var description: ReleaseDescription {
    var description = ReleaseDescription.example
    switch self {
    case .whole: break
    case .bare:
      description.keywords = []
      description.supplementedDOI = nil
      description.sources = []
      description.tasks = []
      description.limits = []
      description.files = []
      description.flagMeanings = []
      description.figures = []
      description.tables = []
      description.claims = nil
      description.headlines = []
      description.omissions = []
    case .original: description.kind = "original"
    case .synthetic: description.kind = "synthetic"
    case .published:
      description.doi = "https://doi.org/10.6084/m9.figshare.30925358"
      description.publisher = "figshare"
    }
    return description
  }
}

@Suite(.enabled(if: schemas != nil, "no folder shared/schemas beside the project: no record is validated"))
struct RecordValidityTests {
  @Test(arguments: Variant.allCases)
  func `The DataCite record is valid against kernel 4.6`(variant: Variant) throws {
    let record = try dataCite(of: variant.description)
    #expect(try validate(record, named: "datacite.xml", against: .dataCite(in: try #require(schemas))).isEmpty)
  }

  @Test(arguments: Variant.allCases)
  func `The ISO record is valid against metadata base 2.0`(variant: Variant) throws {
    let record = try iso19115(of: variant.description)
    #expect(try validate(record, named: "iso.xml", against: .iso19115(in: try #require(schemas))).isEmpty)
  }

  @Test func `A record with something missing or wrong is refused with its line`() throws {
    let folder = try #require(schemas)
    let cite = try dataCite(of: .example)
    let wrongType = cite.replacing("dateType=\"Issued\"", with: "dateType=\"Nope\"")
    let problems = try validate(wrongType, named: "datacite.xml", against: .dataCite(in: folder))
    let line = cite.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
      $0.contains("dateType=\"Issued\"")
    }
    #expect(problems.first?.line == line.map { $0 + 1 })
    let iso = try iso19115(of: .example).replacing("<gco:Decimal>73.4<", with: "<gco:Decimal>west<")
    let place = iso.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(">west<") }
    let found = try validate(iso, named: "iso.xml", against: .iso19115(in: folder))
    #expect(found.first?.line == place.map { $0 + 1 })
  }
}

@Suite struct DataCiteTests {
  let root: Element
  init() throws { root = try Element(document: dataCite(of: .example), named: "datacite.xml") }

  @Test func `What DataCite requires is there, and the DOI is to be announced`() {
    #expect(root.all("identifier").map(\.text) == [":tba"])
    #expect(root.all("identifier")[0].attribute("identifierType") == "DOI")
    #expect(root.all("creatorName").map(\.text) == ["Carberry, Josiah", "Solum contributors"])
    #expect(root.all("creatorName").map { $0.attribute("nameType") } == ["Personal", "Organizational"])
    #expect(root.all("givenName").map(\.text) == ["Josiah"])
    #expect(root.all("title").map(\.text) == ["Solum thickness <of> the Qinghai–Tibet Plateau & its \"rim\""])
    #expect(root.all("publicationYear").map(\.text) == ["2026"])
    #expect(root.all("resourceType").map { $0.attribute("resourceTypeGeneral") } == ["Dataset"])
  }

  @Test func `A reserved DOI and its publisher take the place of what is to be announced`() throws {
    let root = try Element(document: dataCite(of: Variant.published.description), named: "datacite.xml")
    #expect(root.all("identifier").map(\.text) == ["10.6084/m9.figshare.30925358"])
    #expect(root.all("publisher").map(\.text) == ["figshare"])
  }

  @Test func `The article is supplemented, and each source with a DOI derived from`() {
    let related = root.all("relatedIdentifier")
    #expect(related.map(\.text) == ["10.5194/essd-2025-809", "10.5072/relief"])
    #expect(related.map { $0.attribute("relationType") } == ["IsSupplementTo", "IsDerivedFrom"])
    #expect(related.map { $0.attribute("resourceTypeGeneral") } == ["Preprint", nil])
  }

  @Test func `The abstract says at once that this is a reconstruction, and what stands in for what`() {
    let abstract = root.all("description").first { $0.attribute("descriptionType") == "Abstract" }
    let start = "This is a reconstruction from substitutes, not the published data set. "
    #expect(abstract?.text.hasPrefix(start + "Vegetation index \"EVI\", 0.5° stands in for NDVI.") == true)
    let other = root.all("description").first { $0.attribute("descriptionType") == "Other" }
    #expect(other?.text.contains("Erosion is a constant, not a map.") == true)
  }

  @Test func `The box is in degrees, each side in its own element`() {
    let sides = ["westBoundLongitude", "eastBoundLongitude", "southBoundLatitude", "northBoundLatitude"]
    #expect(sides.map { root.all($0).map(\.text) } == [["73.4"], ["104.6"], ["25.9"], ["40"]])
  }

  @Test func `The licence has its SPDX identifier and its address`() {
    let rights = root.all("rights")[0]
    #expect(rights.attribute("rightsIdentifier") == "CC-BY-4.0")
    #expect(rights.attribute("rightsURI") == "https://creativecommons.org/licenses/by/4.0/")
  }
}

@Suite struct ISOTests {
  let root: Element
  init() throws { root = try Element(document: iso19115(of: .example), named: "iso.xml") }

  @Test func `Every stage is a process step, in the order of the flow, with the key of every task`() {
    let steps = root.all("mrl:LI_ProcessStep")
    #expect(steps.map { $0.attribute("id") } == ["stage-sources", "stage-grid", "stage-simulation"])
    for (step, task) in zip(steps, ReleaseDescription.example.tasks.reversed()) {
      #expect(step.text.contains("\(task.id): revision \(task.revision), key \(task.key)"))
    }
  }

  @Test func `Every source is there with what it stands in for, and the steps that read it point to it`() {
    let sources = root.all("mrl:LI_Source")
    #expect(sources.map { $0.attribute("id") } == ["source-dem", "source-evi_2006"])
    #expect(sources[1].text.hasPrefix("Stands in for NDVI."))
    let steps = root.all("mrl:LI_ProcessStep")
    let links = steps.map { $0.all("mrl:source").map { $0.attribute("xlink:href") } }
    #expect(links == [["#source-dem"], ["#source-dem"], []])
  }

  @Test func `The bits of the quality flags have names`() {
    let elements = root.all("mrc:MI_RangeElementDescription")
    #expect(
      elements.map { $0.all("mrc:definition").map(\.text) } == [
        ["erosion raised to the floor"], ["negative thickness set to 0"],
      ])
    #expect(elements.map { $0.all("gco:Record").map(\.text) } == [["1"], ["2"]])
  }

  @Test func `Resolution, reference system and box are those of the grid`() {
    #expect(root.all("gco:Distance").map(\.text) == ["10000"])
    #expect(root.all("mdb:referenceSystemInfo").map(\.text) == [ReleaseDescription.example.crs])
    #expect(root.all("gco:Decimal").map(\.text) == ["73.4", "104.6", "25.9", "40"])
  }

  @Test func `A reference system of the EPSG register is named by its code`() throws {
    var description = ReleaseDescription.example
    description.crs = "EPSG:4326"
    let root = try Element(document: iso19115(of: description), named: "iso.xml")
    let identifier = root.all("mdb:referenceSystemInfo")[0]
    #expect(
      identifier.all("mcc:code").map(\.text) == ["4326"] && identifier.all("mcc:codeSpace").map(\.text) == ["EPSG"])
  }
}

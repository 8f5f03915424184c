import Engine
import Foundation
import Manifests
import Testing

@testable import Stages

@Suite struct `A product that leaves stages out` {
  static func stages(_ product: ProductDeclaration) throws -> Set<String> {
    Set(try productGraph(product).tasks.map(\.stage))
  }

  @Test func `has all of them when it leaves none out`() throws {
    #expect(try Self.stages(smallProduct()) == Set(`The tasks of a product`.stages))
  }

  @Test func `without a model ends with the zones, and has no map to speak of or to package`() throws {
    let graph = try productGraph(smallProduct(model: "none", calibration: "none", validation: "{}"))
    #expect(Set(graph.tasks.map(\.stage)) == ["sources", "grid", "samples", "importance", "zones", "validation"])
    #expect(
      graph.tasks.filter { $0.stage == "validation" }.map(\.id) == ["validation/importance", "validation/claims"])
  }

  @Test func `of nothing but covariates is a grid`() throws {
    let product = try smallProduct(
      samples: "none", importance: "none", zones: "none", model: "none", calibration: "none", validation: "{}")
    #expect(try Self.stages(product) == ["sources", "grid", "validation"])
    #expect(try productGraph(product)["validation/claims"]?.inputs == [])
  }

  @Test func `without importance is zoned by the covariates it names`() throws {
    let graph = try productGraph(smallProduct(importance: "none"))
    #expect(graph["importance/summary"] == nil)
    #expect(graph["zones/partition"] != nil)
    #expect(graph["package/release"] != nil)
  }

  @Test func `without samples takes published parameters`() throws {
    let graph = try productGraph(
      smallProduct(
        samples: "none", importance: "none", zones: matchedZones, calibration: "{use: published, table: table-4}"))
    #expect(graph.tasks.filter { $0.stage == "calibration" }.map(\.id) == ["calibration/parameters"])
    #expect(graph["validation/profiles"] == nil)
    #expect(graph["package/release"] != nil)
  }

  @Test func `cannot compare a map that it does not make`() {
    #expect(
      throws: StageError(
        subject: "validation", problem: "there is no map to compare, since the manifest leaves 'model' out",
        remedy: "declare 'model' and 'calibration', or leave references, regions and truth out")
    ) { try productGraph(smallProduct(model: "none", calibration: "none")) }
  }

  @Test func `cannot hold a truth against profiles that it does not have`() {
    #expect(
      throws: StageError(
        subject: "validation",
        problem: "the truth is compared with what profiles observed, and there are no 'samples'",
        remedy: "declare 'samples', or leave 'truth' out")
    ) {
      try productGraph(
        smallProduct(
          samples: "none", importance: "none", zones: matchedZones, calibration: "{use: published, table: table-4}",
          validation: "{truth: reference}"))
    }
  }
}

@Suite struct `Zones and published tables` {
  @Test func `are matched only when there are as many`() {
    #expect(
      throws: StageError(
        subject: "zones", problem: "5 zones cannot be matched one to one to the 8 of Table 3",
        remedy: "set 'k' to 8, or leave 'match' out")
    ) { try productGraph(smallProduct(zones: matchedZones.replacing("k: 8", with: "k: 5"))) }
  }

  @Test func `are matched only by what has a mean`() {
    #expect(
      throws: StageError(
        subject: "zones", problem: "'rock' has no mean to be matched with Table 3",
        remedy: "match by continuous covariates")
    ) { try productGraph(smallProduct(zones: matchedZones.replacing("ndvi", with: "rock"))) }
  }

  @Test func `share parameters only when they are matched`() {
    #expect(
      throws: StageError(
        subject: "calibration",
        problem: "Table 4 gives parameters to published zones, and the zones found bear no number of theirs",
        remedy: "declare 'match' under 'zones', or fit the parameters with 'method: sce-ua'")
    ) { try productGraph(smallProduct(calibration: "{use: published, table: table-4}")) }
  }

  /// The plateau is laid out for the eight zones of the paper, whatever number is looked for in it.
  @Test func `leave a twin its eight true zones when fewer are looked for`() throws {
    let match = """
        match:
          columns:
            - elevation
            - mat
            - map
            - ndvi
          method: minimum-cost
          scale: column-sd
          table: table-3

      """
    let graph = try productGraph(
      Products.shipped("plateau-twin", replacing: [("  k: 8\n", "  k: 5\n"), (match, "")]))
    #expect(graph["calibration/zone-5/full"] != nil)
    #expect(graph["calibration/zone-6/full"] == nil)
    #expect(graph["calibration/true-zones/zone-8/full"] != nil)
  }
}

@Suite struct `The name of a covariate` {
  @Test(arguments: ["area", "zones", "calibration", "samples", "source", "simulated", "match", "complete"])
  func `may be that of another input`(name: String) throws {
    #expect(try productGraph(smallProduct(renamingNDVI: name))["package/release"] != nil)
  }

  @Test(arguments: ["frame", "domain", "terrain-relief"])
  func `is not that of another task of the grid`(name: String) {
    #expect(
      throws: StageError(
        subject: "covariate \(name)", problem: "the grid has a task of that name already",
        remedy: "call the covariate something else")
    ) { try productGraph(smallProduct(renamingNDVI: name)) }
  }

  @Test(arguments: ["id", "x", "y", "thickness", "row", "column", "status"])
  func `is not that of a column which profiles have already`(name: String) {
    #expect(
      throws: StageError(
        subject: "covariate \(name)", problem: "the table of profiles has a column of that name already",
        remedy: "call the covariate something else")
    ) { try productGraph(smallProduct(renamingNDVI: name)) }
  }
}

import Engine
import Packaging
import Testing

@testable import Stages

@Suite struct `The contents of a release` {
  static let tables = [
    "calibration_trace.csv", "comparison.csv", "correlations.csv", "folds.csv", "identifiability.csv", "importance.csv",
    "parameters.csv",
    "partial_dependence.csv", "profiles.csv", "quality.csv", "regions.csv", "zone_match.csv", "zone_numbers.csv",
    "zone_prototypes.csv", "zones.csv",
  ].map { "tables/\($0)" }

  func omissions(_ product: ProductDeclaration) -> [String: String] {
    Dictionary(uniqueKeysWithValues: ReleaseContents(product).omissions.map { ($0.path, $0.reason) })
  }

  @Test func `are all tables and rasters of the twin`() throws {
    let product = try Products.shipped("plateau-twin")
    let contents = ReleaseContents(product)
    #expect(
      contents.tables.map(\.path).sorted() == (Self.tables + ["tables/terrain-dem.csv", "tables/truth.csv"]).sorted())
    #expect(contents.omissions.isEmpty)
    #expect(
      PublishedRasters.titles(product).map(\.path)
        == [
          "quality_flags", "saprolite_thickness", "solum_thickness", "solum_thickness_uncertainty", "truth_thickness",
          "truth_zones", "zones",
        ].map { "data/\($0).tif" })
  }

  @Test func `of the open plateau lack what needs profiles, references and bedrock`() throws {
    let product = try Products.shipped("qtp-open")
    let noProfiles = "the product has no soil profiles"
    let published = "the parameters are published ones, not fitted here"
    #expect(
      omissions(product) == [
        "tables/importance.csv": noProfiles, "tables/partial_dependence.csv": noProfiles,
        "tables/profiles.csv": noProfiles, "tables/folds.csv": published, "tables/calibration_trace.csv": published,
        "tables/identifiability.csv": published, "tables/comparison.csv": "the product has no reference maps",
        "tables/regions.csv": "the product declares no regions",
        "data/saprolite_thickness.tif": "the product has no depth to bedrock",
        "data/solum_thickness_uncertainty.tif": "\(noProfiles), so there are no errors to estimate a spread from",
      ])
    #expect(
      ReleaseContents(product).tables.map(\.path).sorted()
        == (Self.tables.filter { omissions(product)[$0] == nil } + ["tables/terrain-relief.csv"]).sorted())
    #expect(
      PublishedRasters.titles(product).map(\.path)
        == ["data/quality_flags.tif", "data/solum_thickness.tif", "data/zones.tif"])
  }

  @Test func `with profiles and published parameters lack their errors for another reason`() throws {
    let product = try smallProduct(
      importance: "none", zones: matchedZones, calibration: "{use: published, table: table-4}")
    let published = "the parameters are published ones, not fitted here"
    #expect(
      omissions(product) == [
        "tables/importance.csv": "importance is left out", "tables/partial_dependence.csv": "importance is left out",
        "tables/zone_numbers.csv": "no other number of zones is compared", "tables/folds.csv": published,
        "tables/calibration_trace.csv": published,
        "tables/identifiability.csv": published,
        "data/solum_thickness_uncertainty.tif": "\(published), so there are no errors to estimate a spread from",
      ])
  }

  @Test(arguments: Products.shipped)
  func `come from tasks of the product`(name: String) throws {
    let product = try Products.shipped(name)
    let graph = try productGraph(product)
    for table in ReleaseContents(product).tables { #expect(graph[table.task] != nil, "\(table.path)") }
  }
}

import Foundation
import Testing

@Suite struct `A release` {
  private let place: Workplace
  private let outcome: Program.Outcome

  init() throws { (place, outcome) = try TinyProduct.released() }

  @Test func `names its folder on standard output, and talks elsewhere`() throws {
    #expect(outcome.status == 0, "\(outcome.talk)")
    #expect(outcome.output == "\(TinyProduct.release)\n")
    #expect(outcome.talk.contains("verdict: pass"))
    #expect(!outcome.talk.contains("\u{1b}"))
  }

  /// Contracts, section 4; of the figures those that any product has.
  @Test func `has the files that are promised`() throws {
    let found = Set(try place.files(below: TinyProduct.release))
    let tables = [
      "zones", "importance", "parameters", "folds", "comparison", "correlations", "regions", "profiles", "quality",
      "identifiability", "truth",
    ]
    let rasters = [
      "solum_thickness", "saprolite_thickness", "solum_thickness_uncertainty", "zones", "quality_flags", "truth_zones",
      "truth_thickness",
    ]
    let promised =
      [
        "README.md", "report.html", "claims.csv", "manifest.yaml", "manifest.lock", "CITATION.cff", "LICENSE.txt",
        "SHA256SUMS", "datapackage.json", "metadata/datacite.xml", "metadata/iso19115-3.xml", "data/zones.tif.aux.xml",
        "provenance/tasks.jsonl", "figures/solum_thickness.png",
      ] + tables.map { "tables/\($0).csv" } + rasters.map { "data/\($0).tif" }
    #expect(Set(promised).subtracting(found) == [])
    for beside in [".zip", ".zip.sha256", ".run.json"] { #expect(place.exists(TinyProduct.release + beside)) }
  }

  @Test func `passes sha256sum, folder and archive`() throws {
    let sums = try Program.shell(
      "cd \(TinyProduct.release) && sha256sum --check --strict --quiet SHA256SUMS && cd .. "
        + "&& sha256sum --check --strict --quiet tiny-0.1.0.zip.sha256", in: place.folder)
    #expect(sums.status == 0, "\(sums.talk)")
    let listed = try place.read("\(TinyProduct.release)/SHA256SUMS").split(separator: "\n").map { $0.dropFirst(66) }
    #expect(
      listed.map(String.init).sorted() + []
        == (try place.files(below: TinyProduct.release)).filter { $0 != "SHA256SUMS" })
  }

  @Test func `has the same bytes from another folder, with another number of jobs, zone and language`() throws {
    let other = try TinyProduct.declared()
    try other.write("below/notes", "")
    let again = try Program.run(
      ["release", "../\(TinyProduct.manifest)", "--jobs", "1", "--store", "store", "--output", "out", "--quiet"],
      in: other.path("below"),
      environment: ["TZ": "Asia/Kathmandu", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"])
    #expect(again.status == 0 && again.output == "out/tiny-0.1.0\n" && again.talk == "", "\(again.talk)")
    #expect(try other.read("below/out/tiny-0.1.0/SHA256SUMS") == place.read("\(TinyProduct.release)/SHA256SUMS"))
    #expect(try other.digest("below/out/tiny-0.1.0.zip") == place.digest("\(TinyProduct.release).zip"))
    #expect(try other.files().allSatisfy { $0.hasPrefix("below/") || !$0.contains("/") })
  }

  @Test func `leaves the folder of the manifest as it was`() throws {
    #expect(
      try place.files().filter { !$0.hasPrefix(".solum/") && !$0.hasPrefix("Releases/") }
        == ["qtp-solum.claims.yaml", "tiny.lock", "tiny.yaml"])
  }
}

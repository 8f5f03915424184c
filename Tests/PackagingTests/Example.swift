import Checksums
import Ledger

@testable import Packaging

extension ReleaseDescription {
  /// A small made-up reconstruction with everything that a release can have, and with every character that a format
  /// could stumble over.
  static var example: ReleaseDescription {
    let dem = SourceProvenance(
      id: "dem", title: "Global relief, 10′",
      files: [.init(name: "relief.grd", url: "https://example.org/a?b=1&c=2", digest: digest("dem"))],
      doi: "10.5072/relief", citation: "Müller & Søn (2008), <Relief>", licence: "CC0-1.0", access: "url")
    let evi = SourceProvenance(
      id: "evi 2006", title: "Vegetation index \"EVI\", 0.5°",
      files: [.init(name: "evi|01.txt", url: nil, digest: nil)],
      doi: nil, citation: nil, licence: nil, access: "request")
    var description = ReleaseDescription(
      id: "qtp-open", version: "0.1.0", title: "Solum thickness <of> the Qinghai–Tibet Plateau & its \"rim\"",
      kind: "reconstruction", releaseDate: "2026-12-01",
      summary: "Thickness of the solum, h < 2 m & more.\n\nA second paragraph with *stars* and `ticks`.",
      limits: ["Erosion is a constant, not a map.", "Cells of 10 km | coarse"],
      creators: [
        .init(
          name: "Carberry, Josiah", isOrganization: false, orcid: "0000-0002-1825-0097", affiliation: "Brown University"
        ),
        .init(name: "Solum contributors", isOrganization: true, orcid: nil, affiliation: nil),
      ], licence: "CC-BY-4.0", keywords: ["soil thickness", "mass balance", "soil thickness"],
      supplementedDOI: "10.5194/essd-2025-809", supplementedForm: "preprint",
      extent: .init(west: 73.4, south: 25.9, east: 104.6, north: 40.0000004),
      crs: "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m", cellSize: 10000,
      sources: [
        .init(provenance: dem, substitutes: nil, redistributable: true),
        .init(provenance: evi, substitutes: "NDVI", redistributable: false),
      ],
      files: [
        .init(path: "data/solum_thickness.tif", title: "Solum thickness", unit: "m"),
        .init(path: "data/zones.tif", title: "Zones"),
        .init(path: "data/quality_flags.tif", title: "Quality flags"),
        .init(path: "tables/zones.csv", title: "Zones (Table 3)"), .init(path: "claims.csv", title: "Claims"),
        .init(path: "figures/map.png", title: "Map"), .init(path: "README.md", title: "Read this first"),
      ],
      omissions: [.init(path: "data/saprolite_thickness.tif", reason: "the product has no depth to bedrock")],
      headlines: [.init(name: "mean thickness", value: 0.891_234, unit: "m")],
      figures: [
        .init(path: "figures/map.png", title: "Map of <h>", caption: "Lakes & glaciers are cut out.", png: png)
      ],
      tables: [
        .init(
          path: "tables/zones.csv", title: "Zones (Table 3)",
          table: Table(
            columns: ["zone", "name", "mean", "code", "none"],
            rows: [["1", "rim & valley", "0.123456", "007", ""], ["2", "<basin>", "", "010", ""]]))
      ], claims: claims,
      tasks: [
        .init(
          id: "simulation/maps", stage: "simulation", revision: 2, key: digest("s"), ingredients: [],
          inputs: [
            .init(name: "layers", task: "grid/layers", artifacts: [.init(name: "h.tif", digest: digest("g"), bytes: 7)])
          ],
          outputs: [.init(name: "h.tif", digest: digest("o"), bytes: 8)], source: nil),
        .init(
          id: "grid/layers", stage: "grid", revision: 1, key: digest("k"), ingredients: [],
          inputs: [
            .init(
              name: "dem", task: "sources/dem", artifacts: [.init(name: "relief.grd", digest: digest("dem"), bytes: 6)])
          ],
          outputs: [.init(name: "h.tif", digest: digest("g"), bytes: 7)], source: nil),
        .init(
          id: "sources/dem", stage: "sources", revision: 1, key: digest("d"), ingredients: [], inputs: [],
          outputs: [.init(name: "relief.grd", digest: digest("dem"), bytes: 6)], source: dem),
      ], toolVersion: "0.1.0")
    description.flagMeanings = [(1, "erosion raised to the floor"), (2, "negative thickness set to 0")]
    return description
  }

  private static func digest(_ text: String) -> Digest { Digest(of: text) }

  /// The columns of `claims.csv` as contracts and Ledger have them.
  private static let claims = Table(
    columns: [
      "id", "where", "line", "kind", "check", "expression", "printed", "lo", "hi", "computed", "unit", "verdict",
      "expected",
      "delta",
    ],
    rows: [
      [
        "ABS.h_mean", "abstract", "23", "result", "reproduce", "map.h.mean", "0.89", "0.885", "0.895", "0.7712345", "m",
        "moved", "moved", "-0.1188",
      ],
      [
        "ABS.gain", "abstract", "23", "comparison", "static", "lt(a, b) & <c>", "10", "9.5", "10.5", "[8.1, 8.9]", "%",
        "fails",
        "holds", "",
      ],
      ["S21.lat", "2.1", "52", "input constant", "cite", "", "26°", "26", "26", "", "deg N", "not-computed", "", ""],
    ])

  /// One grey pixel, made by Python's zlib and struct.
  static let png: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0, 0,
    0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81,
    0x77,
    0xCD, 0x72, 0xB6, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
  ]
}

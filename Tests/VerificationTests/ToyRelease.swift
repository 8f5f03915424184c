import Checksums
import Foundation
import Geodata
import Grids
import Ledger

@testable import Verification

/// A tiny finished release in a folder of its own, removed with it: one map of 2 × 2 cells, two tables, four claims, and
/// a chain of three tasks from one source.
final class ToyRelease {
  let folder: String
  var release: ReleaseFolder {
    get throws { try ReleaseFolder(path) }
  }
  var path: String { "\(folder)/toy-0.1.0" }

  /// One cell of the map is empty; least 0.5, greatest 1.5, mean 1.
  static let cells: [Float] = [0.5, 1, 1.5, .nan]

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/toy-release-\(UUID().uuidString)"
    for name in ["data", "tables", "provenance", "metadata"] {
      try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
    }
    try writeMap(Self.cells)
    try write("tables/comparison.csv", "map,min,max,mean\nthis,0.5,1.5,1.0\nliu,0.1,2.0,0.7\n")
    try write("tables/zones.csv", "zone,elevation\n1,2136\n2,2938.5\n")
    try write("claims.csv", ClaimsTable.text(judge(Self.claims, statistics: Self.statistics)))
    try write("metadata/datacite.xml", "<resource/>\n")
    try write("README.md", "A toy.\n")
    try write(
      "datapackage.json",
      """
      {"name": "toy", "version": "0.1.0", "resources": [
        {"path": "tables/zones.csv", "bytes": 31, "hash": "sha256:\(digest("tables/zones.csv"))"}
      ]}
      """)
    try writeTasks()
    try sign()
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static let statistics = ["map.h.min": 0.5, "map.h.max": 1.5, "map.h.mean": 1.0]

  static let claims: [Claim] = [
    claim("T5.this.min", .reproduce, "map.h.min", "0.39", Interval(0.385, 0.395)),
    claim("T5.this.max", .reproduce, "map.h.max", "1.5", Interval(1.45, 1.55)),
    claim("T5.this.mean", .reproduce, "map.h.mean", "0.89", Interval(0.885, 0.895)),
    claim("T5.liu.mean", .reproduce, "ref.liu.mean", "0.66", Interval(0.655, 0.665)),
    claim("ABS.h_min", .static, "eq(ABS.h_min, T5.this.min)", "0.39", Interval(0.385, 0.395), .holds),
    Claim(id: "R.low", check: .relation, formula: try? Formula("gt(T5.this.min, T5.liu.mean)"), expected: .fails),
    Claim(id: "D.sum", check: .derived, formula: try? Formula("T5.this.min + T5.liu.mean")),
  ]

  private static func claim(
    _ id: String, _ check: Claim.Check, _ formula: String, _ printed: String, _ interval: Interval?,
    _ expected: Ledger.Verdict? = nil
  ) -> Claim {
    Claim(
      id: id, place: "Table 5", line: 370, kind: .result, check: check, formula: try? Formula(formula),
      printed: printed,
      interval: interval, unit: "m", expected: expected)
  }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
  }

  func text(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

  func digest(_ name: String) -> Digest {
    (try? Digest.ofFile("\(path)/\(name)").digest) ?? Digest(of: "no such file")
  }

  /// Replaces a part of a text file, and signs the release anew unless told not to.
  func edit(_ name: String, _ old: String, _ new: String, sign signs: Bool = true) throws {
    try write(name, text(name).replacing(old, with: new))
    if signs { try sign() }
  }

  /// Writes `SHA256SUMS` over every other file.
  func sign() throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
      .filter { (try? Digest.ofFile("\(path)/\($0)")) != nil && $0 != "SHA256SUMS" }
    try write("SHA256SUMS", names.map { "\(digest($0))  \($0)\n" }.joined())
  }

  func writeTasks() throws {
    let raw = ArtifactReference(name: "bio1.bil", digest: Digest(of: "bio1"), bytes: 4)
    let layer = ArtifactReference(name: "mat.tif", digest: Digest(of: "mat"), bytes: 3)
    let map = ArtifactReference(name: "solum_thickness.tif", digest: digest("data/solum_thickness.tif"), bytes: 1)
    let claims = ArtifactReference(name: "claims.csv", digest: digest("claims.csv"), bytes: 1)
    let tasks = [
      task(
        "sources/mat", [], [raw],
        SourceProvenance(
          id: "mat", title: "Annual mean temperature",
          files: [.init(name: "bio1.bil", url: "https://example.org/bio1.bil", digest: raw.digest)], doi: "10.1/x",
          citation: nil, licence: nil, access: "url")),
      task("grid/mat", [.init(name: "raw", task: "sources/mat", artifacts: [raw])], [layer]),
      task("simulation/map", [.init(name: "mat", task: "grid/mat", artifacts: [layer])], [map]),
      task(
        "validation/claims",
        [
          .init(name: "map", task: "simulation/map", artifacts: [map]),
          .init(name: "mat", task: "grid/mat", artifacts: [layer]),
        ], [claims]),
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try write(
      "provenance/tasks.jsonl",
      tasks.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined())
  }

  private func task(
    _ id: String, _ inputs: [TaskProvenance.Input], _ outputs: [ArtifactReference], _ source: SourceProvenance? = nil
  ) -> TaskProvenance {
    TaskProvenance(
      id: id, stage: id.split(separator: "/").first.map(String.init) ?? "", revision: 1, key: Digest(of: id),
      ingredients: [.parameter("cell", "10 km")], inputs: inputs, outputs: outputs, source: source)
  }
}

extension ToyRelease {
  /// Writes the map; other metadata gives other bytes with the same cells.
  func writeMap(_ cells: [Float], metadata: [String: String] = [:]) throws {
    let geometry = GridGeometry(
      crs: "EPSG:32645", west: 0, north: 20_000, cellWidth: 10_000, cellHeight: 10_000, columns: 2, rows: 2)
    try writeGeoTIFF(
      [RasterBand("solum thickness", Grid<Float>(geometry: geometry, cells: cells), unit: "m")], metadata: metadata,
      to: "\(path)/data/solum_thickness.tif")
  }
}

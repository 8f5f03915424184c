import Checksums
import Foundation

/// A product of two files: one that lies at a `file` location, one that has to be asked for.
struct TwoFiles {
  let place: Workplace
  let relief: String
  let boundary = "WKT,name\n"

  /// - Parameters:
  ///   - waits: whether the relief is a pipe, so that fetching it waits until somebody writes it.
  ///   - location: where the relief is fetched from instead.
  init(waits: Bool = false, relief: String = "heights above the sea", at location: String? = nil) throws {
    place = try Workplace()
    self.relief = relief
    if waits {
      try place.write("data/about.txt", "The relief comes later.")
      guard mkfifo(place.path("data/relief.tif"), 0o644) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } else {
      try place.write("data/relief.tif", relief)
    }
    try place.write(
      "product.yaml",
      """
      schema: solum-manifest/1
      product:
        id: two-files
        version: 0.1.0
        title: Two files
        kind: reconstruction
        release-date: 2026-12-01
        creators: [{name: Somebody, type: personal}]
        licence: CC0-1.0
        keywords: [soil]
        seed: 1
        summary: Nothing to speak of.
        limits: []
      sources:
        relief:
          title: Relief
          files: [{path: relief.tif, url: "\(location ?? "file://\(place.path("data/relief.tif"))")"}]
          raster: {unit: m, crs: "EPSG:4326"}
        boundary:
          title: Boundary
          obtain: {how: request, from: its authors, steps: [Write them a letter.]}
          files: [{path: outlines/boundary.csv}]
      grid: {crs: "EPSG:32645", cell: 10 km, snap: 10 km, area: {source: boundary, rule: centre-inside}, masks: {}}
      covariates:
        elevation: {source: relief, unit: m, resample: average}
      package: {compress: deflate, level: 9, block: 128}

      """)
  }

  func lock(_ pins: [(source: String, path: String, text: String)]) -> String {
    let lines = pins.flatMap { pin in
      [
        "  \(pin.source):", "    \"\(pin.path)\":", "      bytes: \(pin.text.utf8.count)",
        "      sha256: \(Digest(of: pin.text))",
      ]
    }
    return (["schema: solum-lock/1", "manifest: solum-manifest/1", "sources:"] + lines).joined(separator: "\n") + "\n"
  }

  var reliefPin: (String, String, String) { ("relief", "relief.tif", relief) }
  var boundaryPin: (String, String, String) { ("boundary", "outlines/boundary.csv", boundary) }
}

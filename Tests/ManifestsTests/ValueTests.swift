import Testing

@testable import Manifests

@Suite struct `Values of a manifest` {
  /// By hand, from the units: 1 kg m-2 is 10 t/ha.
  @Test func `Quantities are kept in one unit each, to the last bit`() throws {
    let manifest = try Manifest.read(smallManifest, file: "m.yaml").get()
    #expect(manifest.grid.cell == 10_000)
    #expect(manifest.model?.waterErosion == .constant(2.76, note: "a tenth"))
    #expect(manifest.model?.erosionFloor == 1e-9)
  }

  @Test func `The same product declared in another order of keys is the same manifest`() throws {
    let lines = smallManifest.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let first = try #require(lines.firstIndex(of: "  elevation: {source: relief, unit: m, resample: bilinear}"))
    var moved = lines
    moved.swapAt(first, first + 3)
    let text = moved.joined(separator: "\n")
    #expect(try Manifest.read(text, file: "m").get() == Manifest.read(smallManifest, file: "m").get())
    #expect(
      try Manifest.canonicalText(of: text, file: "m").get()
        == Manifest.canonicalText(of: smallManifest, file: "m").get())
  }

  @Test func `Canonical text has sorted keys, no comments and quotes only where they matter`() throws {
    let text = """
      # a comment
      b: {y: [1, "2", '3 km', "no"], x: 'plain words'}   # another
      a: >-
        folded
        text: with a colon
      c: [{z: ~, y: , x: "", k: "tab\\tzoë"}, [], {}]
      """
    let canonical = """
      a: "folded text: with a colon"
      b:
        x: plain words
        y:
          - 1
          - "2"
          - "3 km"
          - "no"
      c:
        - k: "tab\\tzoë"
          x: ""
          y: ~
          z: ~
        - []
        - {}

      """
    let made = try Manifest.canonicalText(of: text, file: "m").get()
    #expect(made == canonical)
  }

  @Test(arguments: [("resolutoin", "resolution"), ("dme", "dem"), ("sourcs", "source"), ("map", "mat")])
  func `The nearest word is found`(written: String, meant: String) {
    #expect(nearestWord(to: written, among: ["covariate", "source", "resolution", "dem", "mat"]) == meant)
  }

  @Test(arguments: ["", "x", "completely", "slope-length"])
  func `No word is offered for one that is far from all`(written: String) {
    #expect(nearestWord(to: written, among: ["resolution", "source", "elevation"]) == nil)
  }

  /// Distances counted by hand; the last from the definition of optimal string alignment, which edits no part twice.
  @Test(arguments: [("", "abc", 3), ("kitten", "sitting", 3), ("form", "from", 1), ("ca", "abc", 3)])
  func `Edit distance counts insertions, deletions, substitutions and swaps`(a: String, b: String, distance: Int) {
    #expect(editDistance(a, b) == distance)
    #expect(editDistance(b, a) == distance)
  }
}

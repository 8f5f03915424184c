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

@Suite struct `The spelling of a number` {
  /// By hand; the shipped manifests' own spellings stay as they are.
  @Test(arguments: [
    ("10", ["10.0", "1e1", "+10", "010", "10.", "0.1e2", "100e-1"]), ("0", ["-0", "0.0", "0e5", ".0"]),
    ("0.5", [".5", "0.50", "5e-1", "+0.5"]), ("1e-5", ["0.00001", "1E-05", "10e-6", "0.1e-4"]),
    ("1e-2", ["0.01", "1.0e-2"]), ("0.1", ["1e-1", ".10"]), ("0.02", ["2e-2"]), ("0.05", ["5e-2"]),
    ("2e-3", ["0.002"]), ("0.0015", ["1.5e-3"]), ("1.5e-4", ["0.00015"]), ("-0.24", ["-2.4e-1"]),
    ("-2147483648", ["-2147483648.0"]), ("100000", ["1e5"]), ("1234.5", ["1.2345e3"]),
    ("1e300", ["1000e297"]), ("-3.4e38", ["-34e37"]), ("0.30000000000000004", ["3.0000000000000004e-1"]),
  ])
  func `is one for all that mean it`(canonical: String, others: [String]) {
    for text in [canonical] + others {
      #expect(DecimalText(text)?.canonical == canonical, "\(text)")
      #expect(DecimalText(text)?.value() == Double(canonical), "\(text)")
    }
  }

  @Test(arguments: ["", ".", "e5", "1e", "1e12345", "0x10", "nan", "inf", "1 ", "1,5", "١"])
  func `is decimal`(text: String) {
    #expect(DecimalText(text) == nil)
  }

  @Test(arguments: [
    ("cell: 1 km", ["cell: 1.0 km", "cell: \"1 km\"", "cell: 1e0 km"]),
    ("where: \"value >= 90\"", ["where: value >=   90.0", "where: 'value >= 9e1'"]),
    ("share: 0.5", ["share: .5"]), ("minimum-gradient: 1e-5", ["minimum-gradient: 0.00001"]),
    ("expect: [-500, 9000]", ["expect: [-500.0, 9.0e3]"]), ("D: 1e-5 to 1e-2 m2/a", ["D: '0.00001 to 0.01 m2/a'"]),
    ("gamma: 0 to 1\n", ["gamma: 0.0 to 1.0 1\n"]), ("equation: 8", ["equation: \"8\""]), ("k: 8", ["k: +8"]),
    ("unit: \"1\"", ["unit: 1"]), ("version: 0.1.0", ["version: '0.1.0'"]),
    ("precipitation-gradient: 60 mm/a per 1000 km", ["precipitation-gradient: 60.0 mm/a per 1000 km"]),
    ("peps: 1e-3", ["peps: 0.001"]), ("dem:\n", ["\"dem\":\n"]),
  ])
  func `changes nothing in the canonical text of a manifest, nor do quotes`(line: String, others: [String]) throws {
    let text = try `Shipped manifests`.text("plateau-twin.yaml").replacing(
      "lakes: {source: lakes, rule: centre-inside}",
      with: "lakes: {source: land-use, where: \"value >= 90\", share: 0.5}"
    ).replacing("cell: 10 km", with: "cell: 1 km")
    let canonical = try Manifest.canonicalText(of: text, file: "m").get()
    for other in others {
      try #require(text.contains(line), "\(line)")
      let changed = text.replacing(line, with: other)
      #expect(try Manifest.canonicalText(of: changed, file: "m").get() == canonical, "\(other)")
      #expect(try Manifest.read(changed, file: "m").get() == Manifest.read(text, file: "m").get(), "\(other)")
    }
  }

  /// Digits that count something in the names of files keep their zeros; words keep their digits.
  @Test func `is kept where it is no number`() throws {
    let text = try `Shipped manifests`.text("plateau-twin.yaml")
      .replacing("title: Lakes", with: "title: \"007\"").replacing("value: basin", with: "value: 1e3")
      .replacing("files: [{path: lakes.csv}]", with: "files: [{path: 'lakes{n}.csv', for: {n: 007 to 009}}]")
    let canonical = try Manifest.canonicalText(of: text, file: "m").get()
    #expect(canonical.contains("title: \"007\"") && canonical.contains("value: \"1e3\""))
    #expect(canonical.contains("n: 007 to 009"))
    #expect(try Manifest.read(canonical, file: "m").get() == Manifest.read(text, file: "m").get())
  }
}

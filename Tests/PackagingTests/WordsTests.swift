import Ledger
import Testing

@testable import Packaging

@Suite struct ReadmeTests {
  let lines = readme(of: .example).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

  @Test func `The first lines say that this is a reconstruction, and what stands in for what`() {
    #expect(
      Array(lines.prefix(4)) == [
        "# Solum thickness \\<of> the Qinghai–Tibet Plateau & its \"rim\"", "",
        "**This is a reconstruction from substitutes, not the published data set.**",
        "- Vegetation index \"EVI\", 0.5° stands in for NDVI.",
      ])
  }

  @Test(arguments: [
    ("synthetic", "**This product is synthetic: its landscape, soil profiles and truth are generated"),
    ("original", "**This is an original data product.**"),
  ])
  func `Every kind says so in the first lines`(kind: String, words: String) {
    var description = ReleaseDescription.example
    description.kind = kind
    #expect(readme(of: description).split(separator: "\n")[1].hasPrefix(words))
  }

  @Test(arguments: [
    "    sha256sum -c SHA256SUMS",
    "> Carberry, Josiah; Solum contributors (2026): Solum thickness \\<of> the Qinghai–Tibet Plateau & its \"rim\". Version 0.1.0. Data set.",
    "| mean thickness | 0.8912 | m |",
    "| `data/solum_thickness.tif` | Solum thickness | m |",
    "| 2 | negative thickness set to 0 |",
    "- Cells of 10 km | coarse",
    "- `data/saprolite_thickness.tif`: the product has no depth to bedrock",
    "### Vegetation index \"EVI\", 0.5°",
    "- DOI: <https://doi.org/10.5072/relief>",
    "- Citation: Müller & Søn (2008), \\<Relief>",
    "- Licence: not stated; its files are not to be passed on without leave of its producer",
    "| grid | sources brought onto one grid and masked; covariates derived | 1 |",
  ])
  func `What a reader looks for stands there`(line: String) {
    #expect(lines.contains(line))
  }

  @Test func `A bar in a table does not open a column`() {
    var description = ReleaseDescription.example
    description.files[0].title = "a | b\nc"
    #expect(readme(of: description).contains("| `data/solum_thickness.tif` | a \\| b c | m |\n"))
  }
}

@Suite struct CitationTests {
  /// Line by line after the schema of the Citation File Format 1.2.0; YAML 1.2 section 5.7 for the escapes.
  @Test func `The citation file is the one that the format's guide would write`() {
    let lines = citation(of: .example).split(separator: "\n").map(String.init)
    #expect(lines.first == "cff-version: 1.2.0")
    #expect(lines.contains("type: dataset"))
    #expect(lines.contains("title: \"Solum thickness <of> the Qinghai–Tibet Plateau & its \\\"rim\\\"\""))
    #expect(lines.contains("date-released: \"2026-12-01\""))
    #expect(lines.contains("license: \"CC-BY-4.0\""))
    #expect(lines.first { $0.hasPrefix("abstract: ") }?.contains("more.\\n\\nA second paragraph") == true)
    let authors = lines.firstIndex(of: "authors:") ?? 0
    #expect(
      Array(lines[authors...]) == [
        "authors:", "  - family-names: \"Carberry\"", "    given-names: \"Josiah\"",
        "    affiliation: \"Brown University\"",
        "    orcid: \"https://orcid.org/0000-0002-1825-0097\"", "  - name: \"Solum contributors\"", "keywords:",
        "  - \"soil thickness\"", "  - \"mass balance\"",
      ])
  }
}

@Suite struct LicenceTests {
  @Test(arguments: [
    ("CC-BY-4.0", "Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/"),
    ("CC0-1.0", "Creative Commons Zero 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("MIT-0", "MIT-0", "https://spdx.org/licenses/MIT-0.html"),
  ])
  func `The licence is named with its identifier and its address`(id: String, name: String, address: String) {
    var description = ReleaseDescription.example
    description.licence = id
    let lines = licenceText(of: description).split(separator: "\n").map(String.init)
    #expect(lines.contains("  \(name)") && lines.contains("  SPDX-License-Identifier: \(id)"))
    #expect(lines.contains("  \(address)"))
  }

  @Test func `A source that may not be passed on has a notice, any other none`() {
    let text = licenceText(of: .example)
    #expect(text.contains("* Vegetation index \"EVI\", 0.5°\n    licence: not stated\n"))
    #expect(!text.contains("Global relief"))
  }

  @Test func `What the tool itself generates needs no notice`() {
    var description = ReleaseDescription.example
    description.sources[1].provenance.access = "generated"
    #expect(!licenceText(of: description).contains("Vegetation index"))
  }
}

@Suite struct ReadableNumberTests {
  @Test(arguments: [
    (0.891_234, "0.8912"), (2.5, "2.5"), (-0.6789, "−0.6789"), (552, "552"), (0, "0"), (-0.0, "0"),
    (12_345.678, "12346"),
    (0.999_96, "1"), (9.999_96, "10"), (1.755e-5, "1.755×10⁻⁵"), (-1e-9, "−1×10⁻⁹"), (6.02e23, "6.02×10²³"), (.nan, ""),
    (.infinity, "∞"), (1e-4, "0.0001"), (0.000_123_46, "0.0001235"), (2_500_000, "2500000"),
  ])
  func `A number has four significant digits and no more than it needs`(number: Double, text: String) {
    #expect(readable(number) == text)
  }

  @Test(arguments: [
    ("0.123456", "0.1235"), ("[0.348097, 0.358054]", "[0.3481, 0.3581]"),
    ("0.1234567 vs [-0.2, 1]", "0.1235 vs [−0.2, 1]"),
    ("rim 0.123456", "rim 0.123456"), ("", ""), ("10.5194/essd", "10.5194/essd"),
  ])
  func `Fields are rounded where they are numbers, and left alone where they are words`(field: String, text: String) {
    #expect(readable(field: field) == text)
  }
}

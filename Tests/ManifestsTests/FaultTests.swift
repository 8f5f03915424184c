import Testing

@testable import Manifests

/// A mistake made in the small manifest, and all that must be said of it.
struct Fault: Sendable, CustomTestStringConvertible {
  var name: String
  /// What is replaced, at its first place, and by what.
  var replace: String
  var by: String
  var says: String

  init(_ name: String, _ replace: String, by: String, says: String) {
    (self.name, self.replace, self.by, self.says) = (name, replace, by, says)
  }

  var testDescription: String { name }

  func read() throws -> Result<Manifest, ManifestErrors> {
    let place = try #require(smallManifest.firstRange(of: replace))
    return Manifest.read(smallManifest.replacingCharacters(in: place, with: by), file: "m.yaml")
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with other: String) -> String {
    self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}

@Suite struct `Faults in a manifest` {
  @Test func `The manifest in which the faults are made has none`() throws {
    #expect(throws: Never.self) { try Manifest.read(smallManifest, file: "m.yaml").get() }
  }

  @Test(arguments: faults)
  func `A fault is reported with its place and its mend, and nothing else`(fault: Fault) throws {
    guard case .failure(let errors) = try fault.read() else {
      Issue.record("\(fault.name): no error")
      return
    }
    #expect(errors.description == fault.says)
  }

  @Test func `An aggregated covariate needs the least share that 'terrain' gives`() throws {
    let derived = "{derive: laplacian, from: relief, unit: 1/m, resample: bilinear, candidate: false}"
    let text = String(smallManifest[..<(try #require(smallManifest.firstRange(of: "terrain:"))).lowerBound])
    let place = try #require(text.firstRange(of: derived))
    func problems(_ transfer: String) -> String? {
      let read = Manifest.read(
        text.replacingCharacters(in: place, with: "{source: climate, unit: 1/m, \(transfer)}"), file: "m.yaml")
      if case .failure(let errors) = read { return errors.description } else { return nil }
    }
    #expect(problems("resample: average") == nil)
    #expect(
      problems("aggregate: mean") == """
        m.yaml:35:1: error: 'covariates' needs the section 'terrain'
          add 'terrain', or leave 'covariates' out
        """)
  }

  @Test func `Faults in every section are reported at once, in the order of the text`() throws {
    let places: [(String, String)] = [
      ("id: small", "id: Small"), ("cell: 10 km", "cell: 10"), ("title: Relief", "titel: Relief"),
      ("type: categorical", "type: class"), ("trees: 10", "trees: many"), ("k: 8", "k: 1"), ("density-ratio: 1.35", ""),
      ("kstop: 10", "kstop: 10\n  kstop: 11"), ("level: 9", "level: 10"),
    ]
    var text = smallManifest
    for (right, wrong) in places {
      let place = try #require(text.firstRange(of: right))
      text.replaceSubrange(place, with: wrong)
    }
    guard case .failure(let errors) = Manifest.read(text, file: "m.yaml") else {
      Issue.record("no error")
      return
    }
    #expect(
      errors.errors.map { "\($0.location.line) \($0.what)" } == [
        "3 'id' is 'Small'", "17 'cell' has no unit", "26 missing key 'title'", "27 unknown key 'titel'",
        "41 'type' cannot be 'class'", "47 'trees' is 'many'", "50 'k' is 1, outside 2 to 250",
        "56 missing key 'density-ratio'", "71 key 'kstop' is given twice", "91 'level' is 10, outside 1 to 9",
      ])
  }

  @Test func `A key given three times is reported twice`() {
    let text = "schema: solum-lock/1\nmanifest: solum-manifest/1\nsources: {}\nsources: {}\nsources: {}\n"
    guard case .failure(let errors) = Lock.read(text, file: "l", for: nil) else {
      Issue.record("no error")
      return
    }
    #expect(
      errors.description == """
        l:4:1: error: key 'sources' is given twice
          it stands on line 3 already; keep one of the two
        l:5:1: error: key 'sources' is given twice
          it stands on line 3 already; keep one of the two
        """)
  }

  @Test(arguments: [
    ("", "m:1:1: error: 'the text' is empty"),
    ("# nothing\n", "m:1:1: error: 'the text' is empty"),
    ("- a\n", "m:1:1: error: 'the text' is a list"),
    ("word", "m:1:1: error: 'the text' is 'word'"),
    ("a: *x\n", "m:1:4: error: this is not YAML: found undefined alias"),
    ("a: 1\nb: \u{7}\n", "m:2:4: error: this is not YAML: control characters are not allowed"),
    (String(repeating: "[", count: 2_000), "m:1:1: error: this is not YAML: Maximum nesting level reached"),
    ("schema: solum-manifest/1\n---\nb: 1\n", "m:2:1: error: this is not YAML: but found another document"),
  ])
  func `A text that is no manifest at all is refused`(text: String, start: String) {
    guard case .failure(let errors) = Manifest.read(text, file: "m") else {
      Issue.record("no error")
      return
    }
    #expect(errors.description.hasPrefix(start), "\(errors)")
  }
}

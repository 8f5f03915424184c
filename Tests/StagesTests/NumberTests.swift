import Engine
import Foundation
import Ledger
import Manifests
import Testing

@testable import Stages

/// A number in the canonical text of a manifest.
struct ManifestNumber {
  /// The keys above it: `model.gravity.scale`.
  var path: String
  var text: String
  private var place: Range<String.Index>

  /// The numbers below some sections; those in names, systems of reference and units are no values.
  static func all(in text: String, below sections: Set<String>) -> [ManifestNumber] {
    var keys: [(indent: Int, key: String)] = []
    var found: [ManifestNumber] = []
    for line in text.split(separator: "\n") {
      let indent = line.prefix { $0 == " " }.count
      let parts = line.dropFirst(indent).split(separator: ":", maxSplits: 1)
      var value = line.dropFirst(indent)
      if !value.hasPrefix("- "), let key = parts.first, parts.count == 2 || line.hasSuffix(":") {
        keys = keys.filter { $0.indent < indent } + [(indent, String(key))]
        value = parts.count == 2 ? parts[1] : ""
      }
      guard let section = keys.first?.key, sections.contains(section) else { continue }
      let path = keys.map(\.key).joined(separator: ".")
      guard !["crs", "note", "table", "equation", "try"].contains(keys[keys.count - 1].key) else { continue }
      for match in value.matches(of: /(?:^|[ "])(-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?)(?![0-9])/)
      where !value[..<match.range.lowerBound].hasSuffix("per") {
        found.append(
          ManifestNumber(
            path: path, text: String(match.output.1), place: match.output.1.startIndex..<match.output.1.endIndex))
      }
    }
    return found
  }

  /// Texts in which this number is another one near by.
  func neighbours(in text: String) -> [String] {
    let number = Double(self.text) ?? .nan
    let isWhole = !self.text.contains(/[.e]/)
    let others =
      isWhole
      ? [number + 1, number - 1, number * 2, number / 2, 0.01] : [number * 1.1, number * 0.9, number * 2]
    return others.filter { $0 != number }.map {
      text[..<place.lowerBound] + Table.field($0) + text[place.upperBound...]
    }
  }
}

@Suite struct `A number of the manifest` {
  /// The stages whose tasks change with a number: those of the longest path that it lies below. The release itself
  /// carries the manifest and so changes with all of them.
  static let stages: [String: [(path: String, stages: Set<String>)]] = [
    // The plateau is made on the cells, and with the density ratio and the floor of the model.
    "plateau-twin": [
      ("grid", ["sources", "grid"]), ("terrain", ["grid"]), ("importance", ["importance"]), ("zones", ["zones"]),
      ("model.density-ratio", ["sources", "calibration", "simulation", "validation"]),
      ("model.erosion-floor", ["sources", "calibration", "simulation"]),
      ("model.gravity", ["calibration", "simulation"]), ("calibration", ["calibration"]),
      ("calibration.folds", ["calibration", "validation"]), ("twin", ["sources"]), ("package", []),
    ],
    "qtp-open": [
      ("grid", ["grid"]), ("terrain", ["grid"]), ("zones", ["zones"]),
      ("model.density-ratio", ["calibration", "simulation"]), ("model.erosion-floor", ["simulation"]),
      ("model.gravity", ["simulation"]), ("model.water-erosion", ["simulation"]),
      ("model.wind-erosion", ["simulation"]), ("package", []),
    ],
  ]

  static let cases =
    ["grid", "terrain", "importance", "zones", "model", "calibration", "twin", "package"].map { ("plateau-twin", $0) }
    + ["grid", "terrain", "zones", "model", "package"].map { ("qtp-open", $0) }

  @Test(arguments: cases)
  func `changes tasks of the stages that read it, and of no other`(name: String, section: String) throws {
    let text = try Products.canonical(name)
    let lock = try Products.text("\(name).lock")
    let numbers = ManifestNumber.all(in: text, below: [section])
    #expect(!numbers.isEmpty)
    let recipes = try Recipe.all(of: Products.declaration(text, lock: lock))
    // k cannot be other than eight where Table 3 is matched.
    for number in numbers where number.path != "zones.k" {
      let other = number.neighbours(in: text).lazy.compactMap { try? Products.declaration($0, lock: lock) }.first
      guard let other else {
        Issue.record("\(number.path): no number beside \(number.text) is accepted")
        continue
      }
      let others = try Recipe.all(of: other)
      let changed = Set(Recipe.changed(recipes, others).compactMap { (recipes[$0] ?? others[$0])?.stage })
      let expected = try #require(
        Self.stages[name]?.filter { number.path.hasPrefix($0.path) }.max { $0.path.count < $1.path.count })
      #expect(changed == expected.stages.union(["package"]), "\(number.path): \(number.text)")
    }
  }

  @Test func `that seeds the random streams changes every stage that draws from one`() throws {
    let recipes = try Recipe.all(of: Products.shipped("plateau-twin"))
    let others = try Recipe.all(
      of: Products.shipped("plateau-twin", replacing: [("seed: 20251216", "seed: 20251217")]))
    #expect(
      Set(Recipe.changed(recipes, others).compactMap { recipes[$0]?.stage })
        == ["sources", "importance", "zones", "calibration", "package"])
  }
}

import Engine
import Foundation
import Ledger
import Manifests
import Testing

@testable import Stages

/// What a task is made of, before its inputs have bytes: two graphs that agree here run the same work.
struct Recipe: Hashable {
  var stage: String
  var revision: Int
  var parameters: [Ingredient]
  var inputs: [TaskDefinition.Input]

  init(_ task: TaskDefinition) {
    stage = task.stage
    revision = task.revision
    parameters = task.parameters.sorted()
    inputs = task.inputs.sorted { $0.name < $1.name }
  }

  static func all(of product: ProductDeclaration) throws -> [String: Recipe] {
    Dictionary(uniqueKeysWithValues: try productGraph(product).tasks.map { ($0.id, Recipe($0)) })
  }

  /// The tasks that one product has and the other has not, or otherwise.
  static func changed(_ a: [String: Recipe], _ b: [String: Recipe]) -> Set<String> {
    Set(Set(a.keys).union(b.keys).filter { a[$0] != b[$0] })
  }
}

@Suite struct `The tasks of a product` {
  static let stages = [
    "sources", "grid", "samples", "importance", "zones", "calibration", "simulation", "validation", "package",
  ]

  @Test(arguments: Products.shipped)
  func `are named after their stage, one of the nine`(name: String) throws {
    let tasks = try productGraph(Products.shipped(name)).tasks
    #expect(tasks.count > 30)
    for task in tasks {
      #expect(Self.stages.contains(task.stage), "\(task.id)")
      #expect(task.id.hasPrefix("\(task.stage)/"), "\(task.id) of \(task.stage)")
      #expect(task.revision >= 1, "\(task.id)")
    }
  }

  @Test(arguments: Products.shipped)
  func `name each ingredient once, and give it a value`(name: String) throws {
    for task in try productGraph(Products.shipped(name)).tasks {
      let names = task.parameters.map { "\($0.kind) \($0.name)" }
      #expect(Set(names).count == names.count, "\(task.id): \(names.sorted())")
      #expect(task.parameters.allSatisfy { !$0.name.isEmpty && !$0.value.isEmpty }, "\(task.id)")
      let inputs = task.inputs.map(\.name)
      #expect(Set(inputs).count == inputs.count, "\(task.id): \(inputs)")
    }
  }

  @Test(arguments: Products.shipped)
  func `differ in what they are made of when they do different work`(name: String) throws {
    let tasks = try productGraph(Products.shipped(name)).tasks
    for (recipe, alike) in Dictionary(grouping: tasks, by: Recipe.init) where alike.count > 1 {
      Issue.record("\(alike.map(\.id)) all are \(recipe.parameters) on \(recipe.inputs)")
    }
  }

  @Test(arguments: Products.shipped)
  func `do not depend on where bytes may be found`(name: String) throws {
    let product = try Products.shipped(name)
    var elsewhere = product
    elsewhere.mirrors = ["/another/mirror", "https://example.org/mirror"]
    elsewhere.incoming = "/another/folder"
    #expect(Recipe.changed(try Recipe.all(of: product), try Recipe.all(of: elsewhere)) == [])
  }

  @Test(arguments: Products.shipped)
  func `do not depend on comments and the order of keys`(name: String) throws {
    // The canonical text has no comments and its keys in another order.
    let text = try Products.text("\(name).yaml").replacing("\nsources:", with: "\n# a remark\nsources:   # another")
    let canonical = try Manifest.canonicalText(of: text, file: name).get()
    #expect(canonical == (try Products.canonical(name)))
    let remarked = try Products.declaration(text, canonical: canonical, lock: Products.text("\(name).lock"))
    #expect(Recipe.changed(try Recipe.all(of: Products.shipped(name)), try Recipe.all(of: remarked)) == [])
  }

  /// Words are printed on the pages of a release, and some of them in its rasters and figures.
  @Test(arguments: [
    ("plateau-twin", "  title: Solum thickness of a synthetic plateau", "  title: Thickness on a synthetic plateau"),
    ("plateau-twin", "    title: Observed soil profiles", "    title: Profiles"),
    ("plateau-twin", "    - synthetic data\n", "    - invention\n"),
    ("plateau-twin", "release-date: 2026-12-01", "release-date: 2026-12-02"),
    ("plateau-twin", "licence: CC0-1.0", "licence: CC-BY-4.0"),
    ("plateau-twin", "version: 0.1.0", "version: 0.1.1"),
    ("qtp-open", "note: as aspect", "note: much as aspect"),
    ("qtp-open", "note: dropped by the paper for its importance", "note: dropped"),
    ("qtp-open", "substitutes: land use of the plateau 2015 at 300 m (registration)", "substitutes: land use"),
    ("qtp-open", "text: Hartmann and Moosdorf (2012)", "text: Hartmann and Moosdorf (2012), GLiM"),
    ("qtp-open", "id: Apache-2.0", "id: MIT"),
    ("qtp-open", "10.1029/2012GC004370", "10.1029/2012GC004371"),
    ("qtp-open", "raw.githubusercontent.com", "raw.example.org"),
    ("qtp-open", "assumed; the RWEQ map", "taken; the RWEQ map"),
  ])
  func `change with words only where these are printed`(name: String, line: String, by: String) throws {
    let recipes = try Recipe.all(of: Products.shipped(name))
    let changed = Recipe.changed(
      recipes, try Recipe.all(of: Products.shipped(name, replacing: [(line, by)])))
    #expect(changed.contains("package/release"))
    #expect(changed.allSatisfy { $0.hasPrefix("package/") }, "\(changed.sorted())")
  }

  @Test func `do not depend on remarks in the file of claims, but on its numbers`() throws {
    var product = try Products.shipped("qtp-open")
    let recipes = try Recipe.all(of: product)
    let place = try #require(product.claims?.claims.firstIndex { $0.id == "T4.c1.h0" })
    product.claims?.claims[place].remarks.note = "another remark"
    #expect(Recipe.changed(recipes, try Recipe.all(of: product)) == [])

    product.claims?.claims[place].printed = "0.039"
    product.claims?.claims[place].interval = Interval(0.0385, 0.0395)
    #expect(
      Recipe.changed(recipes, try Recipe.all(of: product)) == ["calibration/parameters", "validation/claims"])
  }

  @Test func `depend on the digests that the lock pins`() throws {
    let product = try Products.shipped("qtp-open")
    var other = product
    var pin = try #require(product.lock["mat", "bio1.bil"])
    pin.digest = try #require(product.lock["map", "bio12.bil"]).digest
    other.lock["mat", "bio1.bil"] = pin
    #expect(Recipe.changed(try Recipe.all(of: product), try Recipe.all(of: other)) == ["sources/mat"])
  }

  /// The raster of the domain holds only the places of the masks.
  @Test func `that write the names of masks depend on them`() throws {
    let text = try Products.canonical("plateau-twin")
    let masks = "  masks:\n    glaciers:\n      rule: centre-inside\n      source: glaciers\n    lakes:"
    #expect(text.contains(masks))
    let renamed = text.replacing(masks, with: masks.replacing("    lakes:", with: "    waters:"))
    let changed = Recipe.changed(
      try Recipe.all(of: Products.declaration(text)), try Recipe.all(of: Products.declaration(renamed)))
    #expect(
      changed == [
        "grid/domain", "samples/profiles", "simulation/map", "simulation/true-zones/map", "package/figures",
        "package/release",
      ])
  }
}

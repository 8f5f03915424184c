import Ledger
import Manifests
import Terrain
import Testing
import Twin

@testable import Stages

@Suite struct `Effective parameters` {
  enum Rule: String { case first, second = "another spelling" }
  enum Choice {
    case none
    case value(Double)
    case named(name: String, count: Int)
    case list([Int])
  }
  struct Inner {
    var depth = 0.5
    var remark = "none"
  }
  struct Outer {
    var flag = true
    var whole: UInt64 = 7
    var tiny = 1e-9
    var rule = Rule.second
    var choices = [Choice.none, .value(2), .named(name: "a b", count: 3), .list([4])]
    var present: Inner? = Inner()
    var absent: Inner?
    var range = 2400.0...2900.0
    var table = ["b=c": 1.5, "a": 2]
    var nested = ["k": Inner(depth: 3)]
    var empty: [Int] = []
  }

  @Test func `are every field by its path, with nothing for what is absent`() {
    let found = effectiveParameters("p", Outer()).map { "\($0.name) = \($0.value)" }
    #expect(
      found == [
        "p.flag = true", "p.whole = 7", "p.tiny = 1e-09", "p.rule = second", "p.choices[0] = none",
        "p.choices[1] = value", "p.choices[1].value = 2.0", "p.choices[2] = named",
        "p.choices[2].named.name = a b", "p.choices[2].named.count = 3", "p.choices[3] = list",
        "p.choices[3].list[0] = 4", "p.present.depth = 0.5", "p.present.remark = none", "p.range = 2400.0...2900.0",
        "p.table.a = 2.0", "p.table.b=c = 1.5", "p.nested.k.depth = 3.0",
        "p.nested.k.remark = none",
      ])
  }

  @Test func `pass over the fields that are ignored, at any depth`() {
    let found = effectiveParameters("p", Outer(), without: ["remark", "choices", "table"]).map(\.name)
    #expect(
      found == [
        "p.flag", "p.whole", "p.tiny", "p.rule", "p.present.depth", "p.range", "p.nested.k.depth",
      ])
  }

  @Test func `are the value itself where there are no fields`() {
    #expect(effectiveParameters("p", 3) == [.parameter("p", 3)])
    #expect(effectiveParameters("p", Int?.none as Any) == [])
    #expect(effectiveParameters("p", Int?.some(3) as Any) == [.parameter("p", 3)])
  }

  /// A dictionary of many keys, whose own order is another one in every process.
  @Test func `have one order`() {
    let table = Dictionary(uniqueKeysWithValues: (100..<200).map { ("k\($0)", $0) })
    #expect(effectiveParameters("p", table).map(\.value) == (100..<200).map(String.init))
  }
}

@Suite struct `The words of the manifest` {
  /// What the generator wants beside the quantities is filled in from the grid and the model.
  @Test func `name every number of the synthetic plateau, in its unit and range`() {
    let filledIn = ["cell-size", "snap", "density-ratio", "erosion-floor"]
    let spelled = TwinQuantity.all.map { "\($0.name) \($0.unit) \($0.allowed) \($0.isWhole)" }
    let known = TwinParameters.known.filter { !filledIn.contains($0.name) }
      .map { "\($0.name) \($0.unit) \($0.range) \($0.isWhole)" }
    #expect(spelled == known)
    #expect(TwinParameters.known.map(\.name).filter(filledIn.contains).sorted() == filledIn.sorted())
  }

  /// The range of the manifest's own numbers lies within that of the generator where they are handed on.
  @Test func `give the plateau all that it is made from`() throws {
    let twin = try #require(try Products.shipped("plateau-twin").manifest.twin)
    let parameters = try TwinParameters(
      values: twin.values, profiles: twin.profiles, maskedProfiles: twin.maskedProfiles)
    #expect(parameters.values == twin.values)
  }

  @Test(arguments: DerivedAttribute.allCases)
  func `name attributes that can be derived`(derived: DerivedAttribute) throws {
    let name = derived.rawValue.replacing("-", with: "_")
    let attribute = try #require(TerrainAttribute(rawValue: name))
    #expect(attribute.isCircular == (derived.form == .circular))
    let unit = ["1/m": "m-1"][derived.unit] ?? derived.unit
    #expect(attribute.unit == unit)
  }

  /// Filled heights and accumulation lead to others.
  @Test func `name all that is derived but what leads to it`() {
    let named = Set(DerivedAttribute.allCases.map { $0.rawValue.replacing("-", with: "_") })
    #expect(
      Set(TerrainAttribute.allCases.map(\.rawValue)).subtracting(named)
        == ["filled", "flow_accumulation"])
  }
}

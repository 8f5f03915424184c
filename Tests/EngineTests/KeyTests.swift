import Checksums
import Engine
import Ledger
import Testing

@Suite struct `A key` {
  let ingredients = [
    Ingredient.parameter("cell", 10000), .library("gdal", "3.6.2"), .parameter("note", "a\tb\\c\nd"),
  ]

  /// Made with coreutils:
  ///
  ///     printf 'solum task\t1\nstage\tgrid\nrevision\t3\nlibrary\tgdal\t3.6.2\nparameter\tcell\t10000\n'`
  ///     `'parameter\tnote\ta\\tb\\\\c\\nd\n' | sha256sum
  @Test func `is what sha256sum says of its ingredients`() {
    #expect(
      taskKey(stage: "grid", revision: 3, ingredients: ingredients).hexadecimal
        == "9d1b6ef45fd64deddbd5441ea57c3956702e7f9b179ebd15ab185ae88f19636b")
  }

  @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
  func `does not depend on the order of its ingredients`(order: [Int]) {
    #expect(
      taskKey(stage: "grid", revision: 3, ingredients: order.map { ingredients[$0] })
        == taskKey(stage: "grid", revision: 3, ingredients: ingredients))
  }

  @Test func `differs when anything that matters differs`() {
    let changes: [(String, Int, [Ingredient])] = [
      ("grid", 3, ingredients), ("zones", 3, ingredients), ("grid", 4, ingredients),
      ("grid", 3, Array(ingredients.dropLast())), ("grid", 3, ingredients + [.parameter("", "")]),
      ("grid", 3, [.parameter("cell", 1000)] + ingredients.dropFirst()),
      ("grid", 3, [.library("cell", "10000")] + ingredients.dropFirst()),
      // Parts that run together when they are not kept apart.
      ("grid", 3, [.parameter("a", "b\nparameter\tc\td")]),
      ("grid", 3, [.parameter("a", "b"), .parameter("c", "d")]),
      ("grid", 3, [.parameter("a\tb", "c")]), ("grid", 3, [.parameter("a", "b\tc")]),
      ("grid", 3, [.parameter("a", "\\n")]), ("grid", 3, [.parameter("a", "\n")]),
    ]
    let keys = changes.map { taskKey(stage: $0.0, revision: $0.1, ingredients: $0.2) }
    #expect(Set(keys).count == changes.count)
  }
}

import Statistics
import Testing

@testable import Learning

/// Numbers that are drawn evenly in [0, 1) for one column.
private func noise(_ rows: Int, _ name: String) -> [Double] {
  var stream = RandomStream(seed: 3, name: name)
  return (0..<rows).map { _ in stream.uniform() }
}

private func rank(
  _ covariates: [Covariate], _ response: [Double], _ settings: ForestSettings = ForestSettings(trees: 60),
  seed: UInt64 = 1,
  forest: Int = 0, threads: Int = 1
) throws -> ForestImportance {
  let table = try CovariateTable(covariates: covariates, response: response)
  return try forestImportance(of: table, settings: settings, seed: seed, forest: forest, threads: threads)
}

@Suite struct ForestTests {
  private let mixed: [Covariate]
  private let response: [Double]

  init() {
    let (slope, other) = (noise(150, "slope"), noise(150, "other"))
    let codes = noise(150, "codes").map { Int16($0 * 5) }
    mixed = [
      Covariate("slope", .continuous(slope)), Covariate("flat", .continuous(Array(repeating: 7, count: 150))),
      Covariate("aspect", .circular([other, slope.map { 1 - $0 }])), Covariate("class", .categorical(codes)),
    ]
    response = slope.indices.map { 2 * slope[$0] + (codes[$0] == 3 ? 1 : 0) + 0.1 * other[$0] }
  }

  @Test(arguments: [2, 3, 8])
  func `The same bits come from any number of threads`(threads: Int) throws {
    #expect(try rank(mixed, response) == rank(mixed, response, threads: threads))
  }

  @Test func `Another seed and another forest of one seed each give other numbers`() throws {
    let first = try rank(mixed, response)
    #expect(try rank(mixed, response, seed: 2) != first)
    #expect(try rank(mixed, response, forest: 1) != first)
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `A column that never changes is worth exactly nothing`(seed: UInt64) throws {
    let flat = try rank(mixed, response, seed: seed).covariates[1]
    #expect(flat.mean == 0 && flat.deviation == 0 && flat.scaled == 0)
  }

  @Test func `Adding a thousand to the response changes no importance beyond rounding`() throws {
    let (low, high) = (try rank(mixed, response), try rank(mixed, response.map { $0 + 1000 }))
    // 1000 costs the response ten bits: 2^-53 * 2^10 of a response near 1, squared errors summed over 150 rows.
    for (a, b) in zip(low.covariates, high.covariates) { #expect(abs(a.mean - b.mean) < 1e-10) }
  }

  @Test func `Where one covariate decides between 0 and 1, permuting it costs the share of rows that change side`()
    throws
  {
    let values = (0..<200).map { Double($0) }
    let found = try rank(
      [Covariate("side", .continuous(values))], values.map { $0 < 100 ? 0 : 1 }, ForestSettings(trees: 400))
    // With m of the 200 rows out of bag, a of one side and b of the other, the expected share is 2ab/m², and
    // E(2ab)/m² = (1/2)(m − 1)/m · 200/199 = 0.4956 for m = 73. One tree varies by about 0.06, 400 by 0.003. A row
    // at the border may fall on the wrong side by itself, which shifts both errors alike.
    #expect(abs(found.covariates[0].mean - 0.4956) < 0.015)
    #expect(found.outOfBagR2 > 0.98)
  }

  @Test func `Sine and cosine of aspect are one covariate, whose permutation costs twice the variance it explains`()
    throws
  {
    // The twelve directions of a clock face repeat; the squares of their sines and cosines are 0, 1/4, 3/4 or 1.
    let sine = [0, 0.5, 0.8660254, 1, 0.8660254, 0.5, 0, -0.5, -0.8660254, -1, -0.8660254, -0.5]
    let turn = (0..<180).map { $0 * 7 % 12 }
    let (s, c) = (turn.map { sine[$0] }, turn.map { sine[($0 + 3) % 12] })
    let found = try rank(
      [
        Covariate("noise", .continuous(noise(180, "a"))), Covariate("aspect", .circular([s, c])),
        Covariate("more noise", .continuous(noise(180, "b"))),
      ], zip(s, c).map { $0 + $1 }, ForestSettings(trees: 60, candidates: 3))
    #expect(found.covariates.map(\.name) == ["noise", "aspect", "more noise"])
    #expect(found.covariates[1].mean > 10 * max(found.covariates[0].mean, found.covariates[2].mean))
    // The response has variance 1/2 + 1/2. E(y − y')² is twice that for a row and another drawn like it, and 1 − 1/66 of
    // it when it may meet itself; sine or cosine alone would cost half. One tree varies by 0.2 or so, 60 by 0.026.
    #expect(abs(found.covariates[1].mean - 1.97) < 0.12)
  }

  @Test func `A class that decides the response ranks first, though its codes are in no order`() throws {
    let codes = noise(160, "classes").map { Int16($0 * 8) * 11 - 30 }
    let response = codes.map { ($0 + 30) / 11 % 2 == 0 ? 0.0 : 10.0 }
    let found = try rank(
      [Covariate("noise", .continuous(noise(160, "c"))), Covariate("class", .categorical(codes))], response)
    #expect(found.covariates[1].mean > 20 && abs(found.covariates[0].mean) < 1)
  }

  @Test func `One split tells apart any two sets of classes, which no split of their codes does`() throws {
    let codes = (0..<160).map { Int16($0 % 8) }
    let response = codes.map { $0 % 2 == 0 ? 0.0 : 10.0 }
    // Nodes of 150 draws or fewer are leaves: of 160 draws only the root is split.
    let stump = ForestSettings(trees: 50, minimumNode: 150)
    let asClass = try rank([Covariate("class", .categorical(codes))], response, stump)
    let asNumber = try rank([Covariate("class", .continuous(codes.map(Double.init)))], response, stump)
    #expect(asClass.outOfBagR2 > 0.99)
    #expect(asNumber.outOfBagR2 < 0.3)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `No division of classes leaves less error than the one that is found`(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, name: "division")
    var scan = CategoryScan(most: 9)
    scan.clear(9)
    var node = NodeMoments()
    var parts: [NodeMoments] = Array(repeating: NodeMoments(), count: 9)
    for _ in 0..<30 {
      let (category, response) = (stream.below(8), (stream.uniform() * 8).rounded())
      scan.add(category, draws: 1, weighted: response)
      for part in [\NodeMoments.weight, \.sum] {
        parts[category][keyPath: part] += part == \.weight ? 1 : response
        node[keyPath: part] += part == \.weight ? 1 : response
      }
    }
    var best = node.sum * node.sum / node.weight
    for set in 1..<511 {
      var left = NodeMoments()
      for category in 0..<9 where set >> category & 1 == 1 {
        left.weight += parts[category].weight
        left.sum += parts[category].sum
      }
      if left.weight > 0, left.weight < node.weight { best = max(best, left.criterion(within: node)) }
    }
    let split = try #require(scan.bestSplit(of: node, column: 0, above: node.sum * node.sum / node.weight))
    #expect(abs(split.criterion - best) <= 1e-12 * best)
    // The ninth class is in no row: it follows the heavier side.
    let left = (0..<9).filter { split.sendsLeft(Double($0)) }.reduce(0) { $0 + parts[$1].weight }
    #expect(split.sendsLeft(8) == (2 * left > node.weight))
  }

  @Test func `Permuting uses each row's value of the covariate once`() throws {
    // A tree that returns the covariate itself: predictions are then the permuted values.
    let values = (0..<64).map(Double.init)
    let columns = ForestColumns(
      try CovariateTable(covariates: [Covariate("x", .continuous(values))], response: values))
    var grower = TreeGrower(columns, settings: ForestSettings(trees: 1, minimumNode: 1))
    var stream = RandomStream(seed: 1, name: "tree")
    let (tree, outOfBag) = grower.grow(&stream)
    let plain = tree.predictions(in: columns, rows: outOfBag, from: outOfBag)
    let turned = tree.predictions(in: columns, rows: outOfBag, replacing: 0, from: outOfBag.reversed())
    #expect(turned == plain.reversed())
    #expect(tree.predictions(in: columns, rows: outOfBag, replacing: -1, from: outOfBag.reversed()) == plain)
  }
}

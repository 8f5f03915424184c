import Learning
import Testing

/// The facts of `rf_6of16.json`: R's ranger and randomForest, 2000 trees, five seeds each.
private struct ReferenceForests: Decodable {
  struct Package: Decodable {
    var mean: [String: Double]
    var oobR2: [Double]
    var oobMse: [Double]
  }
  struct Reference: Decodable {
    var ranger: Package
    var randomForest: Package
    var randomforestScaledSeed1: [String: Double]
  }
  var variablesThatMatter: [String]
  var mtry: Int
  var minNodeSize: Int
  var reference: Reference
  var relativeImportanceRangeOfReferences: [String: [Double]]

  var packages: [Package] { [reference.ranger, reference.randomForest] }

  /// The mean of both packages.
  func expected(_ name: String) throws -> Double {
    try packages.map { try #require($0.mean[name]) }.reduce(0, +) / 2
  }
}

/// Our forest on the same table: two forests of 500 trees stand for the references' five of 2000, which keeps an
/// unoptimised build within seconds. By the references' own spread the standard deviation of a mean over 1000 trees is
/// at most 5 % for the weakest of the six and 1 % for the strongest.
@Suite struct ReferenceForestTests {
  private let facts: ReferenceForests
  private let summary: ImportanceSummary

  init() throws {
    facts = try decode(ReferenceForests.self, from: "rf_6of16.json")
    summary = try Self.forests.get()
  }

  private static let forests = Result {
    let facts = try decode(ReferenceForests.self, from: "rf_6of16.json")
    let table = try NumberTable("rf_6of16.csv")
    let covariates = zip(table.names, table.columns).filter { $0.0 != "h" }.map { Covariate($0, .continuous($1)) }
    let rows = try CovariateTable(covariates: covariates, response: try table["h"])
    let settings = ForestSettings(trees: 500, candidates: facts.mtry, minimumNode: facts.minNodeSize)
    let forests = try (0..<2).map {
      try forestImportance(of: rows, settings: settings, seed: 7, forest: $0, threads: 2)
    }
    return try #require(ImportanceSummary(forests))
  }

  private func mean(_ name: String) throws -> Double {
    try #require(summary.covariates.first { $0.name == name }).mean
  }

  @Test func `The six covariates that made the response rank above the ten that did not`() {
    #expect(Set(summary.ranked.prefix(6).map(\.name)) == Set(facts.variablesThatMatter))
  }

  @Test func `Their importance is that of ranger and randomForest within a tenth`() throws {
    for name in facts.variablesThatMatter {
      let (found, expected) = (try mean(name), try facts.expected(name))
      #expect(abs(found - expected) <= 0.1 * expected, "\(name): \(found), expected \(expected)")
    }
  }

  @Test func `Divided by the largest, their importance lies in the range of the references`() throws {
    let largest = try facts.variablesThatMatter.map { try mean($0) }.max() ?? 0
    for name in facts.variablesThatMatter {
      let range = try #require(facts.relativeImportanceRangeOfReferences[name])
      let relative = try mean(name) / largest
      #expect(
        relative >= min(0.85 * range[0], range[0] - 0.02) && relative <= max(1.15 * range[1], range[1] + 0.02),
        "\(name)")
    }
  }

  @Test func `Noise is never worth a twentieth of the largest importance`() {
    let largest = summary.ranked[0].mean
    for covariate in summary.covariates where !facts.variablesThatMatter.contains(covariate.name) {
      #expect(abs(covariate.mean) <= 0.05 * largest, "\(covariate.name)")
    }
  }

  @Test func `The out-of-bag R2 and error are those of the references`() {
    let r2 = facts.packages.flatMap(\.oobR2)
    let error = facts.packages.flatMap(\.oobMse)
    #expect(abs(summary.outOfBagR2 - r2.reduce(0, +) / Double(r2.count)) <= 0.02)
    #expect(abs(summary.outOfBagError / (error.reduce(0, +) / Double(error.count)) - 1) <= 0.05)
  }

  @Test func `The scaled importance grows with the root of the trees from that of randomForest`() throws {
    // 500 trees here, 2000 there: half. One forest of 2000 trees stands in the facts, so 15 % is allowed.
    for name in facts.variablesThatMatter {
      let expected = try #require(facts.reference.randomforestScaledSeed1[name]) / 2
      let found = try #require(summary.covariates.first { $0.name == name }).scaled
      #expect(abs(found - expected) <= 0.15 * expected, "\(name): \(found), expected \(expected)")
    }
  }
}

import Testing

@testable import Learning

@Suite struct ForestInputTests {
  private func problem(_ covariates: [Covariate], _ response: [Double]) -> String? {
    do throws(LearningError) {
      _ = try CovariateTable(covariates: covariates, response: response)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `Rows that lack a value are refused and counted`() {
    let found = problem(
      [
        Covariate("slope", .continuous([1, .nan, 3, 4])),
        Covariate("aspect", .circular([[0, 1, 0, 1], [1, .nan, .infinity, 0]])),
      ], [1, 2, 3, 4])
    #expect(
      found == """
        covariate table: error: 2 of 4 rows lack a value, the first of them row 1 in 'slope' (rows count from 0)
          leave those rows out or fill them first; nothing is imputed
        """)
  }

  @Test func `A table that cannot be ranked is refused with its reason`() {
    let slope = Covariate("slope", .continuous([1, 2]))
    #expect(problem([], [1, 2])?.contains("there is no column") == true)
    #expect(problem([slope, slope], [1, 2])?.contains("two covariates are called 'slope'") == true)
    #expect(problem([slope], [1, 2, 3])?.contains("'slope' has 2 rows where 3 are expected") == true)
    #expect(problem([Covariate("aspect", .circular([]))], [1, 2])?.contains("'aspect' has 0 rows") == true)
    #expect(problem([slope], [5, 5])?.contains("the same in every row") == true)
    #expect(problem([Covariate("slope", .continuous([1]))], [1])?.contains("1 row, where at least 2") == true)
    #expect(problem([slope], [5, .nan])?.contains("row 1 in 'response'") == true)
  }

  @Test(arguments: [
    (ForestSettings(trees: 0), "the number of trees is 0, allowed is 1 or more"),
    (ForestSettings(minimumNode: 0), "the least node size is 0, allowed is 1 or more"),
    (ForestSettings(candidates: 3), "the number of covariates tried at a node is 3, allowed is 1 to 2"),
    (ForestSettings(candidates: 0), "the number of covariates tried at a node is 0, allowed is 1 to 2"),
  ])
  func `Settings out of range are refused with the range`(settings: ForestSettings, text: String) throws {
    let table = try CovariateTable(
      covariates: [Covariate("a", .continuous([1, 2])), Covariate("b", .continuous([1, 2]))], response: [1, 2])
    let error = #expect(throws: LearningError.self) { try forestImportance(of: table, settings: settings, seed: 1) }
    #expect(error?.description.contains(text) == true)
  }

  @Test func `A third of the covariates is tried at a node, and never none`() {
    #expect([1, 2, 3, 5, 6, 16].map { ForestSettings().candidates(of: $0) } == [1, 1, 1, 1, 2, 5])
  }

  @Test func `A forest whose samples leave no row out says so`() throws {
    let table = try CovariateTable(covariates: [Covariate("a", .continuous([1, 2]))], response: [1, 2])
    // One tree on two rows draws both of them with probability 1/2: among 40 seeds both outcomes occur.
    let problems = (0..<40 as Range<UInt64>).map { seed -> LearningError.Problem? in
      do throws(LearningError) {
        _ = try forestImportance(of: table, settings: ForestSettings(trees: 1), seed: seed)
        return nil
      } catch {
        return error.problem
      }
    }
    #expect(Set(problems) == [nil, .neverOutOfBag(trees: 1)])
  }
}

@Suite struct ImportanceSummaryTests {
  /// Forests that give each covariate these means; the deviation over 4 trees is 1 everywhere.
  private func summary(_ means: [[Double]]) throws -> ImportanceSummary {
    try #require(
      ImportanceSummary(
        means.map { forest in
          ForestImportance(
            covariates: forest.enumerated().map { .init(name: "v\($0)", mean: $1, deviation: 1, scaled: 2 * $1) },
            outOfBagError: forest[0], outOfBagR2: 0.5, trees: 4)
        }))
  }

  @Test func `Mean, spread and share of positive signs run over forests`() throws {
    // By hand: mean of 1, 2, 6 is 3; squares about it 4 + 1 + 9, over 2 is 7. Mean of -1, 0, 4 is 1.
    let found = try summary([[1, -1], [2, 0], [6, 4]])
    #expect(found.covariates.map(\.mean) == [3, 1])
    #expect(found.covariates.map(\.deviation) == [Double(7).squareRoot(), Double(7).squareRoot()])
    #expect(found.covariates.map(\.scaled) == [6, 2])
    #expect(found.covariates.map(\.signFrequency) == [1, 1.0 / 3])
    #expect(found.outOfBagError == 3 && found.outOfBagR2 == 0.5 && found.forests == 3 && found.trees == 4)
  }

  @Test func `A mean within two deviations of zero is undecided, whatever its sign`() throws {
    // Deviation is √2 · half the difference of two forests: 1 ± 0.7 gives 0.99, 1 ± 0.71 gives 1.004.
    let found = try summary([
      [1 + 0.35, 1 + 0.36, -1 - 0.35, -1 - 0.36, 0], [1 - 0.35, 1 - 0.36, -1 + 0.35, -1 + 0.36, 0],
    ])
    #expect(found.covariates.map(\.verdict) == [.kept, .undecided, .dropped, .undecided, .dropped])
    #expect(found.covariates.map(\.isPositive) == [true, true, false, false, false])
  }

  @Test func `One forest takes its spread from its trees`() throws {
    // Deviation 1 over 4 trees: 1/√4.
    let found = try summary([[1.1, 0.9]])
    #expect(found.covariates.map(\.deviation) == [0.5, 0.5])
    #expect(found.covariates.map(\.verdict) == [.kept, .undecided])
  }

  @Test func `Covariates are ranked from the most important on, equals in the order of the table`() throws {
    #expect(try summary([[1, 3, 1, 2]]).ranked.map(\.name) == ["v1", "v3", "v0", "v2"])
  }

  @Test func `No forests, or forests of different tables, have no summary`() throws {
    let one = ForestImportance(covariates: [], outOfBagError: 1, outOfBagR2: 0, trees: 4)
    let other = ForestImportance(
      covariates: [.init(name: "v", mean: 0, deviation: 0, scaled: 0)], outOfBagError: 1, outOfBagR2: 0, trees: 4)
    #expect(ImportanceSummary([]) == nil)
    #expect(ImportanceSummary([one, other]) == nil)
  }
}

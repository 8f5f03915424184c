import Testing

@testable import Learning

@Suite struct MixedTableTests {
  private func problem(_ work: () throws -> Void) -> String {
    do {
      try work()
      return "none"
    } catch {
      return "\(error)"
    }
  }

  @Test func `Rows that lack a value are refused and counted`() {
    let found = problem { _ = try MixedTable(continuous: [[1, 2, .nan], [.infinity, 1, 2]], categorical: []) }
    #expect(
      found == """
        table of rows to divide: error: 2 of 3 rows lack a value, the first of them row 0 in 'continuous column 1' \
        (rows count from 0)
          leave those rows out or fill them first; nothing is imputed
        """)
  }

  @Test func `A table that cannot be divided is refused with its reason`() throws {
    #expect(problem { _ = try MixedTable<Float>(continuous: [], categorical: []) }.contains("there is no column"))
    #expect(
      problem { _ = try MixedTable<Float>(continuous: [[]], categorical: []) }.contains("0 rows, where at least 1"))
    #expect(
      problem { _ = try MixedTable<Float>(continuous: [[1]], categorical: [[1, 2]]) }
        .contains("'categorical column 0' has 2 rows where 1 are expected"))
    #expect(
      problem { _ = try MixedTable<Float>(continuous: [], categorical: [Array(0..<256)]) }
        .contains("has 256 categories, the most is 255"))
  }

  @Test func `A run that cannot start is refused with its reason`() throws {
    let table = try MixedTable<Double>(continuous: [[1, 2, 3]], categorical: [])
    func run(_ k: Int, _ start: PrototypeStart, gamma: Double = 1, passes: Int? = nil) -> String {
      problem {
        _ = try kPrototypes(table, PrototypeSettings(clusters: k, gamma: gamma, maximumPasses: passes), from: start)
      }
    }
    #expect(run(0, .rows([])).contains("the number of clusters is 0, allowed is 1 to 255"))
    #expect(run(4, .drawn(seed: 1, number: 0)).contains("3 rows, where at least 4 are needed"))
    #expect(run(2, .rows([1])).contains("1 initial rows for 2 clusters"))
    #expect(run(2, .rows([1, 3])).contains("initial row 3 is not in the table of 3 rows"))
    #expect(run(1, .rows([1]), gamma: .nan).contains("gamma is nan, allowed is 0 or more"))
    #expect(run(1, .rows([1]), passes: 0).contains("the number of passes is 0"))
    let other = Prototypes(centroids: [[1, 2]], modes: [[]])
    #expect(run(1, .prototypes(other)).contains("1 numeric and 0 categorical columns for 1 clusters"))
  }

  @Test func `Z-scores of 2, 4, 4, 4, 5, 5, 7, 9 have mean 5 and deviation 2`() {
    let column: [Double] = [2, 4, 4, 4, 5, 5, 7, 9]
    let scale = ColumnScale(of: column)
    #expect(scale.mean == 5 && scale.deviation == 2)
    #expect(scale.standardised(column) == [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2])
  }

  @Test func `A column of equal values has no deviation and zeros for z-scores`() {
    // The mean of seven tenths rounds away from a tenth.
    let scale = ColumnScale(of: [Double](repeating: 0.1, count: 7))
    #expect(scale.deviation == 0)
    #expect(scale.standardised([0.1, 0.1]) == [0, 0])
  }

  @Test func `Gamma by default is half the mean deviation of the columns`() {
    #expect(halfMeanDeviation(of: [[2, 4, 4, 4, 5, 5, 7, 9], [0, 0, 0, 0, 2, 2, 2, 2]] as [[Double]]) == 0.75)
    #expect(halfMeanDeviation(of: [] as [[Double]]) == 1)
  }
}

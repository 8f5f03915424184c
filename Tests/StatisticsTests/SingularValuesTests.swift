import Statistics
import Testing

@Suite struct `Singular values` {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var columns: [[Double]]
    /// NumPy 2.4 `linalg.svd`; zeros for the columns that it leaves out of a wide matrix.
    var values: [Double]
    /// NumPy `linalg.matrix_rank`.
    var rank: Int
  }

  static let cases = [
    Case(
      testDescription: "generic", columns: [[2, 1, 0, -2.5], [-1, 3, 1.5, 0.25], [0.5, -2, 4, 1]],
      values: [4.729223301541504, 3.5123537446090034, 3.1796726461835605], rank: 3),
    Case(
      testDescription: "the third column follows from the others",
      columns: [[1, 4, 7, 10], [2, 5, 8, 11], [3, 6, 9, 12]], values: [25.462407436036397, 1.2906616757612328, 0],
      rank: 2),
    Case(
      testDescription: "wider than high", columns: [[1, 0.25], [-2, 4], [3, -1], [0.5, 2]],
      values: [5.2900025324699005, 2.70709682251338, 0, 0], rank: 2),
    Case(
      testDescription: "one column large, one small", columns: [[1, 1, 1], [1e-6, 2e-6, 3.5e-6]],
      values: [1.7320508075729428, 1.7795130420010418e-06], rank: 2),
    Case(
      testDescription: "squares that overflow", columns: [[3e200, 1e200], [1e200, -2e200]],
      values: [3.192582403567252e200, 2.192582403567252e200], rank: 2),
    // 3-4-5.
    Case(testDescription: "one column", columns: [[3, 0, -4]], values: [5], rank: 1),
    Case(testDescription: "zeros", columns: [[0, 0], [0, 0], [0, 0]], values: [0, 0, 0], rank: 0),
    Case(testDescription: "a column of zeros", columns: [[0, 0], [3, 4]], values: [5, 0], rank: 1),
    Case(testDescription: "no rows", columns: [[], []], values: [0, 0], rank: 0),
    Case(testDescription: "nothing", columns: [], values: [], rank: 0),
  ]

  @Test(arguments: cases)
  func `agree with NumPy`(given: Case) throws {
    let found = try #require(SingularValues(ofColumns: given.columns))
    // A few roundings of the largest.
    let tolerance = 1e-15 * 4 * (given.values.first ?? 0)
    #expect(found.values.count == given.values.count)
    for (value, expected) in zip(found.values, given.values) { #expect((value - expected).magnitude <= tolerance) }
    #expect(found.rank() == given.rank)
  }

  @Test(arguments: cases)
  func `are how far the matrix stretches its right vectors, which are orthonormal`(given: Case) throws {
    let found = try #require(SingularValues(ofColumns: given.columns))
    let largest = found.values.first ?? 0
    for (place, vector) in found.rightVectors.enumerated() {
      for (other, second) in found.rightVectors.enumerated() {
        let product = zip(vector, second).reduce(0) { $0 + $1.0 * $1.1 }
        #expect((product - (place == other ? 1 : 0)).magnitude < 1e-14)
      }
      guard largest > 0 else { continue }
      let image = (0..<found.rows).map { row in
        given.columns.indices.reduce(0) { $0 + given.columns[$1][row] / largest * vector[$1] }
      }
      let length = image.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect((length - found.values[place] / largest).magnitude < 1e-14)
    }
  }

  /// Columns of lengths 1 and 1e-3 at right angles.
  @Test func `count for the rank down to the tolerance that is asked for`() throws {
    let found = try #require(SingularValues(ofColumns: [[1, 0], [0, 1e-3]]))
    #expect(found.rank() == 2 && found.rank(tolerance: 0.9e-3) == 2 && found.rank(tolerance: 1.1e-3) == 1)
  }

  @Test(arguments: [Double.nan, .infinity])
  func `are none of a matrix that is not finite`(hole: Double) {
    #expect(SingularValues(ofColumns: [[1, 2], [hole, 3]]) == nil)
  }
}

@Suite struct `A symmetric system` {
  @Test func `is solved where its matrix is positive definite`() throws {
    // The solution (1, −2, 4) put into the left side: 4 − 4, 2 − 10 + 4, −2 + 12.
    let found = try #require(solvePositiveDefinite([4, 2, 0, 2, 5, 1, 0, 1, 3], [0, -4, 10]))
    for (value, expected) in zip(found, [1.0, -2, 4]) { #expect((value - expected).magnitude < 1e-14) }
    #expect(solvePositiveDefinite([4], [2]) == [0.5])
    #expect(solvePositiveDefinite([], []) == [])
  }

  @Test(arguments: [[1.0, 2, 2, 1], [0, 0, 0, 1], [.nan, 0, 0, 1], [1, 1, 1, 1]])
  func `is not solved where it is not`(matrix: [Double]) {
    #expect(solvePositiveDefinite(matrix, [1, 1]) == nil)
  }
}

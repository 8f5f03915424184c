import Testing

@testable import Statistics

@Suite struct `Means of groups` {
  @Test func `are over the values that are there`() {
    let means = groupMeans([1, 3, 10, .nan, 100, 8], groups: [0, 0, 1, 1, nil, 3], count: 4)
    #expect(means[0] == 2 && means[1] == 10 && means[3] == 8)
    #expect(means[2].isNaN)
  }
}

@Suite struct `Standardised squared distances` {
  /// The columns have deviations of 1 and 10 among the references; the third does not vary.
  @Test func `count each column in its deviation among the references`() {
    let references: [[Double]] = [[1, 10, 5], [2, 20, 5], [3, 30, 5]]
    let distances = standardisedSquaredDistances(from: [[1, 10, 5], [4, 20, 7]], to: references)
    // 3² + 1² + 2², 2² + 0² + 2², 1² + 1² + 2²
    let expected: [[Double]] = [[0, 2, 8], [14, 8, 6]]
    #expect(distances == expected)
  }

  @Test func `are missing where a number is`() {
    let distances = standardisedSquaredDistances(from: [[.nan]], to: [[1], [3]])
    #expect(distances[0].allSatisfy { $0.isNaN })
  }
}

@Suite struct `Skill` {
  @Test func `is one without error, none with the other's, and negative with more`() {
    #expect(skill(rootMeanSquare: 0, against: 2) == 1)
    #expect(skill(rootMeanSquare: 2, against: 2) == 0)
    #expect(skill(rootMeanSquare: 1, against: 2) == 0.75)
    #expect(skill(rootMeanSquare: 4, against: 2) == -3)
  }
}

import Learning
import Testing

/// Two prototypes that differ by 4 in the first column, by 2 in the second, and in their class.
private let prototypes = Prototypes(centroids: [[0, 0], [4, 2]], modes: [[1], [2]])

@Suite struct `A row with gaps` {
  @Test(arguments: [
    // By hand: squared distances to (0, 0) and (4, 2) over the known columns, plus gamma for another class.
    ([3.0, .nan], [Int16?.none], 1), ([1.0, .nan], [nil], 0), ([.nan, 1.5], [nil], 1), ([3.0, 0.0], [1], 0),
    ([3.0, 0.0], [nil], 1), ([.nan, .nan], [2], 1),
  ])
  func `goes to the prototype that is nearest over what is known`(numbers: [Double], codes: [Int16?], cluster: Int) {
    #expect(prototypes.nearest(numbers: numbers, codes: codes, gamma: 6) == cluster)
  }

  @Test func `that is equally near to two goes to the lowest label`() {
    #expect(prototypes.nearest(numbers: [2, 1], codes: [nil], gamma: 1) == 0)
  }

  @Test func `that is all gaps has no cluster`() {
    #expect(prototypes.nearest(numbers: [.nan, .nan], codes: [nil], gamma: 1) == nil)
  }
}

import Statistics
import Testing

@Suite struct Summaries {
  @Test func `a sum goes by blocks of 4096, each from the left`() {
    // 2^53 + 1 rounds back to 2^53, so a sum from the left keeps none of the ones that follow in the first block, and
    // all 4096 of the second block, which are added up before they meet it.
    var values = [Double](repeating: 1, count: 2 * 4096)
    values[0] = 0x1p53
    #expect(orderedSum(values) == 0x1p53 + 4096)
    #expect(orderedSum([]) == 0)
  }

  /// NumPy 2 `quantile` of these seven values, its default method (type 7).
  @Test(arguments: [
    (0, -2.0), (0.05, -1.325), (0.1, -0.65), (0.25, 1.675), (0.5, 4), (0.9, 8.1), (0.95, 8.55), (1, 9),
  ])
  func `quantiles are those of type 7`(probability: Double, expected: Double) throws {
    let found = try #require(quantile(probability, of: [3.1, -2, 7.5, 0.25, 9, 4, 4]))
    #expect((found - expected).magnitude < 1e-14)
  }

  @Test func `the spread of a sample divides by one less than its count`() throws {
    // Squares of the distances from the mean 5: 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over 7.
    let values: [Double] = [2, 4, 4, 4, 5, 5, 7, 9]
    #expect(mean(values) == 5)
    #expect(sampleVariance(values) == 32.0 / 7)
    #expect(standardDeviation(values) == (32.0 / 7).squareRoot())
    #expect(median(values) == 4.5)
  }

  @Test func `nothing has no mean, one value has no spread`() {
    #expect(mean([]) == nil && median([]) == nil && quantile(0.5, of: []) == nil)
    #expect(sampleVariance([1]) == nil && standardDeviation([1]) == nil)
    #expect(quantile(0.9, of: [3]) == 3)
  }
}

@Suite struct Correlations {
  @Test func `agree with NumPy's corrcoef`() throws {
    let found = try #require(pearson([1.2, 3.4, 2.2, 5.9, 4.1], [2.0, 1.1, 3.7, 6.2, 4.0]))
    #expect((found - 0.7130835542036685).magnitude < 1e-15)
  }

  @Test func `are one for a line, and nothing for a constant`() throws {
    #expect((try #require(pearson([1, 2, 3], [-2, -4, -6])) + 1).magnitude < 1e-15)
    #expect(pearson([1, 2, 3], [4, 4, 4]) == nil)
    #expect(pearson([1], [1]) == nil)
  }

  /// mpmath 1.3: the regularised incomplete beta function of 1 − r² with parameters (n − 2)/2 and 1/2.
  @Test(arguments: [
    (0.5, 3, 0.66666666666666663), (0.5, 4, 0.5), (0.5, 5, 0.39100221895577064), (-0.3, 20, 0.19875771734455375),
    (0.97, 3, 0.15633186386191258), (0.9999, 4, 9.9999999999988987e-5), (0.9, 5, 0.037386073468498633),
    (0.088, 500, 0.049225712129512766), (0.1, 21, 0.66626413769865822), (0.05, 24001, 9.1479323461555366e-15),
    (0.66, 552, 2.4970673820601424e-70), (0.66, 553, 1.8742671357547265e-70), (0.0876, 24020, 3.8945037370147411e-42),
    (0.02, 12000, 0.028460396578174323), (0.2, 25684, 5.5028794962757023e-230), (0, 10, 1),
  ])
  func `are as likely by chance as Student's t says`(coefficient: Double, count: Int, expected: Double) throws {
    let found = try #require(significance(ofCorrelation: coefficient, count: count))
    // A product of at most 13 000 factors, each exact to 3e-16; small probabilities are asked for to as many digits as
    // large ones.
    #expect((found - expected).magnitude < 1e-11 * expected)
  }

  @Test(arguments: [(1, 8), (-1, 9), (0.45, 25684)])
  func `have no chance where no number is that small`(coefficient: Double, count: Int) {
    #expect(significance(ofCorrelation: coefficient, count: count) == 0)
  }

  @Test func `of two pairs have no significance`() {
    #expect(significance(ofCorrelation: 1, count: 2) == nil)
  }
}

@Suite struct `Errors of prediction` {
  @Test func `follow equations 10 to 12 and keep the sign of the mean`() throws {
    // e = 1, -2, 0, -3 by hand.
    let error = try #require(PredictionError(observed: [1, 4, 2, 6], predicted: [2, 2, 2, 3]))
    #expect(error.count == 4)
    #expect(error.rootMeanSquare == 3.5.squareRoot())
    #expect(error.meanAbsolute == 1.5)
    #expect(error.meanRelative == (1 + 0.5 + 0 + 0.5) / 4)
    #expect(error.mean == -1)
  }

  @Test func `have no relative part against an observation of zero`() {
    #expect(PredictionError(observed: [0, 1], predicted: [1, 1])?.meanRelative == nil)
    #expect(PredictionError(observed: [0, 1], predicted: [1, 1])?.meanAbsolute == 0.5)
    #expect(PredictionError(observed: [], predicted: []) == nil)
  }
}

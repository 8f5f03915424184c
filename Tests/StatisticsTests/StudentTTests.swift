import Statistics
import Testing

@Suite struct `Student's t` {
  /// SciPy 1.17: `scipy.stats.t.ppf((1 + level) / 2, freedom)`.
  @Test(arguments: [
    (0.5, 1, 1), (0.9, 1, 6.313751514675037), (0.95, 1, 12.706204736174694), (0.999, 1, 636.6192487687897),
    (0.5, 2, 0.8164965809277261), (0.9, 2, 2.9199855803537242), (0.999, 2, 31.599054576445365),
    (0.9, 3, 2.3533634348018233), (0.95, 4, 2.7764451051977934), (0.9, 5, 2.0150483733330233),
    (0.999, 5, 6.868826625881276), (0.9, 30, 1.697260886593957), (0.95, 30, 2.0422724563012378),
    (0.9, 66, 1.6682705142276324), (0.5, 131, 0.6763671654963351), (0.9, 131, 1.6565686488332223),
    (0.999, 131, 3.366346221510977), (0.95, 1000, 1.9623390808264083), (0.999, 1000, 3.300282648423944),
  ])
  func `stays within SciPy's quantiles`(level: Double, freedom: Int, expected: Double) throws {
    let found = try #require(studentQuantile(within: level, freedom: freedom))
    #expect((found / expected - 1).magnitude < 1e-9)
  }

  /// SciPy 1.17: `scipy.stats.f.ppf(0.9, 1, 131)`.
  @Test func `squared is F with one degree of freedom above`() throws {
    let found = try #require(studentQuantile(within: 0.9, freedom: 131))
    #expect((found * found - 2.7442196882971293).magnitude < 1e-11)
  }

  @Test func `has no quantile without freedom or beyond certainty`() {
    #expect(studentQuantile(within: 0, freedom: 3) == 0)
    for (level, freedom) in [(0.9, 0), (0.9, -4), (1, 5), (-0.1, 5), (.nan, 5)] {
      #expect(studentQuantile(within: level, freedom: freedom) == nil)
    }
  }
}

import Testing

@testable import Statistics

@Suite struct `Random streams` {
  @Test func `follow the published xoshiro256** from the state 1, 2, 3, 4`() {
    // The vector that other implementations of the authors' C code carry in their tests.
    let published: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
      16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
    ]
    var stream = RandomStream(state: (1, 2, 3, 4))
    for expected in published { #expect(stream.next() == expected) }
  }

  /// Seed, name and first numbers by a Python program of FNV-1a, SplitMix64 and xoshiro256**, checked there against the
  /// published FNV-1a of "foobar" and SplitMix64 of 1234567.
  @Test(
    arguments: [
      (0, "", [2_393_714_812_739_481_704, 6_581_096_415_885_975_394, 11_983_149_312_406_802_546]),
      (
        20_251_216, "calibration/zone-3/fold-2",
        [2_159_911_757_812_365_339, 336_056_560_207_283_844, 7_559_383_382_510_531_853]
      ),
      (.max, "Gletscher ß", [12_871_179_915_874_855_680, 1_655_658_659_987_661_069, 9_769_355_847_286_430_518]),
    ] as [(UInt64, String, [UInt64])])
  func `start from the seed and the name as an independent program does`(seed: UInt64, name: String, first: [UInt64]) {
    var stream = RandomStream(seed: seed, name: name)
    for expected in first { #expect(stream.next() == expected) }
  }

  @Test func `draw uniform numbers that fill the unit interval evenly`() {
    var stream = RandomStream(seed: 1, name: "uniform")
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<20_000 {
      let u = stream.uniform()
      #expect(u >= 0 && u < 1)
      counts[Int(u * 10)] += 1
    }
    // Binomial: 2000 ± 42; five standard deviations.
    for count in counts { #expect((count - 2000).magnitude < 212) }
  }

  @Test func `draw whole numbers below a bound, each as often`() {
    var stream = RandomStream(seed: 2, name: "below")
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<14_000 { counts[stream.below(7)] += 1 }
    for count in counts { #expect((count - 2000).magnitude < 207) }
    #expect(stream.below(1) == 0)
  }

  @Test func `draw normal numbers with the moments and tails of the normal distribution`() throws {
    for seed in UInt64(1)...3 {
      var stream = RandomStream(seed: seed, name: "normal")
      let count = 20_000
      let draws = (0..<count).map { _ in stream.normal() }
      // Five standard errors: of the mean 1/sqrt(n), of the variance sqrt(2/n), of a share p sqrt(p(1-p)/n).
      #expect(try #require(mean(draws)).magnitude < 0.036, "seed \(seed)")
      #expect((try #require(sampleVariance(draws)) - 1).magnitude < 0.05, "seed \(seed)")
      let beyondTwo = Double(draws.count { $0.magnitude > 2 }) / Double(count)
      #expect((beyondTwo - 0.0455).magnitude < 0.0074, "seed \(seed)")
    }
  }

  @Test func `shuffle without losing or repeating anything`() {
    var stream = RandomStream(seed: 3, name: "shuffle")
    var cards = Array(0..<52)
    stream.shuffle(&cards)
    #expect(cards != Array(0..<52))
    #expect(cards.sorted() == Array(0..<52))
  }
}

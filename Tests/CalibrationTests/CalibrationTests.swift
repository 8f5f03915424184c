import Calibration
import Foundation
import Grids
import MassBalance
import Statistics
import Testing

@Suite struct `The classical functions` {
  @Test func `are all there`() {
    #expect(ClassicalFunction.all.count == 8)
  }

  @Test(arguments: ClassicalFunction.all)
  func `have the values that the independent program prints`(function: ClassicalFunction) {
    let record = function.record
    #expect((function.value(record.checkPoint) - record.fCheck).magnitude <= 1e-12 * record.fCheck.magnitude)
    #expect((function.value(record.xMin) - record.fMin).magnitude < 1e-9)
  }
}

@Suite struct `Shuffled complex evolution` {
  /// How many of the seeds 1 ... `runs` come within 1e-3 of the least value, and their mean number of calls.
  func trial(_ function: ClassicalFunction, complexes: Int, runs: Int) -> (successes: Int, evaluations: Double) {
    let search = ShuffledComplexEvolution(
      complexes: complexes, kstop: 20, pcento: 1e-4, peps: 1e-5, maximumEvaluations: 50_000)
    let outcomes = (1...runs).map { seed in
      var stream = RandomStream(seed: UInt64(seed), name: function.name)
      return search.minimise(over: function.bounds, stream: &stream, function.value)
    }
    let calls = outcomes.reduce(0) { $0 + $1.evaluations }
    return (outcomes.count { $0.value - function.record.fMin <= 1e-3 }, Double(calls) / Double(runs))
  }

  /// The fixture asserts 100 runs: not more than five successes fewer than the independent program, and calls at most a
  /// quarter more. Here ten (a debug build must stay quick), or all hundred with SOLUM_LONG_TESTS set. Of ten runs one
  /// may miss: where the true rate is the reference's 98 of 100 or more, more miss in less than one case in sixty, and
  /// the seeds are fixed.
  @Test(arguments: ClassicalFunction.all)
  func `finds the minima as often and as fast as an independent program`(function: ClassicalFunction) throws {
    let long = ProcessInfo.processInfo.environment["SOLUM_LONG_TESTS"] != nil
    for complexes in long ? [2, 5, 10] : [5] {
      let reference = try #require(
        function.record.measuredReference100Runs.first { $0.mutate == "hull" && $0.ngs == complexes })
      let runs = long ? 100 : function.bounds.count > 6 ? 3 : 10
      let found = trial(function, complexes: complexes, runs: runs)
      if long { print(function.name, complexes, found, "reference", reference.successes, reference.evalsMean) }
      #expect(found.successes >= (long ? reference.successes - 5 : runs - 1), "\(complexes) complexes: \(found)")
      #expect(found.evaluations <= 1.25 * reference.evalsMean, "\(complexes) complexes: \(found)")
    }
  }

  @Test(arguments: ShuffledComplexEvolution.Sampling.allCases)
  func `never asks for a point outside the bounds`(sampling: ShuffledComplexEvolution.Sampling) {
    // The minimum lies on the corner (0.1, 0.3), where rounding could carry a mean past the bounds.
    let bounds: [ClosedRange<Double>] = [0.1...0.7, 0.3...0.9, -1e-5 ... -1e-6]
    var stream = RandomStream(seed: 4, name: "bounds")
    let search = ShuffledComplexEvolution(complexes: 3, peps: 1e-12, maximumEvaluations: 3000, sampling: sampling)
    var outside = 0
    let outcome = search.minimise(over: bounds, stream: &stream) { point in
      if !zip(point, bounds).allSatisfy({ $1.contains($0) }) { outside += 1 }
      return point[0] + point[1] * point[1] + point[2]
    }
    #expect(outside == 0)
    #expect(outcome.value < 0.19 + 1e-3)
  }

  @Test func `gives the same bits for the same stream and others for another`() {
    func search(_ seed: UInt64) -> ShuffledComplexEvolution.Outcome {
      var stream = RandomStream(seed: seed, name: "bits")
      return ShuffledComplexEvolution(complexes: 3).minimise(over: [-5...5, -5...5], stream: &stream) {
        100 * ($0[1] - $0[0] * $0[0]) * ($0[1] - $0[0] * $0[0]) + (1 - $0[0]) * (1 - $0[0])
      }
    }
    #expect(search(1) == search(1))
    #expect(search(1).best != search(2).best)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `keeps clear of where the function has no value`(hole: Double) {
    var stream = RandomStream(seed: 5, name: "hole")
    let outcome = ShuffledComplexEvolution(complexes: 4).minimise(over: [-1...1, -1...1], stream: &stream) {
      $0[0] < 0.25 ? hole : $0[0] * $0[0] + $0[1] * $0[1]
    }
    #expect((outcome.value - 0.0625).magnitude < 1e-3)
  }

  @Test func `ends with the rejected score where there is no value at all`() {
    var stream = RandomStream(seed: 6, name: "nothing")
    let outcome = ShuffledComplexEvolution(complexes: 2).minimise(over: [0...1], stream: &stream) { _ in .nan }
    #expect(outcome.value == ShuffledComplexEvolution.rejected)
    #expect(outcome.reason == .stalled)
  }

  @Test func `counts its calls and says why it ended`() {
    func end(_ search: ShuffledComplexEvolution) -> (ShuffledComplexEvolution.Outcome, calls: Int) {
      var stream = RandomStream(seed: 7, name: "end")
      var calls = 0
      let outcome = search.minimise(over: [-1...1, -1...1], stream: &stream) {
        calls += 1
        return 1 + $0[0] * $0[0] + $0[1] * $0[1]
      }
      return (outcome, calls)
    }
    let short = end(ShuffledComplexEvolution(complexes: 2, maximumEvaluations: 100))
    #expect(short.0.reason == .evaluations && (100...102).contains(short.0.evaluations))
    let shrunk = end(ShuffledComplexEvolution(complexes: 2, pcento: 0, peps: 1e-2))
    #expect(shrunk.0.reason == .converged)
    let stalled = end(ShuffledComplexEvolution(complexes: 2, pcento: 0.1, peps: 0))
    #expect(stalled.0.reason == .stalled && stalled.0.loops > 10)
    for run in [short, shrunk, stalled] { #expect(run.0.evaluations == run.calls) }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `is followed from the first population to the best, each step the least value met so far`(seed: UInt64) {
    var stream = RandomStream(seed: seed, name: "trace")
    var met: [Double] = []
    let outcome = ShuffledComplexEvolution(complexes: 2, maximumEvaluations: 400)
      .minimise(over: [-1...1, -1...1], stream: &stream) { point in
        let value = point[0] < -0.5 ? .nan : point[0] * point[0] + (point[1] - 0.2).magnitude
        met.append(value)
        return value
      }
    // Two complexes of 2 · 2 + 1 points are drawn before the first shuffling.
    #expect(outcome.trace[0].evaluations == 10 && outcome.trace.count == outcome.loops + 1)
    for step in outcome.trace {
      #expect(step.value == met.prefix(step.evaluations).filter { !$0.isNaN }.min())
    }
    #expect(outcome.trace.last?.evaluations == outcome.evaluations && outcome.trace.last?.value == outcome.value)
  }

  @Test func `leaves a variable fixed whose range is one point`() {
    var stream = RandomStream(seed: 8, name: "fixed")
    let outcome = ShuffledComplexEvolution(complexes: 2, pcento: 1e-6, peps: 1e-6)
      .minimise(over: [-1...1, 0.5...0.5], stream: &stream) { $0[0] * $0[0] + $0[1] }
    #expect(outcome.best[1] == 0.5)
    #expect((outcome.value - 0.5).magnitude < 1e-6)
  }
}

@Suite struct `Calibration of the mass balance` {
  struct Known: Decodable {
    var n: Int
    var bestKnownRmse: Double
    var bestKnownX: [Double]
    var bounds: [[Double]]
  }

  func read() throws -> (known: Known, sample: ProfileSample) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let known = try decoder.decode(Known.self, from: fixture("sceua_calibration.json"))
    let lines = String(decoding: try fixture("sceua_calibration.csv"), as: UTF8.self).split(separator: "\n")
    let rows = lines.dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
    let sample = ProfileSample(
      forcing: rows.map {
        Forcing(
          temperature: Quantity($0[0]), precipitation: Quantity($0[1]), waterErosion: Quantity($0[2]),
          windErosion: Quantity($0[3]), curvature: Quantity($0[4]))
      }, observed: rows.map { Quantity($0[5]) })
    return (known, sample)
  }

  @Test func `scores the best known vector as the independent program does`() throws {
    let (known, sample) = try read()
    #expect(sample.count == known.n)
    #expect(known.bounds == Parameters.publishedBounds.map { [$0.lowerBound, $0.upperBound] })
    #expect((sample.rootMeanSquareError(known.bestKnownX) / known.bestKnownRmse - 1).magnitude < 1e-10)
  }

  /// The fixture asserts this for the median of twenty seeds and the best of them; here three seeds, or twenty with
  /// SOLUM_LONG_TESTS set.
  @Test func `finds the best known misfit, which no seed betters`() throws {
    let (known, sample) = try read()
    let long = ProcessInfo.processInfo.environment["SOLUM_LONG_TESTS"] != nil
    let search = ShuffledComplexEvolution(
      complexes: 8, kstop: 10, pcento: 0.01, peps: 1e-3, maximumEvaluations: 200_000)
    let outcomes = (1...(long ? 20 : 3)).map { seed in
      var stream = RandomStream(seed: UInt64(seed), name: "inverse problem")
      return search.minimise(over: Parameters.publishedBounds, stream: &stream, sample.rootMeanSquareError)
    }
    if long { print(outcomes.map { ($0.value, $0.evaluations) }) }
    let values = outcomes.map(\.value)
    #expect(try #require(median(values)) <= known.bestKnownRmse * 1.001)
    #expect(try #require(values.min()) <= known.bestKnownRmse * 1.0001)
    // Differential evolution and a simplex search found no better either.
    #expect(try #require(values.min()) >= known.bestKnownRmse * (1 - 1e-5))
    for outcome in outcomes {
      #expect(zip(outcome.best, Parameters.publishedBounds).allSatisfy { $1.contains($0) })
    }
  }
}

@Suite struct Folds {
  @Test(arguments: [(0, 4), (3, 4), (4, 4), (15, 4), (136, 4), (71, 5), (9, 1)])
  func `differ in size by at most one and hold everything once`(count: Int, parts: Int) {
    var stream = RandomStream(seed: 9, name: "folds")
    let dealt = folds(count: count, into: parts, stream: &stream)
    #expect(dealt.count == count)
    let sizes = (0..<parts).map { part in dealt.count { $0 == part } }
    #expect(sizes.reduce(0, +) == count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
  }

  @Test func `are dealt by chance, and again alike from the same stream`() {
    func deal(_ seed: UInt64) -> [Int] {
      var stream = RandomStream(seed: seed, name: "folds")
      return folds(count: 40, into: 4, stream: &stream)
    }
    #expect(deal(1) == deal(1))
    #expect(deal(1) != deal(2))
    #expect(deal(1) != (0..<40).map { $0 % 4 })
  }
}

@Suite struct `The interval of a prediction` {
  typealias Fold = PredictiveInterval.Fold

  @Test func `is that of what each fold predicts here, with the residuals that it left elsewhere`() {
    let folds = [Fold(prediction: 1, residuals: [0.25, -0.5]), Fold(prediction: 0.5, residuals: [-0.75])]
    #expect(PredictiveInterval.sample(of: folds, atLeast: 0) == [0, 0.5, 1.25])
    #expect(PredictiveInterval.sample(of: folds, atLeast: -1) == [-0.25, 0.5, 1.25])
    #expect(PredictiveInterval.sample(of: [], atLeast: 0) == [])
    var stream = RandomStream(seed: 3, name: "folds")
    let many = (0..<4).map { fold in
      Fold(prediction: stream.uniform(), residuals: (0..<10 * fold).map { _ in stream.normal() })
    }
    let all = many.flatMap { fold in fold.residuals.map { max(0, fold.prediction + $0) } }
    #expect(PredictiveInterval.sample(of: many, atLeast: 0) == all.sorted())
  }

  /// Of the whole numbers 0 to 20 one in twenty lies below 1 and above 19; their variance is 21 · 22 / 12.
  @Test func `leaves a twentieth of the sample on either side`() throws {
    let interval = try #require(PredictiveInterval(sorted: (0...20).map(Double.init)))
    #expect(interval.lower == 1)
    #expect(interval.upper == 19)
    #expect((interval.standardDeviation - 38.5.squareRoot()).magnitude < 1e-14)
  }

  @Test func `lies between the ranks of a small sample`() throws {
    let interval = try #require(PredictiveInterval(sorted: [1, 3]))
    #expect((interval.lower - 1.1).magnitude < 1e-15)
    #expect((interval.upper - 2.9).magnitude < 1e-15)
    #expect((interval.standardDeviation - 2.squareRoot()).magnitude < 1e-15)
  }

  @Test(arguments: [[], [1.0]])
  func `needs two values`(sample: [Double]) {
    #expect(PredictiveInterval(sorted: sample) == nil)
  }
}

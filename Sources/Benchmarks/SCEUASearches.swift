import Calibration
import Grids
import MassBalance
import Statistics

extension Benchmark {
  /// Five searches for the eight parameters of a zone of 136 profiles, whose thickness is the model's with an error of
  /// 5 cm; curvature is convex, since a search rejects what does not erode. Eight complexes.
  static var sceUA: Benchmark {
    let profiles = 136
    return Benchmark("sceua", ("profiles", profiles)) {
      var zone = SyntheticZone(name: "benchmarks/sceua")
      let forcing = (0..<profiles).map { _ in
        var place = zone.forcing()
        place.curvature = Quantity(place.curvature.value.magnitude)
        place.depthToBedrock = nil
        return place
      }
      let observed: [Quantity<Metre>] = forcing.map { place in
        let thickness = SteadyState(of: place, with: SyntheticZone.parameters).thickness?.value ?? 0
        return Quantity(thickness + 0.05 * zone.normal())
      }
      let sample = ProfileSample(forcing: forcing, observed: observed)
      let search = ShuffledComplexEvolution(complexes: 8, kstop: 10, pcento: 0.01, peps: 1e-3)
      return {
        let outcomes = (1...5).map { run in
          var stream = RandomStream(seed: 1, name: "benchmarks/sceua/run-\(run)")
          return search.minimise(over: Parameters.publishedBounds, stream: &stream, sample.rootMeanSquareError)
        }
        let calls = outcomes.reduce(0) { $0 + $1.evaluations }
        return Outcome(
          parts: ("call", calls), result: ["calls": Double(calls), "rmse": outcomes.map(\.value).min() ?? .nan])
      }
    }
  }
}

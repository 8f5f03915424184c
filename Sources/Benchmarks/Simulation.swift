import Grids
import MassBalance

extension Benchmark {
  /// The steady state of every cell of a map of 1 km in eight zones, one thread: thickness, saprolite and flags from
  /// forcing in memory. EEMT, of which a map needs one whatever its parameters, is made beforehand and timed apart.
  static var simulate: Benchmark {
    let cells = 2_500_000
    return Benchmark("simulate", ("cells", cells)) {
      let map = SyntheticMap(cells: cells)
      _ = map.forcing
      var watch = Stopwatch()
      let forcing = map.forcing
      watch.lap("eemt beforehand")
      let laps = watch.laps
      let model = ZonedModel(
        (0..<8).map { zone in
          var own = SyntheticZone.parameters
          own.h0 *= 0.6 + 0.1 * Double(zone)
          return own
        })
      let zones = (0..<cells).map { UInt8($0 & 7) }
      var solved = SolvedMap(cells: cells)
      return {
        var watch = Stopwatch()
        solved.solve(forcing, zones, model)
        watch.lap("solve")
        return Outcome(
          parts: ("cell", cells),
          result: [
            "mean_thickness": solved.thickness.reduce(0) { $0 + Double($1) } / Double(cells),
            "flagged": Double(solved.flags.count { $0 != 0 }),
          ], seconds: laps.merging(watch.laps) { $1 })
      }
    }
  }
}

/// The layers of a simulation in memory.
private struct SolvedMap {
  private(set) var thickness: [Float]
  private(set) var saprolite: [Float]
  private(set) var flags: [UInt16]

  init(cells: Int) {
    thickness = [Float](repeating: .nan, count: cells)
    saprolite = thickness
    flags = [UInt16](repeating: 0, count: cells)
  }

  mutating func solve(_ forcing: ForcingLayers, _ zones: [UInt8], _ model: ZonedModel) {
    var run = SteadyStateRun()
    thickness.withUnsafeMutableBufferPointer { thickness in
      saprolite.withUnsafeMutableBufferPointer { saprolite in
        flags.withUnsafeMutableBufferPointer { flags in
          for first in stride(from: 0, to: zones.count, by: SteadyStateRun.capacity) {
            let cells = first..<min(first + SteadyStateRun.capacity, zones.count)
            run.solve(cells, of: forcing, zones: zones, by: model)
            narrow(run.thickness, to: .init(rebasing: thickness[cells]))
            narrow(run.saprolite, to: .init(rebasing: saprolite[cells]))
            _ = flags[cells].update(fromContentsOf: run.flags)
          }
        }
      }
    }
  }
}

private func narrow(_ values: UnsafeBufferPointer<Double>, to layer: UnsafeMutableBufferPointer<Float>) {
  for cell in 0..<layer.count { layer[cell] = Float(values[cell]) }
}

/// The layers that the model reads, in single precision as the store has them.
private struct SyntheticMap {
  private var temperature: [Float] = []
  private var precipitation: [Float] = []
  private var water: [Float] = []
  private var wind: [Float] = []
  private var laplacian: [Float] = []
  private var bedrock: [Float] = []

  init(cells: Int) {
    var zone = SyntheticZone(name: "benchmarks/simulate")
    for _ in 0..<cells {
      let place = zone.forcing()
      temperature.append(Float(place.temperature.value))
      precipitation.append(Float(place.precipitation.value))
      water.append(Float(place.waterErosion.value))
      wind.append(Float(place.windErosion.value))
      laplacian.append(Float(-place.curvature.value))
      bedrock.append(Float(place.depthToBedrock?.value ?? .nan))
    }
  }

  var forcing: ForcingLayers {
    ForcingLayers(
      temperature: temperature, precipitation: precipitation, waterErosion: .layer(water), windErosion: .layer(wind),
      laplacian: laplacian, depthToBedrock: bedrock)
  }
}

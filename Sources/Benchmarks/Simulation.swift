import Grids
import MassBalance

extension Benchmark {
  /// The steady state of every cell of a map of 1 km in eight zones, one thread: thickness, saprolite and flags from
  /// forcing in memory.
  static var simulate: Benchmark {
    let cells = 2_500_000
    return Benchmark("simulate", ("cells", cells)) {
      let map = SyntheticForcing(cells: cells)
      let parameters = (0..<8).map { zone in
        var own = SyntheticZone.parameters
        own.h0 *= 0.6 + 0.1 * Double(zone)
        return own
      }
      return {
        var thickness = [Float](repeating: .nan, count: cells)
        var saprolite = thickness
        var flags = [UInt16](repeating: 0, count: cells)
        for cell in 0..<cells {
          let state = SteadyState(of: map.forcing(at: cell), with: parameters[cell & 7])
          if let depth = state.thickness { thickness[cell] = Float(depth.value) }
          if let depth = state.saprolite { saprolite[cell] = Float(depth.value) }
          flags[cell] = state.flags.rawValue
        }
        return Outcome(
          parts: ("cell", cells),
          result: [
            "mean_thickness": thickness.reduce(0) { $0 + Double($1) } / Double(cells),
            "flagged": Double(flags.count { $0 != 0 }),
          ])
      }
    }
  }
}

/// The layers that the model reads, in single precision as the store has them.
private struct SyntheticForcing {
  private var temperature: [Float] = []
  private var precipitation: [Float] = []
  private var water: [Float] = []
  private var wind: [Float] = []
  private var curvature: [Float] = []
  private var bedrock: [Float] = []

  init(cells: Int) {
    var zone = SyntheticZone(name: "benchmarks/simulate")
    for _ in 0..<cells {
      let place = zone.forcing()
      temperature.append(Float(place.temperature.value))
      precipitation.append(Float(place.precipitation.value))
      water.append(Float(place.waterErosion.value))
      wind.append(Float(place.windErosion.value))
      curvature.append(Float(place.curvature.value))
      bedrock.append(Float(place.depthToBedrock?.value ?? .nan))
    }
  }

  func forcing(at cell: Int) -> Forcing {
    Forcing(
      temperature: Quantity(Double(temperature[cell])), precipitation: Quantity(Double(precipitation[cell])),
      waterErosion: Quantity(Double(water[cell])), windErosion: Quantity(Double(wind[cell])),
      curvature: Quantity(Double(curvature[cell])), depthToBedrock: Quantity(Double(bedrock[cell])))
  }
}

import Grids
import Twin

extension Benchmark {
  /// The default product's plateau: cells of 10 km, a terrain model of 2 km.
  static var twin: Benchmark {
    Benchmark("twin", ("cells", 25_000), repeats: 3) {
      let published = try PublishedNumbers.zones()
      return {
        let plateau = try SyntheticPlateau(parameters: .standard, published: published, seed: 1)
        return Outcome(result: [
          "cells_inside": Double(plateau.inside.cells.count { $0 }), "profiles": Double(plateau.profiles.count),
        ])
      }
    }
  }
}

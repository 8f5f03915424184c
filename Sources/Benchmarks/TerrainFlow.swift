import Terrain

extension Benchmark {
  /// One degree of whole metres in memory: depressions filled, courses, accumulation; one thread.
  static var terrainFlow: Benchmark {
    let side = 3601
    return Benchmark("terrain-flow", ("cells", side * side), repeats: 3) {
      // The tile N27E086 of the baselines.
      let cells = PlateauRelief().heights(firstRow: 43200, firstColumn: 46800, rows: side, columns: side)
      guard cells.reduce(0, { $0 + Int($1) }) == 56_212_094_074 else {
        throw BenchmarkError("terrain-flow", "the relief is not the baselines'", remedy: "compare it with gen_dem.py")
      }
      let heights = Heights.wholeMetres(cells)
      let spacing = Spacing(uniform: CellSize(eastward: 30, northward: 30), rows: side)
      return {
        let products = FlowProducts([.filled, .accumulation], of: heights, spacing: spacing)
        guard case .wholeMetres(let filled) = products.filled else { return Outcome(parts: nil, result: [:]) }
        return Outcome(
          parts: ("cell", side * side),
          result: [
            "filled_sum": Double(filled.reduce(0) { $0 + Int($1) }),
            "accumulation_max": products.accumulation?.max() ?? 0,
          ])
      }
    }
  }

  /// Forty-eight degrees, 622 million cells, never in memory at once; what it kept between the passes is in files. And
  /// four of them both ways, which must come out the same.
  static var terrainTiles: [Benchmark] {
    let many = TiledPlateau(down: 6, across: 8)
    let four = TiledPlateau(down: 2, across: 2, isGeographic: true)
    return [
      tiled("terrain-tiles", many, [.accumulation]),
      tiled("terrain-tiles-all", TiledPlateau(down: 6, across: 8, isGeographic: true), Set(FlowProduct.allCases)),
      Benchmark("terrain-tiles-relief", ("cells", many.cells), repeats: 1, warmsUp: false) {
        { Outcome(parts: ("cell", many.cells), result: ["sum": Double(try many.sumOfHeights())]) }
      },
      Benchmark("terrain-tiles-check", ("cells", four.cells), repeats: 1, warmsUp: false) {
        {
          let wanted = Set(FlowProduct.allCases)
          let (tiled, whole) = (try four.run(wanted).digests, try four.runWhole(wanted))
          guard tiled == whole else {
            throw BenchmarkError(
              "terrain-tiles-check", "tiles give \(tiled) and the whole \(whole)",
              remedy: "find the first pass whose result differs")
          }
          return Outcome(parts: ("cell", four.cells), result: tiled)
        }
      },
    ]
  }

  private static func tiled(_ name: String, _ plateau: TiledPlateau, _ wanted: Set<FlowProduct>) -> Benchmark {
    Benchmark(name, ("cells", plateau.cells), repeats: 1, warmsUp: false) {
      {
        let run = try plateau.run(wanted)
        return Outcome(
          parts: ("cell", plateau.cells),
          result: run.digests.merging(["scratch_bytes": Double(run.scratchBytes)]) { $1 }, seconds: run.seconds)
      }
    }
  }
}

import Grids
import Terrain

extension Benchmark {
  /// Cells of 25 m brought to 1 km, sixteen hundred to one, by each rule that covariates use; directions are heights taken
  /// for degrees.
  static var aggregations: [Benchmark] {
    [AggregationRule.mean, .median, .vectorMean].map { rule in
      Benchmark("aggregate-\(rule.rawValue)", ("cells", SyntheticRelief.side * SyntheticRelief.side)) {
        let relief = SyntheticRelief().heights
        let fine = rule == .vectorMean ? relief.map { $0.truncatingRemainder(dividingBy: 360) } : relief
        let ratio = 40
        let coarse = SyntheticRelief.geometry(
          cells: SyntheticRelief.side / ratio, of: SyntheticRelief.cellSize * Double(ratio))
        return {
          let means = try aggregate(fine, to: coarse, by: rule)
          return Outcome(
            parts: ("cell", fine.geometry.count),
            result: ["mean": means.cells.reduce(0, +) / Double(means.cells.count)])
        }
      }
    }
  }
}

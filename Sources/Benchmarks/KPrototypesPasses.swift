import Learning
import Statistics

extension Benchmark {
  /// Ten passes over the cells of a map of 1 km, one start, one thread.
  ///
  /// Eight z-scores in single precision and three classes, drawn round eight centres that overlap, so that ten passes do
  /// not settle.
  static var kPrototypes: Benchmark {
    let (rows, clusters, passes) = (2_500_000, 8, 10)
    return Benchmark("kprototypes", ("rows", rows)) {
      var stream = RandomStream(seed: 1, name: "benchmarks/kprototypes")
      let zones = (0..<rows).map { _ in UInt8(stream.below(clusters)) }
      let continuous = (0..<8).map { _ in
        let centres = (0..<clusters).map { _ in stream.normal() }
        let column = zones.map { Float(centres[Int($0)] + stream.normal()) }
        return ColumnScale(of: column).standardised(column)
      }
      let categorical = [6, 9, 7].map { levels in
        let usual = (0..<clusters).map { _ in stream.below(levels) }
        return zones.map { Int16(stream.uniform() < 0.6 ? usual[Int($0)] : stream.below(levels)) }
      }
      let table = try MixedTable(continuous: continuous, categorical: categorical)
      let settings = PrototypeSettings(clusters: clusters, gamma: 0.5, maximumPasses: passes)
      return {
        let partition = try Learning.kPrototypes(table, settings, from: .rows(Array(0..<clusters)), threads: 1)
        return Outcome(
          parts: ("pass", partition.passes), result: ["cost": partition.cost, "passes": Double(partition.passes)])
      }
    }
  }
}

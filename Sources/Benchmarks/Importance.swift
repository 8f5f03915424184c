import Learning
import Statistics

extension Benchmark {
  /// One forest on as many profiles and covariates as the paper has, one thread.
  ///
  /// Thirteen numbers and three classes; classes are given as numbers, as the R packages take them unless told otherwise.
  static var importance: Benchmark { importance("importance", threads: 1) }

  /// The same forest on two threads: its wall seconds beside those of one say what the second is worth.
  static var importanceTwoThreads: Benchmark { importance("importance-two-threads", threads: 2) }

  private static func importance(_ name: String, threads: Int) -> Benchmark {
    let (rows, trees) = (552, 500)
    return Benchmark(name, ("rows", rows)) {
      var stream = RandomStream(seed: 1, name: "benchmarks/importance")
      var columns = (0..<13).map { _ in (0..<rows).map { _ in stream.normal() } }
      for levels in [6, 9, 7] { columns.append((0..<rows).map { _ in Double(stream.below(levels)) }) }
      let thickness = (0..<rows).map { row in
        0.9 + 0.2 * columns[0][row] + 0.1 * columns[1][row] - 0.1 * columns[2][row] + 0.03 * columns[13][row]
          + 0.25 * stream.normal()
      }
      let table = try CovariateTable(
        covariates: columns.enumerated().map { Covariate("x\($0.offset)", .continuous($0.element)) },
        response: thickness)
      return {
        let forest = try forestImportance(of: table, settings: ForestSettings(trees: trees), seed: 1, threads: threads)
        return Outcome(parts: ("tree", trees), result: ["oob_r2": forest.outOfBagR2])
      }
    }
  }
}

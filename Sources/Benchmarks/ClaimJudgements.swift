import Ledger

extension Benchmark {
  /// Every claim and relation of the paper judged, each statistic of a run being 1.
  static var claims: Benchmark {
    Benchmark("claims", ("rounds", 100)) {
      let claims = try PublishedNumbers.claims()
      let names = claims.flatMap { $0.formula?.statisticNames ?? [] }
      let statistics = Dictionary(names.map { ($0, 1.0) }, uniquingKeysWith: { first, _ in first })
      return {
        var failing = 0
        for _ in 0..<100 { failing += judge(claims, statistics: statistics).count { $0.verdict == .fails } }
        return Outcome(
          parts: ("claim", 100 * claims.count), result: ["claims": Double(claims.count), "failing": Double(failing)])
      }
    }
  }
}

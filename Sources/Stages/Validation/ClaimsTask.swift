import Checksums
import Engine
import Ledger
import Manifests

/// Every published number beside what the run computed.
enum ClaimsTask {
  static let id = "validation/claims"
  static let fileName = "claims.csv"
  static let input = TaskDefinition.Input("claims", from: id, [fileName])

  /// `nil` when the manifest names no claims.
  static func task(_ product: ProductDeclaration, statistics: [TaskDefinition.Input]) -> TaskDefinition? {
    guard let claims = product.claims else { return nil }
    // The table says all of a claim that is printed or judged; remarks in the file of claims change nothing.
    let unjudged = ClaimsTable.text(judge(claims.claims))
    return TaskDefinition(
      id: id, stage: "validation", revision: 1, parameters: [.parameter("claims", Digest(of: unjudged))],
      inputs: statistics
    ) { context in
      var values: [String: Double] = [:]
      for input in statistics {
        let list = try StatisticList(readTable(context.file(input.name, Statistic.fileName)))
        values.merge(list.values) { first, _ in first }
      }
      try writeText(
        ClaimsTable.text(judge(claims.claims, statistics: values)), to: context.output(fileName))
    }
  }
}

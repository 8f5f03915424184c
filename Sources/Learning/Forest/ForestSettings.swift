/// How a regression forest is grown. The names in brackets are those of R's randomForest.
package struct ForestSettings: Hashable, Sendable {
  /// Trees in the forest (`ntree`), at least 1.
  package var trees: Int
  /// Covariates tried at each node (`mtry`); `nil` for a third of them, rounded down, at least one.
  package var candidates: Int?
  /// A node that holds this many draws of the bootstrap or fewer is not split (`nodesize`), at least 1.
  package var minimumNode: Int

  package init(trees: Int = 1000, candidates: Int? = nil, minimumNode: Int = 5) {
    self.trees = trees
    self.candidates = candidates
    self.minimumNode = minimumNode
  }

  /// The number of covariates tried at each node of a forest on `count` covariates.
  package func candidates(of count: Int) -> Int { candidates ?? max(1, count / 3) }

  func check(covariates: Int) throws(LearningError) {
    func fail(_ setting: String, _ found: Int, _ allowed: String) -> LearningError {
      LearningError(.outOfRange(setting: setting, found: Double(found), allowed: allowed), in: "forest")
    }
    guard trees >= 1 else { throw fail("the number of trees", trees, "1 or more") }
    guard minimumNode >= 1 else { throw fail("the least node size", minimumNode, "1 or more") }
    let tried = candidates(of: covariates)
    guard (1...covariates).contains(tried) else {
      throw fail("the number of covariates tried at a node", tried, "1 to \(covariates)")
    }
  }
}

/// Weight and weighted sum of the response over some rows of a bootstrap sample.
struct NodeMoments {
  var weight = 0.0
  var sum = 0.0
  /// True when not all responses are equal.
  var varies = false

  /// What a split with this left part leaves of the node's sum of squares explained: S_L²/W_L + S_R²/W_R.
  ///
  /// The largest criterion is the least squared error, since the sum of squares within a part is Σwy² − S²/W.
  func criterion(within node: NodeMoments) -> Double {
    let rightSum = node.sum - sum
    return sum * sum / weight + rightSum * rightSum / (node.weight - weight)
  }
}

/// A way to divide a node in two.
struct Split {
  var column: Int
  var criterion: Double
  /// Of a numeric column: values up to it go left.
  var threshold: Double
  /// Of a categorical column: the set that goes left, 64 categories to a word; empty for a numeric column.
  var leftCategories: [UInt64]

  func sendsLeft(_ value: Double) -> Bool {
    if leftCategories.isEmpty { return value <= threshold }
    let category = Int(value)
    return leftCategories[category >> 6] >> UInt64(category & 63) & 1 == 1
  }
}

/// Finds the best division of categories in two, exactly.
///
/// Of the 2^(L−1) − 1 divisions of L categories the one with the least squared error keeps them in order of their mean
/// response, so L − 1 are looked at (Fisher 1958; Breiman et al. 1984, §9.4). Equal means keep the order of their codes.
/// A category that the node has not met follows the heavier side.
struct CategoryScan {
  private var weight: [Double]
  private var sum: [Double]
  private var count = 0

  /// - Parameter most: the largest number of categories of any column.
  init(most: Int) {
    weight = [Double](repeating: 0, count: most)
    sum = weight
  }

  mutating func clear(_ categories: Int) {
    count = categories
    for category in 0..<categories {
      weight[category] = 0
      sum[category] = 0
    }
  }

  mutating func add(_ category: Int, draws: Double, weighted: Double) {
    weight[category] += draws
    sum[category] += weighted
  }

  func bestSplit(of node: NodeMoments, column: Int, above least: Double) -> Split? {
    let met = (0..<count).filter { weight[$0] > 0 }
    let order = met.sorted { a, b in
      let (x, y) = (sum[a] / weight[a], sum[b] / weight[b])
      return x < y || (x == y && a < b)
    }
    var best = (criterion: least, taken: 0, weight: 0.0)
    var left = NodeMoments()
    for (taken, category) in order.dropLast().enumerated() {
      left.weight += weight[category]
      left.sum += sum[category]
      let criterion = left.criterion(within: node)
      if criterion > best.criterion { best = (criterion, taken + 1, left.weight) }
    }
    guard best.taken > 0 else { return nil }
    var words = [UInt64](repeating: 0, count: (count + 63) / 64)
    let unmet = 2 * best.weight > node.weight ? (0..<count).filter { weight[$0] == 0 } : []
    for category in order.prefix(best.taken) + unmet { words[category >> 6] |= 1 << UInt64(category & 63) }
    return Split(column: column, criterion: best.criterion, threshold: 0, leftCategories: words)
  }
}

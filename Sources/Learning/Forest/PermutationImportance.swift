import Statistics

/// What one forest says about its covariates.
package struct ForestImportance: Hashable, Sendable, Codable {
  package struct Covariate: Hashable, Sendable, Codable {
    package var name: String
    /// Mean over trees of the rise of the out-of-bag squared error when the covariate is permuted; unit of the response
    /// squared. Exactly 0 for a covariate that no tree uses.
    package var mean: Double
    /// Standard deviation of that rise over trees, in the same unit.
    package var deviation: Double
    /// `mean` over its standard error, deviation / √trees; 0 where the deviation is 0. Grows with √trees.
    package var scaled: Double
  }

  /// In the order of the table.
  package var covariates: [Covariate]
  /// Mean squared error of out-of-bag predictions, unit of the response squared.
  package var outOfBagError: Double
  /// 1 − error / variance of the response (division by n), over the rows that were ever out of bag.
  package var outOfBagR2: Double
  package var trees: Int
}

/// Grows a regression forest and ranks its covariates by out-of-bag permutation: the mean decrease in accuracy.
///
/// For each tree the squared error over the rows left out of its bootstrap sample is taken twice, with the covariate as
/// it is and with its values in random order among those rows. Importance is the mean rise over trees, unscaled. A
/// tree whose sample leaves no row out counts as no rise.
///
/// Every tree has a stream of its own, and every permutation one named after the covariate; sums run in the order of
/// rows and trees. The result is the same, bit for bit, for any number of threads.
///
/// - Parameters:
///   - forest: the number of this forest among repeats; each has its own streams.
///   - threads: at least 1; changes nothing but the time.
/// - Complexity: about O(trees · columns · n log n).
/// - Reference: paper, §2.3.2 (mean decrease accuracy); Breiman (2001), Machine Learning 45, 5–32; as R's randomForest
///   with `importance(type = 1, scale = FALSE)`.
package func forestImportance(
  of table: CovariateTable, settings: ForestSettings, seed: UInt64, forest: Int = 0, threads: Int = 1
) throws(LearningError) -> ForestImportance {
  try settings.check(covariates: table.covariates.count)
  let columns = ForestColumns(table)
  let names = table.covariates.map(\.name)
  let blocks = orderedMap((settings.trees + treesInBlock - 1) / treesInBlock, threads: threads) { block in
    let first = block * treesInBlock
    return growTrees(
      first..<min(first + treesInBlock, settings.trees), columns: columns, names: names, settings: settings, seed: seed,
      forest: forest)
  }

  let fit = try outOfBagFit(blocks, columns: columns, trees: settings.trees)
  let covariates = names.indices.map { covariate in
    importance(of: names[covariate], rises: blocks.flatMap { $0.rises.map { $0[covariate] } })
  }
  return ForestImportance(
    covariates: covariates, outOfBagError: fit.error, outOfBagR2: fit.r2, trees: settings.trees)
}

/// What a block of trees contributes.
private struct TreeBlock: Sendable {
  /// For each tree the rise of the squared error, covariate by covariate.
  var rises: [[Double]] = []
  /// For each row the sum of its out-of-bag predictions, and how many they are.
  var sums: [Double]
  var counts: [Int]
}

private func growTrees(
  _ trees: Range<Int>, columns: ForestColumns, names: [String], settings: ForestSettings, seed: UInt64, forest: Int
) -> TreeBlock {
  var grower = TreeGrower(columns, settings: settings)
  var block = TreeBlock(
    sums: [Double](repeating: 0, count: columns.rows), counts: [Int](repeating: 0, count: columns.rows))
  for number in trees {
    let (tree, outOfBag) = grower.grow(tree: number, of: forest, seed: seed)
    let predictions = tree.predictions(in: columns, rows: outOfBag, from: outOfBag)
    for (row, prediction) in zip(outOfBag, predictions) {
      block.sums[Int(row)] += prediction
      block.counts[Int(row)] += 1
    }
    let before = squaredError(predictions, outOfBag, columns)
    let used = tree.uses(in: columns, covariates: names.count)
    block.rises.append(
      names.indices.map { covariate in
        guard used[covariate], !outOfBag.isEmpty else { return 0 }
        var order = RandomStream(seed: seed, name: "\(treeName(number, of: forest))/\(names[covariate])")
        let donors = shuffled(outOfBag, &order)
        let permuted = tree.predictions(in: columns, rows: outOfBag, replacing: covariate, from: donors)
        return (squaredError(permuted, outOfBag, columns) - before) / Double(outOfBag.count)
      })
  }
  return block
}

/// The rows in random order (Fisher and Yates): `RandomStream.shuffle` for one element type, which the inner loop needs.
private func shuffled(_ rows: [Int32], _ stream: inout RandomStream) -> [Int32] {
  var rows = rows
  for last in stride(from: rows.count - 1, to: 0, by: -1) { rows.swapAt(last, stream.below(last + 1)) }
  return rows
}

/// Sum of squared differences between predictions and responses of `rows`.
private func squaredError(_ predictions: [Double], _ rows: [Int32], _ columns: ForestColumns) -> Double {
  var sum = 0.0
  for place in rows.indices {
    let difference = predictions[place] - columns.response[Int(rows[place])]
    sum += difference * difference
  }
  return sum
}

private func importance(of name: String, rises: [Double]) -> ForestImportance.Covariate {
  let trees = Double(rises.count)
  let mean = rises.reduce(0, +) / trees
  let deviation = (rises.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / trees).squareRoot()
  return ForestImportance.Covariate(
    name: name, mean: mean, deviation: deviation, scaled: deviation > 0 ? mean / (deviation / trees.squareRoot()) : 0)
}

/// Error and R² of the mean out-of-bag prediction of each row.
private func outOfBagFit(
  _ blocks: [TreeBlock], columns: ForestColumns, trees: Int
) throws(LearningError) -> (error: Double, r2: Double) {
  var residual = 0.0
  var total = 0.0
  var met = 0.0
  for row in 0..<columns.rows {
    let count = blocks.reduce(0) { $0 + $1.counts[row] }
    guard count > 0 else { continue }
    let difference = blocks.reduce(0) { $0 + $1.sums[row] } / Double(count) - columns.response[row]
    residual += difference * difference
    total += columns.response[row] * columns.response[row]
    met += 1
  }
  guard met > 0 else { throw LearningError(.neverOutOfBag(trees: trees), in: "forest") }
  return (residual / met, 1 - residual / total)
}

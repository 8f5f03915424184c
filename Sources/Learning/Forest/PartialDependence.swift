import Statistics

/// How the mean prediction of a forest changes with one covariate: the data of a figure.
package struct PartialDependence: Hashable, Sendable, Codable {
  package enum Scale: String, Hashable, Sendable, Codable {
    case continuous, categorical, circular
  }

  package struct Point: Hashable, Sendable, Codable {
    /// Where the covariate is held: its value, the code of its class, or a direction in degrees, 0 to below 360.
    package var at: Double
    /// Mean over all rows and trees of the prediction with the covariate held there; unit of the response.
    package var response: Double
  }

  package var name: String
  package var scale: Scale
  /// Ascending.
  package var points: [Point]
}

/// At how many places partial dependence is taken.
package struct PartialDependenceGrid: Hashable, Sendable {
  /// Evenly spaced quantiles of a continuous covariate, the least and the largest value among them; at least 2. They are
  /// interpolated between values as by default in R; equal ones make one point.
  package var quantiles: Int
  /// Evenly spaced directions of a circular covariate, the first 0°; at least 1.
  package var directions: Int

  package init(quantiles: Int = 21, directions: Int = 24) {
    self.quantiles = quantiles
    self.directions = directions
  }
}

/// The partial dependence of a regression forest on some of its covariates.
///
/// For a value v of covariate j it is 1/n · Σ over rows of f(v, the row's other covariates), all n training rows and
/// every tree taking part. A class stands for one value, a direction for its sine and cosine set together. Where j goes
/// with other covariates, v may be one that no row like it has: the figure is then an extrapolation.
///
/// No forest is kept: trees are grown again from the streams of `forestImportance(of:settings:seed:forest:threads:)`, so
/// they are the very trees that ranked the covariates, and each is asked as soon as it stands. Sums run in the order of
/// trees. The result is the same, bit for bit, for any number of threads.
///
/// - Parameters:
///   - places: the covariates by their place in the table, counted from 0; each makes one figure, in this order. A
///     circular one has two columns, sine and cosine.
///   - forest: the number of the forest among repeats.
///   - threads: at least 1; changes nothing but the time.
/// - Complexity: beside growing the forest at most O(trees · rows · points · depth) for each covariate, less where few
///   nodes split by it.
/// - Reference: Friedman (2001), Annals of Statistics 29, 1189–1232, §8.2.
package func partialDependence(
  on places: [Int], in table: CovariateTable, settings: ForestSettings, grid: PartialDependenceGrid = .init(),
  seed: UInt64, forest: Int = 0, threads: Int = 1
) throws(LearningError) -> [PartialDependence] {
  try settings.check(covariates: table.covariates.count)
  let probes = try places.map { place throws(LearningError) in try CovariateProbes(place, of: table, grid) }
  let columns = ForestColumns(table)
  let blocks = orderedMap((settings.trees + treesInBlock - 1) / treesInBlock, threads: threads) { block in
    let first = block * treesInBlock
    var grower = TreeGrower(columns, settings: settings)
    var sums = probes.map { [Double](repeating: 0, count: $0.points.count) }
    for number in first..<min(first + treesInBlock, settings.trees) {
      let tree = grower.grow(tree: number, of: forest, seed: seed).tree
      for place in probes.indices { tree.addResponses(to: probes[place], in: columns, &sums[place]) }
    }
    return sums
  }
  // Trees predict the response less its mean.
  let centre = table.response.reduce(0, +) / Double(table.rows)
  let predictions = Double(settings.trees) * Double(table.rows)
  return probes.indices.map { figure in
    PartialDependence(
      name: probes[figure].name, scale: probes[figure].scale,
      points: probes[figure].points.indices.map { point in
        let sum = blocks.reduce(0) { $0 + $1[figure][point] }
        return PartialDependence.Point(at: probes[figure].points[point].at, response: centre + sum / predictions)
      })
  }
}

extension RegressionTree {
  /// Adds to the sum of each probe the predictions of all rows with the covariate held there.
  ///
  /// Rows and probes walk the tree together: a node that splits by the covariate divides the probes, any other node the
  /// rows, so a node is met once at most and a leaf counts for all pairs of row and probe that reach it.
  fileprivate func addResponses(to probes: CovariateProbes, in table: ForestColumns, _ sums: inout [Double]) {
    var pending = [(node: 0, rows: Array(0..<table.rows), probes: Array(probes.points.indices))]
    while let (place, rows, held) = pending.popLast() {
      guard !rows.isEmpty, !held.isEmpty else { continue }
      let node = nodes[place]
      guard node.column >= 0 else {
        for probe in held { sums[probe] += node.value * Double(rows.count) }
        continue
      }
      let (column, left) = (Int(node.column), Int(node.left))
      let split = split(at: node, categories: table.categories[column])
      if table.covariate[column] == probes.place {
        let own = column - table.columns[probes.place].lowerBound
        let (goLeft, goRight) = divided(held) { split.sendsLeft(probes.points[$0].values[own]) }
        pending.append((left + 1, rows, goRight))
        pending.append((left, rows, goLeft))
      } else {
        let (goLeft, goRight) = divided(rows) { split.sendsLeft(table.values[column * table.rows + $0]) }
        pending.append((left + 1, goRight, held))
        pending.append((left, goLeft, held))
      }
    }
  }

  private func split(at node: Node, categories: Int) -> Split {
    let words = Int(node.words)..<Int(node.words) + (categories + 63) / 64
    return Split(
      column: Int(node.column), criterion: 0, threshold: node.value, leftCategories: Array(leftCategories[words]))
  }
}

/// Those for which the condition holds, and the others, both in order.
private func divided(_ all: [Int], where goesLeft: (Int) -> Bool) -> (left: [Int], right: [Int]) {
  var (left, right): ([Int], [Int]) = ([], [])
  for one in all {
    if goesLeft(one) { left.append(one) } else { right.append(one) }
  }
  return (left, right)
}

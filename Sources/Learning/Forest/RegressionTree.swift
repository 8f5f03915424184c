/// A grown tree: nodes in one array, the children of a node side by side.
struct RegressionTree: Sendable {
  struct Node: Sendable {
    /// The column that decides, −1 at a leaf.
    var column: Int32
    /// The left child; the right one follows it.
    var left: Int32
    /// For a category, where its words in `leftCategories` begin.
    var words: Int32
    /// At a leaf the mean response; at a numeric split the largest value that goes left.
    var value: Double
  }

  var nodes: [Node]
  /// Sets of categories that go left, 64 to a word.
  var leftCategories: [UInt64]

  /// The response that the tree expects in each of `rows`, the values of one covariate taken from other rows.
  ///
  /// - Parameters:
  ///   - covariate: the covariate replaced; −1 for none.
  ///   - donors: for each of `rows` the row whose value of that covariate stands in.
  func predictions(
    in columns: ForestColumns, rows: [Int32], replacing covariate: Int = -1, from donors: [Int32]
  ) -> [Double] {
    columns.values.withUnsafeBufferPointer { values in
      columns.covariate.withUnsafeBufferPointer { owners in
        nodes.withUnsafeBufferPointer { nodes in
          zip(rows, donors).map { row, donor in
            var node = nodes[0]
            while node.column >= 0 {
              let column = Int(node.column)
              let source = owners[column] == covariate ? donor : row
              let value = values[column * columns.rows + Int(source)]
              let goesLeft =
                columns.categories[column] == 0 ? value <= node.value : contains(Int(value), from: node.words)
              node = nodes[Int(node.left) + (goesLeft ? 0 : 1)]
            }
            return node.value
          }
        }
      }
    }
  }

  /// True for each covariate by which some node splits.
  func uses(in columns: ForestColumns, covariates: Int) -> [Bool] {
    var used = [Bool](repeating: false, count: covariates)
    for node in nodes where node.column >= 0 { used[columns.covariate[Int(node.column)]] = true }
    return used
  }

  private func contains(_ category: Int, from words: Int32) -> Bool {
    leftCategories[Int(words) + category >> 6] >> UInt64(category & 63) & 1 == 1
  }
}

/// A covariate table as trees read it: numbers column by column, sorted once for all trees.
struct ForestColumns: Sendable {
  let rows: Int
  /// Column after column, `rows` values each; a categorical column holds the ranks of its codes.
  let values: [Double]
  /// For each column the number of its categories, 0 where it is numeric.
  let categories: [Int]
  /// For each column the covariate it belongs to.
  let covariate: [Int]
  /// For each covariate its columns.
  let columns: [Range<Int>]
  /// For each numeric column its rows in ascending order of value, equal values in order of rows; empty for categories.
  let ascending: [[Int32]]
  /// The response less its mean: variances then lose no digits to a large offset.
  let response: [Double]

  var count: Int { categories.count }

  init(_ table: CovariateTable) {
    let rows = table.rows
    var values: [Double] = []
    var categories: [Int] = []
    var covariate: [Int] = []
    var columns: [Range<Int>] = []
    var ascending: [[Int32]] = []
    for (index, one) in table.covariates.enumerated() {
      let first = categories.count
      if case .categorical(let codes) = one.values {
        let levels = Array(Set(codes)).sorted()
        let rank = Dictionary(uniqueKeysWithValues: zip(levels, 0...))
        values += codes.map { Double(rank[$0, default: 0]) }
        categories.append(levels.count)
        ascending.append([])
      }
      for column in one.numericColumns {
        values += column
        categories.append(0)
        ascending.append(
          (0..<Int32(rows)).sorted { a, b in
            let (x, y) = (column[Int(a)], column[Int(b)])
            return x < y || (x == y && a < b)
          })
      }
      covariate += Array(repeating: index, count: categories.count - first)
      columns.append(first..<categories.count)
    }
    let mean = table.response.reduce(0, +) / Double(rows)
    self.rows = rows
    self.values = values
    self.categories = categories
    self.covariate = covariate
    self.columns = columns
    self.ascending = ascending
    self.response = table.response.map { $0 - mean }
  }
}

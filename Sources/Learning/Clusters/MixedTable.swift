/// Rows described by numbers and by classes, column by column, complete in every row.
///
/// Columns of `Float` halve the memory of millions of cells; columns of `Double` keep every digit of a small table.
///
/// - Invariant: at least one row and one column; all columns have one value a row; numbers are finite; a categorical
///   column has at most 255 categories.
package struct MixedTable<Value: MeasuredValue>: Sendable {
  package let rows: Int
  /// Numeric columns, already on the scale in which they are to be compared.
  package let continuous: [[Value]]
  /// For each categorical column its codes, ascending.
  let levels: [[Int16]]
  /// For each categorical column the place of each row's code among its levels.
  let ranks: [[UInt8]]

  /// - Parameters:
  ///   - continuous: numeric columns; missing values are refused and counted.
  ///   - categorical: columns of codes, any numbers; a class that is missing must be left out by the caller.
  package init(continuous: [[Value]], categorical: [[Int16]]) throws(LearningError) {
    func fail(_ problem: LearningError.Problem) -> LearningError {
      LearningError(problem, in: "table of rows to divide")
    }
    guard let rows = continuous.first?.count ?? categorical.first?.count else { throw fail(.noColumns) }
    guard rows >= 1 else { throw fail(.tooFewRows(found: 0, least: 1)) }
    let numeric = continuous.enumerated().map { (name: "continuous column \($0.offset)", values: $0.element) }
    let classes = categorical.enumerated().map { (name: "categorical column \($0.offset)", codes: $0.element) }
    for (name, length) in numeric.map({ ($0.name, $0.values.count) }) + classes.map({ ($0.name, $0.codes.count) })
    where length != rows {
      throw fail(.unequalLengths(column: name, found: length, expected: rows))
    }
    if let problem = missingValues(in: numeric) { throw fail(problem) }
    var levels: [[Int16]] = []
    var ranks: [[UInt8]] = []
    for (name, codes) in classes {
      let found = codesFound(in: codes)
      guard found.count <= 255 else {
        throw fail(.tooManyCategories(column: name, found: found.count, most: 255))
      }
      var rank = [UInt8](repeating: unmetRank, count: 1 << 16)
      for (place, code) in zip(UInt8(0)..., found) { rank[Int(UInt16(bitPattern: code))] = place }
      levels.append(found)
      ranks.append(codes.map { rank[Int(UInt16(bitPattern: $0))] })
    }
    self.rows = rows
    self.continuous = continuous
    self.levels = levels
    self.ranks = ranks
  }
}

/// The codes of a column, each once, ascending; every code has its own place, so that millions of rows need no hashing.
private func codesFound(in codes: [Int16]) -> [Int16] {
  var isThere = [Bool](repeating: false, count: 1 << 16)
  for code in codes { isThere[Int(UInt16(bitPattern: code))] = true }
  return (Int16.min...Int16.max).filter { isThere[Int(UInt16(bitPattern: $0))] }
}

/// The rank of a code that no row of the table has: it matches none.
let unmetRank: UInt8 = 255

/// One explanatory variable, with one value a row.
package struct Covariate: Hashable, Sendable {
  package enum Values: Hashable, Sendable {
    /// Numbers on a line; only their order matters to a tree.
    case continuous([Double])
    /// Codes of classes without order.
    case categorical([Int16])
    /// Several numeric columns that say one thing, such as the sine and cosine of aspect. They are permuted together
    /// and count as one covariate.
    case circular([[Double]])
  }

  package var name: String
  package var values: Values

  package init(_ name: String, _ values: Values) {
    self.name = name
    self.values = values
  }

  /// Its numeric columns; none for a categorical covariate.
  var numericColumns: [[Double]] {
    switch values {
    case .continuous(let column): [column]
    case .circular(let columns): columns
    case .categorical: []
    }
  }

  /// The lengths of its columns.
  var lengths: [Int] {
    if case .categorical(let codes) = values { [codes.count] } else { numericColumns.map(\.count) }
  }
}

/// Covariates and a response, complete in every row.
///
/// - Invariant: at least one covariate and two rows; names are unique; every column has one finite number a row; the
///   response varies.
package struct CovariateTable: Hashable, Sendable {
  package let covariates: [Covariate]
  /// What is to be explained, one value a row.
  package let response: [Double]

  package var rows: Int { response.count }

  /// Checks the columns and puts them together.
  ///
  /// A row in which a number is missing (NaN) or infinite is refused, not left out in silence: the error counts such
  /// rows. Categorical codes are never missing; a caller whose class is absent leaves the row out or gives it a code.
  package init(covariates: [Covariate], response: [Double]) throws(LearningError) {
    func fail(_ problem: LearningError.Problem) -> LearningError { LearningError(problem, in: "covariate table") }
    var names = Set<String>()
    for covariate in covariates {
      guard names.insert(covariate.name).inserted else { throw fail(.repeatedName(covariate.name)) }
      guard !covariate.lengths.isEmpty else {
        throw fail(.unequalLengths(column: covariate.name, found: 0, expected: response.count))
      }
      for length in covariate.lengths where length != response.count {
        throw fail(.unequalLengths(column: covariate.name, found: length, expected: response.count))
      }
    }
    guard !covariates.isEmpty else { throw fail(.noColumns) }
    guard response.count >= 2 else { throw fail(.tooFewRows(found: response.count, least: 2)) }

    let numeric = [("response", response)] + covariates.flatMap { one in one.numericColumns.map { (one.name, $0) } }
    if let problem = missingValues(in: numeric) { throw fail(problem) }
    guard response.contains(where: { $0 != response[0] }) else { throw fail(.constantResponse) }
    self.covariates = covariates
    self.response = response
  }
}

/// Counts the rows in which any column is not finite; `nil` when there are none. Columns have equal lengths.
@specialized(where Value == Float)
@specialized(where Value == Double)
func missingValues<Value: BinaryFloatingPoint>(in columns: [(name: String, values: [Value])]) -> LearningError.Problem?
{
  let rows = columns.first?.values.count ?? 0
  var incomplete = [Bool](repeating: false, count: rows)
  for (_, values) in columns where values.contains(where: { !$0.isFinite }) {
    for row in 0..<rows where !values[row].isFinite { incomplete[row] = true }
  }
  guard let first = incomplete.firstIndex(of: true) else { return nil }
  let name = columns.first { !$0.values[first].isFinite }?.name ?? ""
  return .missingValues(rows: incomplete.count { $0 }, total: rows, firstRow: first, column: name)
}

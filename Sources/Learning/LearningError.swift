/// Why a table cannot be ranked or divided into zones: what, where, and how to mend it.
package struct LearningError: Error, Hashable, Sendable {
  package enum Problem: Hashable, Sendable {
    case noColumns
    case repeatedName(String)
    case unequalLengths(column: String, found: Int, expected: Int)
    /// `rows` of `total` rows have a value that is not a finite number; `column` is the first of them in `firstRow`.
    case missingValues(rows: Int, total: Int, firstRow: Int, column: String)
    case tooFewRows(found: Int, least: Int)
    case constantResponse
    case outOfRange(setting: String, found: Double, allowed: String)
    case neverOutOfBag(trees: Int)
    case tooManyCategories(column: String, found: Int, most: Int)
    case wrongNumberOfStarts(found: Int, expected: Int)
    case rowOutsideTable(row: Int, rows: Int)
    case unlikePrototypes(expected: String)
    /// A squared distance, or γ, is too large for its type.
    case overflow
  }

  package var problem: Problem
  /// The table or the method that met it, such as `covariate table`.
  package var place: String

  init(_ problem: Problem, in place: String) {
    self.problem = problem
    self.place = place
  }
}

extension LearningError: CustomStringConvertible {
  package var description: String { "\(place): error: \(what)\n  \(remedy)" }

  private var what: String {
    switch problem {
    case .noColumns: "there is no column to work on"
    case .repeatedName(let name): "two covariates are called '\(name)'"
    case .unequalLengths(let column, let found, let expected):
      "'\(column)' has \(found) rows where \(expected) are expected"
    case .missingValues(let rows, let total, let firstRow, let column):
      "\(rows) of \(total) rows lack a value, the first of them row \(firstRow) in '\(column)' (rows count from 0)"
    case .tooFewRows(let found, let least):
      "\(found == 1 ? "1 row" : "\(found) rows"), where at least \(least) are needed"
    case .constantResponse: "the response is the same in every row"
    case .outOfRange(let setting, let found, let allowed): "\(setting) is \(plain(found)), allowed is \(allowed)"
    case .neverOutOfBag(let trees): "no row was left out by any of the \(trees) trees"
    case .tooManyCategories(let column, let found, let most): "'\(column)' has \(found) categories, the most is \(most)"
    case .wrongNumberOfStarts(let found, let expected): "\(found) initial rows for \(expected) clusters"
    case .rowOutsideTable(let row, let rows): "initial row \(row) is not in the table of \(rows) rows"
    case .overflow: "the numbers are too large for their squared distances to be numbers"
    case .unlikePrototypes(let expected): "the prototypes do not fit the table, which has \(expected)"
    }
  }

  private var remedy: String {
    switch problem {
    case .noColumns: "name at least one covariate"
    case .repeatedName: "give each covariate a name of its own"
    case .unequalLengths: "give every column one value a row"
    case .missingValues: "leave those rows out or fill them first; nothing is imputed"
    case .tooFewRows(let found, _):
      place == "k-prototypes" && found > 0
        ? "set the number of clusters to \(found) or fewer, or bring more rows" : "bring more rows"
    case .constantResponse: "a response without variance has nothing to explain; check which column is the target"
    case .outOfRange: "choose a value within the range"
    case .neverOutOfBag: "grow more trees, or bring more rows"
    case .tooManyCategories: "merge rare categories, or declare the column continuous"
    case .wrongNumberOfStarts: "give one initial row for each cluster"
    case .rowOutsideTable: "rows count from 0"
    case .overflow: "standardise the columns, or give them in larger units"
    case .unlikePrototypes: "take prototypes from a run over the same columns"
    }
  }
}

/// A whole number without its point.
private func plain(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }

/// The numbers that names in an expression stand for.
package struct NumberTable: Sendable {
  /// Every claim, with the interval of its printed number where it has one.
  var printed: [String: Interval?]
  /// Numbers of a run.
  var statistics: [String: Double]

  package init(claims: some Sequence<Claim>, statistics: [String: Double] = [:]) {
    printed = Dictionary(claims.map { ($0.id, $0.interval) }, uniquingKeysWith: { first, _ in first })
    self.statistics = statistics
  }

  /// The zones over which `.c*.` runs.
  private static let clusters = 1...8

  /// The values of a name: one, or one a cluster with a number for a wildcard.
  func values(of name: String) throws(FormulaError) -> [Interval] {
    if let value = statistics[name] {
      guard let interval = Interval(exactly: value) else { throw FormulaError(problem: .notFinite(name)) }
      return [interval]
    }
    if let members = Self.members(of: name) {
      let known = members.compactMap { printed[$0] }
      guard !known.isEmpty else { throw FormulaError(problem: .unknownName(name)) }
      let numbers = known.compactMap { $0 }
      guard !numbers.isEmpty else { throw FormulaError(problem: .noNumber(name)) }
      return numbers
    }
    guard let known = printed[name] else { throw FormulaError(problem: .unknownName(name)) }
    guard let interval = known else { throw FormulaError(problem: .noNumber(name)) }
    return [interval]
  }

  /// True for a claim, with or without a number, and for a wildcard that meets one with a number.
  package func knows(_ name: String) -> Bool {
    if statistics[name] != nil { return true }
    guard let members = Self.members(of: name) else { return printed.keys.contains(name) }
    return members.contains { (printed[$0] ?? nil) != nil }
  }

  private static func members(of name: String) -> [String]? {
    let parts = name.split(separator: "*", maxSplits: 1)
    guard parts.count == 2, name.contains(".c*.") else { return nil }
    return clusters.map { "\(parts[0])\($0)\(parts[1])" }
  }
}

/// A comparison with what it compared.
package struct ComparisonOutcome: Hashable, Sendable {
  package var verdict: Verdict
  /// The two sides, each spanning all its values; `nil` for several comparisons joined by `all`.
  package var sides: [Interval]?
}

extension Formula {
  /// The values of an expression without a comparison: one, or several where a wildcard stands outside a sum.
  package func values(in table: NumberTable) throws(FormulaError) -> [Interval] {
    try evaluate(root, table)
  }

  /// The verdict of a comparison over all values within the rounding.
  ///
  /// - Parameter left: stands for the left side, when that has been computed before.
  package func outcome(
    in table: NumberTable, restatementsHold: Bool, left: Interval? = nil
  ) throws(FormulaError) -> ComparisonOutcome {
    switch root {
    case .comparison(let comparison, let a, let b):
      let lefts = if let left { [left] } else { try evaluate(a, table) }
      let pairs = try paired(lefts, try evaluate(b, table))
      let verdicts = pairs.map { comparison.verdict($0.0, $0.1, restatementsHold: restatementsHold) }
      return ComparisonOutcome(verdict: verdicts.conjunction(), sides: [span(pairs.map(\.0)), span(pairs.map(\.1))])
    case .all(let parts):
      var verdicts: [Verdict] = []
      for part in parts {
        let formula = Formula(text: text, root: part)
        verdicts.append(try formula.outcome(in: table, restatementsHold: restatementsHold).verdict)
      }
      return ComparisonOutcome(verdict: verdicts.conjunction(), sides: nil)
    default: throw FormulaError(problem: .numberAsComparison)
    }
  }

  /// The left side of a comparison, or the whole of an expression without one.
  package func leftSide(in table: NumberTable) throws(FormulaError) -> Interval {
    if case .comparison(_, let left, _) = root { return span(try evaluate(left, table)) }
    return span(try evaluate(root, table))
  }
}

extension Formula {
  private func evaluate(_ node: Node, _ table: NumberTable) throws(FormulaError) -> [Interval] {
    switch node {
    case .number(let value): return [try finite(Interval(exactly: value), "number")]
    case .name(let name): return try table.values(of: name)
    case .negation(let operand): return try evaluate(operand, table).map { -$0 }
    case .arithmetic(let operation, let a, let b):
      var results: [Interval] = []
      for (left, right) in try paired(try evaluate(a, table), try evaluate(b, table)) {
        let result =
          switch operation {
          case .plus: left + right
          case .minus: left - right
          case .times: left * right
          case .over: left / right
          }
        results.append(try finite(result, String(operation.rawValue)))
      }
      return results
    case .function(.count, let operands): return [try count(operands, table)]
    case .function(.mod, let operands):
      var remainders: [Interval] = []
      for (value, divisor) in try paired(try evaluate(operands[0], table), try evaluate(operands[1], table)) {
        remainders.append(try finite(value.remainder(dividingBy: divisor), "mod"))
      }
      return remainders
    case .function(let function, let operands):
      var values: [Interval] = []
      for operand in operands { values += try evaluate(operand, table) }
      return try apply(function, values)
    case .comparison, .all: throw FormulaError(problem: .comparisonAsNumber("comparison"))
    }
  }

  /// The functions of one list of values: the folds give one number, the others one for each.
  private func apply(_ function: Function, _ values: [Interval]) throws(FormulaError) -> [Interval] {
    switch function {
    case .sum:
      var total = values[0]
      for value in values.dropFirst() { total = try finite(total + value, "sum") }
      return [total]
    case .min: return [values.dropFirst().reduce(values[0], Interval.min)]
    case .max: return [values.dropFirst().reduce(values[0], Interval.max)]
    case .sqrt: return try each(values, "sqrt") { $0.squareRoot() }
    case .sq: return try each(values, "sq") { $0.squared() }
    case .abs: return values.map { $0.magnitude() }
    case .first: return try each(values, "first") { Interval(exactly: $0.lower) }
    case .last: return try each(values, "last") { Interval(exactly: $0.upper) }
    case .count, .mod: preconditionFailure("count and mod are evaluated with their operands")
    }
  }

  private func each(
    _ values: [Interval], _ name: String, _ transform: (Interval) -> Interval?
  ) throws(FormulaError) -> [Interval] {
    var results: [Interval] = []
    for value in values { results.append(try finite(transform(value), name)) }
    return results
  }

  /// How many claims are named: with or without a number by name, with a number by wildcard.
  private func count(_ operands: [Node], _ table: NumberTable) throws(FormulaError) -> Interval {
    var total = 0
    for operand in operands {
      guard case .name(let name) = operand, !name.contains("*") else {
        total += try evaluate(operand, table).count
        continue
      }
      guard table.knows(name) else { throw FormulaError(problem: .unknownName(name)) }
      total += 1
    }
    return try finite(Interval(exactly: Double(total)), "count")
  }

  private func finite(_ interval: Interval?, _ operation: String) throws(FormulaError) -> Interval {
    guard let interval else { throw FormulaError(problem: .notFinite(operation)) }
    return interval
  }

  /// Two lists side by side; a single value meets each of the other list.
  private func paired(_ a: [Interval], _ b: [Interval]) throws(FormulaError) -> [(Interval, Interval)] {
    if a.count == b.count { return Array(zip(a, b)) }
    if a.count == 1 { return b.map { (a[0], $0) } }
    if b.count == 1 { return a.map { ($0, b[0]) } }
    throw FormulaError(problem: .unevenLists(a.count, b.count))
  }

  private func span(_ values: [Interval]) -> Interval {
    values.dropFirst().reduce(values[0]) { $0.union($1) }
  }
}

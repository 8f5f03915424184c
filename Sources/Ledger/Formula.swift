/// An expression over published numbers and statistics of a run, as the claims file spells it.
///
///     comparison := (eq | le | lt | ge | gt) "(" value "," value ")"  |  all "(" comparison, ... ")"
///     value      := number | name | value (+ - * /) value | - value | "(" value ")" | function "(" value, ... ")"
///     function   := sum | min | max | count | sqrt | sq | abs | mod | first | last
///     name       := letter, then letters, digits, "_", ".", "[", "]", and "*" in ".c*." alone
///
/// A name that begins with a capital is a claim, any other a statistic: `T5.this.min`, `map.h.min`. `T4.c*.n` stands for
/// one value a cluster, 1 to 8, that has a number.
package struct Formula: Hashable, Sendable {
  indirect enum Node: Hashable, Sendable {
    case number(Double)
    case name(String)
    case negation(Node)
    case arithmetic(Arithmetic, Node, Node)
    case function(Function, [Node])
    case comparison(Comparison, Node, Node)
    case all([Node])
  }

  enum Arithmetic: Character, Hashable, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
  }

  enum Function: String, CaseIterable, Hashable, Sendable {
    case sum, min, max
    /// The number of claims named.
    case count
    case sqrt, sq, abs
    /// The remainder of a division by an exact number.
    case mod
    /// The first and the last year of a period.
    case first, last

    /// How many arguments it takes.
    var arity: ClosedRange<Int> {
      switch self {
      case .sum, .min, .max, .count: 1...64
      case .sqrt, .sq, .abs, .first, .last: 1...1
      case .mod: 2...2
      }
    }
  }

  /// As written.
  package let text: String
  let root: Node

  /// True for a comparison, or several joined by `all`.
  package var isComparison: Bool {
    switch root {
    case .comparison, .all: true
    default: false
    }
  }

  /// The claims it names, wildcards as written, in order.
  package var claimNames: [String] { names.filter(Self.isClaim) }

  /// The statistics it names, in order.
  package var statisticNames: [String] { names.filter { !Self.isClaim($0) } }

  /// The statistic, when it is nothing else.
  package var soleStatistic: String? {
    if case .name(let name) = root, !Self.isClaim(name) { name } else { nil }
  }

  static func isClaim(_ name: String) -> Bool { name.first?.isUppercase ?? false }

  private var names: [String] {
    var names: [String] = []
    func collect(_ node: Node) {
      switch node {
      case .number: break
      case .name(let name): names.append(name)
      case .negation(let operand): collect(operand)
      case .arithmetic(_, let left, let right), .comparison(_, let left, let right):
        collect(left)
        collect(right)
      case .function(_, let operands), .all(let operands): operands.forEach(collect)
      }
    }
    collect(root)
    return names
  }
}

/// One thing wrong in an expression.
package struct FormulaError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Problem: Hashable, Sendable {
    case unexpected(found: String, wanted: String)
    case unknownFunction(String)
    case wrongCount(function: String, found: Int, allowed: ClosedRange<Int>)
    case comparisonAsNumber(String)
    case numberAsComparison
    case tooDeep
    case tooLong
    case unknownName(String)
    case noNumber(String)
    case unevenLists(Int, Int)
    case notFinite(String)
  }

  package var problem: Problem
  /// Where in the expression, counted from 1; `nil` when the whole is meant.
  package var column: Int?

  package var description: String { column.map { "column \($0): \(what)" } ?? what }

  private static let functions =
    Comparison.allCases.map(\.rawValue) + ["all"] + Formula.Function.allCases.map(\.rawValue)

  /// What is wrong, without the place.
  package var what: String {
    switch problem {
    case .unexpected(let found, let wanted): "found \(found) where \(wanted) should stand"
    case .unknownFunction(let name):
      "unknown function '\(name)'; there are \(Self.functions.joined(separator: ", "))"
    case .wrongCount(let name, let found, let allowed):
      "'\(name)' takes "
        + (allowed.count == 1 ? "\(allowed.lowerBound)" : "\(allowed.lowerBound) to \(allowed.upperBound)")
        + " values, found \(found)"
    case .comparisonAsNumber(let name): "'\(name)' compares and is no number"
    case .numberAsComparison: "a number where a comparison should stand"
    case .tooDeep: "nested more than \(FormulaParser.deepest) deep"
    case .tooLong: "longer than \(FormulaParser.longest) bytes"
    case .unknownName(let name): "'\(name)' names no claim and no statistic"
    case .noNumber(let name): "'\(name)' has no number"
    case .unevenLists(let a, let b): "\(a) values meet \(b)"
    case .notFinite(let operation): "'\(operation)' has no finite answer here"
    }
  }
}

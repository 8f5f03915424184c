extension Formula {
  /// Reads an expression; says what is wrong and at which column.
  package init(_ text: String) throws(FormulaError) {
    guard text.utf8.count <= FormulaParser.longest else { throw FormulaError(problem: .tooLong, column: nil) }
    var parser = FormulaParser(text)
    root = try parser.formula()
    self.text = text
  }
}

/// A descent over the characters of an expression, one function a rule of the grammar.
struct FormulaParser {
  /// Expressions nest at most this deep and are at most this long, so that no text can exhaust the stack.
  static let deepest = 64
  static let longest = 2000

  private let characters: [Character]
  private var next = 0
  private var depth = 0
  /// The comparison read last, and its column.
  private var comparison = (name: "", column: 1)

  init(_ text: String) {
    characters = Array(text)
  }

  mutating func formula() throws(FormulaError) -> Formula.Node {
    let node = try sum()
    guard peek() == nil else { throw unexpected("the end") }
    return node
  }

  private mutating func sum() throws(FormulaError) -> Formula.Node {
    var left = try product()
    while let sign = peek(), sign == "+" || sign == "-", let operation = Formula.Arithmetic(rawValue: sign) {
      next += 1
      left = try number(left)
      let right = try product()
      left = .arithmetic(operation, left, try number(right))
    }
    return left
  }

  private mutating func product() throws(FormulaError) -> Formula.Node {
    var left = try factor()
    while let sign = peek(), sign == "*" || sign == "/", let operation = Formula.Arithmetic(rawValue: sign) {
      next += 1
      left = try number(left)
      let right = try factor()
      left = .arithmetic(operation, left, try number(right))
    }
    return left
  }

  private mutating func factor() throws(FormulaError) -> Formula.Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw FormulaError(problem: .tooDeep, column: next + 1) }
    guard let first = peek() else { throw unexpected("a number or a name") }
    switch first {
    case "-":
      next += 1
      let operand = try factor()
      return .negation(try number(operand))
    case "(":
      next += 1
      let inner = try sum()
      try expect(")")
      return inner
    case "0"..."9": return .number(try literal())
    case _ where Self.beginsName(first): return try nameOrCall()
    default: throw unexpected("a number or a name")
    }
  }

  private mutating func nameOrCall() throws(FormulaError) -> Formula.Node {
    let column = next + 1
    let name = name()
    guard peek() == "(" else { return .name(name) }
    next += 1
    var operands = [try sum()]
    while peek() == "," {
      next += 1
      operands.append(try sum())
    }
    try expect(")")
    return try call(name, operands, column: column)
  }

  private mutating func call(_ name: String, _ operands: [Formula.Node], column: Int) throws(FormulaError)
    -> Formula.Node
  {
    if name == "all" {
      for operand in operands where !operand.isComparison {
        throw FormulaError(problem: .numberAsComparison, column: column)
      }
      comparison = (name, column)
      return .all(operands)
    }
    for operand in operands { _ = try number(operand) }
    if let relation = Comparison(rawValue: name) {
      try check(name, operands.count, 2...2, column)
      comparison = (name, column)
      return .comparison(relation, operands[0], operands[1])
    }
    guard let function = Formula.Function(rawValue: name) else {
      throw FormulaError(problem: .unknownFunction(name), column: column)
    }
    try check(name, operands.count, function.arity, column)
    return .function(function, operands)
  }

  private func check(_ name: String, _ found: Int, _ allowed: ClosedRange<Int>, _ column: Int) throws(FormulaError) {
    guard allowed.contains(found) else {
      throw FormulaError(problem: .wrongCount(function: name, found: found, allowed: allowed), column: column)
    }
  }

  /// The same node, unless it is a comparison.
  private func number(_ node: Formula.Node) throws(FormulaError) -> Formula.Node {
    guard !node.isComparison else {
      throw FormulaError(problem: .comparisonAsNumber(comparison.name), column: comparison.column)
    }
    return node
  }

  /// Digits, a fraction, an exponent.
  private mutating func literal() throws(FormulaError) -> Double {
    let start = next
    func digits(from place: Int) -> Int {
      var place = place
      while place < characters.count, ("0"..."9").contains(characters[place]) { place += 1 }
      return place
    }
    next = digits(from: next)
    if next < characters.count, characters[next] == "." { next = digits(from: next + 1) }
    if next < characters.count, characters[next] == "e" || characters[next] == "E" {
      let signed = next + 1 < characters.count && (characters[next + 1] == "-" || characters[next + 1] == "+")
      next = digits(from: next + (signed ? 2 : 1))
    }
    let text = String(characters[start..<next])
    guard let value = Double(text), value.isFinite else {
      throw FormulaError(problem: .unexpected(found: "'\(text)'", wanted: "a number"), column: start + 1)
    }
    return value
  }

  /// A name; `*` belongs to it only between `.c` and `.`.
  private mutating func name() -> String {
    let start = next
    while next < characters.count {
      let character = characters[next]
      let wildcard =
        character == "*" && next >= 2 && characters[next - 2] == "." && characters[next - 1] == "c"
        && next + 1 < characters.count && characters[next + 1] == "."
      guard wildcard || Self.beginsName(character) || "0123456789.[]".contains(character) else { break }
      next += 1
    }
    return String(characters[start..<next])
  }

  private static func beginsName(_ character: Character) -> Bool {
    ("a"..."z").contains(character) || ("A"..."Z").contains(character) || character == "_"
  }

  /// The next character that is not a space, without taking it.
  private mutating func peek() -> Character? {
    while next < characters.count, characters[next] == " " { next += 1 }
    return next < characters.count ? characters[next] : nil
  }

  private mutating func expect(_ character: Character) throws(FormulaError) {
    guard peek() == character else { throw unexpected("'\(character)'") }
    next += 1
  }

  private func unexpected(_ wanted: String) -> FormulaError {
    let found = next < characters.count ? "'\(characters[next])'" : "the end"
    return FormulaError(problem: .unexpected(found: found, wanted: wanted), column: next + 1)
  }
}

extension Formula.Node {
  var isComparison: Bool {
    switch self {
    case .comparison, .all: true
    default: false
    }
  }
}

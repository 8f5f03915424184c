import Testing

@testable import Ledger

/// Hand algebra: each corner of each box.
@Suite struct IntervalTests {
  @Test(arguments: [
    ("[1, 2] + [3, 5]", "[4, 7]"),
    ("[1, 2] - [3, 5]", "[-4, -1]"),
    ("[-1, 2] * [3, 5]", "[-5, 10]"),
    ("[-2, -1] * [-5, 3]", "[-6, 10]"),
    ("[1, 2] / [4, 8]", "[0.125, 0.5]"),
    ("[-1, 2] / [-4, -2]", "[-1, 0.5]"),
    ("[1, 2] / [-1, 1]", "none"),
    ("[1, 2] / [0, 1]", "none"),
  ])
  func `Arithmetic spans every value of its operands`(question: String, answer: String) throws {
    let words = question.split(separator: " ", omittingEmptySubsequences: false)
    let a = try #require(Interval("\(words[0]) \(words[1])"))
    let b = try #require(Interval("\(words[3]) \(words[4])"))
    let result: Interval? =
      switch words[2] {
      case "+": a + b
      case "-": a - b
      case "*": a * b
      default: a / b
      }
    #expect((result?.description ?? "none") == answer)
  }

  @Test func `A square of an interval around zero begins at zero`() throws {
    #expect(try #require(Interval(-3, 2)).squared() == Interval(0, 9))
    #expect(try #require(Interval(-3, -2)).squared() == Interval(4, 9))
  }

  @Test func `A square root of what may be negative has no answer`() throws {
    #expect(try #require(Interval(-1, 4)).squareRoot() == nil)
    #expect(try #require(Interval(4, 9)).squareRoot() == Interval(2, 3))
  }

  @Test func `A remainder wraps around when the interval passes a multiple`() throws {
    let four = try #require(Interval(exactly: 4))
    #expect(try #require(Interval(exactly: 35)).remainder(dividingBy: four) == Interval(exactly: 3))
    #expect(try #require(Interval(exactly: -1)).remainder(dividingBy: four) == Interval(exactly: 3))
    #expect(try #require(Interval(5, 6.5)).remainder(dividingBy: four) == Interval(1, 2.5))
    #expect(try #require(Interval(7, 9)).remainder(dividingBy: four) == Interval(0, 4))
    #expect(four.remainder(dividingBy: try #require(Interval(0, 0))) == nil)
  }

  @Test func `Ends out of order or not finite are no interval`() {
    #expect(Interval(2, 1) == nil)
    #expect(Interval(.nan, 1) == nil)
    #expect(Interval(0, .infinity) == nil)
    #expect(Interval("[1 2]") == nil)
  }

  @Test(arguments: [
    (552.0, "552"), (0.89, "0.89"), (-0.0, "0"), (1.42e-06, "1.42e-06"), (2_500_000, "2500000"),
  ])
  func `Numbers are written short and without a needless fraction`(value: Double, text: String) {
    #expect(value.text == text)
  }
}

@Suite struct ComparisonTests {
  // The definitions: true for all pairs, for some, for none.
  @Test(arguments: [
    (Comparison.equal, "5", "5", Verdict.holds),
    (.equal, "[1, 2]", "[3, 4]", .fails),
    (.equal, "[1, 2]", "[2, 3]", .possible),
    (.equal, "[1, 2]", "[1, 2]", .possible),
    (.atMost, "[1, 2]", "[2, 3]", .holds),
    (.atMost, "[1, 2]", "[1, 2]", .possible),
    (.atMost, "[3, 4]", "[1, 2]", .fails),
    (.atMost, "[2, 3]", "[1, 2]", .possible),
    (.lessThan, "[1, 2]", "[2, 3]", .possible),
    (.lessThan, "[2, 3]", "[1, 2]", .fails),
    (.lessThan, "1", "1", .fails),
    (.atLeast, "[2, 3]", "[1, 2]", .holds),
    (.greaterThan, "[2, 3]", "[1, 2]", .possible),
    (.greaterThan, "3", "[1, 2]", .holds),
  ])
  func `A relation holds for all values, for some, or for none`(
    comparison: Comparison, a: String, b: String, verdict: Verdict
  ) throws {
    let (a, b) = (try #require(Interval(a)), try #require(Interval(b)))
    #expect(comparison.verdict(a, b, restatementsHold: false) == verdict)
  }

  @Test func `A number that restates another with fewer digits holds where restatements do`() throws {
    // 222 mm in the text of 3.1 for 222.49 mm in Table 3.
    let text = try #require(Interval(221.5, 222.5))
    let table = try #require(Interval(222.485, 222.495))
    #expect(Comparison.equal.verdict(text, table, restatementsHold: true) == .holds)
    #expect(Comparison.equal.verdict(text, table, restatementsHold: false) == .possible)
  }

  @Test func `One failing part fails the whole, and one possible part leaves it possible`() {
    #expect([Verdict.holds, .possible, .fails].conjunction() == .fails)
    #expect([Verdict.holds, .possible, .holds].conjunction() == .possible)
    #expect([Verdict.holds, .holds].conjunction() == .holds)
  }
}

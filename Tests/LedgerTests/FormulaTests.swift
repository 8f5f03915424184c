import Testing

@testable import Ledger

@Suite struct FormulaTests {
  /// Three clusters of which one has no RMSE, a period, a word.
  static let table = NumberTable(
    claims: [
      Claim(id: "T.c1.n", check: .reproduce, printed: "35", interval: Interval(35, 35)),
      Claim(id: "T.c2.n", check: .reproduce, printed: "136", interval: Interval(136, 136)),
      Claim(id: "T.c8.n", check: .reproduce, printed: "4", interval: Interval(4, 4)),
      Claim(id: "T.c1.rmse", check: .reproduce, printed: "0.3", interval: Interval(0.25, 0.35)),
      Claim(id: "T.c2.rmse", check: .reproduce, printed: "0.4", interval: Interval(0.35, 0.45)),
      Claim(id: "T.c8.rmse", check: .reproduce, printed: "-"),
      Claim(id: "P", check: .cite, printed: "2000-2015", interval: Interval(2000, 2015)),
    ], statistics: ["map.h.min": 0.5, "cluster[7].h.mean": 0.25, "corr.p_value": .nan])

  // By hand.
  @Test(arguments: [
    ("1 + 2*3", "7"),
    ("(1 + 2)*3", "9"),
    ("-2 - -3", "1"),
    ("2*-3", "-6"),
    ("8/2/2", "2"),
    ("8 - 2 - 2", "4"),
    ("1e3/1.5e-1", "6666.67"),
    ("T.c1.n*2", "70"),
    ("2*T.c1.n", "70"),
    ("T.c1.n*T.c8.n", "140"),
    ("sum(T.c*.n)", "175"),
    ("sum(T.c*.rmse)/2", "[0.3, 0.4]"),
    ("max(T.c*.rmse, 0.4)", "[0.4, 0.45]"),
    ("min(T.c*.rmse)", "[0.25, 0.35]"),
    ("sum(2*T.c*.n)", "350"),
    ("count(T.c*.rmse)", "2"),
    ("count(T.c1.rmse, T.c8.rmse, P)", "3"),
    ("mod(T.c1.n, T.c8.n)", "3"),
    ("sqrt(sq(T.c1.rmse))", "[0.25, 0.35]"),
    ("abs(-T.c1.rmse)", "[0.25, 0.35]"),
    ("last(P) - first(P)", "15"),
    ("max(cluster[7].h.mean, map.h.min)", "0.5"),
  ])
  func `Values follow the usual order of operations`(text: String, value: String) throws {
    let values = try Formula(text).values(in: Self.table)
    #expect(values.map(\.description) == [value])
  }

  @Test(arguments: [
    ("le(4, T.c*.n)", Verdict.holds),
    ("le(5, T.c*.n)", .fails),
    ("gt(T.c*.rmse, 0.25)", .possible),
    ("eq(mod(T.c*.n, 4), 0)", .fails),
    ("eq(mod(T.c2.n, 4), 0)", .holds),
    ("all(eq(first(P), 2000), eq(last(P), 2015))", .holds),
    ("all(eq(first(P), 2000), eq(last(P), 2016))", .fails),
    ("lt(max(cluster[7].h.mean, map.h.min), 0.6)", .holds),
  ])
  func `A comparison of several values holds when it holds for each`(text: String, verdict: Verdict) throws {
    let outcome = try Formula(text).outcome(in: Self.table, restatementsHold: false)
    #expect(outcome.verdict == verdict)
  }

  @Test(arguments: [
    ("", "column 1: found the end where a number or a name should stand"),
    ("1 +", "column 4: found the end where a number or a name should stand"),
    ("1 2", "column 3: found '2' where the end should stand"),
    ("T1.*", "column 5: found the end where a number or a name should stand"),
    ("sum(1, 2", "column 9: found the end where ')' should stand"),
    ("sqrt(1, 2)", "column 1: 'sqrt' takes 1 values, found 2"),
    ("1 + eq(1, 1)", "column 5: 'eq' compares and is no number"),
    ("all(1)", "column 1: a number where a comparison should stand"),
    ("5%", "column 2: found '%' where the end should stand"),
    ("1e", "column 1: found '1e' where a number should stand"),
    (
      "sin(1)",
      "column 1: unknown function 'sin'; there are eq, le, lt, ge, gt, all, sum, min, max, count, sqrt, sq, abs, mod, "
        + "first, last"
    ),
  ])
  func `A misspelled expression is refused with its column`(text: String, message: String) throws {
    let error = #expect(throws: FormulaError.self) { try Formula(text) }
    #expect(error?.description == message)
  }

  @Test func `No text exhausts the stack`() {
    #expect(throws: FormulaError(problem: .tooDeep, column: 65)) {
      try Formula(String(repeating: "(", count: 1000))
    }
    #expect(throws: FormulaError(problem: .tooLong)) {
      try Formula(String(repeating: "1+", count: 10000) + "1")
    }
  }

  @Test(arguments: [
    ("T.c9.n", "'T.c9.n' names no claim and no statistic"),
    ("Q.c*.n", "'Q.c*.n' names no claim and no statistic"),
    ("T.c8.rmse + 1", "'T.c8.rmse' has no number"),
    ("sum(T.c*.n*T.c*.rmse)", "3 values meet 2"),
    ("1/(T.c1.rmse - 0.3)", "'/' has no finite answer here"),
    ("corr.p_value", "'corr.p_value' has no finite answer here"),
  ])
  func `An expression without an answer says why`(text: String, message: String) throws {
    let formula = try Formula(text)
    let error = #expect(throws: FormulaError.self) { try formula.values(in: Self.table) }
    #expect(error?.description == message)
  }

  @Test func `Names with a capital are claims, the others statistics`() throws {
    let formula = try Formula("lt(max(cluster[7].h.mean, map.h.min), S32.interior_lt - T4.c*.n)")
    #expect(formula.statisticNames == ["cluster[7].h.mean", "map.h.min"])
    #expect(formula.claimNames == ["S32.interior_lt", "T4.c*.n"])
    #expect(try Formula("map.h.min").soleStatistic == "map.h.min")
  }
}

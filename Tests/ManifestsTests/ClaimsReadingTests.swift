import Ledger
import Testing

@testable import Manifests

@Suite struct ClaimsReadingTests {
  static let head = """
    schema: solum-claims/1
    source: {doi: 10.5194/essd-2025-809, version: preprint}
    claims:

    """
  /// Stands on line 4 of a text, and reads.
  static let good =
    "  - {id: A, where: t, line: 1, quoted: \"0.40\", value: 0.40, interval: [0.395, 0.405], unit: m, kind: result, "
    + "scope: s, check: reproduce, statistic: map.h.min}\n"

  static func problems(_ body: String) -> String {
    switch PublishedClaims.read(head + body, file: "c.yaml") {
    case .success: "none"
    case .failure(let errors): errors.description
    }
  }

  @Test func `A claim keeps the digits of the print`() throws {
    let claim = try #require(try PublishedClaims.read(Self.head + Self.good, file: "c.yaml").get().claims.first)
    #expect(claim.printed == "0.40")
    #expect(claim.value == 0.4)
    #expect(claim.interval == Interval(0.395, 0.405))
    #expect(claim.formula?.soleStatistic == "map.h.min")
    #expect(claim.expected == nil)
  }

  @Test func `A number without an interval is exact, a period has its first and last year`() throws {
    let text =
      Self.head
      + "  - {id: A, where: t, line: 1, quoted: k=8, value: 8, kind: result, scope: s, check: cite, authority: x}\n"
      + "  - {id: P, where: t, line: 1, quoted: 2000-2015, interval: [2000, 2015], kind: result, scope: s, check: cite, "
      + "authority: x}\n"
    let claims = try PublishedClaims.read(text, file: "c.yaml").get().claims
    #expect(claims.map(\.interval) == [Interval(8, 8), Interval(2000, 2015)])
    #expect(claims.map(\.value) == [8, nil])
    #expect(claims.map(\.printed) == ["8", "2000-2015"])
  }

  /// One fault each.
  @Test(arguments: [
    ("  - {id: A, were: t}\n", "c.yaml:4:13: error: unknown key 'were'\n  did you mean 'where'?"),
    (good + good, "c.yaml:5:5: error: 'A' stands twice in 'id'\n  keep one of the two"),
    (good.replacing("reproduce", with: "reproduced"), "'check' cannot be 'reproduced'\n  did you mean 'reproduce'?"),
    (
      good.replacing("statistic: map.h.min", with: "test: map.h.min"),
      "c.yaml:4:144: error: 'test' is 'map.h.min'\n  write a comparison, such as 'le(T2.b.lo, T4.c*.b)'"
    ),
    (
      good.replacing("statistic: map.h.min", with: "note: n"),
      "none of 'statistic' and 'test' is given\n  give one of them"
    ),
    (
      good.replacing("[0.395, 0.405]", with: "[0.395, 0.399]"),
      "'interval' is '[0.395, 0.399]'\n  write an interval that contains 0.40"
    ),
    (
      good.replacing("reproduce, statistic: map.h.min", with: "static, expression: \"eq(A, B)\", verdict: holds"),
      "'expression' is 'eq(A, B)'\n  write an expression over the claims of this file; 'B' is none, did you mean 'A'?"
    ),
    (
      good.replacing("reproduce, statistic: map.h.min", with: "static, expression: \"eq(A, 1\", verdict: holds"),
      "'expression' is 'eq(A, 1'\n  write an expression; column 8: found the end where ')' should stand"
    ),
    (
      good.replacing("reproduce, statistic: map.h.min", with: "static, expression: \"eq(A, 1)\", verdict: moved"),
      "'verdict' cannot be 'moved'"
    ),
    (
      good + "relations:\n  - {id: R, expression: \"A/2\", verdict: holds, severity: low}\n",
      "c.yaml:6:32: error: 'verdict' has no meaning here: the expression compares nothing\n  remove 'verdict'"
    ),
  ])
  func `A fault is told with its place and its mend`(body: String, message: String) {
    let problems = Self.problems(body)
    #expect(problems.contains(message), "\(problems)")
  }

  @Test func `Every fault is told at once`() {
    let body = Self.good.replacing("kind: result", with: "kind: results") + "  - {id: 5, where: t, line: zero}\n"
    let problems = Self.problems(body)
    #expect(problems.contains("'kind' cannot be 'results'"))
    #expect(problems.contains("'line' is 'zero'"))
    #expect(problems.contains("missing key 'scope'"))
  }
}

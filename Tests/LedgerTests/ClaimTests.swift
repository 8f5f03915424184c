import Foundation
import Testing

@testable import Ledger

/// A handful of the paper's claims, one of each sort.
let someClaims: [Claim] = [
  Claim(
    id: "T5.this.min", place: "Table 5", line: 370, kind: .result, check: .reproduce,
    formula: try? Formula("map.h.min"), printed: "0.39", interval: Interval(0.385, 0.395), unit: "m"),
  Claim(
    id: "ABS.h_min", place: "abstract", line: 23, kind: .result, check: .static,
    formula: try? Formula("eq(ABS.h_min, T5.this.min)"), printed: "0.39", interval: Interval(0.385, 0.395), unit: "m",
    expected: .holds),
  Claim(
    id: "T1.Ele", place: "Table 1", line: 163, kind: .inputConstant, check: .reproduce,
    formula: try? Formula("gt(importance.Ele.mda, 0)"), printed: "Ele"),
  Claim(
    id: "S21.elev_mean_gt", place: "2.1", line: 52, kind: .inputConstant, check: .reproduce,
    formula: try? Formula("gt(elevation.mean, S21.elev_mean_gt)"), printed: "4000", interval: Interval(3999.5, 4000.5),
    unit: "m"),
  Claim(
    id: "T4.c8.rmse", place: "Table 4", line: 282, kind: .result, check: .reproduce,
    formula: try? Formula("cv.cluster[8].rmse"), printed: "-", unit: "m"),
  Claim(id: "META.grants", place: "financial support", kind: .metadata, check: .cite, printed: "42571149, 42171125"),
  Claim(
    id: "R.negligible", check: .relation, formula: try? Formula("lt(T5.this.min, T5.this.min - 0.2)"), expected: .fails),
  Claim(id: "D.twice", check: .derived, formula: try? Formula("2*T5.this.min")),
]

@Suite struct ClaimJudgementTests {
  func result(_ id: String, _ statistics: [String: Double] = [:]) throws -> ClaimResult {
    try #require(judge(someClaims, statistics: statistics).first { $0.claim.id == id })
  }

  @Test func `A statistic within the printed precision holds, at its very edge too`() throws {
    #expect(try result("T5.this.min", ["map.h.min": 0.3949]).verdict == .holds)
    #expect(try result("T5.this.min", ["map.h.min": 0.395]).verdict == .holds)
  }

  @Test func `A statistic outside has moved, and says by how much`() throws {
    let moved = try result("T5.this.min", ["map.h.min": 0.61234567])
    #expect(moved.verdict == .moved)
    #expect(moved.computed == .number(0.61234567))
    #expect(moved.delta == 0.2223)
  }

  @Test func `A statistic that the run lacks is a missing input`() throws {
    #expect(try result("T5.this.min").verdict == .missingInput)
    #expect(try result("T1.Ele").verdict == .missingInput)
  }

  @Test func `A statistic without a value is not computed`() throws {
    #expect(try result("T5.this.min", ["map.h.min": .nan]).verdict == .notComputed)
  }

  @Test func `A test holds unless it is false for every value within the rounding`() throws {
    #expect(try result("T1.Ele", ["importance.Ele.mda": 1e-9]).verdict == .holds)
    #expect(try result("T1.Ele", ["importance.Ele.mda": 0]).verdict == .moved)
    #expect(try result("S21.elev_mean_gt", ["elevation.mean": 4000]).verdict == .holds)
    let low = try result("S21.elev_mean_gt", ["elevation.mean": 3990])
    #expect(low.verdict == .moved)
    #expect(low.computed == .number(3990))
    #expect(low.delta == -10)
  }

  @Test func `Words are compared with nothing`() throws {
    #expect(try result("T4.c8.rmse", ["cv.cluster[8].rmse": 0.3]).verdict == .notComputed)
    #expect(try result("META.grants").verdict == .notComputed)
  }

  @Test func `Relations are strict and show both sides; derived numbers show their interval`() throws {
    let relation = try result("R.negligible")
    #expect(relation.verdict == .fails)
    #expect(relation.computed?.description == "[0.385, 0.395] vs [0.185, 0.195]")
    let derived = try result("D.twice")
    #expect(derived.verdict == .notComputed)
    #expect(derived.computed?.description == "[0.77, 0.79]")
  }

  @Test func `JSON has every key of every claim`() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let results = judge(someClaims, statistics: ["map.h.min": 0.5])
    let lines = try results.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    #expect(
      lines[0]
        == #"{"computed":0.5,"delta":0.11,"expected":null,"id":"T5.this.min","printed":0.39,"unit":"m","verdict":"moved","where":"Table 5"}"#
    )
    #expect(
      lines[5]
        == #"{"computed":null,"delta":null,"expected":null,"id":"META.grants","printed":"42571149, 42171125","unit":"","verdict":"not-computed","where":"financial support"}"#
    )
    #expect(
      lines[6]
        == #"{"computed":[[0.385,0.395],[0.185,0.195]],"delta":null,"expected":"fails","id":"R.negligible","printed":"","unit":"","verdict":"fails","where":""}"#
    )
  }
}

@Suite struct ClaimsTableTests {
  @Test func `A table of claims judged again gives the same results`() throws {
    let results = judge(someClaims, statistics: ["map.h.min": 0.61234567890123])
    let read = try ClaimsTable.results(of: ClaimsTable.text(results))
    #expect(read.map(\.claim) == someClaims)
    #expect(read.map(\.verdict) == results.map(\.verdict))
    #expect(read.map { $0.computed?.description } == results.map { $0.computed?.description })
    #expect(read.map(\.delta) == results.map(\.delta))
    let again = judge(read.map(\.claim), statistics: ["map.h.min": 0.61234567890123])
    #expect(ClaimsTable.text(again) == ClaimsTable.text(results))
  }

  @Test func `A row reads as print, computed, verdict`() throws {
    let text = ClaimsTable.text(judge(Array(someClaims.prefix(2)), statistics: ["map.h.min": 0.5]))
    let rows = text.split(separator: "\n")
    #expect(rows[1] == "T5.this.min,Table 5,370,result,reproduce,map.h.min,0.39,0.385,0.395,0.5,m,moved,,0.11")
    #expect(
      rows[2]
        == "ABS.h_min,abstract,23,result,static,\"eq(ABS.h_min, T5.this.min)\",0.39,0.385,0.395,\"[0.385, 0.395]\",m,holds,holds,"
    )
  }

  @Test(arguments: [
    ("id,where\n", "row 1: the columns are not id,where,line,kind"),
    ("HEADER\na,b\n", "row 2: 2 fields where 14 should stand"),
    ("HEADER\nx,,,,static,,,,,,,perhaps,,\n", "row 2: column 'verdict', 'perhaps': not understood"),
    ("HEADER\nx,,,,static,,,2,1,,,holds,,\n", "row 2: 'lo' and 'hi' are no interval"),
    ("HEADER\nx,,,,static,1+,,,,,,holds,,\n", "row 2: column 'expression', '1+': column 3: found the end"),
    ("HEADER\nx,,,,cite,,,,,,,holds,,\nx,,,,cite,,,,,,,holds,,\n", "row 3: 'x' stands twice"),
    ("HEADER\n\"x", "line 2: a quote that is never closed"),
  ])
  func `A table that is none is refused with its row`(text: String, message: String) throws {
    let text = text.replacing("HEADER", with: ClaimsTable.columns.joined(separator: ","))
    let error = #expect(throws: ClaimsTableError.self) { try ClaimsTable.results(of: text) }
    #expect(try #require(error).description.contains(message))
  }
}

@Suite struct CommaSeparatedValuesTests {
  // The examples of RFC 4180, section 2.
  @Test(arguments: [
    ("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
    ("aaa,bbb,ccc\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
    ("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx", [["aaa", "b\r\nbb", "ccc"], ["zzz", "yyy", "xxx"]]),
    ("\"aaa\",\"b\"\"bb\",\"ccc\"", [["aaa", "b\"bb", "ccc"]]),
    ("a,,\n\"\",\n", [["a", "", ""], ["", ""]]),
    ("", []),
  ])
  func `Fields are read as RFC 4180 has them`(text: String, rows: [[String]]) throws {
    #expect(try CommaSeparatedValues.rows(of: text) == rows)
  }

  @Test func `What is written reads back`() throws {
    let rows = [["a,b", "c\"d", "e\nf", "g\r\nh", "", "Zürich °"], ["", "", "", "", "", "\""]]
    #expect(try CommaSeparatedValues.rows(of: CommaSeparatedValues.text(rows)) == rows)
    #expect(CommaSeparatedValues.line(["plain", "a,b"]) == "plain,\"a,b\"\n")
  }

  @Test(arguments: ["a\"b", "\"a\"b", "\"a\" ,b"])
  func `A quote inside an unquoted field is refused`(text: String) {
    #expect(throws: CommaSeparatedValuesError(line: 1, problem: .strayQuote)) {
      try CommaSeparatedValues.rows(of: text)
    }
  }
}

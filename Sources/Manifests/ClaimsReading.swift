package import Ledger
import Yams

extension PublishedClaims {
  /// What a file of claims that this version can read names as its schema.
  package static let schema = "solum-claims/1"

  /// Reads a file of claims, and finds everything that is wrong with it: spelling, expressions, and names in them that
  /// are no claims of the file.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: What errors call the text.
  package static func read(_ text: String, file: String) -> Result<PublishedClaims, ManifestErrors> {
    readText(text, file: file, reading)
  }

  private static var reading: Reading<PublishedClaims> {
    .section("a mapping with 'schema', 'source', 'claims', 'externals' and 'relations'") { section throws(Noted) in
      let schema = section.required("schema", .schema(Self.schema))
      let source = section.required("source", sourceReading)
      let claims = section.required("claims", Reading<ClaimText>.printed.list("a list of claims"))
      let relations = section.optional("relations", Reading<ClaimText>.relation.list("a list of relations"), or: [])
      let externals = section.optional("externals", externalReading.list("a list of outside facts"), or: [])
      _ = try schema.get()
      let (printed, related) = (try claims.get(), try relations.get())
      noteStrayNames(in: printed + related)
      let (doi, version) = try source.get()
      return try PublishedClaims(
        doi: doi, version: version, claims: (printed + related).map(\.claim), externals: externals.get())
    }
  }

  private static var sourceReading: Reading<(doi: String, version: String)> {
    .section("the paper's 'doi' and 'version'") { section throws(Noted) in
      let doi = section.required("doi", .text(.doi))
      let version = section.required("version", .text)
      return try (doi.get(), version.get())
    }
  }

  private static var externalReading: Reading<ExternalFact> {
    .section("an outside fact with 'id' and 'value'") { section throws(Noted) in
      let id = section.required("id", .text)
      let value = section.required("value", .text)
      let unit = section.optional("unit", .text, or: "")
      let affects = section.optional("affects", .text, or: "")
      let read = section.optional("read", .text, or: "")
      let note = section.optional("note", .text, or: "")
      return try ExternalFact(
        id: id.get(), value: value.get(), unit: unit.get(), affects: affects.get(), read: read.get(), note: note.get())
    }
  }

  /// Notes ids that stand twice, and names in expressions that are no claims or, where a number is wanted, have none.
  private static func noteStrayNames(in texts: [ClaimText]) {
    let table = NumberTable(claims: texts.map(\.claim))
    var ids: Set<String> = []
    for text in texts {
      if !ids.insert(text.claim.id).inserted {
        text.findings.note(.repeated(text.claim.id, key: "id"), at: text.place)
      }
    }
    for text in texts {
      guard let formula = text.claim.formula else { continue }
      var strays = formula.claimNames.filter { !table.knows($0) }
      if text.claim.check != .reproduce { strays += formula.statisticNames }
      for name in strays {
        let nearest = nearestWord(to: name, among: ids.sorted())
        let meant = nearest.map { ", did you mean '\($0)'?" } ?? ""
        text.findings.note(
          .malformed(
            key: "expression", found: formula.text,
            wanted: "an expression over the claims of this file; '\(name)' is none\(meant)"),
          at: text.formulaPlace)
      }
    }
  }
}

/// A claim with its places in the text, for what can be checked only when all have been read.
struct ClaimText {
  var claim: Claim
  var place: SourceLocation
  var formulaPlace: SourceLocation
  var findings: Findings
}

extension Reading where Value == ClaimText {
  /// A published number.
  static var printed: Reading {
    located("a claim with 'id', 'where', 'quoted', 'kind' and 'check'") { section throws(Noted) in
      let id = section.required("id", .text)
      let place = section.required("where", .text)
      let line = section.required("line", .count(in: 1...1_000_000))
      let number = PrintedNumber(section)
      let unit = section.optional("unit", .text, or: "")
      let kind = section.required("kind", Reading<Claim.Kind>.choice)
      let remarks = ClaimRemarks.read(section)
      let check = section.required("check", Reading<Claim.Check>.choice(among: [.static, .reproduce, .cite]))
      let way = try WayToCheck(try check.get(), section)
      var claim = try Claim(
        id: id.get(), place: place.get(), line: line.get(), kind: kind.get(), check: check.get(), unit: unit.get(),
        remarks: remarks.get())
      try number.stand(in: &claim)
      (claim.formula, claim.expected, claim.remarks.authority) = (way.formula, way.expected, way.authority)
      return claim
    }
  }

  /// A relation among published numbers, or a number that follows from them.
  static var relation: Reading {
    located("a relation with 'id' and 'expression'") { section throws(Noted) in
      let id = section.required("id", .text)
      let severity = section.required("severity", .word(among: ["high", "medium", "low", "info"]))
      let note = section.optional("note", .text)
      section.know("verdict")
      let formula = try section.required("expression", .formula).get()
      let expected = formula.isComparison ? section.required("verdict", .expectation) : .success(nil)
      if !formula.isComparison, section.contains("verdict") {
        throw section.problem(.outOfPlace(key: "verdict", because: "the expression compares nothing"), with: "verdict")
      }
      var claim = try Claim(
        id: id.get(), check: formula.isComparison ? .relation : .derived, formula: formula, expected: expected.get())
      (claim.remarks.severity, claim.remarks.note) = try (severity.get(), note.get())
      return claim
    }
  }

  /// A section that becomes a claim, with its places.
  private static func located(_ wanted: String, _ body: @escaping (Section) throws(Noted) -> Claim) -> Reading {
    let claim = Reading<Claim>.section(wanted, body)
    return Reading(wanted) { item throws(Noted) in
      ClaimText(
        claim: try claim.read(item), place: item.place,
        formulaPlace: item.place(of: ["expression", "test", "statistic"]),
        findings: item.findings)
    }
  }
}

extension Item {
  /// Where the value of the first of `keys` stands that the mapping has.
  fileprivate func place(of keys: [String]) -> SourceLocation {
    let found = keys.lazy.compactMap { node[$0] }.first
    return SourceLocation((found ?? node).mark, in: keyPlace.file)
  }
}

/// How a claim is to be checked: what stands beside `check`.
private struct WayToCheck {
  var formula: Formula?
  var expected: Verdict?
  var authority: String?

  init(_ check: Claim.Check, _ section: Section) throws(Noted) {
    switch check {
    case .static:
      let formula = section.required("expression", .comparison)
      let expected = section.required("verdict", .expectation)
      (self.formula, self.expected) = try (formula.get(), expected.get())
    case .reproduce:
      let key = try section.only(of: ["statistic", "test"])
      formula = try section.required(key, key == "test" ? .comparison : .number).get()
    case .cite:
      authority = try section.required("authority", .text).get()
    case .relation, .derived: preconditionFailure("no claim of a published number is checked as a relation")
    }
  }
}

/// The number in print: its digits and its interval, a word, or neither.
private struct PrintedNumber {
  private let value: Result<String?, Noted>
  private let interval: Result<ClosedRange<Double>?, Noted>
  private let section: Section

  init(_ section: Section) {
    self.section = section
    value = section.optional("value", .text("a number or a word"))
    interval = section.optional("interval", .interval)
  }

  /// Gives the claim what is printed and what it may stand for: its interval, or the number alone where none is given.
  func stand(in claim: inout Claim) throws(Noted) {
    claim.printed = claim.remarks.quoted
    claim.interval = try interval.get().flatMap { Interval($0.lowerBound, $0.upperBound) }
    guard let text = try value.get() else { return }
    guard let number = decimalNumber(text) else {
      claim.remarks.word = text
      return
    }
    if let range = claim.interval, !range.contains(number) {
      throw section.problem(
        .malformed(key: "interval", found: range.description, wanted: "an interval that contains \(text)"),
        with: "interval")
    }
    claim.printed = text
    claim.interval = claim.interval ?? Interval(exactly: number)
  }
}

extension ClaimRemarks {
  /// Reads what no check needs.
  fileprivate static func read(_ section: Section) -> Result<ClaimRemarks, Noted> {
    let quoted = section.required("quoted", .text)
    let alsoLines = section.optional(
      "also-lines", Reading<Int>.count(in: 1...1_000_000).list("a list of lines"), or: [])
    let qualifier = section.optional("qualifier", .word(among: ["approx", "lt", "gt"]))
    let scope = section.required("scope", .text)
    let note = section.optional("note", .text)
    return Result { () throws(Noted) in
      var remarks = ClaimRemarks()
      remarks.quoted = try quoted.get()
      remarks.alsoLines = try alsoLines.get()
      remarks.qualifier = try qualifier.get()
      remarks.scope = try scope.get()
      remarks.note = try note.get()
      return remarks
    }
  }
}

extension Reading where Value == Formula {
  static var formula: Reading {
    Reading("an expression, such as 'eq(ABS.rmse, T5.this.rmse)'") { item throws(Noted) in
      let text = try Reading<String>.text("an expression").read(item)
      do throws(FormulaError) {
        return try Formula(text)
      } catch {
        throw item.problem(.malformed(key: item.key, found: text, wanted: "an expression; \(error)"))
      }
    }
  }

  /// An expression that compares.
  fileprivate static var comparison: Reading {
    formula.demanding("a comparison, such as 'le(T2.b.lo, T4.c*.b)'") { $0.isComparison }
  }

  /// An expression that comes to a number.
  fileprivate static var number: Reading { formula.demanding("a statistic, such as 'map.h.min'") { !$0.isComparison } }

  private func demanding(_ wanted: String, _ isMet: @escaping (Formula) -> Bool) -> Reading {
    Reading(wanted) { item throws(Noted) in
      let formula = try read(item)
      guard isMet(formula) else { throw item.problem(.malformed(key: item.key, found: formula.text, wanted: wanted)) }
      return formula
    }
  }
}

extension Reading where Value == Verdict? {
  /// A verdict on published numbers alone.
  fileprivate static var expectation: Reading {
    Reading<Verdict>.choice(among: [.holds, .possible, .fails]).map(Optional.some)
  }
}

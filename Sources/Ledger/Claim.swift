/// One published number, or one relation among published numbers, with the place where it is printed and the way to
/// check it.
package struct Claim: Hashable, Sendable {
  /// What a published number is to the paper.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    case inputConstant = "input constant"
    case parameterBound = "parameter bound"
    case calibratedParameter = "calibrated parameter"
    case result
    case comparison
    case metadata
  }

  /// How it is checked.
  package enum Check: String, CaseIterable, Hashable, Sendable {
    /// A published number against other published numbers.
    case `static`
    /// A published number against a statistic of a run.
    case reproduce
    /// A fact that no run computes.
    case cite
    /// Published numbers against each other, strictly; no number of its own.
    case relation
    /// A number that follows from published numbers.
    case derived
  }

  package var id: String
  /// Section, table or figure; empty for relations.
  package var place: String
  /// Line in the text of the paper.
  package var line: Int?
  /// `nil` for relations.
  package var kind: Kind?
  package var check: Check
  /// `nil` for citations alone.
  package var formula: Formula?
  /// The number with the digits of the print, or the words quoted where there is none; empty for relations.
  package var printed: String
  /// What the printed number may stand for; `nil` where there is no number. A period gives its first and last year.
  package var interval: Interval?
  /// As UDUNITS spells it; empty where there is none.
  package var unit: String
  /// The verdict on record; `nil` expects nothing.
  package var expected: Verdict?
  package var remarks: ClaimRemarks

  package init(
    id: String, place: String = "", line: Int? = nil, kind: Kind? = nil, check: Check, formula: Formula? = nil,
    printed: String = "", interval: Interval? = nil, unit: String = "", expected: Verdict? = nil,
    remarks: ClaimRemarks = ClaimRemarks()
  ) {
    self.id = id
    self.place = place
    self.line = line
    self.kind = kind
    self.check = check
    self.formula = formula
    self.printed = printed
    self.interval = interval
    self.unit = unit
    self.expected = expected
    self.remarks = remarks
  }

  /// The printed number; `nil` for words, and for a period of years.
  package var value: Double? { Double(printed).flatMap { interval?.contains($0) == true ? $0 : nil } }
}

/// What a reader of a claim should know and no check needs.
package struct ClaimRemarks: Hashable, Sendable {
  /// The characters in print.
  package var quoted: String = ""
  /// What the print says where it gives no number: `continuous`.
  package var word: String?
  /// Further lines with the same number.
  package var alsoLines: [Int] = []
  /// `approx`, `lt` or `gt`: "about", "below", "above".
  package var qualifier: String?
  package var scope: String = ""
  /// Who says so, for a citation.
  package var authority: String?
  /// What a relation weighs: high changes a headline number, then medium, low, info.
  package var severity: String?
  package var note: String?

  package init() {}
}

/// A file of claims: the numbers of one paper.
package struct PublishedClaims: Hashable, Sendable {
  /// A fact from outside the paper that bears on a claim.
  package struct ExternalFact: Hashable, Sendable {
    package var id: String
    package var value: String
    package var unit: String
    package var affects: String
    /// What of the outside source was read.
    package var read: String
    package var note: String

    package init(id: String, value: String, unit: String, affects: String, read: String, note: String) {
      self.id = id
      self.value = value
      self.unit = unit
      self.affects = affects
      self.read = read
      self.note = note
    }
  }

  /// DOI of the paper.
  package var doi: String
  /// Which text of the paper the numbers were taken from.
  package var version: String
  /// In the order of the file: printed numbers, then relations.
  package var claims: [Claim]
  package var externals: [ExternalFact]

  package init(doi: String, version: String, claims: [Claim], externals: [ExternalFact]) {
    self.doi = doi
    self.version = version
    self.claims = claims
    self.externals = externals
  }
}

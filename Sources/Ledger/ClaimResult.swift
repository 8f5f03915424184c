/// A claim with what its check came to.
package struct ClaimResult: Hashable, Sendable {
  /// What a check computed.
  package enum Computed: Hashable, Sendable {
    /// A statistic of the run.
    case number(Double)
    /// The values that follow from the printed numbers.
    case interval(Interval)
    /// The two sides of a relation.
    case sides(Interval, Interval)
  }

  package var claim: Claim
  package var computed: Computed?
  package var verdict: Verdict
  /// Computed less printed, to four significant digits; only where both are single numbers.
  package var delta: Double?

  package init(claim: Claim, computed: Computed? = nil, verdict: Verdict, delta: Double? = nil) {
    self.claim = claim
    self.computed = computed
    self.verdict = verdict
    self.delta = delta
  }

  /// False when the verdict on record is another one.
  package var isAsExpected: Bool { claim.expected.map { $0 == verdict } ?? true }
}

extension ClaimResult.Computed: CustomStringConvertible {
  /// `0.8412`, `[0.348097, 0.358054]`, or `522 vs 552`.
  package var description: String {
    switch self {
    case .number(let value): value.text
    case .interval(let interval): interval.description
    case .sides(let left, let right): "\(left) vs \(right)"
    }
  }

  /// Reads what `description` writes; a width of 0 reads as a number.
  package init?(_ text: String) {
    if let value = Double(text), value.isFinite {
      self = .number(value)
    } else if let interval = Interval(text) {
      self = .interval(interval)
    } else if let split = text.firstRange(of: " vs "), let left = Interval(String(text[..<split.lowerBound])),
      let right = Interval(String(text[split.upperBound...]))
    {
      self = .sides(left, right)
    } else {
      return nil
    }
  }
}

extension ClaimResult: Encodable {
  private enum CodingKeys: String, CodingKey {
    case id, place = "where", printed, computed, unit, verdict, expected, delta
  }

  /// The object of `solum claims --format json`. Every key stands in every object; an interval is a list of its two
  /// ends, the sides of a relation a list of two such lists.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(claim.id, forKey: .id)
    try container.encode(claim.place, forKey: .place)
    if let value = claim.value {
      try container.encode(value, forKey: .printed)
    } else {
      try container.encode(claim.printed, forKey: .printed)
    }
    try container.encode(computed, forKey: .computed)
    try container.encode(claim.unit, forKey: .unit)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(claim.expected, forKey: .expected)
    try container.encode(delta, forKey: .delta)
  }
}

extension ClaimResult.Computed: Encodable {
  package func encode(to encoder: any Encoder) throws {
    func ends(_ interval: Interval) -> [Double] {
      [interval.lower.rounded(toDigits: 6), interval.upper.rounded(toDigits: 6)]
    }
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let value): try container.encode(value)
    case .interval(let interval): try container.encode(ends(interval))
    case .sides(let left, let right): try container.encode([ends(left), ends(right)])
    }
  }
}

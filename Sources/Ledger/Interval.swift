/// Every number that a printed number may stand for: a closed interval, both ends finite.
///
/// A number printed as 0.39 is any number of [0.385, 0.395]; an exact one (a count, a year, a bound) is an interval of
/// width 0. Operations return every value that the operands allow, each operand varying on its own, and `nil` where the
/// answer is not finite.
///
/// Ends are computed in double precision without outward rounding: print has at most nine digits, so the sixteenth
/// decides nothing but whether two ends coincide.
package struct Interval: Hashable, Sendable {
  package let lower: Double
  package let upper: Double

  /// `nil` unless both ends are finite and in order.
  package init?(_ lower: Double, _ upper: Double) {
    guard lower.isFinite, upper.isFinite, lower <= upper else { return nil }
    self.lower = lower
    self.upper = upper
  }

  /// A number known exactly; `nil` unless it is finite.
  package init?(exactly value: Double) {
    self.init(value, value)
  }

  package var isExact: Bool { lower == upper }

  package func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  package func contains(_ other: Interval) -> Bool { lower <= other.lower && other.upper <= upper }

  /// The smallest interval that contains both.
  package func union(_ other: Interval) -> Interval {
    Interval(ordered: Swift.min(lower, other.lower), Swift.max(upper, other.upper))
  }

  private init(ordered lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}

extension Interval {
  package static prefix func - (a: Interval) -> Interval { Interval(ordered: -a.upper, -a.lower) }

  package static func + (a: Interval, b: Interval) -> Interval? { Interval(a.lower + b.lower, a.upper + b.upper) }

  package static func - (a: Interval, b: Interval) -> Interval? { Interval(a.lower - b.upper, a.upper - b.lower) }

  package static func * (a: Interval, b: Interval) -> Interval? {
    let corners = [a.lower * b.lower, a.lower * b.upper, a.upper * b.lower, a.upper * b.upper]
    guard let lower = corners.min(), let upper = corners.max() else { return nil }
    return Interval(lower, upper)
  }

  /// `nil` where the divisor may be 0.
  package static func / (a: Interval, b: Interval) -> Interval? {
    guard !b.contains(0) else { return nil }
    let corners = [a.lower / b.lower, a.lower / b.upper, a.upper / b.lower, a.upper / b.upper]
    guard let lower = corners.min(), let upper = corners.max() else { return nil }
    return Interval(lower, upper)
  }

  package func squared() -> Interval? {
    let ends = (lower * lower, upper * upper)
    return Interval(contains(0) ? 0 : Swift.min(ends.0, ends.1), Swift.max(ends.0, ends.1))
  }

  /// `nil` where it may be negative.
  package func squareRoot() -> Interval? { Interval(lower.squareRoot(), upper.squareRoot()) }

  package func magnitude() -> Interval {
    if lower >= 0 { return self }
    if upper <= 0 { return -self }
    return Interval(ordered: 0, Swift.max(-lower, upper))
  }

  /// What remains after division by an exact positive number, at least 0; `nil` for any other divisor.
  package func remainder(dividingBy divisor: Interval) -> Interval? {
    guard divisor.isExact, divisor.lower > 0 else { return nil }
    let quotient = (lower / divisor.lower).rounded(.down)
    let from = lower - quotient * divisor.lower
    let to = upper - quotient * divisor.lower
    return to < divisor.lower ? Interval(from, to) : Interval(0, divisor.lower)
  }

  package static func min(_ a: Interval, _ b: Interval) -> Interval {
    Interval(ordered: Swift.min(a.lower, b.lower), Swift.min(a.upper, b.upper))
  }

  package static func max(_ a: Interval, _ b: Interval) -> Interval {
    Interval(ordered: Swift.max(a.lower, b.lower), Swift.max(a.upper, b.upper))
  }
}

extension Interval: CustomStringConvertible {
  /// `522`, or `[0.348097, 0.358054]` to six significant digits.
  package var description: String {
    let (from, to) = (lower.rounded(toDigits: 6), upper.rounded(toDigits: 6))
    return isExact ? from.text : "[\(from.text), \(to.text)]"
  }

  /// Reads what `description` writes.
  package init?(_ text: String) {
    if let value = Double(text) {
      self.init(exactly: value)
      return
    }
    guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
    let ends = text.dropFirst().dropLast().split(separator: ", ", omittingEmptySubsequences: false).map { Double($0) }
    guard ends.count == 2, let lower = ends[0], let upper = ends[1] else { return nil }
    self.init(lower, upper)
  }
}

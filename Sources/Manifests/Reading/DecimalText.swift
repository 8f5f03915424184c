/// A number as its decimal digits say it, before anything is rounded to binary: ± `digits` · 10^`exponent`.
struct DecimalText {
  /// Without leading and trailing zeros; empty for zero.
  private let digits: String
  private let exponent: Int
  private let isNegative: Bool

  /// `nil` for `nan`, `inf`, hexadecimal digits and all else that is no decimal number, whatever the locale.
  init?(_ text: some StringProtocol) {
    var unread = Array(text.utf8)[...]
    func takeOne(of bytes: String) -> UInt8? {
      guard let first = unread.first, bytes.utf8.contains(first) else { return nil }
      return unread.removeFirst()
    }
    func takeDigits() -> ArraySlice<UInt8> {
      let digits = unread.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      unread = unread.dropFirst(digits.count)
      return digits
    }

    let sign = takeOne(of: "+-")
    let whole = takeDigits()
    let fraction = takeOne(of: ".") == nil ? [] : takeDigits()
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    var power = 0
    if takeOne(of: "eE") != nil {
      let spelling = unread
      _ = takeOne(of: "+-")
      guard (1...4).contains(takeDigits().count) else { return nil }
      power = Int(String(decoding: spelling, as: UTF8.self)) ?? 0
    }
    guard unread.isEmpty else { return nil }

    let zero = UInt8(ascii: "0")
    let significant = (whole + fraction).drop { $0 == zero }
    let trailing = significant.reversed().prefix { $0 == zero }.count
    digits = String(decoding: significant.dropLast(trailing), as: UTF8.self)
    exponent = power - fraction.count + trailing
    isNegative = sign == UInt8(ascii: "-") && !digits.isEmpty
  }

  /// The nearest binary number; `nil` when it is beyond all.
  ///
  /// - Parameter powerOfTen: Moves the decimal point before the number is rounded, so that `1e-6 mm` is exactly `1e-9 m`.
  func value(powerOfTen: Int = 0) -> Double? {
    guard !digits.isEmpty else { return 0 }
    let value = Double("\(isNegative ? "-" : "")\(digits)e\(exponent + powerOfTen)")
    return value.flatMap { $0.isFinite ? $0 : nil }
  }

  /// The one spelling of all that mean this number: `10` for `10.0`, `0.5` for `.50`, `1e-5` for `0.00001`.
  ///
  /// Whole numbers have all their digits, as far as a person counts them. Others have an exponent where that is shorter;
  /// and powers of ten below a tenth have one, as the shipped manifests write them.
  var canonical: String {
    guard !digits.isEmpty else { return "0" }
    /// Places before the point.
    let point = digits.count + exponent
    let sign = isNegative ? "-" : ""
    if exponent >= 0, point <= 16 { return sign + digits + zeros(exponent) }
    let scientific = "\(digits.prefix(1))\(digits.count > 1 ? "." : "")\(digits.dropFirst())e\(point - 1)"
    if exponent >= 0 || point < -16 { return sign + scientific }
    let plain = point > 0 ? "\(digits.prefix(point)).\(digits.dropFirst(point))" : "0.\(zeros(-point))\(digits)"
    let isPower = digits == "1" && point < 0
    let isShorter = scientific.count < plain.count || isPower && scientific.count == plain.count
    return sign + (isShorter ? scientific : plain)
  }

  private func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
}

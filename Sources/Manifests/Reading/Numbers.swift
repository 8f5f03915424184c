/// The number that a text spells in decimal digits, whatever the locale; `nil` for `nan`, `inf`, hexadecimal digits and all else.
///
/// - Parameter powerOfTen: Moves the decimal point before the number is rounded to binary, so that `1e-6 mm` is exactly `1e-9 m`.
func decimalNumber(_ text: some StringProtocol, powerOfTen: Int = 0) -> Double? {
  var unread = Array(text.utf8)[...]
  let digit = UInt8(ascii: "0")...UInt8(ascii: "9")
  func takeOne(of bytes: String) -> Bool {
    guard let first = unread.first, bytes.utf8.contains(first) else { return false }
    unread.removeFirst()
    return true
  }
  func takeDigits() -> Int {
    let digits = unread.prefix(while: digit.contains)
    unread = unread.dropFirst(digits.count)
    return digits.count
  }

  _ = takeOne(of: "+-")
  var digits = takeDigits()
  if takeOne(of: ".") { digits += takeDigits() }
  guard digits > 0 else { return nil }
  let mantissa = text.utf8.prefix(text.utf8.count - unread.count)

  var exponent = 0
  if takeOne(of: "eE") {
    let spelling = unread
    _ = takeOne(of: "+-")
    guard (1...4).contains(takeDigits()) else { return nil }
    exponent = Int(String(decoding: spelling, as: UTF8.self)) ?? 0
  }
  guard unread.isEmpty, let value = Double("\(String(decoding: mantissa, as: UTF8.self))e\(exponent + powerOfTen)"),
    value.isFinite
  else { return nil }
  return value
}

/// A number as a person writes it: `0.5`, and `8` instead of `8.0`.
func numberText(_ value: Double) -> String {
  guard abs(value) <= 0x1p53, let whole = Int(exactly: value) else { return "\(value)" }
  return "\(whole)"
}

/// A number with its unit; plain numbers have none.
func numberText(_ value: Double, _ unit: String) -> String {
  unit.isEmpty || unit == "1" ? numberText(value) : "\(numberText(value)) \(unit)"
}

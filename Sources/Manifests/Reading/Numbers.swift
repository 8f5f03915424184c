/// The number that a text spells in decimal digits, whatever the locale; `nil` for `nan`, `inf`, hexadecimal digits and all else.
///
/// - Parameter powerOfTen: Moves the decimal point before the number is rounded to binary, so that `1e-6 mm` is exactly `1e-9 m`.
func decimalNumber(_ text: some StringProtocol, powerOfTen: Int = 0) -> Double? {
  guard let match = String(text).wholeMatch(of: /([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))(?:[eE]([+-]?[0-9]{1,4}))?/)
  else {
    return nil
  }
  let exponent = match.2.flatMap { Int($0) } ?? 0
  guard let value = Double("\(match.1)e\(exponent + powerOfTen)"), value.isFinite else { return nil }
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

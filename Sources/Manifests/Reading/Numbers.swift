/// The number that a text spells in decimal digits, whatever the locale; `nil` for `nan`, `inf`, hexadecimal digits and all else.
func decimalNumber(_ text: some StringProtocol) -> Double? { DecimalText(text)?.value() }

/// A number as a person writes it: `0.5`, and `8` instead of `8.0`.
func numberText(_ value: Double) -> String {
  guard abs(value) <= 0x1p53, let whole = Int(exactly: value) else { return "\(value)" }
  return "\(whole)"
}

/// A number with its unit; plain numbers have none.
func numberText(_ value: Double, _ unit: String) -> String {
  unit.isEmpty || unit == "1" ? numberText(value) : "\(numberText(value)) \(unit)"
}

import Foundation

/// A number for people: four significant digits, plain decimals wherever they stay short.
func readable(_ number: Double) -> String {
  guard number.isFinite else { return number.isNaN ? "" : (number < 0 ? "−∞" : "∞") }
  let size = abs(number)
  if number == number.rounded(), size < 1e9 { return signed("\(Int64(number))") }
  if size >= 1e9 || size < 1e-4 {
    let parts = String(format: "%.3e", number).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return signed("\(number)") }
    return signed("\(trimmed(String(parts[0])))×10\(superscript(exponent))")
  }
  let decimals = size >= 1000 ? 0 : max(0, 3 - Int(log10(size).rounded(.down)))
  return signed(trimmed(String(format: "%.\(decimals)f", number)))
}

/// Bytes for people: `1.2 MB`.
func readable(bytes: Int) -> String {
  switch bytes {
  case ..<1_000: "\(bytes) B"
  case ..<1_000_000: "\(readable((Double(bytes) / 1e3 * 10).rounded() / 10)) kB"
  default: "\(readable((Double(bytes) / 1e6 * 10).rounded() / 10)) MB"
  }
}

/// A field of a table for people: rounded where it is a number, and where numbers stand among words.
func readable(field: String) -> String {
  if let number = Double(field) { return readable(number) }
  guard field.contains(where: \.isNumber), field.hasPrefix("[") || field.contains(" vs ") else { return field }
  var result = ""
  var word = ""
  func endWord() {
    result += Double(word).map { readable($0) } ?? word
    word = ""
  }
  for character in field {
    if "[], ".contains(character) {
      endWord()
      result.append(character)
    } else {
      word.append(character)
    }
  }
  endWord()
  return result
}

private func superscript(_ exponent: Int) -> String {
  let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
  return String(String(exponent).map { $0.wholeNumberValue.map { digits[$0] } ?? "⁻" })
}

private func trimmed(_ digits: String) -> String {
  guard digits.contains(".") else { return digits }
  var digits = digits
  while digits.last == "0" { digits.removeLast() }
  if digits.last == "." { digits.removeLast() }
  return digits
}

/// With a minus sign as print has it, and no minus before zero.
private func signed(_ digits: String) -> String {
  guard digits.hasPrefix("-") else { return digits }
  let rest = digits.dropFirst()
  return rest.allSatisfy { $0 == "0" || $0 == "." } ? String(rest) : "−\(rest)"
}

/// Degrees to the sixth decimal, a tenth of a metre: what a box in metadata needs.
func degrees(_ angle: Double) -> String {
  trimmed(String(format: "%.6f", angle))
}

import Foundation

/// The least range that holds all `values` and ends at 1, 2 or 5 times a power of ten; `nil` without values.
///
/// - Parameter values: positive and finite.
func logarithmicRange(of values: [Double]) -> ClosedRange<Double>? {
  guard let least = values.min(), let greatest = values.max() else { return nil }
  // What logarithms leave of a bound that is such a number itself is forgiven.
  let forgiven = 1e-9
  let (first, last) = (Int(log10(least).rounded(.down)), Int(log10(greatest).rounded(.up)))
  let stops = (first - 1...last + 1).flatMap { power in [1.0, 2, 5].map { timesTen($0, power) } }
  let below = stops.last { $0 <= least * (1 + forgiven) } ?? powerOfTen(first - 1)
  let above = stops.first { $0 >= greatest * (1 - forgiven) } ?? powerOfTen(last + 1)
  guard below < above else { return below / 2...above * 2 }
  return below...above
}

/// Ticks of a logarithmic axis, from the most to the fewest: powers of ten, each or every second, third, …, and first
/// also 2 and 5 times them where the range is narrow.
func logarithmicTicks(in range: ClosedRange<Double>) -> [[Tick]] {
  let forgiving = range.lowerBound * (1 - 1e-9)...range.upperBound * (1 + 1e-9)
  let (first, last) = (Int(log10(range.lowerBound).rounded(.down)), Int(log10(range.upperBound).rounded(.up)))
  let powers = (first...max(first, last)).filter { forgiving.contains(powerOfTen($0)) }
  let isReadable = first >= -3 && (powers.last ?? first) <= 4
  func label(_ digit: Int, _ power: Int) -> String {
    if isReadable { return decimalText(timesTen(Double(digit), power), decimals: max(0, -power)) }
    return (digit == 1 ? "" : "\(digit)·") + "10" + raised(power)
  }
  var choices: [[Tick]] = []
  if powers.count < 3 {
    choices.append(
      (first...max(first, last)).flatMap { power in
        [1, 2, 5].map { Tick(value: timesTen(Double($0), power), label: label($0, power)) }
      }.filter { forgiving.contains($0.value) })
  }
  for step in 1...max(1, powers.count / 2) {
    let kept = powers.filter { $0.isMultiple(of: step) }
    if kept.count > 1 { choices.append(kept.map { Tick(value: powerOfTen($0), label: label(1, $0)) }) }
  }
  return choices
}

/// The same ticks with a power of ten in their labels, where those are long and would become shorter.
func compact(_ ticks: [Tick]) -> [Tick] {
  let longest = ticks.map(\.label.count).max() ?? 0
  let size = ticks.map(\.value.magnitude).max() ?? 0
  guard longest > 6, size > 0 else { return ticks }
  let power = Int((log10(size) + 1e-9).rounded(.down))
  let digits = ticks.map { timesTen($0.value, -power) }
  let decimals = (0..<8).first { count in digits.allSatisfy { isWhole(timesTen($0, count)) } } ?? 8
  let compact = zip(ticks, digits).map { tick, digit in
    Tick(
      value: tick.value,
      label: tick.value == 0 ? "0" : "\(decimalText(digit, decimals: decimals))·10\(raised(power))")
  }
  return (compact.map(\.label.count).max() ?? 0) < longest ? compact : ticks
}

private func isWhole(_ value: Double) -> Bool { (value - value.rounded()).magnitude < 1e-6 }

private func powerOfTen(_ power: Int) -> Double { timesTen(1, power) }

/// `digit` · 10^`power`, by one multiplication or division as `roundStep` does it.
private func timesTen(_ digit: Double, _ power: Int) -> Double {
  let ten = (0..<abs(power)).reduce(1.0) { product, _ in product * 10 }
  return power < 0 ? digit / ten : digit * ten
}

/// An exponent in raised digits.
private func raised(_ power: Int) -> String {
  let digits: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
  ]
  return String(String(power).compactMap { digits[$0] })
}

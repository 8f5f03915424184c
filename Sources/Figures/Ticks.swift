/// A place on an axis and what stands there.
struct Tick: Hashable, Sendable {
  var value: Double
  var label: String
}

/// Round numbers in `range`, about `count` of them: multiples of 1, 2 or 5 times a power of ten.
///
/// The labels of one axis all have as many decimals as its step needs.
func ticks(in range: ClosedRange<Double>, about count: Int) -> [Tick] {
  let width = range.upperBound - range.lowerBound
  guard width > 0, width.isFinite, count > 0 else {
    return range.lowerBound.isFinite ? [Tick(value: range.lowerBound, label: "\(range.lowerBound)")] : []
  }
  let step = roundStep(atLeast: width / Double(count))
  // A twentieth of a step forgives what division leaves of a bound that is a multiple itself.
  let first = (range.lowerBound / step.size - 0.05).rounded(.up)
  let last = (range.upperBound / step.size + 0.05).rounded(.down)
  guard last >= first else { return [] }
  return (0...Int(last - first)).map { index in
    let value = (first + Double(index)) * step.size
    return Tick(value: value, label: decimalText(value, decimals: step.decimals))
  }
}

/// The least of 1, 2, 5, 10, … times a power of ten that is not below `width`, and the decimals it needs.
func roundStep(atLeast width: Double) -> (size: Double, decimals: Int) {
  var power = 0
  // The size is always found from the power by one multiplication or division, so that 0.1 is 0.1.
  func size(_ digit: Double, _ power: Int) -> Double {
    let ten = (0..<abs(power)).reduce(1.0) { product, _ in product * 10 }
    return power < 0 ? digit / ten : digit * ten
  }
  while size(1, power) > width, power > -300 { power -= 1 }
  while size(10, power) < width, power < 300 { power += 1 }
  // Now 1 · 10^power ≤ width ≤ 10 · 10^power.
  let digit = [1.0, 2, 5, 10].first { size($0, power) >= width * (1 - 1e-9) } ?? 10
  return (size(digit, power), max(0, digit == 10 ? -power - 1 : -power))
}

/// A number with a fixed count of decimals, a true minus sign and no minus before zero.
func decimalText(_ value: Double, decimals: Int) -> String {
  let ten = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
  let scaled = (value.magnitude * ten).rounded()
  guard scaled < 1e15 else { return "\(value)" }
  let digits = String(Int(scaled))
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  let whole = padded.dropLast(decimals)
  let text = decimals == 0 ? String(whole) : "\(whole).\(padded.suffix(decimals))"
  return value < 0 && scaled != 0 ? "\u{2212}\(text)" : text
}

/// A number with as many decimals as it needs, three at most.
func shortText(_ value: Double) -> String {
  let decimals = (0..<3).first { count in
    let scaled = value * (0..<count).reduce(1.0) { product, _ in product * 10 }
    return (scaled - scaled.rounded()).magnitude < 1e-6
  }
  return decimalText(value, decimals: decimals ?? 3)
}

/// The least range of round numbers that holds all finite `values`; `nil` where there is none.
///
/// - Parameter steps: what round means: the range is up to about so many times 1, 2 or 5 times a power of ten.
package func roundRange(of values: some Sequence<Double>, steps: Double = 6) -> ClosedRange<Double>? {
  let finite = values.filter(\.isFinite)
  guard let least = finite.min(), let greatest = finite.max() else { return nil }
  let width = greatest > least ? greatest - least : max(1, least.magnitude)
  let step = roundStep(atLeast: width / steps).size
  let (low, high) = ((least / step).rounded(.down) * step, (greatest / step).rounded(.up) * step)
  return low...(high > low ? high : low + step)
}

/// What a number with a unit measures, and the units it may be written in.
struct Dimension: Sendable {
  /// A unit, and what one of it is in the first unit: `multiplier / divisor`, both exact.
  struct Unit: Sendable {
    let spelling: String
    var multiplier = 1.0
    var divisor = 1.0
  }

  /// With its article: `a length`.
  let name: String
  let example: String
  /// The first is the one that values are kept in.
  let units: [Unit]

  var symbol: String { units[0].spelling }
  var wanted: String { "\(name) with its unit, such as '\(example)'" }
}

extension Dimension {
  static let length = Dimension(
    name: "a length", example: "10 km",
    units: [.init(spelling: "m"), .init(spelling: "km", multiplier: 1000), .init(spelling: "cm", divisor: 100)])

  /// Mass lost from an area; 1 kg m-2 is 10 t/ha.
  static let massFlux = Dimension(
    name: "an erosion rate", example: "2.76 t/ha/a",
    units: [.init(spelling: "t/ha/a"), .init(spelling: "kg/m2/a", multiplier: 10)])

  static let lowering = Dimension(
    name: "a lowering rate", example: "1e-9 m/a",
    units: [.init(spelling: "m/a"), .init(spelling: "mm/a", divisor: 1000), .init(spelling: "m/Ma", divisor: 1_000_000)])

  static let percentage = Dimension(name: "a percentage", example: "0.1 percent", units: [.init(spelling: "percent")])
}

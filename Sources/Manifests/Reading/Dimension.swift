/// What a number with a unit measures, and the units it may be written in.
struct Dimension: Sendable {
  /// A unit, and the power of ten that one of it is in the first unit.
  struct Unit: Sendable {
    let spelling: String
    var powerOfTen = 0
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
    units: [.init(spelling: "m"), .init(spelling: "km", powerOfTen: 3), .init(spelling: "cm", powerOfTen: -2)])

  static let area = Dimension(
    name: "an area", example: "1 km2",
    units: [.init(spelling: "m2"), .init(spelling: "km2", powerOfTen: 6), .init(spelling: "ha", powerOfTen: 4)])

  /// Mass lost from an area; 1 kg m-2 is 10 t/ha.
  static let massFlux = Dimension(
    name: "an erosion rate", example: "2.76 t/ha/a",
    units: [.init(spelling: "t/ha/a"), .init(spelling: "kg/m2/a", powerOfTen: 1)])

  static let lowering = Dimension(
    name: "a lowering rate", example: "1e-9 m/a",
    units: [.init(spelling: "m/a"), .init(spelling: "mm/a", powerOfTen: -3), .init(spelling: "m/Ma", powerOfTen: -6)])

  static let percentage = Dimension(name: "a percentage", example: "0.1 percent", units: [.init(spelling: "percent")])
}

/// The units that the values of a raster may be declared in; `1` is a plain number or a code.
let layerUnits = [
  "m", "cm", "km", "m/m", "degree", "degC", "K", "mm/a", "1", "percent", "1/m", "t/ha/a", "m/a",
]

extension Reading where Value == String {
  /// A unit of a raster.
  static var unit: Reading {
    let wanted = "a unit, such as 'degC', or '1' for a plain number"
    return Reading(wanted) { item throws(Noted) in
      let unit = try Reading.text(wanted).read(item)
      guard layerUnits.contains(unit) else {
        throw item.problem(.badUnit(key: item.key, found: unit, known: layerUnits, wanted: wanted))
      }
      return unit
    }
  }
}

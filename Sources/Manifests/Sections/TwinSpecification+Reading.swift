extension TwinSpecification {
  /// - Parameters:
  ///   - grid: Its cell and snap are the plateau's.
  ///   - model: Its density ratio and erosion floor are those of the true thickness.
  static func reading(grid: GridSpecification?, model: ModelSpecification?) -> Reading<TwinSpecification> {
    .section("what the synthetic plateau is made from") { section throws(Noted) in
      let profiles = section.required(
        "profiles",
        Reading<Int>.count(in: 0...100_000).list("eight numbers of profiles, for the zones 1 to 8", count: 8...8))
      let maskedProfiles = section.required("masked-profiles", .count(in: 0...100_000))
      let numbers = TwinQuantity.all.map { quantity in
        (quantity.name, section.required(quantity.name, quantity.reading))
      }
      var values: [String: Double] = [:]
      for (name, number) in numbers { values[name] = try number.get() }
      if let grid { (values["cell-size"], values["snap"]) = (grid.cell / 1000, grid.snap / 1000) }
      if let model { (values["density-ratio"], values["erosion-floor"]) = (model.densityRatio, model.erosionFloor) }
      return try TwinSpecification(values: values, profiles: profiles.get(), maskedProfiles: maskedProfiles.get())
    }
  }
}

extension TwinQuantity {
  fileprivate var reading: Reading<Double> {
    if isWhole { return .whole(in: allowed) }
    if unit == "1" { return .number(in: allowed) }
    let example = numberText(allowed.upperBound, unit)
    return .quantity(Dimension(name: "a number", example: example, units: [.init(spelling: unit)]), in: allowed)
  }
}

extension Reading where Value == Double {
  /// A whole number that is kept as one of many kinds of number.
  fileprivate static func whole(in allowed: ClosedRange<Double>) -> Reading {
    Reading<Int>.count(in: Int(allowed.lowerBound)...Int(allowed.upperBound)).map(Double.init)
  }
}

extension ModelSpecification {
  static func reading(_ names: Names) -> Reading<ModelSpecification> {
    .section("the mass balance") { section throws(Noted) in
      let equation = section.required("equation", .word(among: ["8"]))
      let densityRatio = section.required("density-ratio", .number(in: 1...3))
      let climate = section.required("climate", Climate.reading(names))
      let waterErosion = section.required("water-erosion", Erosion.reading(names))
      let windErosion = section.required("wind-erosion", Erosion.reading(names))
      let gravity = section.required("gravity", Gravity.reading(names))
      let floor = section.required("erosion-floor", Floor.reading)
      let depthToBedrock = section.required("depth-to-bedrock", names.covariate(in: "m").orNone)
      _ = try equation.get()
      return try ModelSpecification(
        equation: 8, densityRatio: densityRatio.get(), temperature: climate.get().temperature,
        precipitation: climate.get().precipitation, waterErosion: waterErosion.get(),
        windErosion: windErosion.get(), laplacian: gravity.get().layer, curvatureScale: gravity.get().scale,
        erosionFloor: floor.get().value, nonPositiveErosion: floor.get().below, depthToBedrock: depthToBedrock.get())
    }
  }

  private struct Climate {
    var temperature: String
    var precipitation: String

    static func reading(_ names: Names) -> Reading<Climate> {
      .section("the climate, such as '{temperature: mat, precipitation: map}'") { section throws(Noted) in
        let temperature = section.required("temperature", names.covariate(in: "degC"))
        let precipitation = section.required("precipitation", names.covariate(in: "mm/a"))
        return try Climate(temperature: temperature.get(), precipitation: precipitation.get())
      }
    }
  }

  /// `convex: positive` states the sign that the term works with; the layer itself is the Laplacian, negative on convex ground.
  private struct Gravity {
    var layer: String
    var scale: Double

    static func reading(_ names: Names) -> Reading<Gravity> {
      .section("the gravity term, such as '{layer: laplacian, convex: positive, scale: 1}'") { section throws(Noted) in
        let layer = section.required("layer", names.covariate(in: "1/m"))
        let convex = section.required("convex", .word(among: ["positive"]))
        let scale = section.required("scale", .number(in: 1...100))
        _ = try convex.get()
        return try Gravity(layer: layer.get(), scale: scale.get())
      }
    }
  }

  private struct Floor {
    var value: Double
    var below: NonPositiveErosion

    static var reading: Reading<Floor> {
      .section("the floor, such as '{value: 1e-9 m/a, below: floor}'") { section throws(Noted) in
        let value = section.required("value", .quantity(.lowering, in: 1e-15...1e-3))
        let below = section.required("below", Reading<NonPositiveErosion>.choice)
        return try Floor(value: value.get(), below: below.get())
      }
    }
  }
}

extension ModelSpecification.Erosion {
  /// `{constant: 2.76 t/ha/a, note: …}` or `{layer: water-erosion}`.
  static func reading(_ names: Names) -> Reading<ModelSpecification.Erosion> {
    .section("'{layer: …}' or '{constant: 2.76 t/ha/a, note: …}'") { section throws(Noted) in
      let kind = Result { () throws(Noted) in try section.only(of: ["constant", "layer"]) }
      if case .failure = kind { section.know("note") }
      guard try kind.get() == "constant" else {
        return .layer(try section.required("layer", names.covariate(in: "t/ha/a")).get())
      }
      let constant = section.required("constant", .quantity(.massFlux, in: 0...10_000))
      let note = section.required("note", .text("where the number comes from"))
      return try .constant(constant.get(), note: note.get())
    }
  }
}

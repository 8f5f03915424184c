extension TerrainSpecification {
  static var reading: Reading<TerrainSpecification> {
    .section("how terrain attributes are derived") { section throws(Noted) in
      let stencil = section.required("stencil", Reading<Stencil>.choice)
      let curvature = section.required("curvature", Reading<Curvature>.choice)
      let ruggedness = section.required("ruggedness", Reading<Ruggedness>.choice)
      let minimumGradient = section.required("minimum-gradient", .number(in: 0...1, "m/m"))
      let flatCurvature = section.required("flat-curvature", Reading<FlatCurvature>.choice)
      let minimumTanSlope = section.required("minimum-tan-slope", .number(in: 0...1, "m/m"))
      let transport = section.required("transport", Transport.reading)
      let slopeLength = section.required("slope-length", SlopeLength.reading)
      let channelCells = section.required("channel-cells", .count(in: 1...1_000_000_000))
      let minimumShare = section.required("minimum-share", .number(in: 0...1))
      return try TerrainSpecification(
        stencil: stencil.get(), curvature: curvature.get(), ruggedness: ruggedness.get(),
        minimumGradient: minimumGradient.get(), flatCurvature: flatCurvature.get(),
        minimumTanSlope: minimumTanSlope.get(), transport: transport.get(), slopeLength: slopeLength.get(),
        channelCells: channelCells.get(), minimumShare: minimumShare.get())
    }
  }
}

extension TerrainSpecification.Transport {
  static var reading: Reading<TerrainSpecification.Transport> {
    .section("'{area-exponent: 0.6, slope-exponent: 1.3, factor: false}'") { section throws(Noted) in
      let area = section.required("area-exponent", .number(in: 0...10))
      let slope = section.required("slope-exponent", .number(in: 0...10))
      let factor = section.required("factor", .flag)
      return try TerrainSpecification.Transport(
        areaExponent: area.get(), slopeExponent: slope.get(), hasFactor: factor.get())
    }
  }
}

extension TerrainSpecification.SlopeLength {
  static var reading: Reading<TerrainSpecification.SlopeLength> {
    .section("'{cut: 0.5, cut-when-gentle: 0.7, gentle: 0.05}'") { section throws(Noted) in
      let cut = section.required("cut", .number(in: 0...1))
      let cutWhenGentle = section.required("cut-when-gentle", .number(in: 0...1))
      let gentle = section.required("gentle", .number(in: 0...10, "m/m"))
      return try TerrainSpecification.SlopeLength(
        cut: cut.get(), cutWhenGentle: cutWhenGentle.get(), gentle: gentle.get())
    }
  }
}

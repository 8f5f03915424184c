extension TerrainSpecification {
  static func reading(_ names: Names) -> Reading<TerrainSpecification> {
    .section("how terrain attributes are derived") { section throws(Noted) in
      let stencil = section.required("stencil", Reading<Stencil>.choice)
      let curvature = section.required("curvature", Reading<Curvature>.choice)
      let ruggedness = section.required("ruggedness", Reading<Ruggedness>.choice)
      let minimumGradient = section.required("minimum-gradient", .number(in: 0...1, "m/m"))
      let flatCurvature = section.required("flat-curvature", Reading<FlatCurvature>.choice)
      let minimumTanSlope = section.required("minimum-tan-slope", .number(in: 0...1, "m/m"))
      let transport = section.required("transport", Transport.reading)
      let slopeLength = section.required("slope-length", SlopeLength.reading)
      let routing = section.optional("routing", Reading<Routing>.choice, or: .d8)
      let closedBasins = section.optional("closed-basins", ClosedBasins.reading(names))
      let positionRadius = section.optional("position-radius", .quantity(.length, in: 1...100_000), or: 1000)
      let channelCells = section.required("channel-cells", .count(in: 1...1_000_000_000))
      let minimumShare = section.required("minimum-share", .number(in: 0...1))
      let cells = section.optional("cells", Reading<Cells>.choice, or: .nested)
      let voids = section.optional("voids", Voids.reading, or: .masked)
      let tiles = section.optional("tiles", Tiles.reading)
      if case .success(.some) = tiles, case .success(let routing) = routing, routing != .d8 {
        throw section.problem(
          .outOfPlace(
            key: "tiles", because: "water that parts, as by '\(routing.rawValue)', needs the model as a whole"),
          with: "tiles")
      }
      return try TerrainSpecification(
        stencil: stencil.get(), curvature: curvature.get(), ruggedness: ruggedness.get(),
        minimumGradient: minimumGradient.get(), flatCurvature: flatCurvature.get(),
        minimumTanSlope: minimumTanSlope.get(), transport: transport.get(), slopeLength: slopeLength.get(),
        routing: routing.get(), closedBasins: closedBasins.get(), positionRadius: positionRadius.get(),
        channelCells: channelCells.get(), minimumShare: minimumShare.get(), cells: cells.get(), voids: voids.get(),
        tiles: tiles.get())
    }
  }
}

extension TerrainSpecification.ClosedBasins {
  fileprivate static func reading(_ names: Names) -> Reading<TerrainSpecification.ClosedBasins> {
    let wanted = "'{minimum-depth: 20 m, minimum-area: 1 km2}', or '{lakes: {source: lakes, rule: centre-inside}}'"
    return .section(wanted) { section throws(Noted) in
      let depth = section.optional("minimum-depth", .quantity(.length, in: 0...10_000))
      let area = section.optional("minimum-area", .quantity(.area, in: 0...1e12))
      let lakes = section.optional("lakes", TerrainSpecification.Lakes.reading(names))
      let basins = try TerrainSpecification.ClosedBasins(
        minimumDepth: depth.get(), minimumArea: area.get(), lakes: lakes.get())
      if basins.minimumDepth == nil, basins.minimumArea == nil, basins.lakes == nil {
        throw section.problem(.missingKey("minimum-depth", wanted: "or 'minimum-area' or 'lakes'"))
      }
      return basins
    }
  }
}

extension TerrainSpecification.Lakes {
  /// Either outlines with a `rule`, or a raster with `where`.
  fileprivate static func reading(_ names: Names) -> Reading<TerrainSpecification.Lakes> {
    .section("'{source: lakes, rule: centre-inside}'") { section throws(Noted) in
      let source = section.required("source", names.source)
      if try section.only(of: ["where", "rule"]) == "rule" {
        let rule = section.required("rule", Reading<RasteriseRule>.choice)
        return try TerrainSpecification.Lakes(source: source.get(), condition: nil, rule: rule.get())
      }
      let condition = section.required("where", .condition)
      return try TerrainSpecification.Lakes(source: source.get(), condition: condition.get(), rule: nil)
    }
  }
}

extension TerrainSpecification.Voids {
  fileprivate static var reading: Reading<TerrainSpecification.Voids> {
    .section("'{interpolate: 20}', how many cells away a height may lie") { section throws(Noted) in
      .interpolated(reach: try section.required("interpolate", .count(in: 1...100)).get())
    }
  }
}

extension TerrainSpecification.Tiles {
  fileprivate static var reading: Reading<TerrainSpecification.Tiles> {
    .section("'{side: 3600, down: 14, across: 32}', in cells and tiles") { section throws(Noted) in
      let side = section.required("side", .count(in: 1...20_000))
      let down = section.required("down", .count(in: 1...1000))
      let across = section.required("across", .count(in: 1...1000))
      return try TerrainSpecification.Tiles(side: side.get(), down: down.get(), across: across.get())
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

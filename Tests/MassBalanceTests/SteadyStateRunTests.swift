import Grids
import Statistics
import Testing

@testable import MassBalance

/// A map whose cells are drawn at random, with what may go wrong strewn in.
private struct OddMap {
  static let odd: [Float] = [
    .nan, .infinity, -.infinity, 0, -0.0, -1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e-30,
  ]

  var temperature: [Float] = []
  var precipitation: [Float] = []
  var water: [Float] = []
  var wind: [Float] = []
  var laplacian: [Float] = []
  var bedrock: [Float] = []
  var zones: [UInt8] = []

  init(cells: Int, seed: UInt64) {
    var stream = RandomStream(seed: seed, name: "odd map")
    func value(_ usual: Double) -> Float {
      stream.uniform() < 0.03 ? Self.odd[Int(stream.uniform() * Double(Self.odd.count))] : Float(usual)
    }
    for _ in 0..<cells {
      temperature.append(value(3 + 6 * stream.normal()))
      precipitation.append(value(600 + 200 * stream.normal()))
      water.append(value(20 * stream.uniform()))
      wind.append(value(10 * stream.uniform()))
      laplacian.append(value(0.01 * stream.normal()))
      bedrock.append(value(2 * stream.uniform()))
      zones.append(stream.uniform() < 0.05 ? ZonedModel.noZone : UInt8(stream.uniform() * 12))
    }
  }

  /// Zones by code: those of Table 4, one without parameters, and parameters that no equation likes.
  static func parameters() throws -> [Parameters?] {
    let published = try Published.read()
    var odd = (1...3).map { _ in try? published.parameters(zone: 1) }
    odd[0]?.h0 = 0
    odd[1]?.a = 0
    odd[2]?.alpha = 0
    odd[2]?.beta = 0
    odd[2]?.gamma = 0
    return try (1...8).map { try published.parameters(zone: $0) } + [nil] + odd
  }

  func layers(_ scale: Double) -> ForcingLayers {
    ForcingLayers(
      temperature: temperature, precipitation: precipitation, waterErosion: .layer(water), windErosion: .layer(wind),
      laplacian: laplacian, curvatureScale: scale, depthToBedrock: bedrock)
  }

  func forcing(_ cell: Int, scale: Double) -> Forcing {
    Forcing(
      temperature: Quantity(Double(temperature[cell])), precipitation: Quantity(Double(precipitation[cell])),
      waterErosion: Quantity(Double(water[cell])), windErosion: Quantity(Double(wind[cell])),
      curvature: Quantity(curvatureOfLaplacian: Double(laplacian[cell]), scale: scale),
      depthToBedrock: Quantity(Double(bedrock[cell])))
  }
}

/// Whether a cell of a run says what its steady state says, bit for bit.
private func agree(_ run: borrowing SteadyStateRun, at place: Int, _ state: SteadyState) -> Bool {
  func same(_ found: Double, _ expected: Double?) -> Bool {
    guard let expected, !expected.isNaN else { return found.isNaN }
    return found.bitPattern == expected.bitPattern
  }
  return same(run.erosion[place], state.erosion.value) && same(run.thickness[place], state.thickness?.value)
    && same(run.saprolite[place], state.saprolite?.value) && run.flags[place] == state.flags.rawValue
}

@Suite struct `A run of cells` {
  @Test(arguments: SteadyStateRules.NonPositiveErosion.allCases, [1, 2, 100] as [Double])
  func `is solved as its cells are, to the last bit`(
    rule: SteadyStateRules.NonPositiveErosion, scale: Double
  ) throws {
    let map = OddMap(cells: 3000, seed: 11)
    let parameters = try OddMap.parameters()
    let rules = SteadyStateRules(nonPositiveErosion: rule)
    let model = ZonedModel(parameters, rules: rules)
    let layers = map.layers(scale)
    var run = SteadyStateRun()
    var first = 0
    // Runs of every length, even and odd.
    for length in [1, 2, 3, 31, 63, 64] + Array(repeating: 61, count: 46) {
      run.solve(first..<first + length, of: layers, zones: map.zones, by: model)
      for place in 0..<length {
        let cell = first + place
        let forcing = map.forcing(cell, scale: scale)
        #expect(layers.energy[cell].bitPattern == forcing.eemt.value.bitPattern || forcing.eemt.value.isNaN)
        let zone = Int(map.zones[cell])
        if zone < parameters.count, let own = parameters[zone] {
          let state = SteadyState(of: forcing, with: own, rules: rules)
          let isSame = agree(run, at: place, state)
          #expect(isSame, "cell \(cell): \(forcing) \(state)")
        } else {
          let (thickness, saprolite, flags) = (run.thickness[place], run.saprolite[place], run.flags[place])
          #expect(thickness.isNaN && saprolite.isNaN, "cell \(cell)")
          #expect(QualityFlags(rawValue: flags) == .missingCovariate, "cell \(cell)")
        }
      }
      first += length
    }
  }

  @Test func `takes one erosion for all cells where that is a constant, and no cap where no bedrock is given`() throws {
    let map = OddMap(cells: 63, seed: 3)
    let parameters = try OddMap.parameters()
    let layers = ForcingLayers(
      temperature: map.temperature, precipitation: map.precipitation, waterErosion: .constant(2.76),
      windErosion: .constant(5), laplacian: map.laplacian)
    var run = SteadyStateRun()
    let zones = [UInt8](repeating: 0, count: 63)
    run.solve(0..<63, of: layers, zones: zones, by: ZonedModel(parameters))
    for cell in 0..<63 {
      var forcing = map.forcing(cell, scale: 1)
      forcing.waterErosion = Quantity(2.76)
      forcing.windErosion = Quantity(5)
      forcing.depthToBedrock = nil
      let isSame = agree(run, at: cell, SteadyState(of: forcing, with: try #require(parameters[0])))
      #expect(isSame, "cell \(cell)")
    }
  }

  /// The fixture allows single precision 1e-5 m where erosion is above 1e-8 m/a; inputs are rounded to it here, and
  /// nothing else is.
  @Test func `agrees with an independent double evaluation as far as single precision goes`() throws {
    let published = try Published.read()
    let rows = try Fixture.table("steady_state.csv")
    func layer(_ column: String) throws -> [Float] { try rows.map { Float(try #require($0[column] ?? nil)) } }
    let layers = ForcingLayers(
      temperature: try layer("mat"), precipitation: try layer("map"), waterErosion: .layer(try layer("ewater")),
      windErosion: .layer(try layer("ewind")), laplacian: try layer("curv").map { -$0 },
      depthToBedrock: try layer("dtb"))
    let model = ZonedModel(
      [nil] + (try (1...8).map { try published.parameters(zone: $0) }),
      rules: SteadyStateRules(nonPositiveErosion: .dtb))
    var run = SteadyStateRun()
    run.solve(0..<rows.count, of: layers, zones: try layer("cluster").map { UInt8($0) }, by: model)
    for (place, row) in rows.enumerated() {
      let erosion = try #require(row["erosion"] ?? nil)
      guard erosion > 1e-8 || erosion <= 0 else { continue }
      let (thickness, saprolite) = (run.thickness[place], run.saprolite[place])
      #expect((thickness - (try #require(row["h_bounded"] ?? nil))).magnitude <= 1e-5, "row \(place)")
      #expect((saprolite - (try #require(row["hc"] ?? nil))).magnitude <= 1e-5, "row \(place)")
    }
  }
}

@Suite struct `Energy and mass transfer` {
  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `are nothing where there is no climate`(missing: Double) {
    for (temperature, precipitation) in [(missing, 500), (5, missing), (missing, missing)] {
      let energy = effectiveEnergyAndMassTransfer(
        temperature: Quantity(temperature), precipitation: Quantity(precipitation))
      #expect(energy.value.isNaN)
      #expect(
        effectiveEnergyAndMassTransfer(
          temperature: [Float(temperature), 5], precipitation: [Float(precipitation), 500])[
            0
          ].isNaN)
    }
  }
}

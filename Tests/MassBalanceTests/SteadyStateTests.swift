import Grids
import MassBalance
import Testing

@Suite struct `Steady state` {
  /// Parameters with which the equation reads h = h0 ln(1 / (Ew / 27000)), in round numbers: a = 1/1.35, b = 0.
  let plain = Parameters(
    h0: 0.5, rhoS: 2700, a: 1 / 1.35, b: 0, alpha: 1, beta: 0, gamma: 1, diffusivity: 0.01)

  func forcing(water: Double, curvature: Double = 0, bedrock: Double? = nil) -> Forcing {
    Forcing(
      temperature: Quantity(5), precipitation: Quantity(500), waterErosion: Quantity(water), windErosion: Quantity(0),
      curvature: Quantity(curvature), depthToBedrock: bedrock.map { Quantity($0) })
  }

  @Test func `agrees with an independent double evaluation on every row of the fixture`() throws {
    let published = try Published.read()
    let rows = try Fixture.table("steady_state.csv")
    #expect(rows.count == 64)
    for (line, row) in rows.enumerated() {
      func value(_ column: String) throws -> Double { try #require(row[column] ?? nil) }
      let forcing = Forcing(
        temperature: Quantity(try value("mat")), precipitation: Quantity(try value("map")),
        waterErosion: Quantity(try value("ewater")), windErosion: Quantity(try value("ewind")),
        curvature: Quantity(try value("curv")), depthToBedrock: Quantity(try value("dtb")))
      let state = SteadyState(
        of: forcing, with: try published.parameters(zone: Int(try value("cluster"))),
        rules: SteadyStateRules(nonPositiveErosion: .dtb))
      func isClose(_ found: Double, _ column: String) throws -> Bool {
        (found - (try value(column))).magnitude <= 1e-12 * (try value(column)).magnitude
      }
      #expect(try isClose(state.eemt.value, "eemt"), "row \(line)")
      #expect(try isClose(state.lnProduction, "ln_production"), "row \(line)")
      #expect(try isClose(state.erosion.value, "erosion"), "row \(line)")
      let unbounded = row["h_unbounded"] ?? nil
      #expect((state.unbounded == nil) == (unbounded == nil), "row \(line)")
      if let unbounded, let found = state.unbounded {
        #expect((found.value - unbounded).magnitude <= 1e-12, "row \(line)")
      }
      #expect((try #require(state.thickness).value - (try value("h_bounded"))).magnitude <= 1e-12, "row \(line)")
      #expect((try #require(state.saprolite).value - (try value("hc"))).magnitude <= 1e-12, "row \(line)")
    }
  }

  /// EEMT (whole kJ) and thickness (whole cm) of the audit of equation 8, a Python evaluation at the mean climate of
  /// Table 3 with Table 4's parameters, 2.76 t/ha/a of water and 5 of wind erosion.
  @Test(arguments: [
    (1, 27020, 1.16), (2, 4154, 0.92), (3, 5433, 0.80), (4, 6019, 0.67), (5, 1756, 0.75), (6, 1830, 0.72),
    (7, 1079, 0.80), (8, 1032, 0.81),
  ])
  func `of the published parameters lies in the published range`(zone: Int, eemt: Double, thickness: Double) throws {
    let published = try Published.read()
    let state = SteadyState(
      of: published.forcing(zone: zone, water: 2.76, wind: 5), with: try published.parameters(zone: zone))
    #expect((state.eemt.value - eemt).magnitude <= 0.5)
    #expect((try #require(state.thickness).value - thickness).magnitude <= 0.005)
    #expect(state.flags.isEmpty)
  }

  @Test func `grows by one decay depth for each e-fold of less erosion`() throws {
    let more = try #require(SteadyState(of: forcing(water: 27), with: plain).thickness)
    let less = try #require(SteadyState(of: forcing(water: 27 / 2.718281828459045), with: plain).thickness)
    #expect((less.value - more.value - 0.5).magnitude < 1e-14)
    // 27 t/ha/a lower ground of 2700 kg/m3 by 1e-3 m/a, against a supply of 1 m/a.
    #expect((more.value - 0.5 * 6.907755278982137).magnitude < 1e-14)
  }

  @Test func `is where supply equals loss`() throws {
    let published = try Published.read()
    for zone in 1...8 {
      let parameters = try published.parameters(zone: zone)
      let state = SteadyState(of: published.forcing(zone: zone, water: 2.76, wind: 5), with: parameters)
      // ln of equation 3: what production falls to under the thickness found.
      let h = try #require(state.thickness).value
      let lnSupply = 0.30010459245033810 + state.lnProduction - h / parameters.h0
      // ln E to 1e-12 where the terms reach 30.
      #expect((Double.portableLog(state.erosion.value) - lnSupply).magnitude < 1e-12)
    }
  }

  @Test func `is thinner on convex ground and thicker in hollows`() throws {
    let even = try #require(SteadyState(of: forcing(water: 27), with: plain).thickness)
    #expect(try #require(SteadyState(of: forcing(water: 27, curvature: 0.01), with: plain).thickness) < even)
    #expect(try #require(SteadyState(of: forcing(water: 27, curvature: -0.01), with: plain).thickness) > even)
  }

  @Test(arguments: [0.0, 2.7e-6])
  func `at or below the floor is that of the floor, with a flag`(water: Double) throws {
    // The floor of 1e-9 m/a against a supply of 1 m/a: 0.5 ln 1e9.
    let state = SteadyState(of: forcing(water: water), with: plain)
    #expect((try #require(state.thickness).value - 0.5 * 20.72326583694641).magnitude < 1e-13)
    #expect(state.flags == .erosionFloor)
    #expect((state.unbounded == nil) == (water == 0))
  }

  @Test func `of a hollow that gains soil follows the rule`() throws {
    let hollow = forcing(water: 0, curvature: -0.1, bedrock: 3)
    func state(_ rule: SteadyStateRules.NonPositiveErosion) -> SteadyState {
      SteadyState(of: hollow, with: plain, rules: SteadyStateRules(nonPositiveErosion: rule))
    }
    #expect(state(.floor).thickness == Quantity(3) && state(.floor).flags == [.erosionFloor, .depthCap])
    #expect(state(.dtb).thickness == Quantity(3) && state(.dtb).flags == .nonPositiveErosion)
    #expect(state(.dtb).saprolite == Quantity(0))
    #expect(state(.nodata).thickness == nil && state(.nodata).flags == .nonPositiveErosion)
    #expect(state(.nodata).erosion == Quantity(-0.001))
    let unknown = SteadyState(
      of: forcing(water: 0), with: plain, rules: SteadyStateRules(nonPositiveErosion: .dtb))
    #expect(unknown.thickness == nil && unknown.saprolite == nil)
  }

  @Test func `is that of no erosion where a double does not hold it in full`() {
    // 27000 t/ha/a lower this ground by 1 m/a.
    for (loss, answered) in [(2e-308, false), (3e-308, true)] {
      let state = SteadyState(
        of: forcing(water: 27_000 * loss), with: plain, rules: SteadyStateRules(nonPositiveErosion: .nodata))
      #expect((state.thickness != nil) == answered && state.flags.contains(.nonPositiveErosion) == !answered)
    }
  }

  @Test func `is nothing, not negative, where loss outruns production`() throws {
    let state = SteadyState(of: forcing(water: 54_000, bedrock: 2), with: plain)
    #expect((try #require(state.unbounded).value + 0.5 * 0.6931471805599453).magnitude < 1e-15)
    #expect(state.thickness == Quantity(0) && state.flags == .negative && state.saprolite == Quantity(2))
  }

  @Test func `ends at bedrock where that is known`() {
    let shallow = SteadyState(of: forcing(water: 27, bedrock: 1), with: plain)
    #expect(shallow.thickness == Quantity(1) && shallow.flags == .depthCap && shallow.saprolite == Quantity(0))
    for unknown in [Double.nan, -9999, .infinity] {
      let state = SteadyState(of: forcing(water: 27, bedrock: unknown), with: plain)
      #expect(state.thickness == state.unbounded && state.saprolite == nil && state.flags.isEmpty)
    }
  }

  @Test func `is missing where a covariate is`() {
    let state = SteadyState(of: forcing(water: .nan, bedrock: 1), with: plain)
    #expect(state.thickness == nil && state.unbounded == nil && state.flags == .missingCovariate)
  }

  @Test func `does not overflow at the hot wet end of Table 2`() throws {
    var parameters = plain
    parameters.b = 0.1
    let wet = Forcing(
      temperature: Quantity(21.5), precipitation: Quantity(4412), waterErosion: Quantity(27), windErosion: Quantity(0),
      curvature: Quantity(0))
    // b EEMT = 34713.4 at the summit of equation 5, whose exponential no double holds.
    let state = SteadyState(of: wet, with: parameters)
    #expect((try #require(state.thickness).value - 0.5 * (34713.4 + 6.907755278982137)).magnitude < 1e-8)
  }
}

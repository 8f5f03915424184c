import Grids
import MassBalance
import Statistics
import Testing

/// Places of one zone whose climate, erosion and curvature all differ, and which erode under any parameters.
func scatteredPlaces(_ count: Int, seed: UInt64 = 1) -> [Forcing] {
  var stream = RandomStream(seed: seed, name: "identifiability/places")
  func exponential(_ mean: Double) -> Double { 0.01 - mean * Portable.log(1 - stream.uniform()) }
  return (0..<count).map { _ in
    Forcing(
      temperature: Quantity(3 + 1.6 * stream.normal()), precipitation: Quantity(610 + 90 * stream.normal()),
      waterErosion: Quantity(exponential(7)), windErosion: Quantity(exponential(12)),
      curvature: Quantity((0.002 * stream.normal()).magnitude))
  }
}

func observing(_ thickness: [Double]) -> [Quantity<Metre>] { thickness.map { Quantity($0) } }

@Suite struct `The box of the groups` {
  @Test func `ends where a and rho_s are least and the weights greatest, all at once`() throws {
    let box = try #require(GroupBox())
    let corner = Parameters(h0: 0.5, rhoS: 2400, a: 0.5, b: 0.1, alpha: 1, beta: 1, gamma: 1, diffusivity: 0.01)
    #expect(box.bounds.map(\.upperBound) == IdentifiableGroups(corner).vector)
    // 1 / (10 · 2400 · 0.5 · 1.35) and 0.01 / (0.5 · 1.35) by hand.
    #expect((box.bounds[2].upperBound * 16_200 - 1).magnitude < 1e-15)
    #expect((box.bounds[4].upperBound * 67.5 - 1).magnitude < 1e-15)
    #expect(box.bounds.allSatisfy { $0.lowerBound == 0 })
  }

  @Test func `holds what Table 2 holds, and nothing else`() throws {
    let box = try #require(GroupBox())
    var stream = RandomStream(seed: 1, name: "box")
    for _ in 0..<200 {
      let inside = Parameters(
        vector: Parameters.publishedBounds.map {
          $0.lowerBound + stream.uniform() * ($0.upperBound - $0.lowerBound)
        })
      let groups = IdentifiableGroups(try #require(inside)).vector
      #expect(zip(groups, box.bounds).allSatisfy { $1.contains($0) })

      // Any point of the box, from parameters within Table 2: a and ρs at their least, D at its greatest.
      let drawn = box.bounds.map { stream.uniform() * $0.upperBound }
      let parameters = Parameters(
        h0: drawn[0], rhoS: 2400, a: 0.5, b: drawn[1], alpha: drawn[2] * 16_200, beta: drawn[3] * 16_200,
        gamma: drawn[4] * 67.5, diffusivity: 0.01)
      #expect(zip(parameters.vector, Parameters.publishedBounds).allSatisfy { $1.contains($0) })
      for (group, wanted) in zip(IdentifiableGroups(parameters).vector, drawn) {
        #expect((group - wanted).magnitude <= 1e-15 * wanted)
      }
    }
  }

  @Test func `is none of bounds that are not those of parameters`() {
    var bounds = Parameters.publishedBounds
    bounds[2] = 0...100
    #expect(GroupBox(of: bounds) == nil)
    #expect(GroupBox(of: []) == nil)
    #expect(GroupBox(densityRatio: .nan) == nil)
  }
}

@Suite struct `A parameter at a bound` {
  /// Table 4, zone 7: ρs 2401.88 of 2400 to 2900, a 0.58 of 0.5 to 100, α 0.99, β 0.96, γ 0.99 of 0 to 1 and D 0.0093 of
  /// 1e-5 to 0.01.
  @Test func `lies within the share of its range that is asked for`() throws {
    let parameters = try Published.read().parameters(zone: 7)
    let near = parameters.contacts(within: 0.011)
    #expect(near == [nil, .lower, .lower, .lower, .upper, nil, .upper, nil])
    // a lies 0.08 of 99.5 from its bound.
    #expect(parameters.contacts(within: 0.001) == [nil, nil, .lower, nil, nil, nil, nil, nil])
    #expect(parameters.contacts(within: 0.05)[5] == .upper)
  }

  @Test func `is not one that its range fixes`() {
    var bounds = Parameters.publishedBounds
    bounds[1] = 2650...2650
    let parameters = Parameters(h0: 0, rhoS: 2650, a: 50, b: 0.05, alpha: 1, beta: 0, gamma: 0.5, diffusivity: 0.005)
    #expect(parameters.contacts(with: bounds, within: 0) == [.lower, nil, nil, nil, .upper, .lower, nil, nil])
  }
}

@Suite struct `The Jacobian of thickness` {
  /// Differences of predictions made from the eight parameters themselves. A step of 1e-4 errs by its square, 1e-8, times
  /// a third derivative below 1 m, and by rounding of 1e-16 m over the step.
  @Test(arguments: 1...8)
  func `is the slope of the predictions in the logarithm of each parameter`(zone: Int) throws {
    let parameters = try Published.read().parameters(zone: zone)
    let places = scatteredPlaces(12)
    let sample = ProfileSample(forcing: places, observed: observing(places.map { _ in 1 }))
    let jacobian = try #require(
      ThicknessJacobian(of: GroupModel(forcing: places, observed: observing(places.map { _ in 1 })), at: parameters))
    let floor = Quantity<MetrePerYear>(1e-300)
    for place in Parameters.names.indices {
      func predictions(_ step: Double) throws -> [Double] {
        var vector = parameters.vector
        vector[place] *= Portable.exp(step)
        return sample.predictions(try #require(Parameters(vector: vector)), erosionFloor: floor)
      }
      for (row, (more, less)) in zip(try predictions(1e-4), try predictions(-1e-4)).enumerated() {
        #expect((jacobian.columns[place][row] - (more - less) / 2e-4).magnitude < 1e-8, "\(Parameters.names[place])")
      }
    }
  }

  /// Where water alone erodes, h = h₀ (ln(ρc/ρs) + ln a + b EEMT − ln α − ln Eₓ + ln(10 ρs)).
  @Test func `is h0 up and down where one process erodes`() throws {
    let parameters = try Published.read().parameters(zone: 1)
    var place = try Published.read().forcing(zone: 1, water: 3, wind: 0)
    place.windErosion = Quantity(0)
    let jacobian = try #require(
      ThicknessJacobian(of: GroupModel(forcing: [place], observed: [Quantity(1)]), at: parameters))
    let h = try #require(SteadyState(of: place, with: parameters).thickness).value
    let expected = [h, 0.038, 0.038, 0.038 * 0.00039 * place.eemt.value, -0.038, 0, 0, 0]
    for (column, value) in zip(jacobian.columns, expected) { #expect((column[0] - value).magnitude < 1e-14) }
    #expect(jacobian.rank() == 1)
  }

  @Test(arguments: 1...8)
  func `has rank five of eight wherever climate and erosion differ`(zone: Int) throws {
    let places = scatteredPlaces(40)
    let model = GroupModel(forcing: places, observed: observing(places.map { _ in 1 }))
    let parameters = try Published.read().parameters(zone: zone)
    let jacobian = try #require(ThicknessJacobian(of: model, at: parameters))
    #expect(jacobian.rank() == 5)
    let values = jacobian.singularValues.values
    #expect(values.count == 8 && jacobian.conditionNumber() == values[0] / values[4])
  }

  /// Then b EEMT cannot be told from the size of erosion.
  @Test func `has rank four where EEMT is everywhere the same`() throws {
    let places = scatteredPlaces(40).map { place in
      var place = place
      place.temperature = Quantity(3)
      place.precipitation = Quantity(600)
      return place
    }
    let model = GroupModel(forcing: places, observed: observing(places.map { _ in 1 }))
    let parameters = try Published.read().parameters(zone: 1)
    #expect(try #require(ThicknessJacobian(of: model, at: parameters)).rank() == 4)
    let correlation = try #require(GroupCovariance(of: model, at: IdentifiableGroups(parameters))).correlation
    for (row, values) in correlation.enumerated() {
      for (column, value) in values.enumerated() { #expect((value != nil) == (row == 0 && column == 0)) }
    }
  }

  @Test func `is zero where thickness is held at zero`() throws {
    var places = scatteredPlaces(3)
    places[1].waterErosion = Quantity(1e12)
    let model = GroupModel(forcing: places, observed: observing([1, 1, 1]))
    let jacobian = try #require(ThicknessJacobian(of: model, at: try Published.read().parameters(zone: 3)))
    #expect(jacobian.columns.allSatisfy { $0[1] == 0 })
    #expect(jacobian.columns[0][0] > 0 && jacobian.columns[0][2] > 0)
  }

  @Test func `is none where a profile does not erode`() throws {
    var places = scatteredPlaces(3)
    places[2].curvature = Quantity(-1e9)
    let model = GroupModel(forcing: places, observed: observing([1, 1, 1]))
    #expect(ThicknessJacobian(of: model, at: try Published.read().parameters(zone: 3)) == nil)
    #expect(
      ThicknessJacobian(of: GroupModel(forcing: [], observed: []), at: try Published.read().parameters(zone: 3)) == nil)
  }
}

@Suite struct `The correlation of the groups` {
  /// Where water alone erodes, thickness is h₀ z with z = −ln(water Eₓ), and its slope in water is the same everywhere:
  /// a straight line, whose slope and intercept correlate by −mean z / √(mean z²). More water is less thickness, which
  /// turns the sign.
  @Test func `of slope and intercept is that of a straight line`() throws {
    let water: [Double] = [1, 2, 4, 7, 12, 30]
    let places = water.map {
      Forcing(
        temperature: Quantity(3), precipitation: Quantity(600), waterErosion: Quantity($0), windErosion: Quantity(0),
        curvature: Quantity(0))
    }
    let groups = try #require(IdentifiableGroups(vector: [0.05, 0, 1e-8, 0, 0]))
    let model = GroupModel(forcing: places, observed: observing(water.map { _ in 1 }))
    // b is collinear with the intercept, so it is left out by a climate without energy.
    let cold = GroupModel(
      forcing: places.map { place in
        var place = place
        place.temperature = Quantity(-1000)
        return place
      }, observed: observing(water.map { _ in 1 }))
    let z = water.map { -Portable.log(1e-8 * $0) }
    let expected = try #require(mean(z)) / (try #require(mean(z.map { $0 * $0 }))).squareRoot()
    let found = try #require(GroupCovariance(of: cold, at: groups)).correlation
    #expect((try #require(found[0][2]) - expected).magnitude < 1e-12)
    #expect(found[0][0] == 1 && found[2][0] == found[0][2])
    #expect(found[1].allSatisfy { $0 == nil } && found[3].allSatisfy { $0 == nil } && found[4][0] == nil)
    #expect(try #require(GroupCovariance(of: model, at: groups)).correlation[0][2] == nil)
  }

  /// The covariance of least squares is the inverse of JᵀJ, here multiplied out.
  @Test func `comes from the inverse of the squares`() throws {
    let places = scatteredPlaces(30)
    let model = GroupModel(forcing: places, observed: observing(places.map { _ in 1 }))
    let parameters = try Published.read().parameters(zone: 3)
    let groups = IdentifiableGroups(parameters)
    let columns = try #require(ThicknessJacobian(of: model, at: parameters)).columns
    // In logarithms h₀, b, α, β and γ stand for the five groups.
    let logarithmic = [0, 3, 4, 5, 6].map { columns[$0] }
    let covariance = try #require(GroupCovariance(of: model, at: groups)).covariance
    for row in 0..<5 {
      for column in 0..<5 {
        var product = 0.0
        for inner in 0..<5 {
          let square = zip(logarithmic[row], logarithmic[inner]).reduce(0) { $0 + $1.0 * $1.1 }
          let relative = try #require(covariance[inner][column]) / (groups.vector[inner] * groups.vector[column])
          product += square * relative
        }
        // The condition of the squares is some 1e8.
        #expect((product - (row == column ? 1 : 0)).magnitude < 1e-6)
      }
    }
  }
}

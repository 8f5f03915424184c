import Grids
import MassBalance
import Statistics
import Testing

/// Thickness by published parameters, with normal errors of the given size, m.
func observations(
  at places: [Forcing], zone: Int, error: Double, seed: UInt64 = 1
) throws -> [Quantity<Metre>] {
  let parameters = try Published.read().parameters(zone: zone)
  var stream = RandomStream(seed: seed, name: "identifiability/errors")
  return try places.map { place in
    let thickness = try #require(SteadyState(of: place, with: parameters).thickness)
    return Quantity(max(0, thickness.value + error * stream.normal()))
  }
}

@Suite struct `The fit of the groups` {
  let box: GroupBox

  init() throws { box = try #require(GroupBox()) }

  @Test func `gives the thickness and the misfit of parameters that share the groups`() throws {
    let places = scatteredPlaces(20)
    let observed = try observations(at: places, zone: 1, error: 0.15)
    let sample = ProfileSample(forcing: places, observed: observed)
    let model = GroupModel(forcing: places, observed: observed)
    for zone in 1...8 {
      let parameters = try Published.read().parameters(zone: zone)
      let groups = IdentifiableGroups(parameters)
      for (one, other) in zip(sample.predictions(parameters), try #require(model.thickness(groups))) {
        #expect((one - other).magnitude < 1e-13)
      }
      let error = (try #require(model.sumOfSquares(groups)) / 20).squareRoot()
      #expect((error - sample.rootMeanSquareError(parameters.vector)).magnitude < 1e-13)
    }
  }

  /// Without errors the groups are those that made the thickness: five numbers from thirty profiles.
  @Test(arguments: [1, 5])
  func `finds the groups that made the thickness, from those of another zone`(zone: Int) throws {
    let places = scatteredPlaces(30)
    let model = GroupModel(forcing: places, observed: try observations(at: places, zone: zone, error: 0))
    let start = IdentifiableGroups(try Published.read().parameters(zone: 9 - zone))
    let fit = try #require(GroupFit(of: model, from: start, within: box))
    let truth = IdentifiableGroups(try Published.read().parameters(zone: zone))
    #expect(fit.rootMeanSquareError < 1e-6)
    for (found, expected) in zip(fit.groups.vector, truth.vector) { #expect((found / expected - 1).magnitude < 0.01) }
  }

  @Test func `is never worse than its start, stays in the box and is the same twice`() throws {
    let places = scatteredPlaces(15)
    let model = GroupModel(forcing: places, observed: try observations(at: places, zone: 3, error: 0.15))
    var stream = RandomStream(seed: 3, name: "starts")
    for seed in 0..<6 {
      // Anywhere in the box, every third time without wind or gravity.
      var vector = box.bounds.map { $0.upperBound * Portable.exp(-8 * stream.uniform()) }
      if seed % 3 == 1 { vector[3] = 0 }
      if seed % 3 == 2 { vector[4] = 0 }
      let start = try #require(IdentifiableGroups(vector: vector))
      let fit = try #require(GroupFit(of: model, from: start, within: box))
      #expect(fit.sumOfSquares <= (try #require(model.sumOfSquares(start))))
      #expect(fit.sumOfSquares == model.sumOfSquares(fit.groups))
      #expect(zip(fit.groups.vector, box.bounds).allSatisfy { $1.contains($0) })
      if seed == 0 { #expect(fit == GroupFit(of: model, from: start, within: box)) }
    }
  }

  /// The observations rise with water erosion, as no erosion makes them: the best is not to depend on it.
  @Test func `takes a process away that only does harm, and brings one in that helps`() throws {
    let places = scatteredPlaces(25).map { place in
      var place = place
      place.curvature = Quantity(0)
      return place
    }
    let h = places.map { 0.8 - 0.05 * Portable.log($0.windErosion.value) + 0.002 * $0.waterErosion.value }
    let model = GroupModel(forcing: places, observed: observing(h))
    let withWater = try #require(IdentifiableGroups(vector: [0.05, 0, 1e-8, 1e-8, 0]))
    #expect(try #require(GroupFit(of: model, from: withWater, within: box)).groups.water == 0)
    let withoutWind = try #require(IdentifiableGroups(vector: [0.05, 0, 1e-8, 0, 0]))
    #expect(try #require(GroupFit(of: model, from: withoutWind, within: box)).groups.wind > 0)
  }

  @Test func `is none where nothing erodes, and where a number is missing`() throws {
    let start = IdentifiableGroups(try Published.read().parameters(zone: 1))
    func fit(_ change: (inout Forcing) -> Void, observed: Double = 1) -> GroupFit? {
      let places = scatteredPlaces(8).map { place in
        var place = place
        change(&place)
        return place
      }
      return GroupFit(
        of: GroupModel(forcing: places, observed: observing(places.map { _ in observed })), from: start, within: box)
    }
    let still = fit {
      $0.waterErosion = Quantity(0)
      $0.windErosion = Quantity(0)
      $0.curvature = Quantity(0)
    }
    let hollow = fit {
      $0.waterErosion = Quantity(0)
      $0.windErosion = Quantity(0)
      $0.curvature = Quantity(-1)
    }
    #expect(still == nil && hollow == nil)
    #expect(fit { $0.waterErosion = Quantity(.nan) } == nil && fit { $0.temperature = Quantity(.nan) } == nil)
    #expect(fit({ _ in }, observed: .nan) == nil && fit({ _ in }, observed: .infinity) == nil)
    #expect(GroupFit(of: GroupModel(forcing: [], observed: []), from: start, within: box) == nil)
  }

  /// One profile is met exactly; equal observations are met in the limit, by thickness that answers to nothing.
  @Test(arguments: [1, 12])
  func `meets observations that are all the same`(count: Int) throws {
    let places = scatteredPlaces(count)
    let model = GroupModel(forcing: places, observed: observing(places.map { _ in 0.7 }))
    let start = IdentifiableGroups(try Published.read().parameters(zone: 1))
    #expect(try #require(GroupFit(of: model, from: start, within: box)).rootMeanSquareError < 0.005)
  }
}

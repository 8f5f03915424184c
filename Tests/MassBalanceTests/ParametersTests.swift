import Grids
import MassBalance
import Statistics
import Testing

extension Double {
  static func portableLog(_ x: Double) -> Double { Portable.log(x) }
}

@Suite struct `Units` {
  @Test func `a tonne per hectare is a tenth of a kilogram per square metre`() {
    // 1000 kg over 10 000 m2; in ground of 100 kg/m3 that is 1 mm.
    #expect(Quantity<TonnePerHectareYear>(1).lowering(density: Quantity(100)) == Quantity(0.001))
  }

  @Test func `creep lowers convex ground by diffusivity times curvature`() {
    #expect(Quantity<SquareMetrePerYear>(0.01).lowering(curvature: Quantity(0.5)) == Quantity(0.005))
    #expect(Quantity<SquareMetrePerYear>(0.01).lowering(curvature: Quantity(-0.5)) == Quantity(-0.005))
  }

  @Test func `EEMT peaks at 21.5 degrees and 4412 mm and falls to exp(-1/2) one width away`() {
    func eemt(_ temperature: Double, _ precipitation: Double) -> Double {
      effectiveEnergyAndMassTransfer(temperature: Quantity(temperature), precipitation: Quantity(precipitation)).value
    }
    #expect(eemt(21.5, 4412) == 347134)
    // exp(-1/2) = 0.6065306597126334; widths 10.1 degrees and 1704 mm.
    #expect((eemt(31.6, 4412) - 347134 * 0.6065306597126334).magnitude < 1e-8)
    #expect((eemt(21.5, 2708) - 347134 * 0.6065306597126334).magnitude < 1e-8)
  }
}

@Suite struct `Parameters of a zone` {
  @Test func `keep the order of the paper's table as a vector`() throws {
    let vector = [0.038, 2764.99, 86.03, 0.00039, 0.0012, 0.00075, 0.18, 0.0016]
    let parameters = try #require(Parameters(vector: vector))
    #expect(parameters.vector == vector)
    #expect(parameters.rhoS == 2764.99 && parameters.diffusivity == 0.0016)
    #expect(Parameters.names == ["h0", "rho_s", "a", "b", "alpha", "beta", "gamma", "D"])
    #expect(Parameters(vector: [1, 2, 3]) == nil)
  }

  @Test func `as published lie within Table 2`() throws {
    for row in try Published.read().table4 {
      for (value, bounds) in zip(row, Parameters.publishedBounds) { #expect(bounds.contains(value)) }
    }
  }

  @Test func `that share the five groups give the same thickness`() throws {
    let published = try Published.read()
    for zone in 1...8 {
      let one = try published.parameters(zone: zone)
      // The rescaling of the audit (model, 4.2): a, alpha, beta, gamma halved; rho_s, alpha, beta raised by a tenth;
      // gamma tripled and D cut to a third.
      let other = Parameters(
        h0: one.h0, rhoS: one.rhoS * 1.1, a: one.a * 0.5, b: one.b, alpha: one.alpha * 0.5 * 1.1,
        beta: one.beta * 0.5 * 1.1, gamma: one.gamma * 0.5 * 3, diffusivity: one.diffusivity / 3)
      for (a, b) in zip(IdentifiableGroups(one).vector, IdentifiableGroups(other).vector) {
        #expect((a - b).magnitude <= 1e-15 * a.magnitude * 4)
      }
      let place = published.forcing(zone: zone, water: 2.76, wind: 5)
      let h = try #require(SteadyState(of: place, with: one).thickness).value
      #expect((try #require(SteadyState(of: place, with: other).thickness).value - h).magnitude < 1e-13)

      let groups = IdentifiableGroups(one)
      let loss = groups.water * 2.76 + groups.wind * 5
      let regrouped = groups.h0 * (groups.b * place.eemt.value - Portable.log(loss))
      #expect((regrouped - h).magnitude < 1e-13)
    }
  }

  @Test func `have the groups that the claims derive from the printed digits`() throws {
    // Claims D4.c1: intervals from the half units of Table 4's first row.
    let groups = IdentifiableGroups(try Published.read().parameters(zone: 1))
    #expect((3.58092e-10...3.89277e-10).contains(groups.water))
    #expect((2.31981e-10...2.35123e-10).contains(groups.wind))
    #expect((2.3354e-06...2.62843e-06).contains(groups.grav))
  }
}

@Suite struct `The misfit of a sample` {
  /// The first zone's mean place and two more, observed 0.1 m above and below what the parameters give there.
  func sample(_ parameters: Parameters, offsets: [Double]) throws -> ProfileSample {
    let published = try Published.read()
    let places = offsets.indices.map { published.forcing(zone: 1, water: 2 + Double($0), wind: 5) }
    let observed = try zip(places, offsets).map { place, offset in
      Quantity<Metre>(try #require(SteadyState(of: place, with: parameters).thickness).value + offset)
    }
    return ProfileSample(forcing: places, observed: observed)
  }

  @Test func `is the root mean square of what was added to the model`() throws {
    let parameters = try Published.read().parameters(zone: 1)
    let exact = try sample(parameters, offsets: [0, 0, 0])
    #expect(exact.rootMeanSquareError(parameters.vector) < 1e-14)
    let off = try sample(parameters, offsets: [0.1, -0.1, 0.2])
    #expect((off.rootMeanSquareError(parameters.vector) - 0.02.squareRoot()).magnitude < 1e-14)
  }

  @Test func `is that of the predictions`() throws {
    let parameters = try Published.read().parameters(zone: 1)
    let sample = try sample(parameters, offsets: [0.3, -0.1, 0.2])
    let error = try #require(PredictionError(observed: sample.observed, predicted: sample.predictions(parameters)))
    #expect((error.rootMeanSquare - sample.rootMeanSquareError(parameters.vector)).magnitude < 1e-15)
  }

  /// The same sum, one profile after the other, for samples that fill no whole number of vector registers or stretches.
  @Test(arguments: [1, 2, 3, 7, 136, 300])
  func `is summed in the order of the profiles, to the last bit`(count: Int) throws {
    let published = try Published.read()
    let parameters = try published.parameters(zone: 3)
    var stream = RandomStream(seed: 5, name: "misfit")
    let places = (0..<count).map { _ in
      var place = published.forcing(zone: 3, water: 0.1 + 20 * stream.uniform(), wind: 0.1 + 9 * stream.uniform())
      place.curvature = Quantity(0.001 * stream.uniform())
      return place
    }
    let observed = places.map { _ in Quantity<Metre>(2 * stream.uniform()) }
    let lnSupply = Portable.log(1.35) + Portable.log(parameters.a)
    let perTonne = (parameters.alpha / (10 * parameters.rhoS), parameters.beta / (10 * parameters.rhoS))
    var sum = 0.0
    for (place, thickness) in zip(places, observed) {
      let loss =
        perTonne.0 * place.waterErosion.value + perTonne.1 * place.windErosion.value
        + parameters.gamma * parameters.diffusivity * place.curvature.value
      let depth = parameters.h0 * (lnSupply + parameters.b * place.eemt.value - Portable.log(loss))
      let misfit = max(depth, 0) - thickness.value
      sum += misfit * misfit
    }
    let error = ProfileSample(forcing: places, observed: observed).rootMeanSquareError(parameters.vector)
    #expect(error == (sum / Double(count)).squareRoot())
  }

  @Test func `rejects no erosion, no depth and no number, and stays finite`() throws {
    let parameters = try Published.read().parameters(zone: 1)
    let sample = try sample(parameters, offsets: [0, 0])
    var idle = parameters
    (idle.alpha, idle.beta, idle.gamma) = (0, 0, 0)
    var flat = parameters
    flat.h0 = 0
    var broken = parameters
    broken.b = .nan
    for vector in [idle.vector, flat.vector, broken.vector, [1, 2], []] {
      #expect(sample.rootMeanSquareError(vector) == ProfileSample.rejected)
    }
    #expect(ProfileSample(forcing: [], observed: []).rootMeanSquareError(parameters.vector) == ProfileSample.rejected)
    // The worst corner of Table 2 is bad, yet better than rejected: 0.5 m times 0.1 times 27020 kJ is about 1350 m.
    let worst = sample.rootMeanSquareError([0.5, 2900, 100, 0.1, 1e-9, 1e-9, 0, 1e-5])
    #expect(worst > 1000 && worst < ProfileSample.rejected)
  }

  @Test func `does not let thickness fall below zero`() throws {
    // Production of 0.5 m/a at most against 1e7 t/ha/a: h would be negative, so the misfit is the observation itself.
    let place = Forcing(
      temperature: Quantity(-10), precipitation: Quantity(100), waterErosion: Quantity(1e7), windErosion: Quantity(0),
      curvature: Quantity(0))
    let sample = ProfileSample(forcing: [place], observed: [Quantity(0.4)])
    let parameters = Parameters(
      h0: 0.05, rhoS: 2500, a: 0.5, b: 0, alpha: 1, beta: 0, gamma: 0, diffusivity: 1e-5)
    #expect(sample.rootMeanSquareError(parameters.vector) == 0.4)
    #expect(sample.predictions(parameters) == [0])
  }

  @Test func `predicts a held-out profile without erosion by the floor`() throws {
    let place = Forcing(
      temperature: Quantity(5), precipitation: Quantity(500), waterErosion: Quantity(0), windErosion: Quantity(0),
      curvature: Quantity(-0.1))
    let parameters = try Published.read().parameters(zone: 2)
    let predicted = ProfileSample(forcing: [place], observed: [Quantity(1)]).predictions(parameters)
    let onMap = try #require(SteadyState(of: place, with: parameters).thickness).value
    #expect((try #require(predicted.first) - onMap).magnitude < 1e-15 * 4)
  }
}

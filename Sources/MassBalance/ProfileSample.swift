package import Grids
import Statistics

/// The soil profiles of one zone, made ready for a search that asks for their misfit tens of thousands of times.
package struct ProfileSample: Sendable {
  private struct Profile {
    /// EEMT; it does not depend on the parameters and is computed once.
    var energy: Double
    var water: Double
    var wind: Double
    var curvature: Double
    var observed: Double

    /// E in m a⁻¹.
    func erosion(_ rates: Rates) -> Double {
      rates.water * water + rates.wind * wind + rates.gravity * curvature
    }
  }

  /// What a unit of each forcing lowers the surface by.
  private struct Rates {
    var water: Double
    var wind: Double
    var gravity: Double

    init(_ parameters: Parameters) {
      water = parameters.alpha / (10 * parameters.rhoS)
      wind = parameters.beta / (10 * parameters.rhoS)
      gravity = parameters.gamma * parameters.diffusivity
    }
  }

  private var profiles: [Profile]
  private var lnDensityRatio: Double

  /// The score of a vector that fits no profile: larger than any misfit within Table 2, and finite.
  package static let rejected = 1e6

  /// - Parameters:
  ///   - forcing: one for each profile. Its depth to bedrock is not used.
  ///   - observed: the thickness of each profile.
  ///   - densityRatio: ρc / ρs.
  /// - Precondition: as many `forcing` as `observed`.
  package init(
    forcing: [Forcing], observed: [Quantity<Metre>], densityRatio: Double = SteadyStateRules.publishedDensityRatio
  ) {
    precondition(forcing.count == observed.count, "\(forcing.count) places, \(observed.count) observations")
    profiles = zip(forcing, observed).map { place, thickness in
      Profile(
        energy: place.eemt.value, water: place.waterErosion.value, wind: place.windErosion.value,
        curvature: place.curvature.value, observed: thickness.value)
    }
    lnDensityRatio = Portable.log(densityRatio)
  }

  package var count: Int { profiles.count }

  /// The observed thickness of each profile, m.
  package var observed: [Double] { profiles.map(\.observed) }

  /// The root of the mean squared misfit of thickness in m, equation 10 of the paper, for a vector in the order of
  /// `Parameters.names`.
  ///
  /// Thickness is not let below 0; neither the erosion floor nor the depth to bedrock enters, both being rules of the
  /// map. A vector that makes the erosion of any profile not positive, or h₀ or a not positive, scores `rejected`, as
  /// does an empty sample and any misfit that is not a number.
  /// - Complexity: one logarithm a profile.
  package func rootMeanSquareError(_ vector: [Double]) -> Double {
    guard let parameters = Parameters(vector: vector), parameters.h0 > 0, parameters.a > 0, count > 0 else {
      return Self.rejected
    }
    let lnSupply = lnDensityRatio + Portable.log(parameters.a)
    let rates = Rates(parameters)
    let sum = withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { losses -> Double in
      for (index, profile) in profiles.enumerated() {
        let erosion = profile.erosion(rates)
        guard erosion >= .leastNormalMagnitude, erosion < .infinity else { return .infinity }
        losses[index] = erosion
      }
      // The logarithms by themselves, so that the compiler takes several at a time.
      for index in losses.indices { losses[index] = Portable.logOfNormal(losses[index]) }
      var sum = 0.0
      for (index, profile) in profiles.enumerated() {
        let depth = parameters.h0 * (lnSupply + parameters.b * profile.energy - losses[index])
        let misfit = max(depth, 0) - profile.observed
        sum += misfit * misfit
      }
      return sum
    }
    let error = (sum / Double(count)).squareRoot()
    return error < Self.rejected ? error : Self.rejected
  }

  /// The thickness at each profile in m, under the floor of the map so that held-out profiles always have one; not let
  /// below 0, not cut by bedrock.
  package func predictions(_ parameters: Parameters, erosionFloor: Quantity<MetrePerYear> = Quantity(1e-9)) -> [Double]
  {
    let lnSupply = lnDensityRatio + Portable.log(parameters.a)
    let rates = Rates(parameters)
    return profiles.map { profile in
      let loss = max(profile.erosion(rates), erosionFloor.value)
      return max(parameters.h0 * (lnSupply + parameters.b * profile.energy - Portable.log(loss)), 0)
    }
  }
}

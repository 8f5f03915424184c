package import Grids
import Statistics

/// The soil profiles of one zone, made ready for a search that asks for their misfit tens of thousands of times.
///
/// EEMT does not depend on the parameters and is computed once.
package struct ProfileSample: Sendable {
  private var eemt: [Double]
  private var water: [Double]
  private var wind: [Double]
  private var curvature: [Double]
  private var lnDensityRatio: Double
  /// Observed thickness, m.
  package let observed: [Double]

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
    eemt = forcing.map(\.eemt.value)
    water = forcing.map(\.waterErosion.value)
    wind = forcing.map(\.windErosion.value)
    curvature = forcing.map(\.curvature.value)
    lnDensityRatio = Portable.log(densityRatio)
    self.observed = observed.map(\.value)
  }

  package var count: Int { observed.count }

  /// The root of the mean squared misfit of thickness in m, equation 10 of the paper, for a vector in the order of
  /// `Parameters.names`.
  ///
  /// Thickness is not let below 0; neither the erosion floor nor the depth to bedrock enters, both being rules of the
  /// map. A vector that makes the erosion of any profile not positive, or h₀ or a not positive, scores `rejected`, as
  /// does an empty sample and any misfit that is not a number.
  /// - Complexity: one logarithm a profile, no allocation.
  package func rootMeanSquareError(_ vector: [Double]) -> Double {
    guard let parameters = Parameters(vector: vector), parameters.h0 > 0, parameters.a > 0, count > 0 else {
      return Self.rejected
    }
    let lnSupply = lnDensityRatio + Portable.log(parameters.a)
    let rates = Rates(parameters)
    var sum = 0.0
    for index in observed.indices {
      let erosion = rates.water * water[index] + rates.wind * wind[index] + rates.gravity * curvature[index]
      guard erosion > 0 else { return Self.rejected }
      let depth = parameters.h0 * (lnSupply + parameters.b * eemt[index] - Portable.log(erosion))
      let misfit = max(depth, 0) - observed[index]
      sum += misfit * misfit
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
    return observed.indices.map { index in
      let erosion = rates.water * water[index] + rates.wind * wind[index] + rates.gravity * curvature[index]
      let loss = max(erosion, erosionFloor.value)
      return max(parameters.h0 * (lnSupply + parameters.b * eemt[index] - Portable.log(loss)), 0)
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
}

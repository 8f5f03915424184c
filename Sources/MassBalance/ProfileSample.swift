package import Grids
import Statistics

/// The soil profiles of one zone, made ready for a search that asks for their misfit tens of thousands of times.
package struct ProfileSample: Sendable {
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

    /// E of one profile, m a⁻¹.
    @inline(__always)
    func erosion(_ profile: Int, _ columns: Columns) -> Double {
      water * columns.water[profile] + wind * columns.wind[profile] + gravity * columns.curvature[profile]
    }
  }

  /// Where the numbers of each kind begin.
  private struct Columns {
    let energy, water, wind, curvature, observed: UnsafePointer<Double>

    init(_ first: UnsafePointer<Double>, _ count: Int) {
      energy = first
      water = first + count
      wind = first + 2 * count
      curvature = first + 3 * count
      observed = first + 4 * count
    }
  }

  package let count: Int
  /// One after the other: EEMT, which does not depend on the parameters and is computed once, water erosion, wind
  /// erosion, curvature and observed thickness of each profile.
  private let columns: [Double]
  private let lnDensityRatio: Double

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
    count = forcing.count
    columns =
      forcing.map(\.eemt.value) + forcing.map(\.waterErosion.value) + forcing.map(\.windErosion.value)
      + forcing.map(\.curvature.value) + observed.map(\.value)
    lnDensityRatio = Portable.log(densityRatio)
  }

  /// The observed thickness of each profile, m.
  package var observed: [Double] { Array(columns.suffix(count)) }

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
    let sum = withColumns { columns in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { losses in
        // Asked of all at once, not left at the first, so that several profiles are taken at a time.
        var unusable: UInt64 = 0
        for profile in 0..<losses.count {
          let erosion = rates.erosion(profile, columns)
          losses[profile] = erosion
          unusable |= Portable.abnormality(erosion)
        }
        guard unusable >> 63 == 0 else { return Double.infinity }
        Portable.logOfNormal(inPlace: losses)
        // Squares take the place of losses; they are added up in the order of the profiles.
        for profile in 0..<losses.count {
          let depth = parameters.h0 * (lnSupply + parameters.b * columns.energy[profile] - losses[profile])
          let misfit = (depth < 0 ? 0 : depth) - columns.observed[profile]
          losses[profile] = misfit * misfit
        }
        var sum = 0.0
        for square in losses { sum += square }
        return sum
      }
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
    guard count > 0 else { return [] }
    return withColumns { columns in
      (0..<count).map { profile in
        let loss = max(rates.erosion(profile, columns), erosionFloor.value)
        return max(parameters.h0 * (lnSupply + parameters.b * columns.energy[profile] - Portable.log(loss)), 0)
      }
    }
  }

  private func withColumns<Result>(_ body: (Columns) -> Result) -> Result {
    columns.withUnsafeBufferPointer { buffer in
      guard let first = buffer.baseAddress else { preconditionFailure("no profile") }
      return body(Columns(first, count))
    }
  }
}

/// What observations of thickness can tell of the eight parameters:
///
///     h = h₀ · ( b EEMT − ln(water Eₓ + wind Eᵥ + grav C) )
///
/// Parameters that agree in these five give the same thickness everywhere, so these are compared with the paper, never
/// a, ρs, α, β, γ and D one by one (claims `D4`).
package struct IdentifiableGroups: Hashable, BitwiseCopyable, Sendable {
  /// m.
  package var h0: Double
  /// m² a kJ⁻¹.
  package var b: Double
  /// α / (10 ρs a ρc/ρs), per t ha⁻¹ a⁻¹.
  package var water: Double
  /// β / (10 ρs a ρc/ρs), per t ha⁻¹ a⁻¹.
  package var wind: Double
  /// γ D / (a ρc/ρs), m.
  package var grav: Double

  package static let names = ["h0", "b", "water", "wind", "grav"]

  /// - Parameter densityRatio: ρc / ρs.
  package init(_ parameters: Parameters, densityRatio: Double = SteadyStateRules.publishedDensityRatio) {
    h0 = parameters.h0
    b = parameters.b
    water = parameters.alpha / (10 * parameters.rhoS * parameters.a * densityRatio)
    wind = parameters.beta / (10 * parameters.rhoS * parameters.a * densityRatio)
    grav = parameters.gamma * parameters.diffusivity / (parameters.a * densityRatio)
  }

  /// In the order of `names`.
  package var vector: [Double] { [h0, b, water, wind, grav] }
}

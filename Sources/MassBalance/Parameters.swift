/// The eight parameters of the mass balance in one zone, in the paper's letters (Table 4).
///
/// Thickness depends on them through five groups only; see `IdentifiableGroups`.
package struct Parameters: Hashable, BitwiseCopyable, Sendable {
  /// h₀, the depth over which production falls by a factor of e, m. Positive.
  package var h0: Double
  /// ρs, the effective density of what is eroded, kg m⁻³. Positive.
  package var rhoS: Double
  /// a, the production at zero thickness and zero EEMT, m a⁻¹. Positive.
  package var a: Double
  /// b, the rise of ln production with EEMT, m² a kJ⁻¹.
  package var b: Double
  /// α, the weight of water erosion.
  package var alpha: Double
  /// β, the weight of wind erosion.
  package var beta: Double
  /// γ, the weight of gravity.
  package var gamma: Double
  /// D, the diffusivity of creep, m² a⁻¹.
  package var diffusivity: Double

  package init(
    h0: Double, rhoS: Double, a: Double, b: Double, alpha: Double, beta: Double, gamma: Double, diffusivity: Double
  ) {
    self.h0 = h0
    self.rhoS = rhoS
    self.a = a
    self.b = b
    self.alpha = alpha
    self.beta = beta
    self.gamma = gamma
    self.diffusivity = diffusivity
  }
}

/// The parameters as a vector, the form in which they are searched for, bounded and written.
extension Parameters {
  /// The order of a vector's elements, and how tables spell them.
  package static let names = ["h0", "rho_s", "a", "b", "alpha", "beta", "gamma", "D"]

  /// Table 2 of the paper. Its h₀ = 0 has no thickness, and the search rejects it.
  package static let publishedBounds: [ClosedRange<Double>] = [
    0...0.5, 2400...2900, 0.5...100, 0...0.1, 0...1, 0...1, 0...1, 1e-5...0.01,
  ]

  /// `nil` unless `vector` has the eight elements of `names`.
  package init?(vector: [Double]) {
    guard vector.count == Self.names.count else { return nil }
    self.init(
      h0: vector[0], rhoS: vector[1], a: vector[2], b: vector[3], alpha: vector[4], beta: vector[5], gamma: vector[6],
      diffusivity: vector[7])
  }

  package var vector: [Double] { [h0, rhoS, a, b, alpha, beta, gamma, diffusivity] }
}

import Statistics

/// The model of a map: the parameters of every zone, ready to be looked up for each cell, and the rules of all.
package struct ZonedModel: Sendable {
  /// What the equations take from the parameters of a zone, in their own order of operations.
  struct Zone: BitwiseCopyable, Sendable {
    let alpha: Double
    let beta: Double
    /// 10 ρs.
    let tenfoldDensity: Double
    let gamma: Double
    let diffusivity: Double
    let h0: Double
    let lnA: Double
    let b: Double

    init(_ parameters: Parameters) {
      alpha = parameters.alpha
      beta = parameters.beta
      tenfoldDensity = 10 * parameters.rhoS
      gamma = parameters.gamma
      diffusivity = parameters.diffusivity
      h0 = parameters.h0
      lnA = Portable.log(parameters.a)
      b = parameters.b
    }
  }

  /// A code that no zone has.
  package static let noZone = UInt8.max

  /// For every code, so that none needs to be checked; not a number where a code has no parameters.
  let zones: [Zone]
  let lnDensityRatio: Double
  let rules: CellRules

  /// - Parameter parameters: of the zone of each code, from 0; `nil` for a zone without. At most 255.
  package init(_ parameters: [Parameters?], rules: SteadyStateRules = SteadyStateRules()) {
    precondition(parameters.count <= Int(Self.noZone), "\(parameters.count) zones")
    let none = Parameters(
      h0: .nan, rhoS: .nan, a: .nan, b: .nan, alpha: .nan, beta: .nan, gamma: .nan, diffusivity: .nan)
    zones = (0...Int(Self.noZone)).map { Zone($0 < parameters.count ? parameters[$0] ?? none : none) }
    lnDensityRatio = Portable.log(rules.densityRatio)
    self.rules = CellRules(rules)
  }
}

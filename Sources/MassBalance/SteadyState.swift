package import Grids
import Statistics

/// The choices that decide a cell where the equation has no answer, and the one constant it does not calibrate.
package struct SteadyStateRules: Hashable, BitwiseCopyable, Sendable {
  /// What a cell gets whose erosion is not positive.
  package enum NonPositiveErosion: String, CaseIterable, Hashable, BitwiseCopyable, Sendable {
    /// The thickness at the erosion floor; it also holds for positive erosion below the floor.
    case floor
    /// The depth to bedrock.
    case dtb
    case nodata
  }

  /// ρc / ρs of the paper.
  package static let publishedDensityRatio = 1.35

  /// ρc / ρs, the density of saprolite over that of solum. Positive.
  package var densityRatio: Double
  /// The least erosion that the rule `floor` lets through. Positive.
  package var erosionFloor: Quantity<MetrePerYear>
  package var nonPositiveErosion: NonPositiveErosion

  package init(
    densityRatio: Double = 1.35, erosionFloor: Quantity<MetrePerYear> = Quantity(1e-9),
    nonPositiveErosion: NonPositiveErosion = .floor
  ) {
    self.densityRatio = densityRatio
    self.erosionFloor = erosionFloor
    self.nonPositiveErosion = nonPositiveErosion
  }
}

/// The thickness at which the making of solum balances its loss, and what led to it.
///
/// Solves equation 8 of the paper for *h*:
///
///     h = h₀ · ( ln(ρc/ρs) + ln a + b EEMT − ln E )
///
/// in logarithms, since exp(b EEMT) overflows within Table 2. Equation 9 as printed lacks the conversion of mass to
/// lowering and is not used (Documentation/decisions).
package struct SteadyState: Hashable, BitwiseCopyable, Sendable {
  package var eemt: Quantity<KilojoulePerSquareMetreYear>
  /// ln(a exp(b EEMT)), of a rate in m a⁻¹ and before the density ratio.
  package var lnProduction: Double
  /// E as the processes give it, before any floor; may be negative.
  package var erosion: Quantity<MetrePerYear>
  /// *h* as the equation gives it; `nil` where E is not positive.
  package var unbounded: Quantity<Metre>?
  /// *h* after the rules: at least 0 and at most the depth to bedrock; `nil` is no data.
  package var thickness: Quantity<Metre>?
  /// DTB − h, zero where bedrock cuts h; `nil` without either. The map of saprolite shows it where it is positive.
  package var saprolite: Quantity<Metre>?
  package var flags: QualityFlags

  /// - Complexity: O(1): one exponential, three or four logarithms, no allocation.
  package init(of forcing: Forcing, with parameters: Parameters, rules: SteadyStateRules = SteadyStateRules()) {
    eemt = forcing.eemt
    lnProduction = Portable.log(parameters.a) + parameters.b * eemt.value
    let total = Erosion(of: forcing, by: parameters).total
    erosion = total

    let cell = CellRules(rules)
    let lnSupply = CellRules.complete(Portable.log(rules.densityRatio) + lnProduction, erosion: total.value)
    let bedrock = CellRules.known(forcing.depthToBedrock?.value ?? .nan)
    func balance(_ loss: Double) -> Double { CellRules.balance(parameters.h0, lnSupply, Portable.log(loss)) }
    let depth = cell.depth(
      balance(cell.loss(total.value)), erosion: total.value, lnSupply: lnSupply, bedrock: bedrock)
    let bounded = CellRules.bounded(depth, bedrock: bedrock)
    flags = QualityFlags(
      rawValue: UInt16(
        truncatingIfNeeded: cell.flags(
          depth: depth, erosion: total.value, lnSupply: lnSupply, bedrock: bedrock)))

    func quantity(_ value: Double) -> Quantity<Metre>? { value.isNaN ? nil : Quantity(value) }
    if total.value > 0, !flags.contains(.missingCovariate) { unbounded = quantity(balance(total.value)) }
    thickness = quantity(bounded)
    saprolite = quantity(bedrock - bounded)
  }
}

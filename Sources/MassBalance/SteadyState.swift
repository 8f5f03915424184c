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

  /// - Complexity: O(1): one exponential, two or three logarithms, no allocation.
  package init(of forcing: Forcing, with parameters: Parameters, rules: SteadyStateRules = SteadyStateRules()) {
    eemt = forcing.eemt
    lnProduction = Portable.log(parameters.a) + parameters.b * eemt.value
    erosion = Erosion(of: forcing, by: parameters).total
    flags = []

    let lnSupply = Portable.log(rules.densityRatio) + lnProduction
    guard lnSupply.isFinite, erosion.value.isFinite else {
      flags = .missingCovariate
      return
    }
    func balance(_ loss: Quantity<MetrePerYear>) -> Double { parameters.h0 * (lnSupply - Portable.log(loss.value)) }

    if erosion.value > 0 { unbounded = Quantity(balance(erosion)) }
    let bedrock = forcing.depthToBedrock.flatMap { $0.value >= 0 && $0.value.isFinite ? $0.value : nil }
    var depth = unbounded?.value
    if rules.nonPositiveErosion == .floor, erosion <= rules.erosionFloor {
      depth = balance(rules.erosionFloor)
      flags.insert(.erosionFloor)
    } else if depth == nil {
      depth = rules.nonPositiveErosion == .dtb ? bedrock : nil
      flags.insert(.nonPositiveErosion)
    }
    guard var depth else { return }

    if depth < 0 {
      depth = 0
      flags.insert(.negative)
    }
    if let bedrock, depth > bedrock {
      depth = bedrock
      flags.insert(.depthCap)
    }
    thickness = Quantity(depth)
    saprolite = bedrock.map { Quantity($0 - depth) }
  }
}

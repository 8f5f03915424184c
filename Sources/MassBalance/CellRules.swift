import Grids

/// The rules of `SteadyStateRules` for one cell, in numbers alone: NaN for what there is none of.
///
/// Nothing here branches, and what is chosen is always one of two numbers made before, so that a loop over cells becomes
/// vector instructions; one cell and a map follow the same lines.
struct CellRules: BitwiseCopyable, Sendable {
  /// Erosion up to here is raised to the floor.
  private let raisedUpTo: Double
  /// Erosion up to here has no balance.
  private let unansweredUpTo: Double
  /// The larger of the two, and the loss that stands for erosion up to there.
  private let changedUpTo: Double
  private let leastLoss: Double
  private let takesBedrock: Bool

  init(_ rules: SteadyStateRules) {
    // What is subnormal (1e-308 m/a) is nothing, and need not be looked out for where logarithms are taken.
    let nothing = Double.leastNormalMagnitude.nextDown
    let raises = rules.nonPositiveErosion == .floor
    raisedUpTo = raises ? max(rules.erosionFloor.value, nothing) : -.infinity
    unansweredUpTo = raises ? -.infinity : nothing
    changedUpTo = max(raisedUpTo, unansweredUpTo)
    // Where nothing is balanced, the logarithm of 1 is as good as any.
    leastLoss = raises ? max(rules.erosionFloor.value, .leastNormalMagnitude) : 1
    takesBedrock = rules.nonPositiveErosion == .dtb
  }

  /// The logarithm of the supply where everything that the equation reads has a value; not finite elsewhere.
  @inline(__always)
  static func complete(_ lnSupply: Double, erosion: Double) -> Double { lnSupply + (erosion - erosion) }

  /// The depth to bedrock where it is known.
  @inline(__always)
  static func known(_ bedrock: Double) -> Double {
    let finite = bedrock + (bedrock - bedrock)
    return finite >= 0 ? bedrock : .nan
  }

  /// What is balanced against the supply: positive and not subnormal, and finite where erosion is.
  @inline(__always)
  func loss(_ erosion: Double) -> Double { erosion > changedUpTo ? erosion : leastLoss }

  /// Equation 8 of the paper: *h* where `loss`, by its logarithm, balances `supply`, by its own.
  @inline(__always)
  static func balance(_ h0: Double, _ lnSupply: Double, _ lnLoss: Double) -> Double { h0 * (lnSupply - lnLoss) }

  /// *h* before it is bounded: that of the balance, or what stands for it where erosion is not positive.
  ///
  /// - Parameters:
  ///   - lnSupply: as `complete` gives it.
  ///   - bedrock: as `known` gives it.
  @inline(__always)
  func depth(_ balanced: Double, erosion: Double, lnSupply: Double, bedrock: Double) -> Double {
    let instead = takesBedrock ? bedrock : .nan
    let depth = erosion <= unansweredUpTo ? instead : balanced
    return lnSupply - lnSupply == 0 ? depth : .nan
  }

  /// At least 0 and at most the depth to bedrock.
  @inline(__always)
  static func bounded(_ depth: Double, bedrock: Double) -> Double {
    let above = depth < 0 ? 0 : depth
    return bedrock < above ? bedrock : above
  }

  /// The raw value of the flags.
  @inline(__always)
  func flags(depth: Double, erosion: Double, lnSupply: Double, bedrock: Double) -> UInt64 {
    let decided =
      one(erosion <= raisedUpTo) &* bits(.erosionFloor) | one(erosion <= unansweredUpTo) &* bits(.nonPositiveErosion)
      | one(depth < 0) &* bits(.negative) | one(bedrock < depth) &* bits(.depthCap)
    let isComplete = one(lnSupply - lnSupply == 0)
    return isComplete &* decided | (1 &- isComplete) &* bits(.missingCovariate)
  }

  /// 1 if so, 0 if not: a Boolean is stored as one or the other, and to choose between constants would be to branch.
  @inline(__always)
  private func one(_ holds: Bool) -> UInt64 { UInt64(unsafeBitCast(holds, to: UInt8.self)) }

  @inline(__always)
  private func bits(_ flag: QualityFlags) -> UInt64 { UInt64(flag.rawValue) }
}

/// Angles in single precision.
///
/// Plain IEEE operations without a branch, so that a loop over many is made of vector instructions and gives the same bits
/// on every platform. They stand in this room because only code of the same module is inlined into such a loop.
enum SingleAngle {
  /// The angle in −π/2 ... π/2 whose tangent is `x`, less than 1.25 units in the last place from the exact one.
  @inline(__always)
  static func atan(_ x: Float) -> Float {
    let angle = ofTriangle(opposite: x.magnitude, adjacent: 1)
    return Float(bitPattern: angle.bitPattern | (x.bitPattern & 0x8000_0000))
  }

  /// The angle in −π ... π of the point (x, y), counted from the x axis towards the y axis, less than two units in the
  /// last place from the exact one; signed zeros as in C.
  ///
  /// For coordinates below 2^126, beyond which their sum may overflow.
  @inline(__always)
  static func atan2(_ y: Float, _ x: Float) -> Float {
    let angle = ofTriangle(opposite: y.magnitude, adjacent: x.magnitude)
    let turned = x.bitPattern >> 31 == 1 ? 0x1.921fb6p1 - (angle + 0x1.777a5cp-24) : angle
    return Float(bitPattern: turned.bitPattern | (y.bitPattern & 0x8000_0000))
  }

  /// The angle in 0 ... π/2 of a right-angled triangle that lies between its hypotenuse and `adjacent`; 0 for a point.
  ///
  /// The ratio of the shorter side to the longer one is taken as it is up to 0.55, and relative to the diagonal beyond,
  /// so that the polynomial, a minimax one of degree 13 in the ratio, serves ratios up to 0.55 alone.
  @inline(__always)
  private static func ofTriangle(opposite: Float, adjacent: Float) -> Float {
    let isSteep = opposite > adjacent
    let short = isSteep ? adjacent : opposite
    let long = isSteep ? opposite : adjacent
    let isNearDiagonal = short > 0.55 * long
    let above = isNearDiagonal ? short - long : short
    let below = isNearDiagonal ? short + long : long
    let t = above / (below == 0 ? 1 : below)
    let z = t * t
    let p4 = -0x1.389848p-4 + z * 0x1.16694p-5
    let p2 = -0x1.240bc6p-3 + z * (0x1.bc2be8p-4 + z * p4)
    let bend = t * (z * (-0x1.55554ap-2 + z * (0x1.99938cp-3 + z * p2)))
    // π/4 and π/2 are the sums of two numbers each.
    let diagonal: Float = isNearDiagonal ? 0x1.921fb6p-1 : 0
    let rest: Float = isNearDiagonal ? -0x1.777a5cp-26 : 0
    let angle = diagonal + (t + (bend + rest))
    return isSteep ? 0x1.921fb6p0 - (angle + 0x1.777a5cp-25) : angle
  }
}

/// The number below which |*t*| stays with probability `level`, for Student's *t* with `freedom` degrees of freedom: the
/// quantile of (1 + `level`) / 2. Its square is the quantile of `level` of *F* with 1 and `freedom`.
///
/// Found by halving in `significance(ofCorrelation:count:)`, which is the tail of *t* for the correlation
/// t / √(freedom + t²). Good to 1e-9 of its value for levels up to 0.999.
/// - Returns: `nil` for a freedom below 1 or a level outside 0 ..< 1.
package func studentQuantile(within level: Double, freedom: Int) -> Double? {
  guard freedom >= 1, level >= 0, level < 1 else { return nil }
  func isBeyond(_ t: Double) -> Bool {
    let correlation = t / (Double(freedom) + t * t).squareRoot()
    return (significance(ofCorrelation: correlation, count: freedom + 2) ?? 1) <= 1 - level
  }
  guard level > 0 else { return 0 }
  var upper = 1.0
  while upper < 1e15, !isBeyond(upper) { upper *= 2 }
  var lower = 0.0
  while true {
    let middle = lower + 0.5 * (upper - lower)
    guard middle > lower, middle < upper else { return upper }
    if isBeyond(middle) { upper = middle } else { lower = middle }
  }
}

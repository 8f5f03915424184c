/// Pearson's coefficient of correlation, −1 ... 1; `nil` for fewer than two pairs or where either side is constant.
///
/// - Precondition: as many `x` as `y`.
package func pearson(_ x: [Double], _ y: [Double]) -> Double? {
  precondition(x.count == y.count, "\(x.count) values against \(y.count)")
  guard x.count > 1, let meanX = mean(x), let meanY = mean(y) else { return nil }
  let xx = orderedSum(count: x.count) { (x[$0] - meanX) * (x[$0] - meanX) }
  let yy = orderedSum(count: x.count) { (y[$0] - meanY) * (y[$0] - meanY) }
  let xy = orderedSum(count: x.count) { (x[$0] - meanX) * (y[$0] - meanY) }
  guard xx > 0, yy > 0 else { return nil }
  return min(max(xy / (xx.squareRoot() * yy.squareRoot()), -1), 1)
}

/// The probability that `count` independent normal pairs correlate at least as strongly as `coefficient`, either way.
///
/// Student's *t* with *n* − 2 degrees of freedom in its finite series, which for a correlation has sin θ = |r|
/// (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4). The series without an end sums to 1, so its terms after the finite
/// part are the probability itself: they give a small one to about 1e-11 of its value, where 1 less the finite part
/// would be nothing but rounding.
/// - Returns: `nil` for fewer than three pairs; 0 where no number is that small.
/// - Complexity: O(`count`).
package func significance(ofCorrelation coefficient: Double, count: Int) -> Double? {
  guard count > 2 else { return nil }
  let freedom = count - 2
  let sine = min(coefficient.magnitude, 1)
  let cosineSquare = (1 - sine) * (1 + sine)
  let isOdd = freedom % 2 == 1
  let scale = isOdd ? sine * 0.6366197723675814 : sine  // 2 / pi
  var term = isOdd ? cosineSquare.squareRoot() : 1
  var series = freedom == 1 ? 0 : term
  var step = isOdd ? 3 : 2
  while step < freedom {
    term *= cosineSquare * Double(step - 1) / Double(step)
    series += term
    step += 2
  }
  let within = scale * series + (isOdd ? Portable.asin(sine) * 0.6366197723675814 : 0)
  guard within > 0.9 else { return max(1 - within, 0) }

  var beyond = freedom == 1 ? term : 0
  // Below the least normal number, rounding keeps a product from falling any further.
  while term >= .leastNormalMagnitude, term > beyond * 0x1p-60 {
    term *= cosineSquare * Double(step - 1) / Double(step)
    beyond += term
    step += 2
  }
  return min(scale * beyond, 1)
}

package import Statistics

/// Deals `count` things at random into `folds` parts whose sizes differ by at most one.
///
/// - Returns: the fold of each thing, 0 ..< `folds`; the larger folds come first.
/// - Precondition: `folds` is positive.
package func folds(count: Int, into folds: Int, stream: inout RandomStream) -> [Int] {
  precondition(folds > 0, "\(folds) folds")
  var parts = (0..<count).map { $0 % folds }
  stream.shuffle(&parts)
  return parts
}

/// Solves a small system of equations whose matrix is symmetric and positive definite (Cholesky).
///
/// - Parameters:
///   - matrix: *n* × *n*, row after row; only its lower triangle is read.
///   - right: *n* numbers.
/// - Returns: `nil` where rounding finds the matrix not positive definite.
package func solvePositiveDefinite(_ matrix: [Double], _ right: [Double]) -> [Double]? {
  let n = right.count
  precondition(matrix.count == n * n, "a matrix of \(matrix.count) for \(n) equations")
  var factor = matrix
  var solution = right
  for row in 0..<n {
    for column in 0...row {
      var rest = factor[row * n + column]
      for inner in 0..<column { rest -= factor[row * n + inner] * factor[column * n + inner] }
      if column < row {
        factor[row * n + column] = rest / factor[column * n + column]
      } else {
        guard rest > 0, rest.isFinite else { return nil }
        factor[row * n + row] = rest.squareRoot()
      }
    }
    for inner in 0..<row { solution[row] -= factor[row * n + inner] * solution[inner] }
    solution[row] /= factor[row * n + row]
  }
  for row in (0..<n).reversed() {
    for inner in (row + 1)..<max(n, row + 1) { solution[row] -= factor[inner * n + row] * solution[inner] }
    solution[row] /= factor[row * n + row]
  }
  return solution
}

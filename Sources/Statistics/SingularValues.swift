/// The singular values of a small dense matrix, with its right singular vectors.
///
/// One-sided Jacobi rotations make the columns orthogonal; their lengths are then the singular values, each to a few
/// units in the last place of the largest.
/// - Reference: Hestenes (1958) J. SIAM 6, 51; Demmel and Veselić (1992) SIAM J. Matrix Anal. Appl. 13, 1204.
package struct SingularValues: Hashable, Sendable {
  /// One for each column of the matrix, descending, none negative.
  package var values: [Double]
  /// `rightVectors[k]` belongs to `values[k]`: a unit vector with one element for each column of the matrix.
  package var rightVectors: [[Double]]
  /// Rows of the matrix.
  package var rows: Int

  /// - Parameter columns: of the same length each.
  /// - Returns: `nil` where an element is not finite.
  /// - Complexity: O(rows × columns²) a sweep, of which there are about eight and at most forty.
  package init?(ofColumns columns: [[Double]]) {
    let rows = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == rows }, "columns of \(columns.map(\.count)) rows")
    guard columns.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    self.rows = rows
    // Squares of numbers between −1 and 1 do not overflow; a power of two rounds nothing.
    let largest = columns.reduce(0) { $1.reduce($0) { max($0, $1.magnitude) } }
    let scale = largest >= .leastNormalMagnitude ? largest.binade : 1
    var turned = columns.map { $0.map { $0 / scale } }
    var vectors = columns.indices.map { place in columns.indices.map { $0 == place ? 1.0 : 0 } }

    var isOrthogonal = false
    var sweeps = 0
    while !isOrthogonal, sweeps < 40 {
      isOrthogonal = true
      sweeps += 1
      for second in columns.indices.dropFirst() {
        for first in 0..<second {
          guard let turn = Self.rotation(turned[first], turned[second]) else { continue }
          isOrthogonal = false
          Self.rotate(&turned, first, second, turn)
          Self.rotate(&vectors, first, second, turn)
        }
      }
    }

    let lengths = turned.map { Self.product($0, $0).squareRoot() * scale }
    let order = columns.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    values = order.map { lengths[$0] }
    rightVectors = order.map { vectors[$0] }
  }

  /// How many singular values exceed `tolerance` times the largest.
  ///
  /// - Parameter tolerance: by default the larger side of the matrix times the spacing of numbers at 1, as in NumPy.
  package func rank(tolerance: Double? = nil) -> Int {
    let tolerance = tolerance ?? Double(max(rows, values.count)) * .ulpOfOne
    return values.count { $0 > 0 && $0 > tolerance * (values.first ?? 0) }
  }

  /// The cosine and sine that make two columns orthogonal; `nil` where they are so to rounding.
  private static func rotation(_ x: [Double], _ y: [Double]) -> (cosine: Double, sine: Double)? {
    let xx = product(x, x)
    let yy = product(y, y)
    let xy = product(x, y)
    guard xy.magnitude > .ulpOfOne * (xx.squareRoot() * yy.squareRoot()) else { return nil }
    let slope = (yy - xx) / (2 * xy)
    let tangent = (slope < 0 ? -1 : 1) / (slope.magnitude + (1 + slope * slope).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    return (cosine, cosine * tangent)
  }

  private static func rotate(
    _ columns: inout [[Double]], _ first: Int, _ second: Int, _ turn: (cosine: Double, sine: Double)
  ) {
    for row in columns[first].indices {
      let x = columns[first][row]
      let y = columns[second][row]
      columns[first][row] = turn.cosine * x - turn.sine * y
      columns[second][row] = turn.sine * x + turn.cosine * y
    }
  }

  private static func product(_ x: [Double], _ y: [Double]) -> Double {
    orderedSum(count: x.count) { x[$0] * y[$0] }
  }
}

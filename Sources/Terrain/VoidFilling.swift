/// Heights for cells without one, from the ground on either side.
///
/// From a void the heights nearest in each of the eight directions are looked for, at most `reach` cells away. Where two
/// opposite ones are found the void gets the mean of all that are, each weighted by the inverse of its distance; others
/// stay voids, so that nothing is made up beyond the ground that is known. Filled cells fill no others: what a cell gets
/// depends on the heights within reach of it alone.
///
/// - Reference: inverse distance weighting, Shepard (1968), Proc. 23rd ACM National Conference, 517–524.
package struct VoidFilling: Hashable, Sendable {
  /// Cells.
  package var reach: Int
  /// The type in which heights are stored; those made up are rounded to it.
  package var kind: HeightKind

  /// - Precondition: `reach` is positive.
  package init(reach: Int, kind: HeightKind) {
    precondition(reach > 0, "a reach of \(reach) cells")
    self.reach = reach
    self.kind = kind
  }

  /// Fills the voids of some cells of a window.
  ///
  /// - Parameters:
  ///   - heights: of the window, m, row by row; not finite where there is none.
  ///   - rows: those whose voids are filled; the window should hold `reach` rows more on either side, as far as the raster
  ///     goes. As `columns` counted from the window's first.
  ///   - sizes: of a cell of each row of the window.
  /// - Complexity: O(n), and O(reach) for each void.
  package func fill(
    _ heights: inout [Double], rows: Range<Int>, columns: Range<Int>, sizes: [CellSize]
  ) {
    let stride = sizes.isEmpty ? 0 : heights.count / sizes.count
    precondition(stride * sizes.count == heights.count, "\(heights.count) heights in \(sizes.count) rows")
    guard heights.contains(where: \.isFinite) else { return }
    var filled: [(place: Int, height: Double)] = []
    for row in rows {
      for column in columns where !heights[row * stride + column].isFinite {
        if let height = height(ofVoidAt: row, column, in: heights, stride: stride, sizes: sizes) {
          filled.append((row * stride + column, height))
        }
      }
    }
    for (place, height) in filled { heights[place] = height }
  }

  private func height(
    ofVoidAt row: Int, _ column: Int, in heights: [Double], stride: Int, sizes: [CellSize]
  ) -> Double? {
    let size = sizes[row]
    var hasBothSides = false
    var sum = 0.0
    var weights = 0.0
    // One direction of each opposite pair, with the length of a step.
    for (down, right, step) in [
      (0, 1, size.eastward), (1, 0, size.northward), (1, 1, size.diagonal), (1, -1, size.diagonal),
    ] {
      var sides = 0
      for sign in [1, -1] {
        for steps in 1...reach {
          let (y, x) = (row + sign * steps * down, column + sign * steps * right)
          guard sizes.indices.contains(y), (0..<stride).contains(x) else { break }
          let height = heights[y * stride + x]
          guard height.isFinite else { continue }
          let weight = 1 / (Double(steps) * step)
          sum += weight * height
          weights += weight
          sides += 1
          break
        }
      }
      if sides == 2 { hasBothSides = true }
    }
    guard hasBothSides else { return nil }
    return switch kind {
    case .wholeMetres: (sum / weights).rounded()
    case .single: Double(Float(sum / weights))
    case .double: sum / weights
    }
  }
}

package import Grids
import Statistics

/// A closed line without holes in coordinates of the plane; the first point is not repeated at the end.
package struct Ring: Hashable, Sendable {
  package var points: [MapPoint]

  package init(points: [MapPoint]) { self.points = points }

  /// The area inside, m2 (the shoelace formula).
  package var area: Double {
    var twice = 0.0
    var previous = points.last ?? MapPoint(x: 0, y: 0)
    for point in points {
      twice += previous.x * point.y - point.x * previous.y
      previous = point
    }
    return twice.magnitude / 2
  }

  /// A rounded outline with lobes that encloses the area of a circle of `radius`, m; `twofold` and `threefold` turn the
  /// lobes, rad.
  static func lobed(centre: MapPoint, radius: Double, twofold: Double = 0, threefold: Double = 0) -> Ring {
    let sides = 48
    // A radius R (1 + a cos 2t + b cos 3t) encloses pi R2 (1 + a2/2 + b2/2).
    let scale = radius / (1 + (0.25 * 0.25 + 0.12 * 0.12) / 2).squareRoot()
    return Ring(
      points: (0..<sides).map { side in
        let angle = 2 * Double.pi * Double(side) / Double(sides)
        let lobes = 1 + 0.25 * Portable.cos(2 * angle + twofold) + 0.12 * Portable.cos(3 * angle + threefold)
        return MapPoint(
          x: centre.x + scale * lobes * Portable.cos(angle), y: centre.y + scale * lobes * Portable.sin(angle))
      })
  }

  /// Sets `mask` to true where the centre of a cell lies inside.
  func burn(into mask: inout Mask) {
    let geometry = mask.geometry
    guard let top = points.map(\.y).max(), let bottom = points.map(\.y).min() else { return }
    let first = max(0, Int(((geometry.north - top) / geometry.cellHeight).rounded(.down)))
    let last = min(geometry.rows - 1, Int(((geometry.north - bottom) / geometry.cellHeight).rounded(.down)))
    guard first <= last else { return }
    for row in first...last {
      let crossings = crossings(y: geometry.centre(of: CellIndex(row: row, column: 0)).y)
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        let from = ((crossings[pair] - geometry.west) / geometry.cellWidth - 0.5).rounded(.up)
        let to = ((crossings[pair + 1] - geometry.west) / geometry.cellWidth - 0.5).rounded(.down)
        guard from <= to, to >= 0, from < Double(geometry.columns) else { continue }
        for column in max(0, Int(from))...min(geometry.columns - 1, Int(to)) {
          mask[CellIndex(row: row, column: column)] = true
        }
      }
    }
  }

  /// Where the ring crosses the parallel at `y`, from west to east.
  private func crossings(y: Double) -> [Double] {
    var found: [Double] = []
    var previous = points[points.count - 1]
    for point in points {
      if (previous.y > y) != (point.y > y) {
        found.append(previous.x + (y - previous.y) / (point.y - previous.y) * (point.x - previous.x))
      }
      previous = point
    }
    return found.sorted()
  }
}

import Grids
import Statistics

/// The outline of the plateau and the frames that follow from it.
///
/// An egg, broader in the east, whose edge wanders; all of its shape follows from its area and the seed, none of it from
/// the size of the cells.
struct StudyArea: Sendable {
  static let crs = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m"

  let boundary: Ring
  /// Everything lies inside this, whatever the cells.
  let extent: Extent
  private let centre = MapPoint(x: -1_500_000, y: 3_750_000)
  let halfHeight: Double
  private let halfWidth: Double
  private let level: Double
  let edge: Texture

  init(parameters: TwinParameters, seed: UInt64) {
    let target = parameters.area * 1e6
    let halfHeight = (target / (Double.pi * Self.elongation)).squareRoot()
    let halfWidth = halfHeight * Self.elongation
    let extent = Extent(
      west: centre.x - 1.7 * halfWidth, south: centre.y - 1.9 * halfHeight, east: centre.x + 1.7 * halfWidth,
      north: centre.y + 1.9 * halfHeight)
    let edge = Texture(over: extent, spacing: halfHeight / 2, octaves: 3, seed: seed, name: "edge")
    self.halfHeight = halfHeight
    self.halfWidth = halfWidth
    self.extent = extent
    self.edge = edge

    var level = 1.0
    var ring = Ring(points: [])
    for _ in 0..<8 {
      ring = Self.trace(level: level, centre: centre, halfWidth: halfWidth, halfHeight: halfHeight, edge: edge)
      level *= (target / ring.area).squareRoot()
    }
    self.level = level
    self.boundary = Self.trace(
      level: level, centre: centre, halfWidth: halfWidth, halfHeight: halfHeight, edge: edge)
  }

  /// Width over height, and how much broader the east is than the middle.
  private static let elongation = 2.1
  private static let easternBreadth = 0.22

  /// How far out a place lies: 0 in the middle, 1 on the boundary; and its direction from the middle, of length 1.
  func position(x: Double, y: Double, edge: Double) -> (out: Double, east: Double, north: Double) {
    let u = (x - centre.x) / halfWidth
    let v = (y - centre.y) / (halfHeight * max(0.3, 1 + Self.easternBreadth * u))
    let r = (u * u + v * v).squareRoot()
    guard r > 0 else { return (0, 1, 0) }
    return (r * (1 + 0.06 * edge) / level, u / r, v / r)
  }

  /// The place at fractions of the half axes, −1 to 1 from west to east and from south to north.
  func place(east u: Double, north v: Double) -> MapPoint {
    Self.place(u, v, centre: centre, halfWidth: halfWidth, halfHeight: halfHeight)
  }

  private static func place(
    _ u: Double, _ v: Double, centre: MapPoint, halfWidth: Double, halfHeight: Double
  ) -> MapPoint {
    MapPoint(x: centre.x + halfWidth * u, y: centre.y + halfHeight * v * (1 + easternBreadth * u))
  }

  /// The line where the egg's radius times the wandering of its edge reaches `level`, by bisection along 720 rays.
  private static func trace(
    level: Double, centre: MapPoint, halfWidth: Double, halfHeight: Double, edge: Texture
  ) -> Ring {
    let rays = 720
    let points = (0..<rays).map { ray in
      let angle = 2 * Double.pi * Double(ray) / Double(rays)
      let east = Portable.cos(angle)
      let north = Portable.sin(angle)
      var inner = 0.5
      var outer = 1.6
      for _ in 0..<30 {
        let r = (inner + outer) / 2
        let point = place(r * east, r * north, centre: centre, halfWidth: halfWidth, halfHeight: halfHeight)
        if r * (1 + 0.06 * edge.value(at: point)) < level { inner = r } else { outer = r }
      }
      return place(inner * east, inner * north, centre: centre, halfWidth: halfWidth, halfHeight: halfHeight)
    }
    return Ring(points: points)
  }

  /// The smallest frame with edges on multiples of `snap` that holds the boundary.
  func frame(_ parameters: TwinParameters) -> GridGeometry {
    let snap = parameters.snap * 1000
    let cell = parameters.cellMetres
    func outward(_ value: Double, _ rule: FloatingPointRoundingRule) -> Double { (value / snap).rounded(rule) * snap }
    let xs = boundary.points.map(\.x)
    let ys = boundary.points.map(\.y)
    let west = outward(xs.min() ?? 0, .down)
    let east = outward(xs.max() ?? 0, .up)
    let south = outward(ys.min() ?? 0, .down)
    let north = outward(ys.max() ?? 0, .up)
    return GridGeometry(
      crs: Self.crs, west: west, north: north, cellWidth: cell, cellHeight: cell,
      columns: Int(((east - west) / cell).rounded()), rows: Int(((north - south) / cell).rounded()))
  }

  /// The frame of the terrain model: `frame` and a margin around it, each cell divided.
  func terrainFrame(_ frame: GridGeometry, _ parameters: TwinParameters) -> GridGeometry {
    let margin = (parameters.demMargin * 1000 / frame.cellWidth).rounded()
    let metres = margin * frame.cellWidth
    let cell = frame.cellWidth / parameters.demRatio
    let cells = 2 * Int(margin)
    return GridGeometry(
      crs: frame.crs, west: frame.west - metres, north: frame.north + metres, cellWidth: cell, cellHeight: cell,
      columns: (frame.columns + cells) * parameters.refinement, rows: (frame.rows + cells) * parameters.refinement)
  }
}

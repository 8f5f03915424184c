import Grids
import Statistics

/// The eight landscapes of the plateau: each has the means of one zone of Table 3 and a place, and they pass into each
/// other over a distance that a parameter gives.
///
/// The weight of province *k* at a place falls with the squared distance *d* to its site,
///
///     w_k ∝ exp( −d_k² / (2 S T) ),   S = 500 km,
///
/// so that across the border of two sites *S* apart it changes as a logistic curve of scale *T*.
struct Provinces: Sendable {
  /// What a place has from the provinces around it, each the weighted mean of theirs.
  struct Blend {
    /// Height of the ground without relief, m.
    var elevation = 0.0
    /// How strong relief is, 1 where it is as the parameters say.
    var roughness = 0.0
    /// How deep valleys are, likewise.
    var incision = 0.0
    /// Temperature reduced to sea level, degC.
    var seaLevelTemperature = 0.0
    /// mm/a, at the site of the province.
    var precipitation = 0.0
    /// How far south-east the province's site lies, m.
    var southEast = 0.0
    var ndvi = 0.0
  }

  private struct Province: Sendable {
    var site: MapPoint
    var blend: Blend
  }

  private let provinces: [Province]
  private let falloff: Double
  private let warp: Double
  private let warpX: Texture
  private let warpY: Texture

  /// East and north of the middle in half axes, roughness and incision of each province.
  private static let layout: [(east: Double, north: Double, roughness: Double, incision: Double)] = [
    (0.62, -0.60, 1.2, 1.0), (0.34, 0.62, 0.25, 0.1), (0.78, 0.16, 0.8, 0.6), (0.26, -0.44, 1.1, 0.9),
    (0.12, 0.16, 0.6, 0.4), (-0.34, -0.26, 0.5, 0.3), (-0.52, 0.42, 0.7, 0.2), (-0.92, -0.16, 1.1, 0.3),
  ]

  init(parameters: TwinParameters, area: StudyArea, seed: UInt64) {
    provinces = zip(PublishedZone.all, Self.layout).map { zone, layout in
      let site = area.place(east: layout.east, north: layout.north)
      return Province(
        site: site,
        blend: Blend(
          elevation: zone.elevation, roughness: layout.roughness, incision: layout.incision,
          seaLevelTemperature: zone.temperature + parameters.lapseRate * zone.elevation / 1000,
          precipitation: zone.precipitation, southEast: Self.southEast(site), ndvi: zone.ndvi))
    }
    falloff = 1 / (2 * 500_000 * parameters.provinceTransition * 1000)
    warp = parameters.provinceWarp * 1000
    warpX = Texture(over: area.extent, spacing: 150_000, octaves: 3, seed: seed, name: "provinces/east")
    warpY = Texture(over: area.extent, spacing: 150_000, octaves: 3, seed: seed, name: "provinces/north")
  }

  /// Two outlines within the landscapes of zones 2 and 7.
  var regions: [SyntheticPlateau.Region] {
    [("basin", 1, 160_000.0), ("inner-plateau", 6, 220_000.0)].map { name, index, radius in
      SyntheticPlateau.Region(name: name, ring: Ring.lobed(centre: provinces[index].site, radius: radius))
    }
  }

  /// How far south-east a place lies, m, from an arbitrary origin.
  static func southEast(_ point: MapPoint) -> Double { (point.x - point.y) * 0.7071067811865476 }

  /// Calls `body` with the offset and the blend of every cell.
  func forEachCell(of geometry: GridGeometry, _ body: (Int, MapPoint, Blend) -> Void) {
    let east = warpX.sampled(on: geometry)
    let north = warpY.sampled(on: geometry)
    for offset in 0..<geometry.count {
      let point = geometry.centre(of: geometry.cell(at: offset))
      body(offset, point, blend(x: point.x + warp * east[offset], y: point.y + warp * north[offset]))
    }
  }

  private func blend(x: Double, y: Double) -> Blend {
    var nearest = Double.infinity
    for province in provinces {
      let dx = x - province.site.x
      let dy = y - province.site.y
      nearest = min(nearest, dx * dx + dy * dy)
    }
    var sum = Blend()
    var total = 0.0
    for province in provinces {
      let dx = x - province.site.x
      let dy = y - province.site.y
      let exponent = (nearest - dx * dx - dy * dy) * falloff
      // exp(−30) of another province's means is below a tenth of a nanometre.
      guard exponent > -30 else { continue }
      let weight = Portable.exp(exponent)
      let part = province.blend
      sum.elevation += weight * part.elevation
      sum.roughness += weight * part.roughness
      sum.incision += weight * part.incision
      sum.seaLevelTemperature += weight * part.seaLevelTemperature
      sum.precipitation += weight * part.precipitation
      sum.southEast += weight * part.southEast
      sum.ndvi += weight * part.ndvi
      total += weight
    }
    sum.elevation /= total
    sum.roughness /= total
    sum.incision /= total
    sum.seaLevelTemperature /= total
    sum.precipitation /= total
    sum.southEast /= total
    sum.ndvi /= total
    return sum
  }
}

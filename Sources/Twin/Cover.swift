import Grids

/// Classes of land use, by greenness and warmth.
package enum LandUse: Int16, CaseIterable, Sendable {
  case forest = 1
  case shrub, meadow, steppe, barren, cropland

  /// - Parameter chance: a standard deviate that blurs the borders of the classes.
  init(ndvi: Double, temperature: Double, chance: Double) {
    let green = ndvi + 0.04 * chance
    switch green {
    case 0.6... where temperature > 8 && chance > 0.8: self = .cropland
    case 0.72...: self = .forest
    case 0.55...: self = .shrub
    case 0.30...: self = .meadow
    case 0.19...: self = .steppe
    default: self = .barren
    }
  }

  static func draw(covariates: Covariates, extent: Extent, seed: UInt64) -> ClassGrid {
    let geometry = covariates.ndvi.geometry
    let chance = Texture(over: extent, spacing: 20_000, octaves: 2, seed: seed, name: "land-use").sampled(on: geometry)
    var codes = ClassGrid(geometry: geometry, repeating: nil)
    for offset in codes.cells.indices {
      codes.cells[offset] =
        LandUse(
          ndvi: Double(covariates.ndvi.cells[offset]), temperature: Double(covariates.temperature.cells[offset]),
          chance: chance[offset]
        ).rawValue
    }
    return codes
  }
}

/// Classes of the rock or sediment that soil forms from.
package enum ParentMaterial: Int16, CaseIterable, Sendable {
  case granite = 1
  case limestone, sandstone, shale, alluvium, loess, glacialTill

  /// The commonest material of the landscapes of zones 1 to 8.
  private static let favoured: [ParentMaterial] = [
    .granite, .alluvium, .loess, .shale, .sandstone, .limestone, .sandstone, .glacialTill,
  ]

  /// One of seven random fields wins at each place; that of the material which the zone favours has a start of one
  /// standard deviation.
  static func draw(zones: ClassGrid, extent: Extent, seed: UInt64) -> ClassGrid {
    var best = [Double](repeating: -.infinity, count: zones.cells.count)
    var material = zones
    for candidate in allCases {
      let field = Texture(
        over: extent, spacing: 60_000, octaves: 2, seed: seed, name: "parent-material/\(candidate.rawValue)")
      let values = field.sampled(on: zones.geometry)
      for offset in values.indices {
        guard let zone = zones.cells[offset] else { continue }
        let score = values[offset] + (favoured[Int(zone) - 1] == candidate ? 1 : 0)
        if score > best[offset] {
          best[offset] = score
          material.cells[offset] = candidate.rawValue
        }
      }
    }
    return material
  }
}

import Grids

/// Temperature, precipitation and greenness on the grid, from the provinces and the height of the ground.
struct Climate: Sendable {
  /// MAT, degC.
  var temperature: Grid<Float>
  /// MAP, mm/a.
  var precipitation: Grid<Float>
  var ndvi: Grid<Float>

  /// - Parameters:
  ///   - elevation: mean height of each cell, m.
  init(
    elevation: Grid<Double>, provinces: Provinces, parameters: TwinParameters, extent: Extent, seed: UInt64
  ) {
    let geometry = elevation.geometry
    func texture(_ spacing: Double, _ name: String) -> [Double] {
      Texture(over: extent, spacing: spacing, octaves: 2, seed: seed, name: name).sampled(on: geometry)
    }
    let warmth = texture(60_000, "temperature")
    let wetness = texture(60_000, "precipitation")
    let greenness = texture(40_000, "ndvi")
    var temperature = Grid<Float>(geometry: geometry, repeating: .nan)
    var precipitation = temperature
    var ndvi = temperature
    provinces.forEachCell(of: geometry) { offset, point, blend in
      temperature.cells[offset] = Float(
        blend.seaLevelTemperature - parameters.lapseRate * elevation.cells[offset] / 1000
          + parameters.temperatureNoise * warmth[offset])
      let towardsSea = (Provinces.southEast(point) - blend.southEast) / 1e6
      let rain =
        parameters.precipitationGradient * towardsSea + parameters.precipitationNoise * wetness[offset]
      precipitation.cells[offset] = Float(max(20, blend.precipitation + rain))
      // Three hundredths of greenness for each decimetre of rain above that of the province.
      let green = blend.ndvi + 3e-4 * rain + parameters.ndviNoise * greenness[offset]
      ndvi.cells[offset] = Float(min(max(green, 0.02), 0.95))
    }
    self.temperature = temperature
    self.precipitation = precipitation
    self.ndvi = ndvi
  }
}

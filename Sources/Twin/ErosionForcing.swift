import Grids
import Statistics

/// Erosion by water and by wind and the depth to bedrock: log-normal fields.
///
/// The logarithm of an erosion field has a random part and a part that follows the ground (slope for water, drought for
/// wind). Inside the boundary its standard deviation and the mean of the erosion are exactly those of the parameters.
struct ErosionForcing: Sendable {
  /// t/ha/a.
  var water: Grid<Float>
  /// t/ha/a.
  var wind: Grid<Float>
  /// m.
  var bedrock: Grid<Float>

  init(
    slope: Grid<Double>, climate: Climate, inside: Mask, parameters: TwinParameters, extent: Extent, seed: UInt64
  ) {
    let geometry = inside.geometry
    func texture(_ spacing: Double, _ name: String) -> [Double] {
      Texture(over: extent, spacing: spacing, octaves: 2, seed: seed, name: name).sampled(on: geometry)
    }
    let bareness = texture(parameters.erosionSpacing * 1000, "bareness")
    func logNormal(mean: Double, following trend: [Double], name: String) -> Grid<Float> {
      let share = parameters.erosionTerrainShare
      let common = parameters.erosionCorrelation
      let own = texture(parameters.erosionSpacing * 1000, name)
      let chance = combined(bareness, own, share: common)
      let sum = combined(standardised(trend, inside), standardised(chance, inside), share: share)
      let raw = standardised(sum, inside).map { Portable.exp(parameters.erosionLogDeviation * $0) }
      let scale = mean / average(raw, inside)
      return Grid(geometry: geometry, cells: raw.map { Float(scale * $0) })
    }
    water = logNormal(
      mean: parameters.waterErosion, following: slope.cells.map { Portable.log(max($0, 1e-4)) }, name: "water-erosion")
    wind = logNormal(
      mean: parameters.windErosion, following: climate.precipitation.cells.map { -Double($0) }, name: "wind-erosion")
    let depth = texture(40_000, "bedrock")
    bedrock = Grid(
      geometry: geometry,
      cells: depth.map {
        Float(parameters.bedrockDepth * Portable.exp(parameters.bedrockLogDeviation * $0))
      })
  }
}

/// Two fields mixed so that the first holds `share` of the variance.
private func combined(_ first: [Double], _ second: [Double], share: Double) -> [Double] {
  let a = share.squareRoot()
  let b = (1 - share).squareRoot()
  return zip(first, second).map { a * $0 + b * $1 }
}

/// The mean of the values where `inside` is true, summed in the order of the cells.
func average(_ values: [Double], _ inside: Mask) -> Double {
  var sum = 0.0
  var count = 0
  for offset in values.indices where inside.cells[offset] {
    sum += values[offset]
    count += 1
  }
  return sum / Double(count)
}

/// The values less their mean, over their standard deviation (over n), both where `inside` is true; zeros where that is 0.
func standardised(_ values: [Double], _ inside: Mask) -> [Double] {
  let mean = average(values, inside)
  let variance = average(values.map { ($0 - mean) * ($0 - mean) }, inside)
  guard variance > 0 else { return values.map { _ in 0 } }
  let scale = 1 / variance.squareRoot()
  return values.map { ($0 - mean) * scale }
}

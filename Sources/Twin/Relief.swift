import Grids

/// The ground: the height of the provinces, ranges from west to east, hills, valleys, and the high rim around all but the
/// south-east, outside of which the land falls to the lowlands.
struct Relief: Sendable {
  private let parameters: TwinParameters
  private let area: StudyArea
  private let provinces: Provinces
  private let ranges: Texture
  private let hills: Texture
  private let valleys: Texture

  init(parameters: TwinParameters, area: StudyArea, provinces: Provinces, seed: UInt64) {
    self.parameters = parameters
    self.area = area
    self.provinces = provinces
    // Crests follow the lines where a field is zero; these lie about two lattice steps apart.
    ranges = Texture(
      over: area.extent, spacing: parameters.rangeSpacing * 500, stretch: 3, octaves: 2, seed: seed, name: "ranges")
    hills = Texture(over: area.extent, spacing: parameters.hillSpacing * 1000, octaves: 3, seed: seed, name: "hills")
    valleys = Texture(
      over: area.extent, spacing: parameters.valleySpacing * 500, stretch: 1.5, octaves: 2, seed: seed, name: "valleys")
  }

  /// The height of the ground at the centre of each cell, m.
  func elevation(on geometry: GridGeometry) -> Grid<Float> {
    var heights: [Float] = []
    heights.reserveCapacity(geometry.count)
    // In bands of rows, so that a plateau of 1 km cells needs no more memory than its own rasters.
    for first in stride(from: 0, to: geometry.rows, by: 256) {
      var band = geometry
      band.north = geometry.north - Double(first) * geometry.cellHeight
      band.rows = min(256, geometry.rows - first)
      append(band, to: &heights)
    }
    return Grid(geometry: geometry, cells: heights)
  }

  private func append(_ band: GridGeometry, to heights: inout [Float]) {
    let edge = area.edge.sampled(on: band)
    let ranges = ranges.sampled(on: band)
    let hills = hills.sampled(on: band)
    let valleys = valleys.sampled(on: band)
    provinces.forEachCell(of: band) { offset, point, blend in
      let position = area.position(x: point.x, y: point.y, edge: edge[offset])
      var z = blend.elevation
      z += blend.roughness * parameters.rangeHeight * (Self.crest(ranges[offset], width: 0.5) - 0.44)
      z += blend.roughness * parameters.hillHeight * hills[offset]
      z -= blend.incision * parameters.valleyDepth * (Self.crest(valleys[offset], width: 0.25) - 0.26)
      z += rim(position, roughness: 0.75 + 0.25 * hills[offset], land: blend.elevation)
      let outside = Self.step(from: 1.0, to: 1.3, position.out)
      z += 0.9 * outside * (600 - z)
      heights.append(Float(z))
    }
  }

  /// The height of the rim's ranges over the land behind, the less the higher that is: highest at 0.93 of the way out, and
  /// none in the east-south-east.
  private func rim(_ position: (out: Double, east: Double, north: Double), roughness: Double, land: Double) -> Double {
    let towardsGap = 0.87 * position.east - 0.49 * position.north
    let closed = 1 - Self.step(from: 0.35, to: 0.85, towardsGap)
    let standing = min(max((7000 - land) / 3000, 0), 1)
    let width = parameters.rimWidth * 1000 / area.halfHeight
    return parameters.rimHeight * closed * roughness * standing * Self.crest(position.out - 0.93, width: width)
  }

  /// A smooth ridge of height 1 over the zero of `value`. Over a normal deviate its mean is 0.44 for a width of 0.5 and
  /// 0.26 for 0.25.
  private static func crest(_ value: Double, width: Double) -> Double {
    let t = value / width
    return 1 / (1 + t * t)
  }

  /// 0 up to `low`, 1 from `high`, smooth between.
  private static func step(from low: Double, to high: Double, _ value: Double) -> Double {
    let t = min(max((value - low) / (high - low), 0), 1)
    return t * t * (3 - 2 * t)
  }
}

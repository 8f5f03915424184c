package import MassBalance

/// The eight environmental zones as the paper prints them: their means in Table 3 and their parameters in Table 4.
///
/// - Reference: preprint essd-2025-809, Tables 3 and 4. The numbers come from the caller, who has them from the claims.
package struct PublishedZones: Hashable, Sendable {
  package struct Zone: Hashable, Sendable {
    /// Means of the zone: elevation in m, MAT in degC, MAP in mm/a, NDVI.
    package var elevation: Double
    package var temperature: Double
    package var precipitation: Double
    package var ndvi: Double
    package var parameters: Parameters

    package init(
      elevation: Double, temperature: Double, precipitation: Double, ndvi: Double, parameters: Parameters
    ) {
      self.elevation = elevation
      self.temperature = temperature
      self.precipitation = precipitation
      self.ndvi = ndvi
      self.parameters = parameters
    }
  }

  /// How many zones the plateau is laid out for.
  package static let count = 8

  /// Zones 1 to 8.
  package let zones: [Zone]
  /// The standard deviations (over n) of the columns of Table 3.
  private let spread: (elevation: Double, temperature: Double, precipitation: Double, ndvi: Double)

  /// - Returns: `nil` unless there are eight zones whose means differ in every column.
  package init?(_ zones: [Zone]) {
    guard zones.count == Self.count else { return nil }
    self.zones = zones
    spread = (
      Self.deviation(zones.map(\.elevation)), Self.deviation(zones.map(\.temperature)),
      Self.deviation(zones.map(\.precipitation)), Self.deviation(zones.map(\.ndvi))
    )
    guard spread.elevation > 0, spread.temperature > 0, spread.precipitation > 0, spread.ndvi > 0 else { return nil }
  }

  /// The zone whose means are nearest to `means`, each in units of the standard deviation of its column of Table 3; a
  /// tie goes to the lower number.
  ///
  /// - Returns: 1 to 8.
  func nearest(elevation: Double, temperature: Double, precipitation: Double, ndvi: Double) -> Int {
    var best = (zone: 0, distance: Double.infinity)
    for (index, zone) in zones.enumerated() {
      let a = (elevation - zone.elevation) / spread.elevation
      let b = (temperature - zone.temperature) / spread.temperature
      let c = (precipitation - zone.precipitation) / spread.precipitation
      let d = (ndvi - zone.ndvi) / spread.ndvi
      let distance = a * a + b * b + c * c + d * d
      if distance < best.distance { best = (index + 1, distance) }
    }
    return best.zone
  }

  /// The parameters of zone 1 to 8.
  func parameters(of zone: Int) -> Parameters { zones[zone - 1].parameters }

  private static func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }

  package static func == (a: PublishedZones, b: PublishedZones) -> Bool { a.zones == b.zones }

  package func hash(into hasher: inout Hasher) { hasher.combine(zones) }
}

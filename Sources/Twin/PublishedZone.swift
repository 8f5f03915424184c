package import MassBalance

/// One environmental zone as the paper prints it: its means in Table 3 and its parameters in Table 4.
///
/// - Reference: preprint essd-2025-809, Tables 3 and 4.
package struct PublishedZone: Hashable, Sendable {
  /// Means of the zone: elevation in m, MAT in degC, MAP in mm/a, NDVI.
  package var elevation: Double
  package var temperature: Double
  package var precipitation: Double
  package var ndvi: Double
  package var parameters: Parameters
  /// Profiles in the zone.
  package var profiles: Int

  private init(_ means: (Double, Double, Double, Double), _ parameters: Parameters, profiles: Int) {
    (elevation, temperature, precipitation, ndvi) = means
    self.parameters = parameters
    self.profiles = profiles
  }

  /// Zones 1 to 8.
  package static let all: [PublishedZone] = [
    PublishedZone(
      (2136, 13.09, 832.41, 0.86),
      Parameters(
        h0: 0.038, rhoS: 2764.99, a: 86.03, b: 0.00039, alpha: 0.0012, beta: 0.00075, gamma: 0.18, diffusivity: 0.0016),
      profiles: 35),
    PublishedZone(
      (2938, 4.58, 222.49, 0.21),
      Parameters(
        h0: 0.048, rhoS: 2895.88, a: 98.34, b: 1.42e-06, alpha: 0.0024, beta: 0.0021, gamma: 0.014, diffusivity: 0.00041
      ),
      profiles: 131),
    PublishedZone(
      (3597, 3.05, 610.26, 0.64),
      Parameters(
        h0: 0.043, rhoS: 2855.11, a: 99.7, b: 4.02e-05, alpha: 0.0014, beta: 0.0069, gamma: 0.017, diffusivity: 0.00011),
      profiles: 136),
    PublishedZone(
      (4354, 2.23, 809.56, 0.66),
      Parameters(
        h0: 0.026, rhoS: 2895.74, a: 99.69, b: 0.0012, alpha: 0.00043, beta: 0.0072, gamma: 0.0035,
        diffusivity: 6.23e-05),
      profiles: 51),
    PublishedZone(
      (4230, -1.15, 399.75, 0.32),
      Parameters(
        h0: 0.056, rhoS: 2895.67, a: 6.89, b: 4.13e-05, alpha: 0.15, beta: 0.0092, gamma: 0.94, diffusivity: 0.0096),
      profiles: 71),
    PublishedZone(
      (4697, -1.27, 449.22, 0.34),
      Parameters(
        h0: 0.042, rhoS: 2899.59, a: 99.18, b: 3.84e-05, alpha: 0.053, beta: 0.0012, gamma: 0.052, diffusivity: 6.95e-05
      ),
      profiles: 79),
    PublishedZone(
      (5036, -3.32, 412.39, 0.20),
      Parameters(
        h0: 0.1, rhoS: 2401.88, a: 0.58, b: 0.00014, alpha: 0.99, beta: 0.96, gamma: 0.99, diffusivity: 0.0093),
      profiles: 15),
    PublishedZone(
      (5419, -4.01, 505.06, 0.16),
      Parameters(
        h0: 0.084, rhoS: 2400.32, a: 0.63, b: 0.00069, alpha: 0.99, beta: 0.0004, gamma: 0.0056, diffusivity: 0.00065),
      profiles: 4),
  ]

  /// The zone whose means are nearest to `means`, each in units of the standard deviation of its column of Table 3; a
  /// tie goes to the lower number.
  ///
  /// - Returns: 1 to 8.
  static func nearest(elevation: Double, temperature: Double, precipitation: Double, ndvi: Double) -> Int {
    var best = (zone: 0, distance: Double.infinity)
    for (index, zone) in all.enumerated() {
      let a = (elevation - zone.elevation) / spread.elevation
      let b = (temperature - zone.temperature) / spread.temperature
      let c = (precipitation - zone.precipitation) / spread.precipitation
      let d = (ndvi - zone.ndvi) / spread.ndvi
      let distance = a * a + b * b + c * c + d * d
      if distance < best.distance { best = (index + 1, distance) }
    }
    return best.zone
  }

  /// The standard deviations (over n) of the columns of Table 3.
  static let spread = (
    elevation: deviation(all.map(\.elevation)), temperature: deviation(all.map(\.temperature)),
    precipitation: deviation(all.map(\.precipitation)), ndvi: deviation(all.map(\.ndvi))
  )

  private static func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }
}

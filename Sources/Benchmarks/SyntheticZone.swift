import Grids
import MassBalance
import Statistics

/// Places of one zone, with forcing round the means of the paper's zone 3 (Table 3) and parameters as printed for it
/// (Table 4).
struct SyntheticZone {
  static let parameters = Parameters(
    h0: 0.043, rhoS: 2855.11, a: 99.7, b: 4.02e-5, alpha: 0.0014, beta: 0.0069, gamma: 0.017, diffusivity: 0.00011)

  private var stream: RandomStream

  init(name: String) { stream = RandomStream(seed: 1, name: name) }

  /// The next place.
  mutating func forcing() -> Forcing {
    Forcing(
      temperature: Quantity(3.05 + 1.6 * stream.normal()),
      precipitation: Quantity(max(20, 610.26 + 90 * stream.normal())),
      waterErosion: Quantity(0.01 + exponential(mean: 7)), windErosion: Quantity(0.01 + exponential(mean: 12)),
      curvature: Quantity(0.002 * stream.normal()), depthToBedrock: Quantity(0.05 + exponential(mean: 8)))
  }

  mutating func normal() -> Double { stream.normal() }

  private mutating func exponential(mean: Double) -> Double { -mean * Portable.log(1 - stream.uniform()) }
}

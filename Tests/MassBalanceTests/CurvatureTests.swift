import Grids
import Testing

@testable import MassBalance

@Suite struct `The curvature of ground` {
  /// A paraboloid that falls by x²/2 and y²/2 has a Laplacian of −2.
  @Test(arguments: [(1.0, 2.0), (2, 4), (100, 200)])
  func `is positive on a summit, in the scale that is asked for`(scale: Double, expected: Double) {
    #expect(Quantity<PerMetre>(curvatureOfLaplacian: -2, scale: scale).value == expected)
    #expect(Quantity<PerMetre>(curvatureOfLaplacian: 2, scale: scale).value == -expected)
  }
}

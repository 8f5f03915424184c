import Statistics
import Testing

@testable import Terrain

/// Measured against the angles of double precision, which are wrong by 2^−52 of themselves at most.
@Suite struct `An angle in single precision` {
  /// How far a number lies from an exact one, in units of the last place that it is printed with.
  private func error(_ found: Float, _ exact: Double) -> Double {
    (Double(found) - exact).magnitude / Double(Float(exact).ulp)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `has its tangent to one and a quarter units in the last place`(seed: UInt64) {
    var stream = RandomStream(seed: seed, name: "tangents")
    var greatest = 0.0
    for _ in 0..<50_000 {
      // Of every order of magnitude alike, and half of them around 1.
      let exponent = stream.uniform() < 0.5 ? stream.uniform() * 8 - 4 : stream.uniform() * 250 - 125
      let x = Float(Portable.pow(2, exponent)) * (stream.uniform() < 0.5 ? 1 : -1)
      greatest = max(greatest, error(SingleAngle.atan(x), Portable.atan(Double(x))))
    }
    #expect(greatest < 1.25, "seed \(seed)")
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `of a point lies within two units in the last place`(seed: UInt64) {
    var stream = RandomStream(seed: seed, name: "points")
    var greatest = 0.0
    for _ in 0..<50_000 {
      func coordinate() -> Float { Float((stream.uniform() - 0.5) * Portable.pow(2, stream.uniform() * 40 - 20)) }
      let (y, x) = (coordinate(), coordinate())
      greatest = max(greatest, error(SingleAngle.atan2(y, x), Portable.atan2(Double(y), Double(x))))
    }
    #expect(greatest < 2, "seed \(seed)")
  }

  @Test func `is exact where it must be`() {
    #expect(SingleAngle.atan(0).bitPattern == Float(0).bitPattern)
    #expect(SingleAngle.atan(-0.0).bitPattern == Float(-0.0).bitPattern)
    #expect(SingleAngle.atan(.infinity) == Float(Double.pi / 2))
    #expect(SingleAngle.atan(-.infinity) == -Float(Double.pi / 2))
    #expect(SingleAngle.atan(.nan).isNaN)
    #expect(SingleAngle.atan(1) == Float(Double.pi / 4))
    for (y, x, angle) in [
      (0, 1, 0), (0, -1, Double.pi), (-0.0, -1, -Double.pi), (1, 0, Double.pi / 2), (-1, 0, -Double.pi / 2),
      (0, 0, 0), (0, -0.0, Double.pi), (1, -1, 3 * Double.pi / 4), (-2, -2, -3 * Double.pi / 4),
    ] as [(Float, Float, Double)] {
      #expect(SingleAngle.atan2(y, x) == Float(angle), "\(y), \(x)")
    }
    #expect(SingleAngle.atan2(-0.0, 0).sign == .minus)
  }
}

import Grids
import Testing

@testable import Twin

struct SmoothFieldTests {
  private let extent = Extent(west: 0, south: 0, east: 2_000_000, north: 1_000_000)
  private let geometry = GridGeometry(
    crs: "plane", west: 0, north: 1_000_000, cellWidth: 10_000, cellHeight: 10_000, columns: 200, rows: 100)

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `A texture has mean 0 and variance 1`(seed: UInt64) {
    let values = Texture(over: extent, spacing: 15_000, octaves: 2, seed: seed, name: "test").sampled(on: geometry)
    // About 8900 lattice points of the larger octave: standard errors near 0.015 for both; five of them.
    #expect(abs(mean(values)) < 0.08)
    #expect(abs(deviation(values) - 1) < 0.08)
  }

  @Test func `Sampling a grid gives the values at the centres of its cells`() {
    let texture = Texture(over: extent, spacing: 40_000, stretch: 3, octaves: 3, seed: 9, name: "test")
    let values = texture.sampled(on: geometry)
    for offset in stride(from: 0, to: geometry.count, by: 313) {
      #expect(abs(values[offset] - texture.value(at: geometry.centre(of: geometry.cell(at: offset)))) < 1e-12)
    }
  }

  /// A uniform cubic B-spline has continuous second derivatives: across a lattice line they differ by no more than the
  /// third derivative allows over the step.
  @Test func `The second derivative does not jump at lattice lines`() {
    let field = SmoothField(over: extent, spacing: 50_000, seed: 4, name: "test")
    func second(_ x: Double) -> Double {
      let step = 10.0
      func z(_ x: Double) -> Double { field.value(at: MapPoint(x: x, y: 512_345)) }
      return (z(x + step) + z(x - step) - 2 * z(x)) / (step * step) * 2.5e9
    }
    for line in stride(from: 500_000.0, to: 1_500_000, by: 50_000) {
      // Third derivatives in lattice units stay below 8 times the largest deviate, about 10; over 40 m of 50 km.
      #expect(abs(second(line + 20) - second(line - 20)) < 0.1)
    }
  }

  @Test func `A ring covers the cells whose centres a ray count finds inside`() throws {
    let ring = Ring.lobed(centre: MapPoint(x: 700_000, y: 480_000), radius: 300_000, twofold: 1, threefold: 2)
    var mask = Mask(geometry: geometry, repeating: false)
    ring.burn(into: &mask)
    let wrong = (0..<geometry.count).count { offset in
      let centre = geometry.centre(of: geometry.cell(at: offset))
      var winding = 0
      for (a, b) in zip(ring.points, ring.points.dropFirst() + ring.points.prefix(1)) {
        let side = (b.x - a.x) * (centre.y - a.y) - (centre.x - a.x) * (b.y - a.y)
        if a.y <= centre.y, b.y > centre.y, side > 0 { winding += 1 }
        if a.y > centre.y, b.y <= centre.y, side < 0 { winding -= 1 }
      }
      return mask.cells[offset] != (winding != 0)
    }
    #expect(wrong == 0)
    // The 48-gon encloses sin(2 pi / 48) / (2 pi / 48), or 0.997, of the lobed circle's area, up to the lobes.
    #expect(abs(ring.area / (.pi * 9e10) - 1) < 0.01)
  }
}

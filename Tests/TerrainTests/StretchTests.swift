import Foundation
import Grids
import Testing

@testable import Terrain

/// Heights times k: every derivative becomes k times as large, so what follows from them is known in closed form.
@Suite struct `Stretching the ground` {
  static let cases: [(UInt64, Double)] = [1, 2, 3].flatMap { seed in [0.25, 1.7, 9].map { (seed, $0) } }

  /// Relative; heights of 4000 m round at 1e-16 of themselves, second differences at 1e-12 of theirs.
  static let tolerance = 1e-8

  private func expectSame(_ found: Grid<Double>, _ expected: Grid<Double>, _ name: TerrainAttribute) {
    #expect(!expected.valid.isEmpty)
    for (value, wanted) in zip(found.cells, expected.cells) {
      let bound = wanted.isNaN ? 0 : Self.tolerance * max(wanted.magnitude, 1e-3)
      #expect(difference(value, wanted) <= bound, "\(name)")
    }
  }

  private func together(_ grids: Grid<Double>..., by formula: ([Double]) -> Double) -> Grid<Double> {
    Grid(
      geometry: grids[0].geometry, cells: grids[0].cells.indices.map { place in formula(grids.map { $0.cells[place] }) }
    )
  }

  @Test(arguments: cases)
  func `stretches heights and differences of them`(seed: UInt64, k: Double) throws {
    let heights = hills(seed: seed)
    let stretched = heights.map { k * $0 }
    for attribute: TerrainAttribute in [.laplacian, .generalCurvature, .ruggedness, .positionIndex, .filled] {
      expectSame(try stretched.derived(attribute), try heights.derived(attribute).map { k * $0 }, attribute)
    }
  }

  @Test(arguments: cases)
  func `leaves directions, contours and ways of water as they are`(seed: UInt64, k: Double) throws {
    let heights = hills(seed: seed)
    let stretched = heights.map { k * $0 }
    for attribute: TerrainAttribute in [
      .aspect, .northness, .eastness, .planCurvature, .flowAccumulation, .slopePosition,
    ] {
      expectSame(try stretched.derived(attribute), try heights.derived(attribute), attribute)
    }
  }

  @Test(arguments: cases)
  func `stretches tangents and not angles`(seed: UInt64, k: Double) throws {
    let heights = hills(seed: seed)
    let stretched = heights.map { k * $0 }
    let tangent = try heights.derived(.slope).map { tan($0 * .pi / 180) }
    expectSame(try stretched.derived(.slope), tangent.map { atan(k * $0) * 180 / .pi }, .slope)
    // ln(a / k g) = ln(a / g) − ln k; gradients here are above the least of the index.
    expectSame(try stretched.derived(.wetness), try heights.derived(.wetness).map { $0 - log(k) }, .wetness)
    // sin² = g² / (1 + g²), to the power of 1.3 / 2.
    let carried = together(try heights.derived(.transport), tangent) { values in
      let g2 = values[1] * values[1]
      return values[0] * pow(k * k * (1 + g2) / (1 + k * k * g2), 0.65)
    }
    expectSame(try stretched.derived(.transport), carried, .transport)
  }

  @Test(arguments: cases)
  func `bends normal sections as their steepness has it`(seed: UInt64, k: Double) throws {
    let heights = hills(seed: seed)
    let stretched = heights.map { k * $0 }
    let second = TerrainOptions(curvature: .zevenbergenThorne)
    let secant = try heights.derived(.slope).map { slope in
      let g = k * tan(slope * .pi / 180)
      return (1 + g * g).squareRoot()
    }
    let profile = together(try heights.derived(.profileCurvature, second), secant) { k * $0[0] / pow($0[1], 3) }
    expectSame(try stretched.derived(.profileCurvature), profile, .profileCurvature)
    let across = together(try heights.derived(.planCurvature, second), secant) { k * $0[0] / $0[1] }
    expectSame(try stretched.derived(.tangentialCurvature), across, .tangentialCurvature)
  }
}

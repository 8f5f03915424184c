import Grids
import Statistics
import Testing

@testable import Terrain

/// Holes, infinite heights and heights at the end of the range.
@Suite struct `Where heights are missing` {
  private static let nothings = [Double.nan, .infinity, -.infinity]

  /// Hills of which a twentieth has no height, for one of three reasons; and the same with one reason.
  private func ground(seed: UInt64) -> (heights: Grid<Double>, holes: Grid<Double>) {
    var stream = RandomStream(seed: seed, name: "gaps")
    let heights = hills(30, seed: seed).map {
      stream.uniform() < 0.05 ? Self.nothings[stream.below(3)] : ($0 * 64).rounded() / 64
    }
    return (heights, heights.map { $0.isFinite ? $0 : .nan })
  }

  private func check<Number: SurfaceNumber>(
    _ stencil: TerrainOptions.Stencil, _ seed: UInt64, in type: Number.Type, isMissing: (UInt64) -> Bool
  ) throws {
    let (heights, holes) = ground(seed: seed)
    let attributes = TerrainPassTests.local
    let options = TerrainOptions(stencil: stencil, positionRadius: 90)
    let found = try passed(heights, attributes, options, in: type)
    #expect(found == (try passed(holes, attributes, options, in: type)), "infinite heights are holes")
    for (layer, attribute) in attributes.enumerated() {
      for place in 0..<900 {
        let window = (-1...1).flatMap { dy in (-1...1).map { dx in (place / 30 + dy, place % 30 + dx) } }
        let isWhole = window.allSatisfy { row, column in
          (0..<30).contains(row) && (0..<30).contains(column) && heights.cells[row * 30 + column].isFinite
        }
        #expect(isMissing(found[layer][place]) != isWhole, "\(attribute) at \(place / 30), \(place % 30), seed \(seed)")
      }
    }
  }

  @Test(arguments: TerrainOptions.Stencil.allCases, [1, 2, 3] as [UInt64])
  func `a cell has its attributes when all nine cells of its window have heights, and else none`(
    stencil: TerrainOptions.Stencil, seed: UInt64
  ) throws {
    try check(stencil, seed, in: Double.self) { Double(bitPattern: $0).isNaN }
    try check(stencil, seed, in: Float.self) { Float(bitPattern: UInt32($0)).isNaN }
  }

  @Test func `a coarse cell has no mean, and beside it nothing changes`() throws {
    let heights = hills(40, seed: 7)
    var torn = heights
    for row in 0..<40 { for column in 20..<40 { torn[CellIndex(row: row, column: column)] = .nan } }
    var frame = heights.geometry
    (frame.cellWidth, frame.cellHeight, frame.columns, frame.rows) = (300, 300, 4, 4)
    func slopes(_ grid: Grid<Double>) throws -> Grid<Double> {
      var product = AttributeAggregation(
        [.slope], to: try AlignedCells(.nested, of: grid.geometry, in: frame, weightedBy: nil))
      try TerrainPass<Float>(product.layers, columns: 40, spacing: try Spacing(projected: grid.geometry)).run(
        heights: { row, columns, out in
          for (index, column) in columns.enumerated() { out[index] = Float(grid[CellIndex(row: row, column: column)]) }
        },
        deliver: { product.add($0) })
      return try #require(product.finish()[.slope])
    }
    let (found, whole) = (try slopes(torn), try slopes(heights))
    for row in 0..<4 {
      // The windows of the westernmost cells reach over nothing that is missing.
      #expect(found[CellIndex(row: row, column: 0)] == whole[CellIndex(row: row, column: 0)])
      #expect(found[CellIndex(row: row, column: 1)].isFinite)
      for column in 2..<4 { #expect(found[CellIndex(row: row, column: column)].isNaN) }
    }
  }

  @Test(arguments: [Float.greatestFiniteMagnitude, -Float.greatestFiniteMagnitude, 1e30, -1e30])
  func `a number at the end of the range stands in their place, a slope is still an angle`(spike: Float) throws {
    var heights = hills(12, seed: 1)
    heights[CellIndex(row: 5, column: 5)] = Double(spike)
    heights[CellIndex(row: 5, column: 6)] = -Double(spike)
    let far = try passed(hills(12, seed: 1), TerrainPassTests.local, in: Float.self)
    for (layer, bits) in try passed(heights, TerrainPassTests.local, in: Float.self).enumerated() {
      let values = bits.map { Float(bitPattern: UInt32($0)) }
      switch TerrainPassTests.local[layer] {
      case .slope: #expect(values.allSatisfy { $0.isNaN || (0...90).contains($0) })
      case .aspect: #expect(values.allSatisfy { $0.isNaN || (0..<360).contains($0) })
      case .positionIndex: continue
      default: break
      }
      // Cells whose windows do not hold it are what they were.
      for place in 0..<144 where !(4...6).contains(place / 12) || !(4...7).contains(place % 12) {
        #expect(bits[place] == far[layer][place])
      }
    }
    let water = FlowProducts(
      [.filled, .accumulation], of: .single(heights.cells.map { Float($0) }),
      spacing: try Spacing(projected: heights.geometry))
    #expect(try #require(water.accumulation).allSatisfy { (1...144).contains($0) })
  }
}

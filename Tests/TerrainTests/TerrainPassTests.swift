import Foundation
import Grids
import Statistics
import Testing

@testable import Terrain

/// One pass over rows: the same bits however the raster is cut, and single precision as near to double as it can be.
@Suite struct TerrainPassTests {
  /// All that needs heights around a cell.
  static let local = TerrainAttribute.allCases.filter { $0.isLocal && $0 != .elevation }

  /// Hills with holes and heights that single precision holds: multiples of 1/64 m.
  static func ground(rows: Int, columns: Int, seed: UInt64) -> Grid<Double> {
    var stream = RandomStream(seed: seed, name: "holes")
    let square = hills(max(rows, columns), seed: seed)
    let geometry = metric(rows: rows, columns: columns)
    return Grid(
      geometry: geometry,
      cells: (0..<geometry.count).map { place in
        let height = (square[geometry.cell(at: place)] * 64).rounded() / 64
        return stream.uniform() < 0.01 ? [Double.nan, .infinity][Int(stream.uniform() * 2)] : height
      })
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `Strips, tiles and threads leave no trace`(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, name: "cuts")
    let heights = Self.ground(rows: 41, columns: 300, seed: seed)
    let options = TerrainOptions(positionRadius: 100)
    let whole = try passed(heights, Self.local, options, in: Float.self)
    for rows in [1, 7, 64] {
      for threads in [1, 2, 5] {
        let cut = try passed(heights, Self.local, options, in: Float.self, rowsAtATime: rows, threads: threads)
        #expect(cut == whole, "\(rows) rows at a time, \(threads) threads")
      }
    }
    // Blocks of 256 columns begin elsewhere in a tile.
    let (row, column) = (1 + Int(stream.uniform() * 39), 1 + Int(stream.uniform() * 298))
    for rows in [0..<row, row..<41] {
      for columns in [0..<column, column..<300] {
        let tile = try passed(heights, Self.local, options, in: Float.self, part: (rows, columns))
        for layer in Self.local.indices {
          let expected = rows.flatMap { whole[layer][$0 * 300 + columns.lowerBound..<$0 * 300 + columns.upperBound] }
          #expect(tile[layer] == expected, "seed \(seed): \(Self.local[layer]) of rows \(rows), columns \(columns)")
        }
      }
    }
  }

  @Test func `The pass in double precision gives what is derived in memory`() throws {
    let heights = Self.ground(rows: 30, columns: 20, seed: 4)
    let found = try passed(heights, Self.local, in: Double.self, rowsAtATime: 4)
    let expected = derive(Set(Self.local), from: heights, spacing: try Spacing(projected: heights.geometry))
    for (attribute, bits) in zip(Self.local, found) {
      #expect(bits == expected[attribute]?.cells.map(\.bitPattern), "\(attribute)")
    }
  }

  @Test func `Rows are asked for once each, in order, within the raster`() throws {
    let pass = TerrainPass<Float>(
      [.slope, .positionIndex], columns: 9, spacing: Spacing(uniform: CellSize(eastward: 30, northward: 30), rows: 12),
      options: TerrainOptions(positionRadius: 60), part: (3..<8, 4..<9))
    var asked: [Int] = []
    var given: [Int] = []
    try pass.run(
      rowsAtATime: 2,
      heights: { row, columns, heights in
        asked.append(row)
        #expect(columns == 2..<9 && heights.count == 7)
        heights.update(repeating: 5)
      },
      deliver: { given += $0.rows })
    #expect(asked == Array(1..<10))
    #expect(given == Array(3..<8))
  }

  @Test func `What a source throws ends the pass`() {
    let pass = TerrainPass<Float>(
      [.slope], columns: 3, spacing: Spacing(uniform: CellSize(eastward: 30, northward: 30), rows: 9))
    struct Torn: Error {}
    #expect(throws: Torn.self) {
      try pass.run(rowsAtATime: 1, heights: { row, _, _ in if row == 5 { throw Torn() } }, deliver: { _ in })
    }
  }

  // MARK: - Single precision

  /// 2^−24, half a unit in the last place of 1: what one rounding may add, relatively.
  static let u = 0x1p-24

  /// Differences of neighbours are exact. A reciprocal and a product leave 2 u on p and q, one sum more 3 u on r, s, t;
  /// so 6 u on g² and 4 u on g. What is made of them is counted beside each.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `Single precision keeps the precision of height differences`(seed: UInt64) throws {
    let heights = Self.ground(rows: 40, columns: 40, seed: seed)
    for stencil in TerrainOptions.Stencil.allCases {
      let options = TerrainOptions(stencil: stencil, positionRadius: 120)
      let single = try passed(heights, Self.local, options, in: Float.self).map {
        $0.map { Float(bitPattern: UInt32($0)) }
      }
      let exact = try passed(heights, Self.local, options, in: Double.self).map { $0.map { Double(bitPattern: $0) } }
      let frame = Frame(of: heights.geometry)
      let framed = frame.enclose(heights)
      let steps = WindowScale<Double>(CellSize(eastward: 30, northward: 30))
      for row in 0..<40 {
        for column in 0..<40 {
          let place = frame.places(ofRow: row).lowerBound + column
          let d = framed.withUnsafeBufferPointer { cells in
            guard let here = cells.baseAddress.map({ $0 + place }) else { preconditionFailure("no cells") }
            let rows = ThreeRows(north: here - frame.stride, middle: here, south: here + frame.stride)
            return stencil == .horn
              ? Derivatives(horn: Window(rows, around: 0), steps)
              : Derivatives(zevenbergenThorne: Window(rows, around: 0), steps)
          }
          let curving = d.r.magnitude + d.s.magnitude + d.t.magnitude
          for (layer, attribute) in Self.local.enumerated() {
            let (found, value) = (Double(single[layer][row * 40 + column]), exact[layer][row * 40 + column])
            let bound =
              switch attribute {
              // 4 u on g, 2.5 u of atan, 2 u of the factor.
              case .slope: 9 * value
              // 2 u from p and q, 8 u of atan2 near π, in degrees; then 256 u and 360 u where 360 is added.
              case .aspect: 10 * 57.3 + 3 * 360
              case .northness, .eastness: 8.0
              case .laplacian, .generalCurvature: 4 * curving
              // The numerator 12 u, g² 11 u, three times 5.5 u for the secant, and the products.
              case .profileCurvature, .tangentialCurvature: 48 * curving
              case .planCurvature: 48 * curving / d.tanSlope
              case .ruggedness: 6 * value
              // The mean is formed in double precision, and the result rounded once.
              default: value.magnitude
              }
            #expect(
              difference(found, value, circle: attribute == .aspect ? 360 : nil) <= bound * Self.u
                || value.isNaN && found.isNaN,
              "seed \(seed), \(stencil), \(attribute) at \(row), \(column): \(found), exactly \(value)")
          }
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `In single precision too, turning and mirroring the ground turns and mirrors its attributes`(seed: UInt64) throws
  {
    func rearranged(_ grid: Grid<Double>, _ origin: (CellIndex) -> CellIndex) -> Grid<Double> {
      Grid(geometry: grid.geometry, cells: (0..<grid.geometry.count).map { grid[origin(grid.geometry.cell(at: $0))] })
    }
    let heights = Self.ground(rows: 32, columns: 32, seed: seed)
    let turned = rearranged(heights) { CellIndex(row: 31 - $0.column, column: $0.row) }
    let mirrored = rearranged(heights) { CellIndex(row: $0.row, column: 31 - $0.column) }
    // These are made of the same differences in either position, but the order of their sums changes: 60 u in all.
    let even: [TerrainAttribute] = [.slope, .laplacian, .profileCurvature, .tangentialCurvature, .ruggedness]
    func values(_ grid: Grid<Double>) throws -> [Grid<Double>] {
      try passed(grid, even, in: Float.self).map { layer in
        Grid(geometry: grid.geometry, cells: layer.map { Double(Float(bitPattern: UInt32($0))) })
      }
    }
    let plain = try values(heights)
    for (layer, (first, second)) in zip(try values(turned), try values(mirrored)).enumerated() {
      let scale = [90, 1, 1, 1, 100][layer]
      let quarter = rearranged(plain[layer]) { CellIndex(row: 31 - $0.column, column: $0.row) }
      let mirror = rearranged(plain[layer]) { CellIndex(row: $0.row, column: 31 - $0.column) }
      #expect(greatestDifference(first, quarter) <= 60 * Self.u * Double(scale), "\(even[layer])")
      #expect(greatestDifference(second, mirror) <= 60 * Self.u * Double(scale), "\(even[layer])")
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `In single precision raising the ground by whole metres changes no bit`(seed: UInt64) throws {
    // Heights stay below 8192 m, where single precision still holds their 64ths of a metre twice over.
    let heights = Self.ground(rows: 24, columns: 24, seed: seed)
    let attributes = Self.local.filter { $0 != .positionIndex }
    let raised = heights.map { $0 + 3000 }
    #expect(
      try passed(raised, attributes, in: Float.self) == passed(heights, attributes, in: Float.self))
  }

  @Test func `In single precision doubling heights doubles what is linear in them, to the bit`() throws {
    let heights = Self.ground(rows: 24, columns: 24, seed: 6)
    let linear: [TerrainAttribute] = [.laplacian, .generalCurvature, .ruggedness, .positionIndex]
    let doubled = try passed(heights.map { 2 * $0 }, linear, in: Float.self)
    for (found, once) in zip(doubled, try passed(heights, linear, in: Float.self)) {
      for (twice, bits) in zip(found, once) {
        let (value, expected) = (Float(bitPattern: UInt32(twice)), 2 * Float(bitPattern: UInt32(bits)))
        #expect(value == expected || value.isNaN && expected.isNaN)
      }
    }
  }

  @Test(arguments: [1e-30, 1e-20, 1e-3])
  func `Relief of any size is a slope, and too little of it faces nowhere`(relief: Double) throws {
    // A plane that rises by twice the relief a cell to the east and once to the south.
    let heights = grid((0..<5).map { row in (0..<5).map { relief * Double(row + 2 * $0) } })
    for layer in try passed(heights, [.slope, .laplacian, .ruggedness], in: Float.self) {
      for bits in layer { #expect(!Float(bitPattern: UInt32(bits)).isInfinite) }
    }
    let slope = try heights.derived(.slope)[CellIndex(row: 2, column: 2)]
    let gradient = relief * 5.squareRoot() / 30
    // Heights of a few times the relief round at 2^−52 of it.
    #expect(difference(slope, atan(gradient) * 180 / .pi) <= 1e-14 * gradient * 180)
    #expect(try heights.derived(.aspect).valid.isEmpty == (gradient < 1e-5))
  }

  @Test func `Heights themselves are there to the border, and where neighbours are missing`() throws {
    let heights = grid([[7, .nan, -3.5], [.infinity, 0, 12.25]])
    let found = try passed(heights, [.elevation], in: Float.self)[0].map { Float(bitPattern: UInt32($0)) }
    #expect(found[0] == 7 && found[2] == -3.5 && found[4] == 0 && found[5] == 12.25)
    #expect(found[1].isNaN && found[3].isNaN)
  }

  @Test(arguments: [(1, 9), (9, 1), (1, 1), (2, 2)])
  func `A raster without an inside has no attribute of a window`(rows: Int, columns: Int) throws {
    let heights = Grid(geometry: metric(rows: rows, columns: columns), cells: (0..<rows * columns).map { Double($0) })
    for layer in try passed(heights, Self.local, in: Float.self) {
      #expect(layer.count == rows * columns && layer.allSatisfy { Float(bitPattern: UInt32($0)).isNaN })
    }
  }
}

/// The bits of each layer of a pass over a grid on its metric spacing.
func passed<Number: SurfaceNumber>(
  _ heights: Grid<Double>, _ attributes: [TerrainAttribute], _ options: TerrainOptions = TerrainOptions(),
  in type: Number.Type, rowsAtATime: Int? = nil, threads: Int = 1, part: (rows: Range<Int>, columns: Range<Int>)? = nil
) throws -> [[UInt64]] {
  let geometry = heights.geometry
  let pass = TerrainPass<Number>(
    attributes, columns: geometry.columns, spacing: try Spacing(projected: geometry), options: options, part: part)
  var layers = [[UInt64]](repeating: [], count: attributes.count)
  try pass.run(
    threads: threads, rowsAtATime: rowsAtATime,
    heights: { row, columns, out in
      for (index, column) in columns.enumerated() {
        out[index] = Number(double: heights[CellIndex(row: row, column: column)])
      }
    },
    deliver: { strip in
      for row in strip.rows {
        for layer in layers.indices {
          layers[layer] += strip.values(ofLayer: layer, row: row).map { number in
            (number as? Float).map { UInt64($0.bitPattern) } ?? number.double.bitPattern
          }
        }
      }
    })
  return layers
}

extension Frame {
  init(of geometry: GridGeometry) { self.init(rows: geometry.rows, columns: geometry.columns) }

  /// The values of a grid with the frame around them; what is not finite is no value.
  func enclose(_ grid: Grid<Double>) -> [Double] {
    var framed = [Double](repeating: .nan, count: count)
    var next = 0
    for row in 0..<rows {
      for place in places(ofRow: row) {
        let value = grid.cells[next]
        if value.isFinite { framed[place] = value }
        next += 1
      }
    }
    return framed
  }
}

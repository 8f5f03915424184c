import Foundation
import Grids
import Testing

@testable import Terrain

@Suite struct HydrologyTests {
  @Test(arguments: ["pits", "pits_hole", "pits_int"])
  func `Depressions are filled to their spill points, exactly`(name: String) throws {
    let filled = try readFixture("hydro/\(name).tif").derived(.filled)
    let expected = try readFixture("hydro/\(name)_filled.tif")
    #expect(greatestDifference(filled, expected) == 0)
  }

  @Test func `A surface without pits, flats and ties has one answer for counts and slope lengths`() throws {
    let heights = try readFixture("hydro/drain.tif")
    #expect(greatestDifference(try heights.derived(.filled), heights) == 0)
    let counts = try heights.derived(.flowAccumulation)
    #expect(greatestDifference(counts, try readFixture("hydro/drain_d8count.tif")) == 0)
    // Sums of some tens of steps, each rounded.
    let lengths = try heights.derived(.slopeLength)
    #expect(greatestDifference(lengths, try readFixture("hydro/drain_slopelength.tif")) < 1e-9)
  }

  @Test func `Water that parts by a great power of the slope goes where it is steepest`() throws {
    // Neighbours whose slopes differ by a hundred thousandth part 1 to 4e-44.
    let counts = try readFixture("hydro/drain.tif").derived(
      .flowAccumulation, TerrainOptions(routing: .multiple(MultipleFlow(exponent: 1e7, weighsContour: false))))
    #expect(greatestDifference(counts, try readFixture("hydro/drain_d8count.tif")) < 1e-3)
  }

  @Test func `Slope length starts anew where a slope of 40 percent eases to 10`() throws {
    let lengths = try readFixture("hydro/break_profile.tif").derived(.slopeLength)
    #expect(greatestDifference(lengths, try readFixture("hydro/break_profile_slopelength.tif")) < 1e-9)
  }

  @Test func `On a plane slope length counts half the first cell and whole cells after it`() throws {
    let lengths = try grid((0..<12).map { row in [Double](repeating: 500 - 3 * Double(row), count: 5) }).derived(
      .slopeLength)
    for row in 0..<12 {
      #expect(difference(lengths[CellIndex(row: row, column: 2)], (Double(row) + 0.5) * 30) < 1e-9)
    }
  }

  @Test func `A donor gentler than five percent is cut at seven tenths and a steeper one at half`() throws {
    // Two cells at 4 % (10 %), then 2.6 % (6.5 %): 0.65 of the donor is below 0.7 and above 0.5.
    func last(_ steep: Double) throws -> Double {
      let drops = [0, steep, 2 * steep, 2 * steep + 0.65 * steep, 2 * steep + 1.3 * steep].map { $0 * 30 }
      return try grid(drops.map { [100 - $0, 100 - $0, 100 - $0] }).derived(.slopeLength)[CellIndex(row: 3, column: 1)]
    }
    #expect(difference(try last(0.04), 45) < 1e-9)
    #expect(difference(try last(0.10), 105) < 1e-9)
  }

  @Test(arguments: ["pits", "pits_int", "pits_hole", "break_profile", "level"])
  func `Every cell drains off the grid and none in a circle`(name: String) throws {
    let level = Grid(geometry: metric(rows: 9, columns: 14), repeating: 7.0)
    let heights = name == "level" ? level : try readFixture("hydro/\(name).tif")
    let ground = drained(heights)
    let steps = ground.frame.steps
    let counts = ground.accumulated([Int64](repeating: 1, count: ground.frame.rows))
    var visited: [Int] = []
    var ended: Int64 = 0
    // A cell in a circle would wait for its donors for ever and not be visited.
    ground.walkDownstream { place, receiver in
      visited.append(place)
      if receiver == place { ended += counts[place] }
    }
    #expect(visited.count == heights.valid.count)
    #expect(Set(visited).count == heights.valid.count)
    #expect(ended == Int64(heights.valid.count))
    for place in visited {
      let touchesOutside = (0..<8).contains { ground.surface[place + steps[$0]].isNaN }
      #expect(ground.receiver(of: place, steps) != nil || touchesOutside)
    }
  }

  @Test func `A level floor within walls drains through the one gap by the shortest way`() throws {
    var rows = [[Double]](repeating: [Double](repeating: 10, count: 7), count: 7)
    for row in 1...5 { for column in 1...5 { rows[row][column] = 0 } }
    rows[3][6] = -1
    let heights = grid(rows)
    #expect(try heights.derived(.flowAccumulation)[CellIndex(row: 3, column: 6)] == 49)
    let ground = drained(heights)
    // From the far side of the floor the gap is five steps away.
    var place = ground.frame.place(ofCell: 3 * 7 + 1)
    var steps = 0
    while let next = ground.receiver(of: place, ground.frame.steps) {
      place = next
      steps += 1
    }
    #expect(steps == 5)
    #expect(place == ground.frame.place(ofCell: 3 * 7 + 6))
  }

  @Test func `Water takes the steepest way on the ground, not in the grid`() throws {
    // East 1 m in 10 m, south 2 m in 30 m: square cells would send it south.
    let heights = grid([[9, 9, 9], [9, 5, 4], [9, 3, 9]])
    func direction(eastward: Double, northward: Double) -> Neighbour? {
      let ground = drained(heights, CellSize(eastward: eastward, northward: northward))
      return Neighbour(rawValue: ground.courses[ground.frame.place(ofCell: 4)].bits)
    }
    #expect(direction(eastward: 10, northward: 30) == .east)
    #expect(direction(eastward: 30, northward: 30) == .south)
  }

  @Test func `A hole is an outlet, and what reaches into a window leaves no attribute`() throws {
    let heights = try readFixture("hydro/pits_hole.tif")
    let slope = try heights.derived(.slope)
    let (rows, columns) = (heights.geometry.rows, heights.geometry.columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let window = (row - 1...row + 1).flatMap { r in (column - 1...column + 1).map { (r, $0) } }
        let isWhole = window.allSatisfy { r, c in
          (0..<rows).contains(r) && (0..<columns).contains(c) && !heights[CellIndex(row: r, column: c)].isNaN
        }
        #expect(slope[CellIndex(row: row, column: column)].isNaN != isWhole)
      }
    }
    #expect(try heights.derived(.flowAccumulation).valid.count == heights.valid.count)
  }
}

/// Filled, with every course decided.
func drained(
  _ heights: Grid<Double>, _ size: CellSize = CellSize(eastward: 30, northward: 30),
  _ options: TerrainOptions = TerrainOptions()
) -> Ground<Double> {
  Ground(
    draining: heights.cells, lakes: nil, in: Frame(of: heights.geometry),
    spacing: Spacing(uniform: size, rows: heights.geometry.rows), options: options)
}

@Suite struct CatchmentTests {
  @Test func `Wetness is the logarithm of catchment over slope`() {
    // ln(300 / 0.1) and, at the least slope of 0.001, ln(300 / 0.001).
    #expect(difference(wetness(specificCatchment: 300, tanSlope: 0.1, minimum: 0.001), log(3000)) < 1e-14)
    #expect(difference(wetness(specificCatchment: 300, tanSlope: 0, minimum: 0.001), log(300_000)) < 1e-14)
    #expect(wetness(specificCatchment: 300, tanSlope: 0, minimum: 0).isNaN)
  }

  @Test func `Transport is one at the reference slope of 22 metres and nine percent`() {
    // (22.13 / 22.13)^m (0.0896 / 0.0896)^n = 1, times 1.4 with the factor; 2^0.6 at twice the catchment.
    #expect(TransportIndex.mooreBurch.value(specificCatchment: 22.13, sinSlope: 0.0896) == 1)
    #expect(TransportIndex.slopeLengthFactor.value(specificCatchment: 22.13, sinSlope: 0.0896) == 1.4)
    let twice = TransportIndex.mooreBurch.value(specificCatchment: 44.26, sinSlope: 0.0896)
    #expect(difference(twice, 1.5157165665103982) < 1e-14)
    #expect(TransportIndex.mooreBurch.value(specificCatchment: 300, sinSlope: 0) == 0)
  }

  @Test func `On a plane both indices follow from the row's place alone`() throws {
    // 3 m in 30 m southward: the row k has k + 1 cells of catchment and 30 (k + 1) m specific catchment.
    let heights = grid((0..<9).map { row in [Double](repeating: 500 - 3 * Double(row), count: 5) })
    let wet = try heights.derived(.wetness)
    let carried = try heights.derived(.transport)
    for row in 1...7 {
      let cell = CellIndex(row: row, column: 2)
      let catchment = 30 * Double(row + 1)
      #expect(difference(wet[cell], log(catchment / 0.1)) < 1e-11)
      let sine = 0.1 / (1.01).squareRoot()
      #expect(difference(carried[cell], pow(catchment / 22.13, 0.6) * pow(sine / 0.0896, 1.3)) < 1e-11)
    }
  }

  @Test func `On a plane the slope position falls evenly from one to zero`() throws {
    let heights = grid((0..<9).map { row in [Double](repeating: 500 - 3 * Double(row), count: 5) })
    let position = try heights.derived(.slopePosition)
    for row in 0..<9 {
      #expect(difference(position[CellIndex(row: row, column: 2)], 1 - Double(row) / 8) < 1e-12)
    }
  }

  @Test func `A channel is at slope position zero and a divide at one`() throws {
    let heights = try readFixture("hydro/drain.tif")
    let counts = try heights.derived(.flowAccumulation)
    let position = try heights.derived(.slopePosition, TerrainOptions(channelCells: 40))
    for (count, value) in zip(counts.cells, position.cells) {
      if count >= 40 { #expect(value == 0) }
      if count == 1 { #expect(value == 1 || value.isNaN) }
      #expect(value.isNaN || (0...1).contains(value))
    }
    #expect(position.valid.contains { $0 > 0.4 && $0 < 0.6 })
  }
}

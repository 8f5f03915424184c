import Geodata
import Grids
import Statistics
import Testing

@testable import Terrain

/// The kernel of GDAL's bilinear warp, row by row.
@Suite struct `A widened bilinear kernel` {
  private let plateau = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m"

  /// Bumps of two sizes and noise, in cells of 1/120 degree.
  private func ground(holes: Bool) -> Grid<Float> {
    let geometry = GridGeometry(
      crs: "EPSG:4326", west: 86, north: 29, cellWidth: 1.0 / 120, cellHeight: 1.0 / 120, columns: 180, rows: 160)
    var stream = RandomStream(seed: 7, name: "ground")
    return Grid(
      geometry: geometry,
      cells: (0..<geometry.count).map { place in
        let (row, column) = (Double(place / 180), Double(place % 180))
        let height = 4000 + 900 * Portable.sin(row / 9) * Portable.cos(column / 13) + 300 * stream.uniform()
        // Scattered cells, and a lake as large as some kernels.
        let isHole = holes && (stream.uniform() < 0.15 || (row - 80).magnitude + (column - 90).magnitude < 22)
        return isHole ? .nan : Float(height)
      })
  }

  private func assignment(_ fine: GridGeometry, _ coarse: GridGeometry) throws -> WidenedBilinear {
    let centres = try transform(
      (0..<coarse.count).map { coarse.centre(of: coarse.cell(at: $0)) }, from: coarse.crs, to: fine.crs)
    return WidenedBilinear(of: fine, at: centres, of: coarse, reach: try bilinearReach(from: fine, to: coarse))
  }

  private func mean(_ fine: Grid<Double>, by assignment: any CellAssignment, minimumShare: Double = 0) -> Grid<Double> {
    var aggregation = Aggregation([.init(0, .mean)], by: assignment, minimumShare: minimumShare)
    forEachRow(of: [fine]) { aggregation.add(northernmost: $0) }
    return aggregation.finish()[0]
  }

  /// A fine cell is about 815 m wide and 925 m high: coarse cells of ten and of three, of one more and of one less than a
  /// twentieth larger in both directions, in one, and finer ones. They begin north-west of the fine grid.
  /// GDAL leaves a coarse cell empty where the fine cell under its centre is, whatever lies around it.
  @Test(
    arguments: [(9000, 9000), (2700, 3500), (1030, 1030), (830, 2100), (2100, 900), (840, 940), (500, 500)]
      as [(Double, Double)], [false, true])
  func `gives what GDAL's warp gives`(size: (Double, Double), holes: Bool) throws {
    let fine = ground(holes: holes)
    let corner = try #require(try transform([MapPoint(x: 86, y: 29)], from: "EPSG:4326", to: plateau)[0])
    let coarse = GridGeometry(
      crs: plateau, west: corner.x - 9000, north: corner.y + 9000, cellWidth: size.0, cellHeight: size.1,
      columns: min(70, Int(170_000 / size.0)), rows: min(70, Int(210_000 / size.1)))
    let expected = try warp(fine, to: coarse, method: .bilinear)
    let found = mean(fine.map { Double($0) }, by: try assignment(fine.geometry, coarse))
    let centres = try transform(
      (0..<coarse.count).map { coarse.centre(of: coarse.cell(at: $0)) }, from: plateau, to: "EPSG:4326")
    let under = centres.map { centre in centre.flatMap { fine.geometry.cell(containing: $0) }.map { fine[$0] } ?? .nan }
    var differing = 0
    var gaps = 0
    for place in 0..<coarse.count {
      let (a, b) = (found.cells[place], Double(expected.cells[place]))
      if under[place].isNaN {
        gaps += b.isNaN ? 0 : 1
      } else if a.isNaN || b.isNaN {
        gaps += 1
      } else if abs(a - b) > 1e-5 * abs(a) {
        // Heights to 24 binary digits, and the sum of their products too.
        differing += 1
      }
    }
    #expect(differing == 0 && gaps == 0, "\(differing) differ, \(gaps) have a value in one alone")
    #expect(expected.cells.contains { !$0.isNaN } && expected.cells.contains { $0.isNaN })
  }

  @Test func `counts of the fine cells those with a value, by weight`() throws {
    // Around the middle of nine cells the weights are 1/4 1/2 1/4 · 1/4 1/2 1/4 times 4.
    let fine = Grid<Double>(geometry: metric(rows: 3, columns: 3), cells: [1, 2, 3, 4, .nan, 6, 7, 8, 9])
    var coarse = fine.geometry
    (coarse.cellWidth, coarse.cellHeight, coarse.columns, coarse.rows) = (90, 90, 1, 1)
    let centre = coarse.centre(of: CellIndex(row: 0, column: 0))
    let cells = WidenedBilinear(of: fine.geometry, at: [centre], of: coarse, reach: (2, 2))
    #expect(difference(try #require(cells.cells(inRow: 0, column: 0)), 4) < 1e-12)
    // Without the middle one, which has 1 of 4: 3/4 are left. Edges count 1/2, corners 1/4.
    #expect(difference(mean(fine, by: cells, minimumShare: 0.75).cells[0], (20.0 / 2 + 20.0 / 4) / 3) < 1e-10)
    #expect(mean(fine, by: cells, minimumShare: 0.76).cells[0].isNaN)
    let far = WidenedBilinear(of: fine.geometry, at: [nil], of: coarse, reach: (2, 2))
    #expect(mean(fine, by: far).cells[0].isNaN && far.firstRowReached(from: 0) == 1)
  }

  @Test func `finishes coarse rows as soon as no kernel in them goes on`() throws {
    let fine = ground(holes: false)
    let coarse = GridGeometry(
      crs: "EPSG:4326", west: 86, north: 29, cellWidth: 0.1, cellHeight: 0.1, columns: 15, rows: 13)
    let cells = try assignment(fine.geometry, coarse)
    // Twelve fine rows in a coarse one: the kernel of row n ends twelve rows south of its centre, at 12 n + 18.
    for row in 0..<12 {
      #expect(cells.firstRowReached(from: 12 * row + 17) == row)
      #expect(cells.firstRowReached(from: 12 * row + 18) == row + 1)
    }
  }

  /// The same cells, one run for each.
  private struct RunByRun: CellAssignment {
    var kernel: WidenedBilinear
    var fine: GridGeometry { kernel.fine }
    var coarse: GridGeometry { kernel.coarse }
    func cells(inRow row: Int, column: Int) -> Double? { kernel.cells(inRow: row, column: column) }
    func appendRuns(ofRow row: Int, columns: Range<Int>, to runs: inout [CellRun]) {
      kernel.appendRuns(ofRow: row, columns: columns, to: &runs)
    }
    func firstRowReached(from row: Int) -> Int { kernel.firstRowReached(from: row) }
  }

  /// Values of every size beside each other, down to the least number that there is.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func `sums rows of cells to the bit as it sums them one by one`(seed: UInt64) throws {
    let heights = ground(holes: true)
    var stream = RandomStream(seed: seed, name: "sizes")
    let sizes = [1, 1e-8, -1e-17, 1e-300, -Double.leastNonzeroMagnitude, 1e200, 0]
    let fine = heights.map { $0.isNaN ? .nan : Double($0) * sizes[stream.below(seed == 1 ? 1 : sizes.count)] }
    let coarse = GridGeometry(
      crs: "EPSG:4326", west: 85.9, north: 29.1, cellWidth: 0.07, cellHeight: 0.05, columns: 24, rows: 30)
    let kernel = try assignment(fine.geometry, coarse)
    let (rows, single) = (mean(fine, by: kernel), mean(fine, by: RunByRun(kernel: kernel)))
    #expect(rows.cells.map(\.bitPattern) == single.cells.map(\.bitPattern))
    #expect(rows.cells.count { !$0.isNaN } > 300)
    var shares = Aggregation([.init(0, .count), .init(0, .sum)], by: kernel)
    var same = Aggregation([.init(0, .count), .init(0, .sum)], by: RunByRun(kernel: kernel))
    forEachRow(of: [fine]) {
      shares.add(northernmost: $0)
      same.add(northernmost: $0)
    }
    for (one, other) in zip(shares.finish(), same.finish()) {
      #expect(one.cells.map(\.bitPattern) == other.cells.map(\.bitPattern))
    }
  }
}

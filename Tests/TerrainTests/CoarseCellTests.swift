import Grids
import Statistics
import Testing

@testable import Terrain

/// Fine cells brought to coarse ones of any size and place, by shares, centres and neighbours.
@Suite struct `Fine cells in coarse ones` {
  private func coarse(_ west: Double, _ north: Double, _ size: Double, rows: Int, columns: Int) -> GridGeometry {
    GridGeometry(
      crs: "EPSG:32645", west: west, north: north, cellWidth: size, cellHeight: size, columns: columns, rows: rows)
  }

  private func aggregated(
    _ fine: Grid<Double>, _ rule: AggregationRule, by assignment: any CellAssignment, minimumShare: Double = 0.5
  ) -> Grid<Double> {
    var aggregation = Aggregation([.init(0, rule)], by: assignment, minimumShare: minimumShare)
    forEachRow(of: [fine]) { aggregation.add(northernmost: $0) }
    return aggregation.finish()[0]
  }

  /// 12 × 12 cells of 30 m; a height at a place is `f` of its coordinates from the north-western corner in cells.
  private func surface(_ f: (Double, Double) -> Double) -> Grid<Double> {
    var cells: [Double] = []
    for row in 0..<12 { for column in 0..<12 { cells.append(f(Double(column) + 0.5, Double(row) + 0.5)) } }
    return Grid(geometry: metric(rows: 12, columns: 12), cells: cells)
  }

  // MARK: - Shares

  @Test func `A coarse cell takes of a fine one what lies in it`() throws {
    // Columns 1, 2 and 3 of value 1, 2, 3 …; from 0.5 to 2.75 lie a half of the first, all of the second, three quarters
    // of the third.
    let fine = surface { x, _ in x + 0.5 }
    let cells = try AlignedCells(
      .nested, of: fine.geometry, in: coarse(500_000 + 15, 3_100_000, 67.5, rows: 1, columns: 1), weightedBy: nil)
    let expected = 4.75 / 2.25  // 0.5 · 1 + 1 · 2 + 0.75 · 3 over the shares
    #expect(difference(aggregated(fine, .mean, by: cells).cells[0], expected) < 1e-11)
    // Rows count the same: 2.25 of them.
    #expect(difference(aggregated(fine, .sum, by: cells).cells[0], expected * 2.25 * 2.25) < 1e-10)
    #expect(difference(aggregated(fine, .count, by: cells).cells[0], 2.25 * 2.25) < 1e-11)
  }

  @Test(arguments: [30, 31, 45, 77.7, 359] as [Double])
  func `Shares give every fine cell away once`(size: Double) throws {
    let fine = surface { x, y in x * x - 3 * y }
    let columns = Int((400 / size).rounded(.up))
    let cells = try AlignedCells(
      .nested, of: fine.geometry, in: coarse(500_000 - 13, 3_100_000 + 11, size, rows: columns, columns: columns),
      weightedBy: nil)
    #expect(difference(aggregated(fine, .count, by: cells).cells.reduce(0, +), 144) < 1e-9)
    let sum = aggregated(fine, .sum, by: cells, minimumShare: 0).valid.reduce(0, +)
    #expect(difference(sum, fine.cells.reduce(0, +)) < 1e-8)
  }

  @Test func `A coarse cell finer than the fine ones takes the value it lies in`() throws {
    let fine = surface { x, y in x + 100 * y }
    let cells = try AlignedCells(
      .nested, of: fine.geometry, in: coarse(500_030, 3_099_970, 7.5, rows: 4, columns: 4), weightedBy: nil)
    #expect(aggregated(fine, .mean, by: cells).cells.allSatisfy { difference($0, 151.5) < 1e-10 })
  }

  @Test func `On degrees cells are weighted by their area`() throws {
    let geometry = GridGeometry(
      crs: "EPSG:4326", west: 80, north: 62, cellWidth: 1, cellHeight: 1, columns: 2, rows: 2)
    let fine = Grid(geometry: geometry, cells: [1, 1, 3, 3.0])
    var whole = geometry
    (whole.cellWidth, whole.cellHeight, whole.columns, whole.rows) = (2, 2, 1, 1)
    let spacing = try Spacing(geographic: geometry)
    let (north, south) = (spacing.rows[0].area, spacing.rows[1].area)
    let cells = try AlignedCells(.nested, of: geometry, in: whole, weightedBy: spacing)
    let found = aggregated(fine, .mean, by: cells).cells[0]
    #expect(difference(found, (north + 3 * south) / (north + south)) < 1e-11)
    // cos 61.5° / cos 60.5° is 0.969, so that the southern row counts more.
    #expect(found > 2.015)
    #expect(aggregated(fine, .sum, by: cells).cells[0] == 8)
  }

  // MARK: - Centres

  @Test func `By its centre a cell belongs to one coarse cell, on an edge to the one behind it`() throws {
    let fine = surface { x, y in x + 100 * y }
    // Edges at 0.75, 3.5 and 6.25 cells: the centre at 3.5 belongs to the second.
    let frame = coarse(500_000 + 22.5, 3_100_000 - 22.5, 82.5, rows: 1, columns: 2)
    let cells = try AlignedCells(.centre, of: fine.geometry, in: frame, weightedBy: nil)
    // Columns 1, 2 (centres 1.5, 2.5) and 3, 4, 5; rows 1 and 2.
    #expect(aggregated(fine, .count, by: cells).cells == [4, 6])
    #expect(aggregated(fine, .mean, by: cells).cells == [2 + 200, 4.5 + 200])
  }

  @Test func `A coarse cell of which the fine grid holds too little has no value`() throws {
    let fine = surface { _, _ in 7 }
    for rule in [CellRule.nested, .centre] {
      // Cells of 4 x 4 fine ones, of which 2 x 4 lie in the grid.
      let cells = try AlignedCells(
        rule, of: fine.geometry, in: coarse(500_000 - 60, 3_100_000, 120, rows: 1, columns: 1), weightedBy: nil)
      #expect(aggregated(fine, .mean, by: cells, minimumShare: 0.5).cells == [7])
      #expect(aggregated(fine, .mean, by: cells, minimumShare: 0.51).cells[0].isNaN)
    }
  }

  // MARK: - Four neighbours

  @Test func `Four neighbours give a bilinear surface back, and single values where centres meet`() throws {
    let fine = surface { x, y in 2 + 3 * x - y + 0.25 * x * y }
    let frame = coarse(500_000 + 47, 3_100_000 - 33, 71, rows: 4, columns: 4)
    let cells = try FourNeighbours(of: fine.geometry, in: frame)
    let found = aggregated(fine, .mean, by: cells)
    for place in 0..<16 {
      let centre = frame.centre(of: frame.cell(at: place))
      let (x, y) = ((centre.x - 500_000) / 30, (3_100_000 - centre.y) / 30)
      #expect(difference(found.cells[place], 2 + 3 * x - y + 0.25 * x * y) < 1e-9)
    }
    let same = try FourNeighbours(of: fine.geometry, in: fine.geometry)
    #expect(aggregated(fine, .mean, by: same) == fine)
  }

  @Test func `Of four neighbours one without a value is left out`() throws {
    var fine = surface { x, _ in x }
    fine.cells[13] = .nan
    // The centre is the corner of cells 0, 1, 12 and 13: values 0.5, 1.5, 0.5 and none.
    let frame = coarse(500_015, 3_099_985, 30, rows: 1, columns: 1)
    let cells = try FourNeighbours(of: fine.geometry, in: frame)
    #expect(difference(aggregated(fine, .mean, by: cells).cells[0], 2.5 / 3) < 1e-12)
    #expect(aggregated(fine, .mean, by: cells, minimumShare: 0.75).cells[0].isFinite)
    #expect(aggregated(fine, .mean, by: cells, minimumShare: 0.8).cells[0].isNaN)
  }

  // MARK: - Weights

  @Test func `Median and mode go by weight`() throws {
    // Shares 1/2, 1 and 3/4 of the values 5, 1 and 9, in a row as high as one cell.
    let fine = grid([[5, 1, 9]])
    var frame = coarse(500_015, 3_100_000, 67.5, rows: 1, columns: 1)
    frame.cellHeight = 30
    let cells = try AlignedCells(.nested, of: fine.geometry, in: frame, weightedBy: nil)
    #expect(aggregated(fine, .median, by: cells).cells == [5])
    #expect(aggregated(fine, .mode, by: cells).cells == [1])
    let tied = try AlignedCells(.nested, of: fine.geometry, in: fine.geometry, weightedBy: nil)
    #expect(aggregated(fine, .mode, by: tied) == fine)
    frame = fine.geometry
    (frame.cellWidth, frame.columns) = (90, 1)
    let whole = try AlignedCells(.nested, of: fine.geometry, in: frame, weightedBy: nil)
    #expect(aggregated(fine, .mode, by: whole).cells == [1])
    #expect(aggregated(grid([[4, 2, .nan]]), .median, by: whole).cells == [3])
  }

  // MARK: - Cuts

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `Tiles, threads and the order of rows leave no trace in any rule`(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, name: "tiles")
    let heights = TerrainPassTests.ground(rows: 40, columns: 50, seed: seed)
    let slope = try heights.derived(.slope)
    let plan = try heights.derived(.planCurvature)
    let rules: [AggregationRule] = [.mean, .median, .mode, .sum, .count]
    let layers = rules.flatMap { [Aggregation.Layer(0, $0), Aggregation.Layer(1, $0)] }
    let frame = coarse(500_000 - 50, 3_100_000 + 70, 317, rows: 5, columns: 6)
    let spacing = try Spacing(projected: heights.geometry)
    let assignments: [any CellAssignment] = [
      try AlignedCells(.nested, of: heights.geometry, in: frame, weightedBy: spacing),
      try AlignedCells(.centre, of: heights.geometry, in: frame, weightedBy: spacing),
      try FourNeighbours(of: heights.geometry, in: frame),
      WidenedBilinear(
        of: heights.geometry, at: (0..<frame.count).map { frame.centre(of: frame.cell(at: $0)) }, of: frame,
        reach: (317 / 30, 317 / 30)),
    ]
    func strip(_ rows: Range<Int>, _ columns: Range<Int>, _ body: (LayerStrip<Double>) -> Void) {
      var cells: [Double] = []
      for row in rows {
        for grid in [slope, plan] { cells += grid.cells[row * 50 + columns.lowerBound..<row * 50 + columns.upperBound] }
      }
      cells.withUnsafeBufferPointer {
        guard let memory = $0.baseAddress else { return }
        body(LayerStrip(layers: 2, rows: rows, columns: columns, memory: memory))
      }
    }
    for assignment in assignments {
      var whole = Aggregation(layers, by: assignment, minimumShare: 0)
      strip(0..<40, 0..<50) { whole.add($0) }
      let expected = whole.finish().map { $0.cells.map(\.bitPattern) }
      // Row by row from the north, finished on the way.
      var rowwise = Aggregation(layers, by: assignment, minimumShare: 0)
      for row in 0..<40 {
        strip(row..<row + 1, 0..<50) { rowwise.add($0, threads: 3) }
        rowwise.finishRows(before: row + 1)
      }
      #expect(rowwise.finish().map { $0.cells.map(\.bitPattern) } == expected)
      // Four tiles, each on its own and with threads, put together in any order.
      let (row, column) = (1 + Int(stream.uniform() * 38), 1 + Int(stream.uniform() * 48))
      var tiles: [Aggregation] = []
      for rows in [row..<40, 0..<row] {
        for columns in [column..<50, 0..<column] {
          var tile = Aggregation(layers, by: assignment, minimumShare: 0)
          strip(rows, columns) { tile.add($0, threads: 1 + Int(stream.uniform() * 4)) }
          tiles.append(tile)
        }
      }
      var together = tiles.removeLast()
      for tile in tiles { together.add(tile) }
      #expect(
        together.finish().map { $0.cells.map(\.bitPattern) } == expected, "seed \(seed), cut at \(row), \(column)")
    }
  }

  @Test func `Attributes reach the coarse grid while they are derived, aspect as the direction of its vectors`() throws
  {
    let heights = hills(40, seed: 3)
    let spacing = try Spacing(projected: heights.geometry)
    var frame = heights.geometry
    (frame.cellWidth, frame.cellHeight, frame.columns, frame.rows) = (300, 300, 4, 4)
    let wanted: [TerrainAttribute] = [.aspect, .slope, .eastness]
    var product = AttributeAggregation(
      wanted, to: try AlignedCells(.nested, of: heights.geometry, in: frame, weightedBy: spacing))
    let pass = TerrainPass<Double>(product.layers, columns: 40, spacing: spacing)
    try pass.run(
      heights: { row, columns, out in _ = out.update(fromContentsOf: heights.cells[row * 40..<(row + 1) * 40]) },
      deliver: { product.add($0) })
    let found = product.finish()
    #expect(Set(found.keys) == Set(wanted))
    #expect(found[.slope] == (try aggregate(try heights.derived(.slope), to: frame, by: .mean)))
    let aspect = try aggregate(try heights.derived(.aspect), to: frame, by: .vectorMean)
    // Once from p and q, once through degrees and back.
    #expect(greatestDifference(try #require(found[.aspect]), aspect, circle: 360) < 1e-10)
    #expect(try #require(found[.eastness]).valid.count == 16)
  }
}

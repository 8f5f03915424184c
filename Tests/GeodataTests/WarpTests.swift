import Grids
import Testing

@testable import Geodata

/// A frame in metres (UTM 45 N), its north-west corner at (500 000, 4 000 000) moved by `east` and `south`.
private func frame(_ columns: Int, _ rows: Int, cell: Double, east: Double = 0, south: Double = 0) -> GridGeometry {
  GridGeometry(
    crs: "EPSG:32645", west: 500_000 + east, north: 4_000_000 - south, cellWidth: cell, cellHeight: cell,
    columns: columns, rows: rows)
}

@Suite struct WarpTests {
  @Test(arguments: ResampleMethod.allCases)
  func `onto its own cells a grid is unchanged`(method: ResampleMethod) throws {
    let grid = Grid<Float>(geometry: frame(3, 2, cell: 100), cells: [1, 2, 3, 4, 5.5, 6])
    #expect(try warp(grid, to: grid.geometry, method: method) == grid)
  }

  @Test func `an average weighs each source cell by the share of it that lies under the target`() throws {
    let grid = Grid<Float>(geometry: frame(3, 1, cell: 100), cells: [1, 2, 4])
    var target = frame(2, 1, cell: 150)
    target.cellHeight = 100
    let averaged = try warp(grid, to: target, method: .average)
    // (1 + 2/2) / 1.5 and (2/2 + 4) / 1.5
    #expect(zip(averaged.cells, [4 / 3, 10 / 3]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func `an average passes over cells without data`() throws {
    let grid = Grid<Float>(
      geometry: frame(4, 2, cell: 100), cells: [1, .nan, .nan, .nan, 3, 5, .nan, .nan])
    let averaged = try warp(grid, to: frame(2, 1, cell: 200), method: .average)
    #expect(averaged.cells[0] == 3 && averaged.cells[1].isNaN)
  }

  @Test func `the share of a cell counts its known part alone`() throws {
    let lake = Grid<Float>(geometry: frame(4, 2, cell: 100), cells: [1, 1, 0, .nan, 0, 0, 1, 0])
    let share = try shareOfCell(lake, to: frame(2, 1, cell: 200))
    #expect(share.cells[0] == 0.5)
    #expect(abs(share.cells[1] - 1 / 3) < 1e-6)
  }

  @Test func `the mode is the commonest code`() throws {
    let codes = Grid<Float>(geometry: frame(4, 2, cell: 100), cells: [7, 7, 10, 16, 7, 3, 16, .nan])
    #expect(try warp(codes, to: frame(2, 1, cell: 200), method: .mode).cells == [7, 16])
  }

  @Test func `the nearest cell is the one under the centre`() throws {
    let codes = Grid<Float>(geometry: frame(3, 3, cell: 100), cells: [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(try warp(codes, to: frame(1, 1, cell: 300), method: .nearest).cells == [5])
    #expect(try warp(codes, to: frame(1, 1, cell: 100, east: 140, south: 60), method: .nearest).cells == [5])
  }

  /// Coarser centres lie on fine ones, where the widened kernel is symmetric.
  @Test(arguments: [30.0, 100, 300])
  func `a plane stays a plane under bilinear resampling, finer or coarser`(cell: Double) throws {
    let source = frame(40, 40, cell: 100)
    let plane = Grid<Float>(
      geometry: source,
      cells: (0..<source.count).map { place in
        let centre = source.centre(of: source.cell(at: place))
        return Float((centre.x - 500_000) / 100 + 2 * (4_000_000 - centre.y) / 100)
      })
    let target = frame(5, 5, cell: cell, east: 1300, south: 1200)
    let warped = try warp(plane, to: target, method: .bilinear)
    for place in 0..<target.count {
      let centre = target.centre(of: target.cell(at: place))
      let exact = (centre.x - 500_000) / 100 + 2 * (4_000_000 - centre.y) / 100
      // Values up to 100 in single precision: 1e-5 each, a few of them summed.
      #expect(abs(Double(warped.cells[place]) - exact) < 1e-4)
    }
  }

  @Test func `a grid elsewhere gives no data`() throws {
    let grid = Grid<Float>(geometry: frame(3, 3, cell: 100), repeating: 1)
    let far = try warp(grid, to: frame(2, 2, cell: 100, east: 90_000), method: .bilinear)
    #expect(far.cells.allSatisfy { $0.isNaN })
  }

  @Test(arguments: ResampleMethod.allCases)
  func `working memory changes no bit of a reprojection`(method: ResampleMethod) throws {
    let source = GridGeometry(
      crs: "EPSG:4326", west: 70, north: 45, cellWidth: 1.0 / 12, cellHeight: 1.0 / 12, columns: 480, rows: 300)
    let relief = Grid<Float>(
      geometry: source, cells: (0..<source.count).map { Float(($0 &* 7919) % 1009) + Float($0 % 480) })
    let plateau = GridGeometry(
      crs: "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m", west: -2_500_000,
      north: 4_400_000, cellWidth: 20_000, cellHeight: 20_000, columns: 130, rows: 90)
    let roomy = try warp(relief, to: plateau, method: method, megabytes: 256)
    let tight = try warp(relief, to: plateau, method: method, megabytes: 1)
    #expect(roomy.cells.map(\.bitPattern) == tight.cells.map(\.bitPattern))
    #expect(roomy.cells.contains { !$0.isNaN })
  }

  @Test func `a node-registered globe, whose edges lie beyond the poles, is warped like any other`() throws {
    let globe = GridGeometry(
      crs: "EPSG:4326", west: -181, north: 91, cellWidth: 2, cellHeight: 2, columns: 181, rows: 91)
    let latitude = Grid<Float>(geometry: globe, cells: (0..<globe.count).map { Float(90 - 2 * ($0 / 181)) })
    let target = GridGeometry(
      crs: "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m", west: -500_000,
      north: 4_000_000, cellWidth: 50_000, cellHeight: 50_000, columns: 20, rows: 20)
    let warped = try warp(latitude, to: target, method: .bilinear)
    let centres = (0..<target.count).map { target.centre(of: target.cell(at: $0)) }
    let exact = try transform(centres, from: target.crs, to: "EPSG:4326")
    // Latitude is linear in itself, so bilinear interpolation is exact but for single precision at 40.
    #expect(
      zip(warped.cells, exact).allSatisfy { value, place in place.map { abs(Double(value) - $0.y) < 1e-5 } ?? false })
  }
}

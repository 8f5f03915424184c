import Checksums
import Foundation
import Grids
import Testing

@testable import Geodata

/// Files that are read and written row by row are those that are read and written as a whole.
@Suite struct RowsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func rows<Cell: RasterCell>(
    _ path: String, _ reading: RasterReading = RasterReading(), _ columns: Range<Int>? = nil, as cell: Cell.Type
  ) throws -> Grid<Cell> {
    let rows = RasterRows<Cell>(try RasterMosaic([path], reading))
    var geometry = rows.geometry
    let columns = columns ?? 0..<geometry.columns
    geometry.columns = columns.count
    var grid = Grid<Cell>(geometry: geometry, repeating: .nan)
    try grid.cells.withUnsafeMutableBufferPointer { cells in
      for row in 0..<geometry.rows {
        try rows.read(
          row, columns: columns,
          into: UnsafeMutableBufferPointer(rebasing: cells[row * columns.count..<(row + 1) * columns.count]))
      }
    }
    return grid
  }

  @Test(arguments: [
    ("plain.tif", RasterReading()), ("south-up.tif", RasterReading()), ("masked.tif", RasterReading()),
    ("two-variables.nc", RasterReading(variable: "slope", crs: "EPSG:4326")),
    ("scaled.tif", RasterReading(crs: "EPSG:4326", scale: 0.1)),
    ("plain.tif", RasterReading(nodata: 4, expected: 1...6)),
  ])
  func `Row by row a file holds what it holds as a whole`(name: String, reading: RasterReading) throws {
    let whole: Grid<Double> = try readRaster(fixture(name), reading)
    let found = try rows(fixture(name), reading, as: Double.self)
    #expect(found.geometry == whole.geometry)
    #expect(found.cells.map(\.bitPattern) == whole.cells.map(\.bitPattern))
  }

  @Test func `Some columns are those columns, in a raster of many strips`() throws {
    let geometry = GridGeometry(
      crs: "EPSG:32645", west: 0, north: 0, cellWidth: 10, cellHeight: 10, columns: 700, rows: 900)
    let grid = Grid<Float>(
      geometry: geometry, cells: (0..<geometry.count).map { $0 % 11 == 0 ? .nan : Float($0 % 8191) })
    try writeGeoTIFF([RasterBand("z", grid)], to: folder.file("z.tif"))
    let found = try rows(folder.file("z.tif"), RasterReading(), 100..<333, as: Float.self)
    for row in 0..<900 {
      let expected = grid.cells[row * 700 + 100..<row * 700 + 333].map(\.bitPattern)
      #expect(found.cells[row * 233..<(row + 1) * 233].map(\.bitPattern) == expected)
    }
  }

  @Test func `A value outside what was declared, and a file that is cut short, end the reading`() throws {
    #expect(throws: GDALError.self) { try rows(fixture("plain.tif"), RasterReading(expected: 1...5), as: Float.self) }
    #expect(throws: GDALError.self) { try rows(fixture("truncated.tif"), as: Float.self) }
  }

  @Test func `A file written row by row has the bytes of one written as a whole`() throws {
    let geometry = GridGeometry(
      crs: "EPSG:4326", west: 86, north: 28, cellWidth: 0.01, cellHeight: 0.01, columns: 1234, rows: 77)
    let grid = Grid<Float>(
      geometry: geometry, cells: (0..<geometry.count).map { $0 % 7 == 0 ? .nan : Float($0).squareRoot() })
    let double = grid.map { Double($0) / 3 }
    try writeGeoTIFF([RasterBand("slope angle", grid, unit: "degree")], to: folder.file("whole.tif"))
    try writeGeoTIFF([RasterBand("h", double)], to: folder.file("whole-double.tif"))
    let single = try GeoTIFFRows(
      "slope angle", unit: "degree", of: Float.self, on: geometry, to: folder.file("rows.tif"))
    let wide = try GeoTIFFRows("h", unit: nil, of: Double.self, on: geometry, to: folder.file("rows-double.tif"))
    for row in 0..<77 {
      let places = row * 1234..<(row + 1) * 1234
      try grid.cells.withUnsafeBufferPointer { try single.write(UnsafeBufferPointer(rebasing: $0[places])) }
      try double.cells.withUnsafeBufferPointer { try wide.write(UnsafeBufferPointer(rebasing: $0[places])) }
      #expect(!folder.listing.contains("rows.tif"))
    }
    try single.finish()
    try wide.finish()
    #expect(folder.listing == ["rows-double.tif", "rows.tif", "whole-double.tif", "whole.tif"])
    for name in ["", "-double"] {
      let files = try ["rows", "whole"].map { try Data(contentsOf: URL(filePath: folder.file("\($0)\(name).tif"))) }
      #expect(files[0] == files[1])
    }
  }

  @Test func `Double rows in a file of single precision are rounded to the nearest`() throws {
    let geometry = GridGeometry(crs: "EPSG:32645", west: 0, north: 0, cellWidth: 1, cellHeight: 1, columns: 4, rows: 1)
    let file = try GeoTIFFRows("h", unit: nil, of: Float.self, on: geometry, to: folder.file("h.tif"))
    let cells = [0.1, .nan, 1e-50, -2.0 / 3]
    try cells.withUnsafeBufferPointer { try file.write($0) }
    try file.finish()
    let back: Grid<Float> = try readRaster(folder.file("h.tif"))
    #expect(back.cells[1].isNaN)
    #expect([0, 2, 3].allSatisfy { back.cells[$0] == Float(cells[$0]) })
  }

  @Test func `A file that is never finished leaves nothing, and where none can be made it is said`() throws {
    let geometry = GridGeometry(crs: "EPSG:32645", west: 0, north: 0, cellWidth: 1, cellHeight: 1, columns: 4, rows: 4)
    do { _ = try GeoTIFFRows("h", unit: nil, of: Float.self, on: geometry, to: folder.file("h.tif")) }
    #expect(folder.listing.isEmpty)
    let error = #expect(throws: GDALError.self) {
      try GeoTIFFRows("h", unit: nil, of: Float.self, on: geometry, to: folder.file("no/h.tif"))
    }
    #expect(error?.exitCode == 73)
  }
}

/// Centres of fine cells in the cells of a grid in another coordinate reference system.
@Suite struct `Centres across systems` {
  let coarse = GridGeometry(
    crs: "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m", west: -1_845_000, north: 3_145_000,
    cellWidth: 1000, cellHeight: 1000, columns: 40, rows: 30)

  private func owners(_ cells: ProjectedCells, _ fine: GridGeometry) -> [CellIndex?] {
    var owners = [CellIndex?](repeating: nil, count: fine.count)
    for row in 0..<fine.rows {
      var runs: [CellRun] = []
      cells.appendRuns(ofRow: row, columns: 0..<fine.columns, to: &runs)
      for run in runs {
        #expect(run.share == CellRun.whole)
        for column in run.first..<run.first + run.count {
          #expect(owners[row * fine.columns + Int(column)] == nil)
          owners[row * fine.columns + Int(column)] = CellIndex(row: Int(run.row), column: Int(run.column))
        }
      }
    }
    return owners
  }

  @Test(arguments: [1.0 / 3600, 1.0 / 1200, 1.0 / 120, 0.03])
  func `Every centre goes where it lies`(cell: Double) throws {
    let side = min(150, Int(0.4 / cell))
    let fine = GridGeometry(
      crs: "EPSG:4326", west: 86.05, north: 28.13, cellWidth: cell, cellHeight: cell, columns: side, rows: side)
    let cells = try ProjectedCells(of: fine, in: coarse, areas: [])
    let centres = try transform(
      (0..<fine.count).map { fine.centre(of: fine.cell(at: $0)) }, from: fine.crs, to: coarse.crs)
    let expected = centres.map { $0.flatMap { coarse.cell(containing: $0) } }
    #expect(expected.contains { $0 != nil })
    #expect(owners(cells, fine) == expected)
  }

  @Test func `What was reached before is not reached again`() throws {
    let fine = GridGeometry(
      crs: "EPSG:4326", west: 86, north: 28.2, cellWidth: 0.002, cellHeight: 0.002, columns: 250, rows: 250)
    let cells = try ProjectedCells(of: fine, in: coarse, areas: [Double](repeating: 3, count: 250))
    var least = coarse.rows
    for row in (0..<250).reversed() {
      var runs: [CellRun] = []
      cells.appendRuns(ofRow: row, columns: 0..<250, to: &runs)
      least = min(least, runs.map { Int($0.row) }.min() ?? least)
      #expect(cells.firstRowReached(from: row) <= least)
      #expect(runs.allSatisfy { $0.weight == CellRun.whole })
    }
    // Near the southern end most of the grid is done with.
    #expect(cells.firstRowReached(from: 249) > coarse.rows / 2 || least == coarse.rows)
  }

  @Test func `Cells beyond the poles of a system belong to none`() throws {
    // A rectangle of degrees that ends at the pole, on a grid in Mercator's projection, which has none.
    let fine = GridGeometry(
      crs: "EPSG:4326", west: 0, north: 90, cellWidth: 1, cellHeight: 1, columns: 3, rows: 40)
    let world = GridGeometry(
      crs: "EPSG:3395", west: 0, north: 9_000_000, cellWidth: 1_000_000, cellHeight: 1_000_000, columns: 1, rows: 9)
    let found = owners(try ProjectedCells(of: fine, in: world, areas: []), fine)
    #expect(found[0] == nil)
    #expect(found.last == CellIndex(row: 2, column: 0))
  }
}

import Foundation
import Geodata
import Grids
import Testing

@Suite struct RasterReadingTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func `an ASCII grid is read from the north, scaled, with no data as NaN`() throws {
    let path = try folder.write(asciiGrid([[-132, -9999, 235], [0, 10, -20]]), as: "t.asc")
    let grid: Grid<Float> = try readRaster(path, RasterReading(crs: "EPSG:4326", scale: 0.1, expected: -30...35))
    #expect(
      grid.geometry
        == GridGeometry(crs: "EPSG:4326", west: 10, north: 22, cellWidth: 1, cellHeight: 1, columns: 3, rows: 2))
    #expect(grid.cells[0] == -13.2 && grid.cells[1].isNaN && grid.cells[2] == 23.5)
    #expect(Array(grid.cells[3...]) == [0, 1, -2])
  }
}

import Grids
import Testing

@Suite struct `Grid geometry` {
  let geometry = GridGeometry(
    crs: "EPSG:4326", west: 70, north: 40, cellWidth: 0.5, cellHeight: 0.25, columns: 4, rows: 3)

  @Test func `ends where its cells end`() {
    #expect(geometry.east == 72)
    #expect(geometry.south == 39.25)
    #expect(geometry.count == 12)
  }

  @Test func `counts rows from the north and columns from the west`() {
    #expect(geometry.offset(of: CellIndex(row: 0, column: 3)) == 3)
    #expect(geometry.offset(of: CellIndex(row: 2, column: 1)) == 9)
    #expect(geometry.centre(of: CellIndex(row: 0, column: 0)) == MapPoint(x: 70.25, y: 39.875))
    #expect(geometry.centre(of: CellIndex(row: 2, column: 3)) == MapPoint(x: 71.75, y: 39.375))
  }

  @Test func `finds every cell again by its place and by its centre`() {
    for offset in 0..<geometry.count {
      let cell = geometry.cell(at: offset)
      #expect(geometry.offset(of: cell) == offset)
      #expect(geometry.cell(containing: geometry.centre(of: cell)) == cell)
    }
  }

  @Test(arguments: [
    // An edge belongs to the cell east or south of it, so the western and northern edges are inside, the others not.
    (70.0, 40.0, CellIndex(row: 0, column: 0)), (70.5, 39.75, CellIndex(row: 1, column: 1)),
    (71.999, 39.251, CellIndex(row: 2, column: 3)), (72, 39.5, nil), (71, 39.25, nil), (69.999, 39.5, nil),
    (71, 40.001, nil), (Double.nan, 39.5, nil), (Double.infinity, 39.5, nil),
  ])
  func `knows the cell of a point, and that a point outside has none`(x: Double, y: Double, cell: CellIndex?) {
    #expect(geometry.cell(containing: MapPoint(x: x, y: y)) == cell)
  }
}

@Suite struct `A grid` {
  let geometry = GridGeometry(crs: "local", west: 0, north: 2, cellWidth: 1, cellHeight: 1, columns: 3, rows: 2)

  @Test func `keeps its values row by row from the north`() {
    var grid = Grid(geometry: geometry, cells: [1, 2, 3, 4, 5, 6])
    #expect(grid[CellIndex(row: 1, column: 0)] == 4)
    grid[CellIndex(row: 0, column: 2)] = 30
    #expect(grid.cells == [1, 2, 30, 4, 5, 6])
  }

  @Test func `keeps its frame when its values are replaced`() {
    let classes: ClassGrid = Grid(geometry: geometry, repeating: 7).map { $0 > 5 ? nil : 1 }
    #expect(classes == ClassGrid(geometry: geometry, repeating: nil))
  }
}

@Suite struct `A quantity` {
  @Test func `adds, scales and compares within its unit`() {
    let loss = Quantity<TonnePerHectareYear>(2.5)
    #expect((loss + loss).value == 5)
    #expect((2 * loss - loss).value == 2.5)
    #expect(loss < 2 * loss)
    #expect(2 * loss / loss == 2)
    #expect(TonnePerHectareYear.symbol == "t ha-1 a-1")
  }
}

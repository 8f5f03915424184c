import Grids
import Testing

@testable import Terrain

@Suite struct `Directions as vectors` {
  let frame = GridGeometry(
    crs: "EPSG:32645", west: 0, north: 0, cellWidth: 1, cellHeight: 1, columns: 6, rows: 1)

  @Test func `come back as they went`() {
    let degrees = [0.0, 45, 90, 180, 270, 359]
    let vectors = unitVectors(of: Grid(geometry: frame, cells: degrees))
    let back = directions(sine: vectors.sine.map { Float($0) }, cosine: vectors.cosine.map { Float($0) })
    for (there, again) in zip(degrees, back.cells) { #expect((there - Double(again)).magnitude < 1e-4) }
  }

  /// A hair west of north rounds to 360 in single precision, which is north.
  @Test func `lie on the circle from 0 up to 360`() {
    let back = directions(
      sine: Grid(geometry: frame, cells: [-1e-12, -1e-6, 1e-12, 0, -0.0, 1]),
      cosine: Grid(geometry: frame, cells: [1, 1, 1, 1, 1, 0]))
    #expect(back.cells.allSatisfy { $0 >= 0 && $0 < 360 })
    #expect(back.cells[0] == 0 && back.cells[3] == 0 && back.cells[4] == 0)
    #expect(back.cells[1] > 359.99 && back.cells[5] == 90)
  }

  @Test func `are none without a part, and where vectors cancel`() {
    let back = directions(
      sine: Grid(geometry: frame, cells: [.nan, 0, 0, 1e-10, 0, 1]),
      cosine: Grid(geometry: frame, cells: [1, .nan, 0, -1e-10, 1, 1]))
    #expect(back.cells[..<4].allSatisfy { $0.isNaN })
    #expect(back.cells[4] == 0 && back.cells[5] == 45)
    #expect(unitVectors(of: Grid(geometry: frame, repeating: .nan)).sine.cells.allSatisfy { $0.isNaN })
  }
}

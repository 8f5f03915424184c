import Foundation
import Geodata
import Grids
import Testing

@testable import Manifests
@testable import Stages

@Suite struct `A field of directions` {
  /// Two fine cells in each of three coarse ones.
  let frame = GridGeometry.small(columns: 3, rows: 1)
  var fine: GridGeometry {
    GridGeometry(
      crs: frame.crs, west: frame.west, north: frame.north, cellWidth: 500, cellHeight: 1000, columns: 6, rows: 1)
  }

  func transferred(_ degrees: [Double]) throws -> [[Float]] {
    try Layers.transferDirection(
      Grid(geometry: fine, cells: degrees), to: frame, .aggregate(.vectorMean), minimumShare: 0.5
    ).map(\.cells)
  }

  @Test func `is averaged round the circle`() throws {
    let bands = try transferred([350, 10, 80, 100, 170, 280])
    #expect(bands[0][0] == 0)
    #expect((bands[0][1] - 90).magnitude < 1e-4)
    #expect((bands[0][2] - 225).magnitude < 1e-4)
    // Mean sine and cosine of 350 and 10 degrees.
    #expect(bands[1][0].magnitude < 1e-7)
    #expect((bands[2][0] - 0.98480775).magnitude < 1e-6)
  }

  @Test func `has no direction where its vectors cancel, but still a mean vector`() throws {
    let bands = try transferred([90, 270, .nan, 45, .nan, .nan])
    #expect(bands[0][0].isNaN)
    #expect(bands[1][0].magnitude < 1e-7 && bands[2][0].magnitude < 1e-7)
    // Half of the cell is enough, none of it is not.
    #expect((bands[0][1] - 45).magnitude < 1e-4)
    #expect(bands.allSatisfy { $0[2].isNaN })
  }
}

@Suite struct `A layer of classes` {
  let frame = GridGeometry.small(columns: 3, rows: 1)

  @Test func `has no class where there is no value`() throws {
    let classes = try Layers.classes(Grid(geometry: frame, cells: [7, .nan, -32768]), of: "rock")
    #expect(classes.cells == [7, nil, -32768])
  }

  @Test(arguments: [(Float(1.5), "1.5"), (40_000, "40000"), (.infinity, "inf")])
  func `refuses what is no class`(code: Float, spelled: String) {
    #expect(
      throws: StageError(
        subject: "covariate rock", problem: "\(spelled) is no class",
        remedy: "classes are whole numbers from -32768 to 32767; declare 'nodata' or 'expect' of the source")
    ) { try Layers.classes(Grid(geometry: frame, cells: [1, code, 2]), of: "rock") }
  }
}

@Suite struct `A source of several files` {
  let frame = GridGeometry.small(columns: 3, rows: 1)

  func source(_ files: [String]) throws -> SourceSpecification {
    var source = try smallProduct().source("relief")
    source.files = files.map { SourceSpecification.File(path: $0, url: nil) }
    return source
  }

  func read(_ layers: [[Float]], _ reduction: CovariateSpecification.Reduction?) throws -> [Double] {
    let bench = try Bench()
    let files = layers.indices.map { "\($0).tif" }
    for (file, layer) in zip(files, layers) {
      try bench.lay([Grid(geometry: frame, cells: layer)], as: "source", file)
    }
    return try Layers.read(
      source(files), in: "\(bench.folder)/inputs/source", around: frame, reduce: reduction
    ).cells
  }

  static let layers: [[Float]] = [[1, .nan, .nan], [3, 5, .nan], [8, 7, .nan]]

  @Test(arguments: [
    (CovariateSpecification.Reduction.mean, [4.0, 6.0]), (.maximum, [8, 7]), (.minimum, [1, 5]),
  ])
  func `is reduced over the files that have a value`(
    reduction: CovariateSpecification.Reduction, expected: [Double]
  ) throws {
    let values = try read(Self.layers, reduction)
    #expect(Array(values[..<2]) == expected)
    #expect(values[2].isNaN)
  }

  @Test func `is its first file where nothing is said of the others`() throws {
    let values = try read(Self.layers, nil)
    #expect(values[0] == 1)
    #expect(values[1].isNaN)
  }

  @Test func `must have one frame`() throws {
    let bench = try Bench()
    try bench.lay([Grid(geometry: frame, cells: [1, 2, 3])], as: "source", "a.tif")
    try bench.lay([Grid(geometry: .small(columns: 2, rows: 1), cells: [1, 2])], as: "source", "b.tif")
    #expect(
      throws: StageError(
        subject: "source relief", problem: "b.tif has another frame than a.tif",
        remedy: "declare files of one frame, or sources of their own")
    ) {
      try Layers.read(source(["a.tif", "b.tif"]), in: "\(bench.folder)/inputs/source", around: frame, reduce: .mean)
    }
  }
}

@Suite struct `The window of a source` {
  /// Ten by ten cells of a degree from 80 E, 40 N; a cell holds ten times its row and its column.
  let grid = Grid<Double>(
    geometry: GridGeometry(
      crs: "EPSG:4326", west: 80, north: 40, cellWidth: 1, cellHeight: 1, columns: 10, rows: 10),
    cells: (0..<100).map(Double.init))

  @Test func `is the cells that it touches`() throws {
    let window = try grid.cropped(to: MapBounds(west: 82.5, south: 36, east: 84.5, north: 37.5))
    #expect(window.geometry.west == 82 && window.geometry.north == 38)
    #expect((window.geometry.columns, window.geometry.rows) == (3, 2))
    #expect(window.cells == [22, 23, 24, 32, 33, 34])
  }

  @Test func `ends where the source ends`() throws {
    let window = try grid.cropped(to: MapBounds(west: 70, south: 38.5, east: 81.5, north: 50))
    #expect(window.geometry.west == 80 && window.geometry.north == 40)
    #expect(window.cells == [0, 1, 10, 11])
    #expect(try grid.cropped(to: MapBounds(west: 0, south: 0, east: 180, north: 90)) == grid)
  }

  @Test(arguments: [(90.0, 95.0, 35.0, 36.0), (81, 82, 40, 45)])
  func `must reach the source`(west: Double, east: Double, south: Double, north: Double) {
    #expect(
      throws: StageError(
        subject: "a source raster", problem: "it does not reach the frame of the product",
        remedy: "check the source's CRS and extent")
    ) { try grid.cropped(to: MapBounds(west: west, south: south, east: east, north: north)) }
  }

  /// The small frame lies at 87 E, 32.5 N; the margin is at least eight cells.
  @Test func `of a geographic raster is what is near the frame`() throws {
    let bench = try Bench()
    let globe = Grid<Float>(
      geometry: GridGeometry(
        crs: "EPSG:4326", west: -180, north: 90, cellWidth: 1, cellHeight: 1, columns: 360, rows: 180),
      cells: (0..<64_800).map { Float($0 % 360) - 179.5 })
    try bench.lay([globe], as: "source", "relief.tif")
    let near = try Layers.read(
      smallProduct().source("relief"), in: "\(bench.folder)/inputs/source",
      around: .small(columns: 10, rows: 10), reduce: nil)
    #expect(near.geometry.west >= 77 && near.geometry.west <= 79)
    #expect(near.geometry.east >= 95 && near.geometry.east <= 97)
    #expect(near.geometry.north >= 40 && near.geometry.north <= 42)
    #expect(near.cells[0] == near.geometry.west + 0.5)
  }
}

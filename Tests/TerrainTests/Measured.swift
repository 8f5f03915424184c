import Foundation
import Geodata
import Grids
import Statistics
import Testing

@testable import Terrain

/// The folder of this room's own fixtures.
let fixtures = Bundle.module.resourceURL?.appendingPathComponent("Fixtures") ?? URL(filePath: "/")

/// Answers of other programs, which derive from fetched data and lie beside the project, not in it.
let peers: URL? = sequence(first: URL(filePath: #filePath)) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }
  .map { $0.appendingPathComponent("shared/fixtures/terrain") }
  .first { FileManager.default.fileExists(atPath: $0.appendingPathComponent("golden").path) }

/// Said where tests with `peers` are skipped.
let peersNotice: Comment = "the folder shared/fixtures/terrain/golden does not lie beside this project"

func readFixture(_ name: String) throws -> Grid<Double> {
  try readRaster(fixtures.appendingPathComponent(name).path)
}

/// A table with one line of names and numbers below.
struct Table {
  let rows: [[String: Double]]

  init(_ name: String) throws {
    let text = try String(contentsOf: fixtures.appendingPathComponent(name), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
    let names = try #require(lines.first)
    rows = lines.dropFirst().map { line in
      Dictionary(uniqueKeysWithValues: zip(names, line.map { Double($0) ?? .nan }))
    }
  }

  /// The number in a row under a name.
  static func number(_ name: String, in row: [String: Double]) throws -> Double {
    try #require(row[name], "no column \(name)")
  }

  static func cell(of row: [String: Double]) throws -> CellIndex {
    CellIndex(row: Int(try number("row", in: row)), column: Int(try number("col", in: row)))
  }
}

/// A metric grid of 30 m cells.
func metric(rows: Int, columns: Int, cell: Double = 30) -> GridGeometry {
  GridGeometry(
    crs: "EPSG:32645", west: 500_000, north: 3_100_000, cellWidth: cell, cellHeight: cell, columns: columns, rows: rows)
}

func grid(_ rows: [[Double]], cell: Double = 30) -> Grid<Double> {
  Grid(geometry: metric(rows: rows.count, columns: rows.first?.count ?? 0, cell: cell), cells: rows.flatMap(\.self))
}

/// Ridges and hollows, tilted, with noise that leaves no two cells equally high.
func hills(_ size: Int = 24, seed: UInt64) -> Grid<Double> {
  var noise = RandomStream(seed: seed, name: "hills")
  return Grid(
    geometry: metric(rows: size, columns: size),
    cells: (0..<size * size).map { place in
      let (row, column) = (Double(place / size), Double(place % size))
      return 4000 + 25 * sin(row / 3 + Double(seed)) * cos(column / 4) + 2 * row + column + 6 * noise.uniform()
    })
}

/// The greatest difference of two grids; infinite where only one has a value. `circle`: differences are taken on it.
func greatestDifference(_ a: Grid<Double>, _ b: Grid<Double>, circle: Double? = nil, border: Int = 0) -> Double {
  let (rows, columns) = (a.geometry.rows, a.geometry.columns)
  guard b.geometry.rows == rows, b.geometry.columns == columns else { return .infinity }
  var greatest = 0.0
  for row in border..<max(border, rows - border) {
    for column in border..<max(border, columns - border) {
      let cell = CellIndex(row: row, column: column)
      greatest = max(greatest, difference(a[cell], b[cell], circle: circle))
    }
  }
  return greatest
}

/// How far two values lie apart; 0 where neither is one, infinite where only one is.
func difference(_ a: Double, _ b: Double, circle: Double? = nil) -> Double {
  if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? 0 : .infinity }
  let plain = (a - b).magnitude
  guard let circle else { return plain }
  return min(plain, circle - plain)
}

extension Grid<Double> {
  /// One attribute of this surface on its own metric spacing.
  func derived(_ attribute: TerrainAttribute, _ options: TerrainOptions = TerrainOptions()) throws -> Grid<Double> {
    let spacing = try Spacing(projected: geometry)
    return try #require(derive([attribute], from: self, spacing: spacing, options: options)[attribute])
  }

  var valid: [Double] { cells.filter { !$0.isNaN } }
}

import Foundation
import Geodata
import Grids
import Ledger

@testable import Engine
@testable import Stages

/// One task by itself, on inputs laid out by hand, in a folder that goes when the bench goes.
final class Bench: Sendable {
  let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "stages-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Where a file of an input lies.
  func input(_ name: String, _ file: String) throws -> String {
    let path = "\(folder)/inputs/\(name)/\(file)"
    try FileManager.default.createDirectory(
      atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
    return path
  }

  func lay(_ text: String, as name: String, _ file: String) throws {
    try writeText(text, to: try input(name, file))
  }

  func lay(_ frame: GridGeometry) throws {
    try writeJSON(frame, to: try input("frame", FrameStage.frameFile))
  }

  func lay(_ codes: ClassGrid, as name: String, _ file: String) throws {
    try Layers.write(codes, to: try input(name, file))
  }

  func lay(_ bands: [Grid<Float>], as name: String, _ file: String) throws {
    try Layers.write(bands, to: try input(name, file))
  }

  /// A continuous covariate.
  func lay(_ values: [Float], as covariate: String, on frame: GridGeometry) throws {
    try lay([Grid(geometry: frame, cells: values)], as: "covariates/\(covariate)", "\(covariate).tif")
  }

  func run(_ task: TaskDefinition?) throws {
    guard let task else { throw NoSuchTask() }
    try FileManager.default.createDirectory(atPath: "\(folder)/outputs", withIntermediateDirectories: true)
    try task.run(TaskContext(folder: folder, inputs: [], logLine: { _ in }, lineage: []))
  }

  func output(_ file: String) -> String { "\(folder)/outputs/\(file)" }

  func table(_ file: String) throws -> Table { try readTable(output(file)) }

  func layer(_ file: String, band: Int = 0) throws -> [Float] { try Layers.readBands(output(file))[band].cells }

  struct NoSuchTask: Error {}
}

extension Table {
  /// The row whose first field is `name`, by column.
  func row(_ name: String) -> [String: String]? {
    rows.first { $0[0] == name }.map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) }
  }

  /// The number in a row and a column.
  func number(_ row: String, _ column: String) -> Double? { self.row(row)?[column].flatMap { Double($0) } }
}

/// Whether two numbers agree to some relative tolerance: by default that of the single precision of a layer.
func agree(_ a: Double?, _ b: Double, within tolerance: Double = 3e-7) -> Bool {
  guard let a else { return false }
  return (a - b).magnitude <= tolerance * max(b.magnitude, 1e-300)
}

extension GridGeometry {
  /// Cells of a kilometre.
  static func small(columns: Int, rows: Int) -> GridGeometry {
    GridGeometry(
      crs: "EPSG:32645", west: 500_000, north: 3_600_000, cellWidth: 1000, cellHeight: 1000, columns: columns,
      rows: rows)
  }
}

import Foundation
import Geodata
import Testing

/// A folder of its own for one test, removed with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "geodata-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes `text` under `name` and returns its path.
  func write(_ text: String, as name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  func write(_ bytes: [UInt8], as name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  /// What `body` throws, as it is printed, without this folder; files in it are spoken of by their names.
  func complaint(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)".replacingOccurrences(of: path + "/", with: "")
    }
  }

  var listing: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? []
  }
}

/// The folder of real data and fixtures beside the project, found by walking up from this file.
let sharedFolder: String? = {
  var folder = URL(fileURLWithPath: #filePath)
  while folder.path != "/" {
    folder.deleteLastPathComponent()
    let candidate = folder.appendingPathComponent("shared/data/README.md").path
    if FileManager.default.fileExists(atPath: candidate) { return folder.appendingPathComponent("shared").path }
  }
  return nil
}()

extension Trait where Self == ConditionTrait {
  /// Skips, and says so, where the real data are not beside the project.
  static var needsSharedData: Self {
    .enabled(if: sharedFolder != nil, "skipped: no folder 'shared' with the real data beside the project")
  }
}

/// The path of a real file; only for tests that carry `needsSharedData`.
func shared(_ path: String) throws -> String { try #require(sharedFolder) + "/" + path }

/// A small ASCII grid: `rows` from the north, cells of one unit, lower left corner at (10, 20).
func asciiGrid(_ rows: [[Int]], nodata: Int = -9999, west: Double = 10, south: Double = 20, cell: Double = 1) -> String
{
  """
  ncols \(rows[0].count)
  nrows \(rows.count)
  xllcorner \(west)
  yllcorner \(south)
  cellsize \(cell)
  NODATA_value \(nodata)

  """ + rows.map { $0.map(String.init).joined(separator: " ") }.joined(separator: "\n") + "\n"
}

/// The path of a fixture of this room; `Fixtures/make_fixtures.py` says what each is.
func fixture(_ name: String) -> String { Bundle.module.bundlePath + "/Fixtures/" + name }

/// What `body` throws, as it is printed, without the folder of the file it speaks of.
func complaint(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch let error as GDALError {
    let name = error.place.split(separator: "/").last.map(String.init) ?? error.place
    return error.description.replacingOccurrences(of: error.place, with: name)
  } catch {
    return "another error: \(error)"
  }
}

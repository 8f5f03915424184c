import ArgumentParser
import Foundation
import Ledger

/// `solum tool`: the kernels on a user's own files.
struct Tool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tool",
    abstract: "One kernel on your own files.",
    subcommands: [ToolTerrain.self, ToolImportance.self, ToolCluster.self, ToolCalibrate.self, ToolSimulate.self])
}

/// What every tool knows.
struct ToolOptions: ParsableArguments {
  @Option(help: "Threads to use; the answer does not depend on it.") var threads: Int?
  @Option(help: "Form of the result where it is not a table.") var format = OutputFormat.json

  var threadCount: Int { max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount) }

  /// Runs `body`, turning what is wrong with a user's files into words and an exit code.
  static func guarded(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw ended(by: error)
    }
  }
}

/// Reads a table that a user named.
func readTable(_ path: String) throws -> Table {
  let data: Data
  do {
    data = try Data(contentsOf: URL(fileURLWithPath: path))
  } catch {
    throw Failure(
      status: .invalidData, description: "\(path): error: cannot be read\n  give the path of a CSV file with a header")
  }
  return try Table(csv: String(decoding: data, as: UTF8.self), file: path)
}

/// A column without gaps.
func finite(_ name: String, of table: Table, _ file: String) throws -> [Double] {
  let values = try table.numbers(name, file: file)
  if let row = values.firstIndex(where: { !$0.isFinite }) {
    throw TableError(
      file: file, line: row + 2, problem: "column '\(name)' has no finite value here",
      remedy: "fill the field, or remove the row")
  }
  return values
}

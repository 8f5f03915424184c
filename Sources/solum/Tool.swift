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
  @Option(help: "Threads to use, all cores when left out; the answer does not depend on it.") var threads: Int?
  @Option(help: "Form of the result where it is not a table.") var format = OutputFormat.json

  func validate() throws { try positive(["threads": threads]) }

  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}

/// Refuses numbers below one; `nil` is an option left out.
func positive(_ options: KeyValuePairs<String, Int?>) throws {
  for (name, value) in options {
    if let value, value < 1 { throw ValidationError("--\(name) takes a positive number, not \(value)") }
  }
}

/// Reads a table that a user named.
func readTable(_ path: String) throws -> Table {
  try Table(csv: inputText(path, remedy: "give the path of a CSV file with a header"), file: path)
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

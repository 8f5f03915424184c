import Foundation

/// `solum-bench [NAME]`: every benchmark, or those that NAME begins, each in a process of its own, so that one's peak of
/// memory is not another's. Prints one JSON line a benchmark, and writes them below the machine's own line to
/// `Benchmarks/Records/`.
///
/// `solum-bench --here NAME` measures in this process and writes nothing. `solum-bench --relief FILE` writes a degree of
/// synthetic relief as a GeoTIFF, on a metric frame of 30 m, for other programs to be measured on.
@main struct Program {
  static let records = "Benchmarks/Records"

  static func main() async {
    let arguments = CommandLine.arguments.dropFirst()
    do {
      if arguments.first == "--here" {
        let name = arguments.dropFirst().first ?? ""
        // Not those whose names begin with it: they have processes of their own.
        for benchmark in try chosen(arguments.dropFirst()) where name.isEmpty || benchmark.name == name {
          print(try jsonLine(await Measurement(of: benchmark)))
        }
      } else if arguments.first == "--relief", let path = arguments.dropFirst().first {
        try PlateauRelief.writeDegree(
          to: path, on: SyntheticRelief.geometry(cells: PlateauRelief.cellsInDegree, of: 30))
      } else {
        try measureAll(try chosen(arguments), only: arguments.first ?? "")
      }
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(error is UsageError ? EX_USAGE : EX_SOFTWARE)
    }
  }

  private static func chosen(_ arguments: ArraySlice<String>) throws -> [Benchmark] {
    let benchmarks = Benchmark.named(arguments.first ?? "")
    guard arguments.count <= 1, !benchmarks.isEmpty else { throw UsageError(arguments: Array(arguments)) }
    return benchmarks
  }

  private static func measureAll(_ benchmarks: [Benchmark], only: String) throws {
    let machine = Machine.current
    var lines = [try jsonLine(machine)]
    for benchmark in benchmarks {
      let line = try output(of: Bundle.main.executablePath ?? CommandLine.arguments[0], ["--here", benchmark.name])
      FileHandle.standardOutput.write(Data("\(line)\n".utf8))
      lines.append(line)
    }
    try FileManager.default.createDirectory(atPath: records, withIntermediateDirectories: true)
    let name = ([machine.date] + (only.isEmpty ? [] : [only])).joined(separator: "-")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: "\(records)/\(name).jsonl"))
  }
}

private struct UsageError: Error, CustomStringConvertible {
  var arguments: [String]

  var description: String {
    "solum-bench: error: there is no benchmark '\(arguments.joined(separator: " "))'\n"
      + "  name none, or one of \((Benchmark.all + Benchmark.long).map(\.name).joined(separator: ", "))"
  }
}

/// What a program prints, without the newline at its end; its errors go where ours go.
func output(of program: String, _ arguments: [String]) throws -> String {
  let process = Process()
  let pipe = Pipe()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  process.standardOutput = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    throw BenchmarkError(
      ([program] + arguments).joined(separator: " "), "it ended with \(process.terminationStatus)",
      remedy: "what it said stands above")
  }
  return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
}

import Engine
import Foundation

/// Runs the toy graph as a process of its own, which a test may kill, starve or run twice.
///
///     ToyRun STORE JOURNAL JOBS LAYERS
@main
enum ToyRun {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let jobs = Int(arguments[3]), let layers = Int(arguments[4]) else { exit(64) }
    // A limit on the size of files is then an error of `write` and not the end of the process.
    signal(SIGXFSZ, SIG_IGN)
    let report = await run(
      try toyGraph(journal: arguments[2], layers: layers), in: Store(arguments[1]), product: "toy",
      options: RunOptions(jobs: jobs))
    Talk.standardError.say(report.description)
    guard let failure = report.failures.first else { exit(report.isComplete ? 0 : 70) }
    exit((failure.error as? StoreError)?.exitCode ?? 1)
  }
}

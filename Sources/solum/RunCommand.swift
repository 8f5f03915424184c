import ArgumentParser
import Engine
import Foundation
import Manifests
import Stages

/// `solum run`: brings a product's tasks up to date, up to any stage.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs what is stale, up to any stage.")

  @OptionGroup var options: ProductOptions
  @Option(help: "The stage up to which to run.") var to: String?

  func run() async throws {
    try await options.guarded {
      let product = try options.readProduct()
      let graph = try upTo(productGraph(product), to)
      let report = try await bringUpToDate(graph, options, product: product.manifest.product.id)
      if options.format == .json { Console.result(try report.json()) }
    }
  }
}

/// Runs what is stale; ends the process where the run is not complete.
func bringUpToDate(_ graph: TaskGraph, _ options: ProductOptions, product: String) async throws -> RunReport {
  let store = Store(options.storePath)
  let report = await Engine.run(
    graph, in: store, product: product, options: options.runOptions, progress: options.progressSink)
  guard report.isComplete else {
    if options.quiet || options.progress == .none { Console.say(report.description) }
    throw ExitCode(status(of: report).rawValue)
  }
  return report
}

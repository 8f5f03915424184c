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
  @Option(help: "Form of the result.") var format = OutputFormat.text

  func run() async throws {
    try await ending {
      let product = try options.readProduct()
      let graph = try upTo(productGraph(product), to)
      let report = try await bringUpToDate(graph, options, product: product.manifest.product.id)
      if format == .json { try Console.result(try report.json()) }
    }
  }
}

/// Runs what is stale; ends the process where the run is not complete.
func bringUpToDate(_ graph: TaskGraph, _ options: ProductOptions, product: String) async throws -> RunReport {
  let store = Store(options.storePath)
  let (settings, sink) = (options.runOptions, options.progressSink)
  if !options.quiet, options.progress != .none, options.progress != .json {
    try announce(graph, options, product: product)
  }
  let report = await interruptible {
    await Engine.run(graph, in: store, product: product, options: settings, progress: sink)
  }
  guard report.isComplete else {
    if options.quiet || options.progress == .none { Console.say(report.description) }
    if report.interrupted { Console.say("what is finished is kept in \(options.storePath); run again to go on") }
    throw ExitCode(status(of: report).rawValue)
  }
  return report
}

/// Says before a run what it will take on the disk, where that is much.
private func announce(_ graph: TaskGraph, _ options: ProductOptions, product: String) throws {
  guard graph.kept.most > 0 else { return }
  let store = options.storePath
  let kept = try plan(graph, in: Store(store), product: product).kept
  guard kept.most > 0 else { return }
  let folder = FileManager.default.fileExists(atPath: store) ? store : "."
  let free = try? FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize] as? Int
  Console.say("between the tasks \(store) will keep \(kept)\(free.map { "; \(shown(bytes: $0)) are free" } ?? "")")
  if let free, free < kept.usual {
    Console.say("warning: that may be too little\n  give --store a folder on a larger disk, or make room")
  }
}

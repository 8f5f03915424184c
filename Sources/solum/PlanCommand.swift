import ArgumentParser
import Checksums
import Engine
import Manifests
import Stages

/// `solum plan`: what a run would do, and why.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Says what a run would do and why; changes nothing.")

  @OptionGroup var options: ProductOptions
  @Option(help: "The stage up to which to plan.") var to: String?
  @Option(help: "One task, with its reason and ingredients.") var why: String?

  func run() async throws {
    try await options.guarded {
      let product = try options.readProduct()
      let graph = try upTo(productGraph(product), to)
      let planned = try plan(graph, in: Store(options.storePath), product: product.manifest.product.id)
      if let why {
        guard let entry = planned[why] else {
          throw Failure(
            status: .usage, description: "\(why): error: there is no such task\n  `solum plan` lists the tasks")
        }
        Console.result("\(entry.id)  \(entry.status)\nkey \(entry.key?.hexadecimal ?? "not known before its inputs are")")
        return
      }
      switch options.format {
      case .text: Console.result(planned.description)
      case .json: try Console.json(planned)
      }
    }
  }
}

/// The part of the graph up to a stage; all of it when none is named.
func upTo(_ graph: TaskGraph, _ stage: String?) throws -> TaskGraph {
  try stage.map { try graph.upTo([$0]) } ?? graph
}

import ArgumentParser
import Checksums
import Engine
import Ledger
import Manifests
import Stages

/// `solum plan`: what a run would do, and why.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Says what a run would do and why; changes nothing.")

  @OptionGroup var options: ProductOptions
  @Option(help: "The stage up to which to plan.") var to: String?
  @Option(help: "One task, with the reason why it would run and what its key is made of.") var why: String?

  func run() async throws {
    try ending {
      let product = try options.readProduct()
      let graph = try upTo(productGraph(product), to)
      let planned = try plan(graph, in: Store(options.storePath), product: product.manifest.product.id)
      guard let why else {
        switch options.format {
        case .text: try Console.result(planned.description)
        case .json: try Console.json(planned)
        }
        return
      }
      guard let entry = planned[why] else { throw unknown("task", why, known: planned.entries.map(\.id)) }
      switch options.format {
      case .text: try Console.result(explanation(of: entry))
      case .json: try Console.json(entry)
      }
    }
  }

  private func explanation(of entry: Plan.Entry) -> String {
    let ingredients = entry.ingredients.map { [$0.kind.rawValue, $0.name, $0.value] }
    return """
      \(entry.id)  \(entry.status)
      key \(entry.key?.hexadecimal ?? "not known before its inputs are")
      \(aligned(ingredients))
      """
  }
}

/// The part of the graph up to a stage; all of it when none is named.
func upTo(_ graph: TaskGraph, _ stage: String?) throws -> TaskGraph {
  try stage.map { try graph.upTo([$0]) } ?? graph
}

/// A word on the command line that names nothing, with the nearest one that does.
func unknown(_ kind: String, _ word: String, known: [String]) -> Failure {
  let nearest = nearestWord(to: word, among: known).map { "did you mean '\($0)'?" }
  return Failure(
    status: .usage,
    description:
      "\(word): error: there is no such \(kind)\n  \(nearest ?? "there are \(known.joined(separator: ", "))")")
}

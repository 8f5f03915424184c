import ArgumentParser
import Engine
import Manifests
import Stages

/// `solum plan`: what a run would do, and why.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Says what a run would do and why; changes nothing.",
    discussion: """
      The first lines name the changes that make tasks stale, and how many. dot and mermaid draw the graph of the tasks, \
      clustered by stage: `solum plan --format dot | dot -Tpdf -o plan.pdf`.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, dot, mermaid
  }

  @OptionGroup var options: ProductOptions
  @Option(help: "Form of the result.") var format = Format.text
  @Option(help: "The stage or task up to which to plan.") var to: String?
  @Option(help: "One task: why it would run, by which way its first causes reach it, and what its key is made of.")
  var why: String?

  func validate() throws {
    guard why == nil || format == .text || format == .json else {
      throw ValidationError("--why explains one task, as text or json; \(format.rawValue) draws them all")
    }
  }

  func run() async throws {
    try ending {
      let product = try options.readProduct()
      let graph = try upTo(productGraph(product), to)
      let planned = try plan(graph, in: Store(options.storePath), product: product.manifest.product.id)
      if let why {
        guard let explained = planned.explanation(of: why) else { throw unknownTask(why, in: planned) }
        try Console.result(format == .json ? explained.json() : explained.text)
        return
      }
      switch format {
      case .text: try Console.result(planned.description)
      case .json: try Console.result(planned.json())
      case .dot: try Console.result(planned.drawing(titled: product.manifest.product.title).dot)
      case .mermaid: try Console.result(planned.drawing(titled: product.manifest.product.title).mermaid)
      }
    }
  }

  private func unknownTask(_ word: String, in planned: Plan) -> Failure {
    let members = planned.entries.filter { $0.stage == word }.map(\.id)
    let known = planned.entries.map(\.id)
    let mend: String
    if let last = members.last {
      mend = "\(word) is a stage of \(members.count) tasks: name one of them, such as '\(last)'"
    } else if let near = nearestWord(to: word, among: known) {
      mend = "did you mean '\(near)'?"
    } else {
      mend = "without --why, plan lists all \(known.count)"
    }
    return Failure(status: .usage, description: "\(word): error: there is no such task\n  \(mend)")
  }
}

/// The part of the graph up to a stage; all of it when none is named.
func upTo(_ graph: TaskGraph, _ stage: String?) throws -> TaskGraph {
  try stage.map { try graph.upTo([$0]) } ?? graph
}

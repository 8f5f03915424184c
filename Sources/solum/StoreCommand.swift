import ArgumentParser
import Engine
import Foundation

/// `solum store`: what is in the store, whether it is sound, and what of it nobody needs.
struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Lists, checks and prunes the store.",
    subcommands: [StoreList.self, StoreCheckCommand.self, StorePrune.self])
}

/// What the verbs of the store know.
struct StoreOptions: ParsableArguments {
  @Option(
    help: "The store; SOLUM_STORE stands for it where it is not given, and else it is .solum.", completion: .directory)
  var store: String?
  @Option(help: "Form of the result.") var format = OutputFormat.text

  /// - Parameter text: the result for people.
  func tell(_ result: some Encodable, _ text: @autoclosure () -> String) throws {
    switch format {
    case .text: try Console.result(text())
    case .json: try Console.json(result)
    }
  }
}

/// Where the store is that a user named, or did not.
func storePath(_ given: String?) -> String {
  given ?? ProcessInfo.processInfo.environment["SOLUM_STORE"] ?? ".solum"
}

struct StoreList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Says what is in the store; changes nothing.",
    discussion: "What nothing refers to is what no newest result and no release needs: `solum store prune` removes it.")

  @OptionGroup var options: StoreOptions
  @Option(help: "One product: its newest results.") var product: String?

  func run() throws {
    try ending {
      let path = storePath(options.store)
      let store = Store(path)
      guard let product else {
        let inventory = try store.inventory()
        return try options.tell(inventory, inventory.text(path))
      }
      guard let inventory = try store.inventory(of: product) else {
        throw unknown("product", product, known: try store.inventory().products.map(\.id))
      }
      try options.tell(inventory, inventory.text)
    }
  }
}

struct StoreCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Reads everything in the store and throws away what is damaged.",
    discussion: """
      The next run makes anew what was thrown away. Exits with 1 where something was damaged or is missing, with 74 or 77 \
      where something cannot be read.
      """)

  @OptionGroup var options: StoreOptions
  @Flag(help: "Tell what is damaged, and throw nothing away.") var dryRun = false

  func run() throws {
    try ending {
      let found = try Store(storePath(options.store)).check(isDryRun: dryRun)
      try options.tell(found, found.text)
      guard found.exitCode == 0 else { throw ExitCode(found.exitCode) }
    }
  }
}

struct StorePrune: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune", abstract: "Removes what neither the newest results nor the releases need.",
    discussion: """
      Kept are the newest result of every task that its product still has, all of a release whose folder is still there, \
      and whatever changed in the last hour. Runs may go on meanwhile.
      """)

  @OptionGroup var options: StoreOptions
  @Option(help: "Keep records that were written within this time: 30d, 12h, 90m.") var olderThan: Age?
  @Flag(help: "Tell what would be removed, and remove nothing.") var dryRun = false

  func run() throws {
    try ending {
      let report = try Store(storePath(options.store)).prune(
        PruneOptions(olderThan: olderThan?.seconds, isDryRun: dryRun))
      try options.tell(report, report.text)
    }
  }
}

/// A length of time as a user writes it: a whole number of days, hours or minutes.
struct Age: ExpressibleByArgument {
  var seconds: TimeInterval

  init?(argument: String) {
    let units: [Character: TimeInterval] = ["d": 86_400, "h": 3_600, "m": 60]
    guard let unit = argument.last.flatMap({ units[$0] }), let count = UInt32(argument.dropLast()) else { return nil }
    seconds = TimeInterval(count) * unit
  }
}

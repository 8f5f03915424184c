import ArgumentParser

@main
struct Solum: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solum",
    abstract: "Rebuilds a scientific data product from its sources, proves what it rebuilt, and packages it.")
}

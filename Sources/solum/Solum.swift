import ArgumentParser

@main
enum Program {
  static func main() async {
    ignoreSignalsOfWriting()
    await Solum.main()
  }
}

struct Solum: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "solum",
    abstract: "Rebuilds a scientific data product from its sources, proves what it rebuilt, and packages it.",
    discussion: ExitStatus.help,
    version: version,
    subcommands: [
      Fetch.self, PlanCommand.self, RunCommand.self, Release.self, Verify.self, Claims.self, Trace.self, Record.self,
      StoreCommand.self, Tool.self, Doctor.self,
    ])
}

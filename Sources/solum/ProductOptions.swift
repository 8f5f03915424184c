import ArgumentParser
import Engine
import Foundation
import Manifests

/// What every verb with a manifest knows.
struct ProductOptions: ParsableArguments {
  @Argument(help: "The manifest.", completion: .file(extensions: ["yaml", "yml"]))
  var manifest = "Manifests/plateau-twin.yaml"

  @Option(help: "The store; SOLUM_STORE stands for it where it is not given, and else it is .solum.") var store: String?
  @Option(help: "The folder of the releases.") var output = "Releases"
  @Option(
    help: "A folder or URL to look into before any network; may be repeated. SOLUM_MIRROR holds more, separated by ':'."
  )
  var mirror: [String] = []
  @Option(help: "Tasks that run at once.") var jobs = ProcessInfo.processInfo.activeProcessorCount
  @Flag(help: "Start nothing more after the first failure, instead of doing all that does not need it.")
  var failFast = false
  @Option(help: "How progress is told; auto is a live view on a terminal, and plain elsewhere.")
  var progress = ProgressMode.auto
  @Flag(help: "Tell failures only.") var quiet = false
  @Flag(help: "Tell also what was reused, and what the tasks said.") var verbose = false

  func validate() throws {
    guard jobs > 0 else { throw ValidationError("--jobs takes a positive number, not \(jobs)") }
    guard !quiet || !verbose else { throw ValidationError("--quiet and --verbose exclude each other") }
  }

  var storePath: String { solum.storePath(store) }

  /// Where downloads wait until they are whole.
  var incoming: String { "\(storePath)/incoming" }

  var mirrors: [String] {
    mirror + splitMirrors(ProcessInfo.processInfo.environment["SOLUM_MIRROR"] ?? "")
  }

  /// `a:b:https://c` names two folders and a URL.
  private func splitMirrors(_ text: String) -> [String] {
    var mirrors: [String] = []
    for part in text.split(separator: ":", omittingEmptySubsequences: true).map(String.init) {
      if part.hasPrefix("//"), let scheme = mirrors.popLast() {
        mirrors.append("\(scheme):\(part)")
      } else {
        mirrors.append(part)
      }
    }
    return mirrors
  }

  /// How a run goes about its work.
  var runOptions: RunOptions { RunOptions(jobs: jobs, failFast: failFast, tool: "solum \(Solum.version)") }

  var progressSink: any ProgressSink {
    quiet ? SilentProgress() : progress.sink(verbose: verbose)
  }

  /// Says what is neither result nor failure; a listener to JSON lines, and one who wants quiet, does not hear it.
  func say(_ text: String) {
    if !quiet, progress != .json { Console.say(text) }
  }

  /// The folder of the product's release; its archive and its records lie beside it.
  func releasePath(of product: Product) -> String { "\(output)/\(product.id)-\(product.version)" }
}

extension ProgressMode: ExpressibleByArgument {}

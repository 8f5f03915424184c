import ArgumentParser
import Engine
import Foundation
import Ledger
import Manifests
import Stages

/// What every verb with a manifest knows.
struct ProductOptions: ParsableArguments {
  @Argument(help: "The manifest.", completion: .file(extensions: ["yaml", "yml"]))
  var manifest = "Manifests/plateau-twin.yaml"

  @Option(help: "The store; SOLUM_STORE stands for it where it is not given.") var store: String?
  @Option(help: "The folder of the releases.") var output = "Releases"
  @Option(
    help: "A folder or URL to look into before any network; may be repeated. SOLUM_MIRROR holds more, separated by ':'.")
  var mirror: [String] = []
  @Option(help: "Tasks that run at once.") var jobs = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Form of the result.") var format = OutputFormat.text
  @Option(help: "How progress is told: auto, plain, json or none.") var progress = ProgressMode.auto
  @Flag(help: "Tell failures only.") var quiet = false
  @Flag(help: "Tell also what was reused, and the logs of the tasks.") var verbose = false

  func validate() throws {
    guard jobs > 0 else { throw ValidationError("--jobs takes a positive number, not \(jobs)") }
  }

  var storePath: String { store ?? ProcessInfo.processInfo.environment["SOLUM_STORE"] ?? ".solum" }

  /// Where downloads wait until they are whole.
  var incoming: String { "\(storePath)/incoming" }

  var mirrors: [String] {
    let more = ProcessInfo.processInfo.environment["SOLUM_MIRROR"] ?? ""
    return mirror + splitMirrors(more)
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

  var lockPath: String {
    URL(fileURLWithPath: manifest).deletingPathExtension().appendingPathExtension("lock").relativePath
  }

  /// Reads and checks the manifest alone.
  func readManifest() throws -> (manifest: Manifest, text: String) {
    let text = try Self.text(of: manifest, remedy: "give the path of a manifest")
    return (try Manifest.read(text, file: manifest).get(), text)
  }

  /// Reads and checks everything that the product is declared by.
  func readProduct() throws -> ProductDeclaration {
    let (declared, text) = try readManifest()
    let lock = try readLock(for: declared)
    var claims: PublishedClaims?
    var claimsText = ""
    if let name = declared.claims {
      let path = URL(fileURLWithPath: manifest).deletingLastPathComponent().appendingPathComponent(name).relativePath
      claimsText = try Self.text(of: path, remedy: "put the claims file beside the manifest, or leave 'claims' out")
      claims = try PublishedClaims.read(claimsText, file: path).get()
    }
    return ProductDeclaration(
      manifest: declared, lock: lock, claims: claims, claimsText: claimsText,
      manifestText: try Manifest.canonicalText(of: text, file: manifest).get(), lockText: lock.text, mirrors: mirrors,
      incoming: incoming, toolVersion: Solum.version)
  }

  private func readLock(for declared: Manifest) throws -> Lock {
    var lock = Lock()
    if FileManager.default.fileExists(atPath: lockPath) {
      lock = try Lock.read(Self.text(of: lockPath, remedy: ""), file: lockPath, for: declared).get()
    }
    // A source that anybody may fetch has to be pinned; one that must be asked for is pinned when it has come.
    let open = Set(declared.sources.filter { $0.access == .url || $0.access == .doi }.map(\.id))
    let unpinned = lock.unpinned(by: declared, file: lockPath).filter { error in
      if case .missingDigest(let source, _) = error.problem { open.contains(source) } else { true }
    }
    guard unpinned.isEmpty else { throw ManifestErrors(unpinned) }
    return lock
  }

  static func text(of path: String, remedy: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(status: .invalidData, description: "\(path): error: cannot be read\n  \(remedy)")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Runs `body`, turning what went wrong into words on stderr and an exit code.
  func guarded(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch {
      throw ended(by: error)
    }
  }

  /// How a run goes about its work.
  var runOptions: RunOptions { RunOptions(jobs: jobs, tool: "solum \(Solum.version)") }

  var progressSink: any ProgressSink { quiet ? SilentProgress() : progress.sink() }

  /// The folder of the product's release, and the files beside it.
  func releasePath(of product: Product) -> String { "\(output)/\(product.id)-\(product.version)" }
}

extension ProgressMode: ExpressibleByArgument {}

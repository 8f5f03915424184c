import Foundation
import Ledger
import Manifests
import Stages

extension ProductOptions {
  /// The lock lies beside the manifest, under its name.
  var lockPath: String {
    URL(fileURLWithPath: manifest).deletingPathExtension().appendingPathExtension("lock").relativePath
  }

  /// Reads and checks everything that the product is declared by; says all that is wrong in manifest, lock and claims
  /// together.
  func readProduct() throws -> ProductDeclaration {
    let text = try manifestText()
    let declared = Manifest.read(text, file: manifest)
    let lock = try readLock(for: try? declared.get(), allPinned: true)
    let claims = try readClaims(of: try? declared.get())
    let problems = declared.problems + lock.problems + claims.problems
    guard problems.isEmpty else { throw ManifestErrors(problems) }
    return ProductDeclaration(
      manifest: try declared.get(), lock: try lock.get(), claims: try claims.get(),
      manifestText: try Manifest.canonicalText(of: text, file: manifest).get(), lockText: try lock.get().text,
      mirrors: mirrors, incoming: incoming, toolVersion: Solum.version)
  }

  /// Reads the manifest, and of its lock what is pinned so far.
  func readSources() throws -> (manifest: Manifest, lock: Lock) {
    let declared = Manifest.read(try manifestText(), file: manifest)
    let lock = try readLock(for: try? declared.get(), allPinned: false)
    let problems = declared.problems + lock.problems
    guard problems.isEmpty else { throw ManifestErrors(problems) }
    return (try declared.get(), try lock.get())
  }

  private func manifestText() throws -> String {
    try inputText(manifest, remedy: "give the path of a manifest")
  }

  /// - Parameters:
  ///   - declared: `nil` where the manifest cannot be read; any name may then stand in the lock.
  ///   - allPinned: whether a source that anybody may fetch has to be pinned; one that must be asked for is pinned when
  ///     it has come.
  private func readLock(for declared: Manifest?, allPinned: Bool) throws -> Result<Lock, ManifestErrors> {
    var lock = Lock()
    if let text = try inputText(ifPresent: lockPath) {
      switch Lock.read(text, file: lockPath, for: declared) {
      case .success(let read): lock = read
      case .failure(let errors): return .failure(errors)
      }
    }
    guard allPinned, let declared else { return .success(lock) }
    let open = Set(declared.sources.filter { $0.access == .url || $0.access == .doi }.map(\.id))
    let unpinned = lock.unpinned(by: declared, file: lockPath).filter { error in
      if case .missingDigest(let source, _) = error.problem { open.contains(source) } else { true }
    }
    return unpinned.isEmpty ? .success(lock) : .failure(ManifestErrors(unpinned))
  }

  private func readClaims(of declared: Manifest?) throws -> Result<PublishedClaims?, ManifestErrors> {
    guard let name = declared?.claims else { return .success(nil) }
    let path = URL(fileURLWithPath: manifest).deletingLastPathComponent().appendingPathComponent(name).relativePath
    let text = try inputText(path, remedy: "put the claims file beside the manifest, or leave 'claims' out")
    return PublishedClaims.read(text, file: path).map { $0 }
  }
}

extension Result where Failure == ManifestErrors {
  fileprivate var problems: [ManifestError] {
    if case .failure(let errors) = self { errors.errors } else { [] }
  }
}

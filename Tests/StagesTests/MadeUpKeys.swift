import Checksums
import Ledger
import Manifests

@testable import Engine
@testable import Stages

/// The keys that the tasks of a product would have, without running any: what a task makes is taken to differ whenever
/// its key does, and else to be the same.
struct MadeUpKeys {
  let graph: TaskGraph
  let keys: [String: Digest]

  private let known: [TaskProvenance]

  /// - Parameter other: keys of another graph; of tasks that are the same there on the same inputs they are taken over,
  ///   which only saves time.
  init(_ graph: TaskGraph, beside other: MadeUpKeys? = nil) throws {
    self.graph = graph
    var wanted: [String: Set<String>] = [:]
    for task in graph.tasks {
      // Any source may be asked for a truth; what it is asked for is no part of what it makes.
      if let source = task.source { wanted[task.id] = Set(source.files.map(\.name) + TruthValidation.files) }
      for input in task.inputs { wanted[input.task, default: []].formUnion(input.artifacts ?? []) }
    }
    var known = [TaskProvenance?](repeating: nil, count: graph.tasks.count)
    var same: Set<String> = []
    for (index, task) in graph.tasks.enumerated() {
      let names = wanted[task.id].flatMap { $0.isEmpty ? nil : $0.sorted() } ?? ["made"]
      if let other, let place = other.graph.position[task.id], other.graph.tasks[place].isSameWork(as: task),
        task.inputs.allSatisfy({ same.contains($0.task) }), other.known[place].outputs.map(\.name) == names
      {
        known[index] = other.known[place]
        same.insert(task.id)
        continue
      }
      let identity = try graph.identity(of: index, known).get()
      known[index] = task.provenance(
        identity,
        outputs: names.map { .init(name: $0, digest: Digest(of: "\(identity.key) makes \($0)"), bytes: 1) })
    }
    self.known = known.compactMap(\.self)
    keys = Dictionary(uniqueKeysWithValues: self.known.map { ($0.id, $0.key) })
  }

  /// The tasks whose keys differ, and those that one of the two lacks.
  func changed(from other: MadeUpKeys) -> Set<String> {
    Set(Set(keys.keys).union(other.keys.keys).filter { keys[$0] != other.keys[$0] })
  }

  /// The given tasks and all that read them, directly or not.
  func below(_ tasks: Set<String>) -> Set<String> {
    tasks.reduce(into: tasks) { found, task in
      guard let index = graph.position[task] else { return }
      found.formUnion(graph.downstream(of: index).map { graph.tasks[$0].id })
    }
  }
}

extension TaskDefinition {
  /// Whether all is equal that a key is made of, except for what the inputs hold; never for a task that reads lineage.
  fileprivate func isSameWork(as other: TaskDefinition) -> Bool {
    !readsLineage && !other.readsLineage && stage == other.stage && revision == other.revision
      && parameters == other.parameters && inputs == other.inputs
  }
}

extension ManifestTree {
  enum Unusable: Error { case manifest(ManifestErrors), graph(StageError) }

  /// The product that the manifest declares, with a lock that pins all its files and the claims that its tasks read.
  func declaration() throws -> ProductDeclaration {
    let manifest: Manifest
    do {
      manifest = try Manifest.read(text, file: "m.yaml").get()
    } catch {
      throw Unusable.manifest(error)
    }
    return try Products.declaration(manifest, text: text)
  }

  /// The declaration and its graph; `nil` when the manifest is refused.
  var product: (declaration: ProductDeclaration, graph: TaskGraph)? {
    guard let declaration = try? declaration(), let graph = try? productGraph(declaration) else { return nil }
    return (declaration, graph)
  }
}

extension Products {
  private static let tables = Result {
    var claims = try PublishedClaims.read(text("qtp-solum.claims.yaml"), file: "qtp-solum.claims.yaml").get()
    claims.claims.removeAll { !$0.id.hasPrefix("T3.") && !$0.id.hasPrefix("T4.") }
    return claims
  }

  /// A product whose lock pins every file of its sources to made-up bytes, and whose claims are the published tables.
  static func declaration(_ manifest: Manifest, text: String) throws -> ProductDeclaration {
    var lock = Lock()
    for source in manifest.sources where source.access != .generated {
      for file in source.files {
        lock[source.id, file.path] = Lock.Pin(bytes: 1, digest: Digest(of: "\(source.id) \(file.path)"))
      }
    }
    return ProductDeclaration(
      manifest: manifest, lock: lock, claims: manifest.claims == nil ? nil : try tables.get(), manifestText: text,
      lockText: lock.text, mirrors: [], incoming: "incoming", toolVersion: "0.0.0")
  }
}

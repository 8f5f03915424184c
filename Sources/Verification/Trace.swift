import Checksums
import Foundation
import Ledger

extension ReleaseFolder {
  /// The release that a file belongs to, and the file's path in it: a file below the folder, or its archive beside it.
  package static func containing(_ path: String) -> (release: ReleaseFolder, file: String)? {
    for suffix in [".zip", ".zip.sha256"] where path.hasSuffix(suffix) {
      if let release = try? ReleaseFolder(String(path.dropLast(suffix.count))) {
        return (release, "../" + URL(filePath: path).lastPathComponent)
      }
    }
    let parts = URL(filePath: path).standardizedFileURL.path.split(separator: "/")
    for depth in (0..<parts.count).reversed() {
      let folder = "/" + parts[..<depth].joined(separator: "/")
      if let release = try? ReleaseFolder(folder) { return (release, parts[depth...].joined(separator: "/")) }
    }
    return nil
  }

  /// The chain from a file of the release down to source bytes.
  ///
  /// Files that packaging writes from everything (the list of checksums, the provenance, the archive, and whatever no
  /// task recorded) lead to everything.
  ///
  /// - Parameter name: the path in the release, or the archive's with a leading `../`.
  package func trace(_ name: String) throws(VerificationError) -> TraceNode {
    let lineage = Lineage(try tasks())
    guard let digest = digest(name) else {
      throw VerificationError(place: name, what: "no such file in \(path)", how: "see \(Self.sums) for what there is")
    }
    let isArchive = name.hasPrefix("../")
    if name != Self.sums, !isArchive {
      let listed = checksumList(try text(Self.sums)).entries.first { $0.path == name }?.digest
      guard listed == digest else {
        let expected = listed.map { "\($0) expected, \(digest) found" } ?? "not listed in \(Self.sums)"
        throw VerificationError(place: name, what: expected, how: "only bytes of the release can be traced")
      }
    }
    let artifact = TraceNode.Artifact(path: isArchive ? String(name.dropFirst(3)) : name, sha256: digest)
    var walk = LineageWalk(lineage: lineage)
    if !isArchive, let task = lineage.producer(of: digest, named: name) { return walk.node(artifact, of: task) }
    return walk.packaged(artifact)
  }

  /// The chain behind a number: its row in the table of claims, and the chain of that table.
  ///
  /// - Parameter number: the id of a claim, or the name of a statistic.
  package func trace(number: String) throws(VerificationError) -> TraceNode {
    let results = try claims()
    let row =
      results.first { $0.claim.id == number }
      ?? results.first { $0.claim.formula?.statisticNames.contains(number) ?? false }
    guard let row else {
      throw VerificationError(
        place: Self.claims, what: "no claim and no statistic '\(number)'", how: "see 'solum claims' for the names")
    }
    var node = try trace(Self.claims)
    node.number = row
    return node
  }
}

/// A walk down the lineage that enters each task once.
private struct LineageWalk {
  let lineage: Lineage
  private var entered: Set<String> = []

  init(lineage: Lineage) {
    self.lineage = lineage
  }

  mutating func node(_ artifact: TraceNode.Artifact, of task: TaskProvenance) -> TraceNode {
    var node = TraceNode(
      artifact: artifact,
      task: TraceNode.Task(
        id: task.id, stage: task.stage, revision: task.revision, key: task.key, ingredients: task.ingredients))
    guard entered.insert(task.id).inserted else {
      node.isRepeated = true
      node.task?.ingredients = []
      return node
    }
    for input in task.inputs {
      for artifact in input.artifacts { node.inputs.append(child(artifact, of: input.task)) }
    }
    if let source = task.source { node.inputs += source.files.map { leaf($0, of: source, madeBy: task) } }
    return node
  }

  /// What packaging itself wrote: its inputs are the ends of all chains.
  mutating func packaged(_ artifact: TraceNode.Artifact) -> TraceNode {
    let ends = lineage.ends
    if ends.count == 1, let only = ends.first, only.stage == "package" { return node(artifact, of: only) }
    var node = TraceNode(
      artifact: artifact,
      task: TraceNode.Task(id: "package", stage: "package", revision: 0, key: nil, ingredients: []))
    for task in ends { node.inputs += task.outputs.map { child($0, of: task.id) } }
    return node
  }

  private mutating func child(_ artifact: ArtifactReference, of task: String) -> TraceNode {
    let made = TraceNode.Artifact(path: "\(task)/\(artifact.name)", sha256: artifact.digest)
    guard let task = lineage.task(task) else { return TraceNode(artifact: made) }
    return node(made, of: task)
  }

  /// A file of a source; what a generated one holds is told by the task that made it, since nothing pins it.
  private func leaf(
    _ file: SourceProvenance.File, of source: SourceProvenance, madeBy task: TaskProvenance
  ) -> TraceNode {
    let digest = file.digest ?? task.outputs.first { $0.name == file.name }?.digest
    return TraceNode(
      artifact: TraceNode.Artifact(path: file.name, sha256: digest),
      source: TraceNode.Source(
        id: source.id, title: source.title, url: file.url, sha256: digest, doi: source.doi,
        licence: source.licence, citation: source.citation, access: source.access))
  }
}

import Checksums
import Engine
import Foundation
import Geodata
import Grids
import Ledger
import Manifests
import Packaging

/// The release: every file of the published folder as an artifact of one task, and the archive as that of another.
///
/// Nothing that differs between two runs of the same inputs stands in a release; the provenance that it carries is that
/// of the tasks upstream.
package enum PackageStage {
  package static let releaseID = "package/release"
  package static let archiveID = "package/archive"
  package static let archiveFile = "archive.zip"

  static func tasks(
    _ product: ProductDeclaration, simulation: SimulationStage, statistics: [String]
  ) throws -> [TaskDefinition] {
    [
      PublishedRasters.task(product, map: simulation), try PublishedFigures.task(product, map: simulation),
      release(product, statistics: statistics), archive(product),
    ]
  }

  /// - Parameter statistics: the tasks that leave statistics behind.
  private static func release(_ product: ProductDeclaration, statistics: [String]) -> TaskDefinition {
    let contents = ReleaseContents(product)
    let claims = product.claims == nil ? [] : [ClaimsTask.input]
    return TaskDefinition(
      id: releaseID, stage: "package", revision: 1,
      parameters: [
        .parameter("manifest", Digest(of: product.manifestText)), .parameter("lock", Digest(of: product.lockText)),
        .parameter("tool", product.toolVersion),
      ] + Layers.libraries,
      inputs: [
        FrameStage.frameInput, .init("rasters", from: PublishedRasters.id), .init("figures", from: PublishedFigures.id),
      ] + contents.inputs + claims
        + statistics.map { .init("statistics/\($0)", from: $0, [Statistic.fileName]) },
      readsLineage: true
    ) { context in
      let description = try describe(product, contents, statistics, context)
      var release = ReleaseFiles(context)
      for input in ["rasters", "figures"] {
        for artifact in context.artifacts(of: input) {
          try release.add(artifact.name, copyOf: context.file(input, artifact.name))
        }
      }
      for table in contents.tables { try release.add(table.path, copyOf: context.file(table.task, table.file)) }
      if product.claims != nil {
        try release.add("claims.csv", copyOf: context.file("claims", ClaimsTask.fileName))
      }
      try release.add("manifest.yaml", product.manifestText)
      try release.add("manifest.lock", product.lockText)
      try release.add("provenance/tasks.jsonl", try lines(of: context.lineage))
      try release.add("metadata/datacite.xml", try dataCite(of: description))
      try release.add("metadata/iso19115-3.xml", try iso19115(of: description))
      try release.add("CITATION.cff", citation(of: description))
      try release.add("LICENSE.txt", licenceText(of: description))
      try release.add("README.md", readme(of: description))
      try release.add("report.html", report(of: description))
      try release.add("datapackage.json", try dataPackage(of: description, files: release.files))
      try release.add("SHA256SUMS", checksums(of: release.files.map { ($0.path, $0.digest) }))
    }
  }

  /// The provenance of every task, one JSON object a line.
  private static func lines(of tasks: [TaskProvenance]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try tasks.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined()
  }

  private static func archive(_ product: ProductDeclaration) -> TaskDefinition {
    let root = "\(product.manifest.product.id)-\(product.manifest.product.version)"
    return TaskDefinition(
      id: archiveID, stage: "package", revision: 1, parameters: [.parameter("root", root)],
      inputs: [.init("release", from: releaseID)]
    ) { context in
      let files = context.artifacts(of: "release").map(\.name).sorted()
      try writeArchive(
        files.map { ("\(root)/\($0)", context.file("release", $0)) }, to: context.output(archiveFile))
    }
  }
}

/// The files of a release as they are put together.
private struct ReleaseFiles {
  private let context: TaskContext
  private(set) var files: [(path: String, digest: Digest, bytes: Int)] = []

  init(_ context: TaskContext) { self.context = context }

  mutating func add(_ path: String, _ text: String) throws { try add(path, Data(text.utf8)) }

  mutating func add(_ path: String, copyOf source: String) throws {
    try add(path, try Data(contentsOf: URL(fileURLWithPath: source)))
  }

  private mutating func add(_ path: String, _ bytes: Data) throws {
    try bytes.write(to: URL(fileURLWithPath: context.output(path)))
    files.append((path, Digest(of: [UInt8](bytes)), bytes.count))
  }
}

import Checksums
import Engine
import Foundation
import Geodata
import Ledger
import Testing

@testable import Stages

/// What the stages make of the plateau in `Fixtures/tiny-twin.yaml`.
@Suite struct `A small twin from end to end` {
  /// The outputs of a stage on this input: numbers, not encodings, so that another release of GDAL changes nothing.
  struct Golden: Equatable, CustomStringConvertible {
    var stage: String
    /// The sum of the revisions of its tasks: raising one shows.
    var revisions: Int
    /// The SHA-256 of names and digests of its outputs, of rasters those of their pixels.
    var digest: String
    var description: String { "Golden(\"\(stage)\", revisions: \(revisions), \"\(digest)\")," }

    init(_ stage: String, revisions: Int, _ digest: String) {
      self.stage = stage
      self.revisions = revisions
      self.digest = digest
    }

    /// Figures, the archive, and the files of a release that name libraries, digests or claims are left out.
    private static let publishedFiles = ["README.md", "CITATION.cff", "LICENSE.txt"]

    init(_ stage: String, _ tasks: [TaskProvenance], _ store: Store) throws {
      var lines: [String] = []
      for task in tasks.sorted(by: { $0.id < $1.id }) {
        for output in task.outputs {
          if stage == "package", task.id != "package/rasters" || !output.name.hasSuffix(".tif") {
            guard Self.publishedFiles.contains(output.name) else { continue }
          }
          let isRaster = output.name.hasSuffix(".tif")
          let digest = isRaster ? try pixelDigest(store.path(of: output.digest)) : output.digest
          lines.append("\(task.id) \(output.name) \(digest.hexadecimal)\n")
        }
      }
      self.init(stage, revisions: tasks.reduce(0) { $0 + $1.revision }, Digest(of: lines.joined()).hexadecimal)
    }
  }

  /// Taken from our own output, which elsewhere would prove nothing: what is claimed here is not that these bytes are
  /// right, but that they do not change behind a revision that stays. Where they are meant to change, raise the
  /// revision of the tasks that change them, and put the line that the failure prints in the place of the old one. Of the
  /// package only what libraries do not write is looked at, and the claims are left out, which change with their file.
  static let goldens: [Golden] = [
    Golden("sources", revisions: 18, "d80950968d56eca83a3993a7846b5274b186a531f41252aaf956c0e3e0f94d29"),
    Golden("grid", revisions: 13, "6fd0d7ec96799620fd8dde900deeab2cbebdffc4bc110c50568ecb286bde4f7f"),
    Golden("samples", revisions: 1, "b96a71074645228899fc6bed61c52f93e88657469e9d5822a33fdfe43c2a50f7"),
    Golden("importance", revisions: 5, "28132150afa6eeff904940decbcdd43ac74828a5ac82351a6f066323f426f2f0"),
    Golden("zones", revisions: 11, "4c84e70446aa4a686ec2ad46b1b0c20891eb2efc33ee444598ef753005f8b9ad"),
    Golden("calibration", revisions: 134, "4499d90669b2433f0abb6b65bc24b857e7b70fadf30ef8b0c0497213c51d421e"),
    Golden("simulation", revisions: 2, "c2a4ac8e1fd76a44a7c484d439d52554da981e1ecaa25f8aa9634aeb1adb8811"),
    Golden("validation", revisions: 9, "0fa835508a9e9d6dd20499fa2037c1317f4cc3e26b2f4151df09ecd44e4032f8"),
    Golden("package", revisions: 6, "1624a13dff0d20fbdd55490ee06dec5389dbc72b7e2575c5069a87f4ba5d334d"),
  ]

  static func product() throws -> ProductDeclaration {
    let file = try #require(Bundle.module.url(forResource: "Fixtures/tiny-twin", withExtension: "yaml"))
    return try Products.declaration(String(contentsOf: file, encoding: .utf8))
  }

  /// What two runs left behind, one task at a time and four at once, and then one more in the store of the first.
  private struct Runs {
    var tasks: Int
    var one: RunReport
    var four: RunReport
    var again: RunReport
    var goldens: [Golden]

    init() async throws {
      let graph = try productGraph(product())
      tasks = graph.tasks.count
      let (first, second) = (try Bench(), try Bench())
      let store = Store(first.folder)
      one = await run(graph, in: store, product: "tiny-twin", options: RunOptions(jobs: 1))
      four = await run(graph, in: Store(second.folder), product: "tiny-twin", options: RunOptions(jobs: 4))
      again = await run(graph, in: store, product: "tiny-twin")
      goldens = try `The tasks of a product`.stages.map { [finished = one.finished] stage in
        try Golden(stage, finished.filter { $0.stage == stage && $0.id != "validation/claims" }, store)
      }
    }
  }

  private static let runs = Task { try await Runs() }

  @Test func `is released, with every task done`() async throws {
    let runs = try await Self.runs.value
    for report in [runs.one, runs.four] {
      #expect(report.failures.map { "\($0.id): \($0.error)" } == [])
      #expect(report.isComplete && report.computed.count == runs.tasks)
    }
    let product = try Self.product()
    let files = Set(runs.one.finished.first { $0.id == "package/release" }?.outputs.map(\.name) ?? [])
    for table in ReleaseContents(product).tables { #expect(files.contains(table.path), "\(table.path)") }
    for raster in PublishedRasters.titles(product) { #expect(files.contains(raster.path), "\(raster.path)") }
  }

  @Test func `is the same to the last byte with one task at a time and with four`() async throws {
    func digests(_ report: RunReport) -> [String: Digest] {
      Dictionary(
        uniqueKeysWithValues: report.finished.flatMap { task in
          task.outputs.map { ("\(task.id) \($0.name)", $0.digest) }
        })
    }
    let runs = try await Self.runs.value
    let (one, four) = (digests(runs.one), digests(runs.four))
    #expect(one.count > 250)
    #expect(one.keys.sorted() == four.keys.sorted())
    #expect(one.keys.filter { one[$0] != four[$0] }.sorted() == [])
  }

  @Test func `is done when it is done`() async throws {
    let again = try await Self.runs.value.again
    #expect(again.computed == [] && again.isComplete)
  }

  /// A source is copied, and figures and rasters of the package are named with their own libraries as well.
  @Test func `names the library that wrote a raster among what the raster is made of`() async throws {
    let writers = try await Self.runs.value.one.finished.filter { task in
      task.source == nil && task.outputs.contains { $0.name.hasSuffix(".tif") && task.stage != "validation" }
    }
    #expect(writers.count > 10)
    let gdal = Ingredient.library("gdal", gdalVersion)
    #expect(writers.filter { !$0.ingredients.contains(gdal) && $0.id != "package/release" }.map(\.id) == [])
  }

  @Test func `has the outputs that belong to the revisions of its stages`() async throws {
    let found = try await Self.runs.value.goldens
    // Later stages follow the first that changed.
    let pins = Dictionary(uniqueKeysWithValues: Self.goldens.map { ($0.stage, $0) })
    guard let changed = found.first(where: { pins[$0.stage] != $0 }) else { return }
    let stage = changed.stage
    let sentence =
      pins[stage]?.revisions == changed.revisions
      ? """
      the outputs of stage \(stage) changed and its revision did not, so stores would keep the old ones: raise the \
      revision of stage \(stage), the number 'revision:' of the task that makes other bytes, in \
      Sources/Stages/\(stage.capitalized), and put the lines below in the place of the old ones in Tests/StagesTests/GoldenTests.swift
      """
      : """
      the revisions of stage \(stage) changed: put the lines below in the place of the old ones in \
      Tests/StagesTests/GoldenTests.swift
      """
    Issue.record("\(sentence)\n\(found.map { "    \($0)" }.joined(separator: "\n"))")
  }

  @Test func `has its revisions where a failure sends to`() throws {
    let folder = Products.project.appending(path: "Sources/Stages")
    var met: Set<String> = []
    for file in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where file.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for match in text.matches(of: /stage: "([a-z]+)", revision: [0-9]+/) {
        met.insert(String(match.output.1))
        #expect(file.hasPrefix("\(match.output.1.capitalized)/"), "\(file)")
      }
    }
    #expect(met == Set(`The tasks of a product`.stages))
  }
}

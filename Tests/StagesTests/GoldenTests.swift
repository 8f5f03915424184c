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

    init(_ stage: String, _ tasks: [TaskProvenance], _ store: Store) throws {
      var lines: [String] = []
      for task in tasks.sorted(by: { $0.id < $1.id }) {
        for output in task.outputs {
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
  /// revision of the tasks that change them, and put the line that the failure prints in the place of the old one. The
  /// package is left out, since libraries write its files, and so are the claims, which change with their file.
  static let goldens: [Golden] = [
    Golden("sources", revisions: 18, "d80950968d56eca83a3993a7846b5274b186a531f41252aaf956c0e3e0f94d29"),
    Golden("grid", revisions: 12, "d46b9aff40dd25eaa1b19526860bc3f003ad0535d22b333cd6882feb40900838"),
    Golden("samples", revisions: 1, "b96a71074645228899fc6bed61c52f93e88657469e9d5822a33fdfe43c2a50f7"),
    Golden("importance", revisions: 3, "1ecfa9571cdda084db3a5a81276f7c987abe26107a3f7df0851ac969a8bcd5ff"),
    Golden("zones", revisions: 4, "ecd7e70d4523b2dee96352b42f6e952bdac49b3895537c151a9ec1978ffedc4a"),
    Golden("calibration", revisions: 66, "1b30c7ac3b4de0802e112546932cf4f2eeb735f4abcdf662e90df7d7c542c308"),
    Golden("simulation", revisions: 2, "f8af6cb42c766c461bed59ebd0dceb4b9ff09442e98dcd3e9150e7d4f733b010"),
    Golden("validation", revisions: 6, "abf68c8baa4a6d17d346d86fb01b90668f4603e7cdc4bc105ca7a28e80833fec"),
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
      goldens = try `The tasks of a product`.stages.dropLast().map { [finished = one.finished] stage in
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
    let sentence =
      pins[changed.stage]?.revisions == changed.revisions
      ? "the outputs of stage \(changed.stage) changed: raise its revision and renew the digest"
      : "the revisions of stage \(changed.stage) changed: renew its line"
    Issue.record("\(sentence)\nwhat all stages make now:\n\(found.map { "    \($0)" }.joined(separator: "\n"))")
  }
}

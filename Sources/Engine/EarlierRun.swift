package import Checksums
import Foundation

/// What a run left on record, as far as later ones need it; the record itself is the JSON form of its `RunReport`.
package struct EarlierRun: Decodable, Sendable {
  package struct Result: Decodable, Sendable {
    package var id: String
    /// Unknown where the run did not come to the task.
    package var key: Digest?
    /// Of a reused task, those of the run that made it.
    package var seconds: Double?
  }

  package var id: String
  package var product: String
  /// Empty when the run went through the whole graph.
  package var targets: [String]
  package var started: String
  package var complete: Bool
  package var tasks: [Result]
}

extension Store {
  /// Where the runs of a product are on record, a file each, named so that they sort by time.
  func runsFolder(of product: String) -> String { "\(root)/runs/\(fileName(for: product))" }

  /// The records of a product's runs, newest first; files that are damaged or of another kind are passed over.
  package func runs(of product: String) throws(StoreError) -> some Sequence<EarlierRun> {
    let folder = runsFolder(of: product)
    return try FileSystem.entries(of: folder).reversed().lazy.compactMap { name -> EarlierRun? in
      guard name.hasSuffix(".json"), let bytes = try? FileSystem.contents(of: "\(folder)/\(name)") else { return nil }
      return try? JSONDecoder().decode(EarlierRun.self, from: Data(bytes))
    }
  }

  /// How long each task of a graph took when its newest result was made; of a few runs, since one may have gone to a
  /// stage only.
  func recordedSeconds(of graph: TaskGraph, product: String) -> [String: Double] {
    var recorded: [String: Double] = [:]
    guard let runs = try? runs(of: product) else { return [:] }
    for run in runs.prefix(4) {
      for task in run.tasks {
        guard let seconds = task.seconds else { continue }
        if recorded[task.id] == nil { recorded[task.id] = seconds }
      }
      if graph.tasks.allSatisfy({ recorded[$0.id] != nil }) { break }
    }
    return recorded
  }

  /// Puts a run on record where it made something, failed, or is the product's first. Records explain and foresee, and
  /// nothing is judged by them, so a store that refuses one spoils nothing.
  func note(_ report: RunReport, by scratch: Scratch) {
    let folder = runsFolder(of: report.label.product)
    let isNews = !report.computed.isEmpty || !report.failures.isEmpty
    do {
      guard try isNews || FileSystem.entries(of: folder).isEmpty else { return }
      let temporary = try scratch.newFile()
      try FileSystem.create(temporary, Array(report.json(pretty: false).utf8), sync: false)
      try FileSystem.publish(temporary, as: "\(folder)/\(report.label.id).json", sync: false)
    } catch {}
  }
}

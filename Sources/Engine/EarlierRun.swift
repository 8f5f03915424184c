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

  /// What the records tell of a product's tasks as they are now: its newest runs, back to one that went through the
  /// whole graph, though four at most.
  func currentRuns(of product: String) -> [EarlierRun] {
    var current: [EarlierRun] = []
    guard let runs = try? runs(of: product) else { return [] }
    for run in runs.prefix(4) {
      current.append(run)
      if run.isWhole { break }
    }
    return current
  }

  /// Puts a run on record where it made something, failed, or found another result of a task than `current` tell: by its
  /// tasks `prune` knows what the product still has. A store that refuses the record spoils nothing.
  func note(_ report: RunReport, after current: [EarlierRun], by scratch: Scratch) {
    let folder = runsFolder(of: report.label.product)
    let keys = current.newest(\.key)
    let isNews =
      !report.computed.isEmpty || !report.failures.isEmpty
      || report.entries.contains { $0.key != nil && keys[$0.id] != $0.key }
    guard isNews else { return }
    do {
      let temporary = try scratch.newFile()
      try FileSystem.create(temporary, Array(report.json(pretty: false).utf8), sync: false)
      try FileSystem.publish(temporary, as: "\(folder)/\(report.label.id).json", sync: false)
    } catch {}
  }
}

extension EarlierRun {
  /// Whether it went through the whole graph and was complete.
  var isWhole: Bool { complete && targets.isEmpty }
}

extension [EarlierRun] {
  /// What the newest of these runs to know it tells of each task.
  func newest<Value>(_ value: (EarlierRun.Result) -> Value?) -> [String: Value] {
    reduce(into: [:]) { known, run in
      for task in run.tasks where known[task.id] == nil { known[task.id] = value(task) }
    }
  }
}

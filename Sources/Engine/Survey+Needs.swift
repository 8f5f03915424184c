import Checksums
import Foundation
import Ledger

/// What of a store the newest results and the releases need.
extension Survey {
  /// For each product, by its file name, the newest run that went through the whole graph and was complete.
  var newestWholeRuns: [String: EarlierRun] {
    var newest: [String: EarlierRun] = [:]
    for run in runs {
      guard let content = run.content, content.isWhole else { continue }
      if content.id > newest[run.product]?.id ?? "" { newest[run.product] = content }
    }
    return newest
  }

  /// The entries of `latest` whose tasks the product no longer has: its newest whole run, and those after it, know none
  /// of that name, and it began after the entry was written.
  var dropped: [Latest] {
    var wholes: [String: (began: Date, tasks: Set<String>)] = [:]
    for (product, whole) in newestWholeRuns {
      guard let began = try? Date(whole.started, strategy: .iso8601) else { continue }
      let current = runs.compactMap { $0.product == product ? $0.content : nil }.filter { $0.id >= whole.id }
      wholes[product] = (began, Set(current.flatMap(\.tasks).map { fileName(for: $0.id) }))
    }
    return latest.filter { entry in
      guard let whole = wholes[entry.product] else { return false }
      return !whole.tasks.contains(entry.task) && entry.file.status.written < whole.began
    }
  }

  /// The keys of the tasks of all releases that still lie where they were laid out.
  var servedKeys: Set<Digest> {
    var keys: Set<Digest> = []
    for release in releases {
      for (place, standing) in zip(release.content?.places ?? [], release.standings) where standing == .present {
        keys.formUnion(place.keys)
      }
    }
    return keys
  }

  /// The keys that newest results and releases need.
  ///
  /// - Parameter spared: entries of `latest` that count although their tasks were dropped.
  func neededKeys(sparing isSpared: (File) -> Bool = { _ in false }) -> Set<Digest> {
    let gone = Set(dropped.filter { !isSpared($0.file) }.map(\.file.path))
    let current = latest.filter { !gone.contains($0.file.path) }
    return servedKeys.union(current.compactMap { $0.key ?? keyOnRecord(of: $0) })
  }

  /// The key that the newest run to know it tells of a task, whose entry in `latest` is damaged.
  private func keyOnRecord(of entry: Latest) -> Digest? {
    runs.filter { $0.product == entry.product }.compactMap(\.content).sorted { $0.id > $1.id }.lazy
      .compactMap { run in run.tasks.first { fileName(for: $0.id) == entry.task }?.key }.first
  }

  /// The artifacts that the records of these keys name.
  func artifacts(of keys: some Sequence<Digest>) -> Set<Digest> {
    keys.reduce(into: []) { named, key in
      for output in records[key]?.content?.provenance.outputs ?? [] { named.insert(output.digest) }
    }
  }
}

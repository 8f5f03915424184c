import Checksums
import Foundation
import Ledger

/// What of a store the newest results and the releases need.
extension Survey {
  /// For each product, by its file name, the newest run that went through the whole graph and was complete.
  var newestWholeRuns: [String: EarlierRun] {
    var newest: [String: EarlierRun] = [:]
    for run in runs {
      guard let content = run.content, content.complete, content.targets.isEmpty else { continue }
      if content.id > newest[run.product]?.id ?? "" { newest[run.product] = content }
    }
    return newest
  }

  /// The entries of `latest` whose tasks the product no longer has: its newest whole run knows none of that name, and
  /// began after the entry was written.
  var dropped: [Latest] {
    let wholes = newestWholeRuns.compactMapValues { run in
      (try? Date(run.started, strategy: .iso8601)).map { began in
        (began: began, tasks: Set(run.tasks.map { fileName(for: $0.id) }))
      }
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
    return servedKeys.union(latest.filter { !gone.contains($0.file.path) }.compactMap(\.key))
  }

  /// The artifacts that the records of these keys name.
  func artifacts(of keys: some Sequence<Digest>) -> Set<Digest> {
    keys.reduce(into: []) { named, key in
      for output in records[key]?.content?.provenance.outputs ?? [] { named.insert(output.digest) }
    }
  }
}

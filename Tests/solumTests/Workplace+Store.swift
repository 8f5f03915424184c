import Checksums
import Foundation

extension Workplace {
  /// What a store holds, told by Documentation/store.md alone.
  struct StoreContents {
    /// The tasks that have a sound record.
    var finished: Set<String> = []
    /// The artifacts that are not what their names say, the records whose seal is broken, and what a record misses.
    var unsound: [String] = []
  }

  func contents(of store: String = ".solum") throws -> StoreContents {
    var contents = StoreContents()
    for name in try exists("\(store)/artifacts") ? files(below: "\(store)/artifacts") : [] {
      let digest = try digest("\(store)/artifacts/\(name)")
      if name != "\("\(digest)".prefix(2))/\(digest)" { contents.unsound.append("artifacts/\(name)") }
    }
    for name in try exists("\(store)/records") ? files(below: "\(store)/records") : [] {
      let text = try read("\(store)/records/\(name)")
      let parts = text.matches(of: /\{"record":(.*),"sha256":"([0-9a-f]{64})"\}\n/)
      guard let part = parts.first, part.range == text.startIndex..<text.endIndex,
        "\(Digest(of: String(part.output.1)))" == part.output.2
      else {
        contents.unsound.append("records/\(name)")
        continue
      }
      let record = try JSONDecoder().decode(JSON.self, from: Data(part.output.1.utf8))
      if let id = record["provenance"]?["id"]?.text { contents.finished.insert(id) }
      for output in record["provenance"]?["outputs"]?.list ?? [] {
        let digest = output["digest"]?.text ?? ""
        let path = path("\(store)/artifacts/\(digest.prefix(2))/\(digest)")
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        if size.map(Double.init) != output["bytes"]?.number { contents.unsound.append("an output in records/\(name)") }
      }
    }
    return contents
  }

  /// The names in the folder in which running tasks work; none once nothing runs.
  func scratch(of store: String = ".solum") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path("\(store)/scratch"))
  }

  /// The text of the release's list of digests.
  var sums: String { get throws { try read("\(TinyProduct.release)/SHA256SUMS") } }
}

import Checksums
import Foundation
import Ledger
import Testing
import ToyRun

@testable import Engine

/// What may happen to a file of the store.
enum Damage: CaseIterable {
  case flipped, truncated, emptied, lengthened, removed, mistaken
  case folder, pipe, linkToNothing, linkToItself, linkToCopy

  func inflict(on path: String) throws {
    let bytes = try Data(contentsOf: URL(filePath: path))
    try FileManager.default.removeItem(atPath: path)
    switch self {
    case .flipped: try Data(bytes.dropLast() + [bytes[bytes.count - 1] ^ 1]).write(to: URL(filePath: path))
    case .truncated: try bytes.prefix(bytes.count / 2).write(to: URL(filePath: path))
    case .emptied: try Data().write(to: URL(filePath: path))
    case .lengthened: try (bytes + [0]).write(to: URL(filePath: path))
    case .removed: break
    case .mistaken:
      try Data(contentsOf: URL(filePath: Self.other(than: path))).write(to: URL(filePath: path))
    case .folder:
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      try bytes.write(to: URL(filePath: path + "/inside"))
    case .pipe: mkfifo(path, 0o644)
    case .linkToNothing: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "nothing")
    case .linkToItself: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
    case .linkToCopy:
      let copy = NSTemporaryDirectory() + "engine-\(UUID().uuidString)"
      try bytes.write(to: URL(filePath: copy))
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: copy)
    }
  }

  /// Another file of the same kind, which is what lies below the folder above; the product's note where there is none.
  private static func other(than path: String) throws -> String {
    let kind = URL(filePath: path).deletingLastPathComponent().deletingLastPathComponent().path
    return "\(kind)/" + (try FileSystem.files(below: kind).first ?? "../latest/toy/a")
  }
}

@Suite struct `Damage to a store` {
  let folder: TemporaryFolder
  let journal = Journal()

  init() throws { folder = try TemporaryFolder() }

  /// The chain, and a task that reads all of it, so that every artifact is used.
  private func extended() throws -> TaskGraph {
    try TaskGraph(try chain(journal).tasks + [toy("all", from: ["a", "b", "c", "d"], journal: journal)])
  }

  @Test(arguments: Damage.allCases)
  func `of any one file is found where the file is used, told and made good`(damage: Damage) async throws {
    let pristine = Store(folder.path + "/pristine")
    _ = await run(try chain(journal), in: pristine, product: "toy")
    let expected = await run(try extended(), in: Store(folder.path + "/expected"), product: "toy").finished
    for name in try pristine.listing().keys.sorted() {
      let store = Store("\(folder.path)/\(name.replacing("/", with: "-"))")
      try FileManager.default.copyItem(atPath: pristine.root, toPath: store.root)
      let owner = try pristine.records().first { record in
        let names = [record.provenance.key] + record.provenance.outputs.map(\.digest)
        return names.contains { name.contains($0.hexadecimal) }
      }?.provenance.id
      try damage.inflict(on: "\(store.root)/\(name)")
      // A link to a sound record serves; artifacts are files of their own, so that they can be laid out.
      let isHarmless = damage == .linkToCopy && !name.hasPrefix("artifacts/")
      let harmed = isHarmless ? [] : [owner].compactMap(\.self)
      _ = journal.take()

      let report = await run(try extended(), in: store, product: "toy")
      #expect(report.finished == expected, "\(name)")
      #expect(Set(journal.take()) == Set(harmed + ["all"]), "\(name)")
      #expect(try store.contents().unsound == [], "\(name)")
      // What is gone altogether is told as the reason why its task runs.
      let isTold = !report.warnings.isEmpty || damage == .removed && name.hasPrefix("records/")
      #expect(isTold != harmed.isEmpty, "\(name): \(report.warnings)")
      #expect(report.warnings.allSatisfy { $0.hasPrefix("\(owner ?? ""): ") }, "\(name): \(report.warnings)")
    }
  }

  @Test(.enabled(if: ToyProcess.unprivileged != nil, "the superuser, who may read everything, cannot be left here"))
  func `that leaves a file unreadable is made good`() throws {
    let user = try #require(ToyProcess.unprivileged)
    let whole = ToyPlace(folder.path + "/whole")
    #expect(try ToyProcess(whole).wait() == 0)
    let record = try #require(try whole.store.record("t2-0"))
    let artifact = try #require(record.provenance.outputs.first { $0.name == "out.txt" })
    for path in [whole.store.path(of: artifact.digest), whole.store.path(ofRecord: record.provenance.key)] {
      let place = ToyPlace("\(folder.path)/\(URL(filePath: path).lastPathComponent)")
      try FileManager.default.copyItem(atPath: whole.folder, toPath: place.folder)
      // What reads the artifact runs again.
      let reader = try #require(try place.store.record("t3-0"))
      try FileManager.default.removeItem(atPath: place.store.path(ofRecord: reader.provenance.key))
      chmod(path.replacing(whole.folder, with: place.folder), 0)
      if geteuid() == 0 { try give(place.folder, to: 65534) }
      #expect(try ToyProcess(place, by: user).wait() == 0)
      #expect(try place.made == whole.made)
      #expect(try Set(place.begun.dropFirst(20)) == ["t2-0", "t3-0"])
      #expect(try place.store.contents().unsound == [])
    }
  }

  private func give(_ folder: String, to user: uid_t) throws {
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) + [""] {
      lchown("\(folder)/\(name)", user, user)
    }
  }
}

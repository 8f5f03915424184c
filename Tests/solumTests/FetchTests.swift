import Checksums
import Foundation
import Testing

@Suite struct `Sources` {
  private let product: TwoFiles
  private var place: Workplace { product.place }
  private var relief: String { product.relief }
  private var boundary: String { product.boundary }

  init() throws { product = try TwoFiles() }

  @Test func `are pinned as they are now, and those that must be asked for when they have come`() throws {
    let unpinned = try place.solum("fetch", "product.yaml")
    #expect(unpinned.status == 65)
    #expect(
      unpinned.talk == """
        product.lock:1:1: error: source 'relief' has no SHA-256 for 'relief.tif'
          pin it with 'solum fetch --lock'

        """)
    #expect(!place.exists(".solum"))

    let first = try place.solum("fetch", "--lock", "product.yaml")
    #expect(first.status == 66)
    #expect(first.talk.contains("ask its authors; Write them a letter."), "\(first.talk)")
    #expect(try place.read("product.lock") == product.lock([product.reliefPin]))

    try place.write("letter/outlines/boundary.csv", boundary)
    let second = try place.solum("fetch", "--lock", "product.yaml", "--mirror", "letter")
    #expect(second.status == 0, "\(second.talk)")
    #expect(try place.read("product.lock") == product.lock([product.boundaryPin, product.reliefPin]))
    for text in [relief, boundary] {
      let digest = "\(Digest(of: text))"
      #expect(try place.read(".solum/artifacts/\(digest.prefix(2))/\(digest)") == text)
    }
    #expect(try place.files(below: ".solum/incoming") == [])
    #expect(try place.files(below: "data") == ["relief.tif"])
    #expect(try place.files(below: "letter") == ["outlines/boundary.csv"])

    let third = try place.solum("fetch", "product.yaml", "--progress", "json")
    #expect(third.status == 0)
    #expect(try third.started == [])
  }

  @Test func `come from a mirror whatever their names, and the store from where the environment says`() throws {
    try place.write("product.lock", product.lock([product.boundaryPin, product.reliefPin]))
    try FileManager.default.removeItem(atPath: place.path("data"))
    try place.write("a/deep/renamed", relief)
    try place.write("b/other", boundary)
    let found = try place.solum(
      "fetch", "product.yaml", "--format", "json", "--quiet",
      environment: ["SOLUM_MIRROR": "\(place.path("a")):\(place.path("b"))", "SOLUM_STORE": "elsewhere"])
    #expect(found.status == 0 && found.talk == "", "\(found.talk)")
    #expect(try #require(found.json["tasks"]).list.map { $0["outcome"] } == ["computed", "computed"])
    #expect(place.exists("elsewhere/artifacts") && !place.exists(".solum"))
  }

  @Test func `that nobody has are 66, with the words of who has them`() throws {
    try place.write("product.lock", product.lock([product.reliefPin]))
    let blocked = try place.solum("run", "product.yaml", "--to", "sources")
    #expect(blocked.status == 66)
    #expect(
      blocked.talk.contains("blocked  sources/boundary: needs sources/boundary: ask its authors; Write them a letter."))
    let plan = try place.solum("plan", "product.yaml", "--format", "json")
    #expect(plan.status == 0)
    #expect(try plan.json["summary"]?["blocked"]?.number == 4)

    try place.write("product.lock", product.lock([product.boundaryPin, product.reliefPin]))
    let missing = try place.solum("fetch", "product.yaml")
    #expect(missing.status == 66)
    #expect(missing.talk.contains("outlines/boundary.csv: error: it has no location"))
  }

  @Test(arguments: ["heights above the lake", "heights above the sea and more", "heights"])
  func `with other bytes than the pinned ones are 65, named with both digests, and kept aside`(bytes: String) throws {
    try place.write("product.lock", product.lock([product.boundaryPin, product.reliefPin]))
    try place.write("b/boundary.csv", boundary)
    try place.write("data/relief.tif", bytes)
    let found = try place.solum("fetch", "product.yaml", "--mirror", "b")
    #expect(found.status == 65)
    #expect(
      found.talk.contains(
        "SHA-256 \(Digest(of: relief)) expected, \(Digest(of: bytes)) read (\(bytes.utf8.count) bytes)"),
      "\(found.talk)")
    let kept = try place.files(below: ".solum/incoming").filter { $0.contains("rejected") }
    #expect(kept.count == 1)
    #expect(try kept.map { try place.read(".solum/incoming/\($0)") } == [bytes])
    #expect(try place.read("data/relief.tif") == bytes)
    // What was right is kept.
    #expect(try place.solum("plan", "product.yaml").output.contains("fresh    sources/boundary"))
  }

  @Test func `of a mirror that were tampered with are told with both digests`() throws {
    try place.write("product.lock", product.lock([product.boundaryPin, product.reliefPin]))
    try FileManager.default.removeItem(atPath: place.path("data"))
    try place.write("mirror/relief.tif", "heights above the moon")
    try place.write("mirror/boundary.csv", boundary)
    let found = try place.solum("fetch", "product.yaml", "--mirror", "mirror")
    #expect(found.status == 65)
    #expect(found.talk.contains("mirror/relief.tif holds other bytes than the pinned ones"))
    #expect(found.talk.contains("\(Digest(of: relief)) expected, \(Digest(of: "heights above the moon")) read"))
    #expect(try place.read("mirror/relief.tif") == "heights above the moon")
  }

  @Test func `alone make no release, which is said before anything is done`() throws {
    try place.write("product.lock", product.lock([product.boundaryPin, product.reliefPin]))
    let found = try place.solum("release", "product.yaml")
    #expect(found.status == 65 && found.output == "")
    #expect(found.talk.hasPrefix("product.yaml:1:1: error: without a model there is no map to release"))
    #expect(!place.exists(".solum") && !place.exists("Releases"))
  }
}

import Foundation
import Testing

@Suite struct `The store` {
  private let place: Workplace

  init() throws { place = try TinyProduct.copy() }

  private func store(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["store"] + arguments, in: place.folder)
  }

  private func amount(_ json: JSON?) -> [Double?] { [json?["files"]?.number, json?["bytes"]?.number] }

  /// The files and bytes below a folder of the store, by find.
  private func found(_ folder: String) throws -> [Double?] {
    let lines = try Program.shell("find .solum/\(folder) -type f -printf '%s\\n'", in: place.folder).output
    let sizes = lines.split(separator: "\n").compactMap { Double($0) }
    return [Double(sizes.count), sizes.reduce(0, +)]
  }

  @Test func `is listed with its products, releases, files and bytes`() throws {
    let listed = try store("list", "--format", "json")
    #expect(listed.status == 0 && listed.talk == "")
    let json = try listed.json
    #expect(try amount(json["records"]) == found("records") && amount(json["artifacts"]) == found("artifacts"))
    #expect(json["products"]?.list.map { $0["id"]?.text } == ["tiny"])
    #expect(json["products"]?.list.first?["tasks"]?.number == 171)
    #expect(json["unreferenced"]?["bytes"]?.number == 0)
    // The note is of the place in which the copied product was released.
    let release = try TinyProduct.released().place.path(TinyProduct.release)
    #expect(json["releases"]?.list.map { $0["folder"]?.text } == [release])
    let text = try store("list").output
    #expect(text.contains("\ntiny       171  2") && text.contains("\ntiny-0.1.0    171 ") && text.contains(release))

    let product = try store("list", "--product", "tiny", "--format", "json").json
    let provenance = try place.read("\(TinyProduct.release)/provenance/tasks.jsonl").split(separator: "\n")
      .map { try JSONDecoder().decode(JSON.self, from: Data($0.utf8)) }
    let keys = Dictionary(
      uniqueKeysWithValues: (product["tasks"]?.list ?? []).map { ($0["id"]?.text ?? "", $0["key"]?.text) })
    #expect(keys.count == 171 && provenance.allSatisfy { keys[$0["id"]?.text ?? ""] == $0["key"]?.text })
  }

  @Test func `has no product that it has not`() throws {
    let outcome = try store("list", "--product", "tinny")
    #expect(outcome.status == 64)
    #expect(outcome.talk == "tinny: error: there is no such product\n  did you mean 'tiny'?\n")
  }

  @Test(arguments: ["list", "check", "prune"])
  func `that is none is not taken for one`(verb: String) throws {
    let outcome = try store(verb, "--store", "Releases")
    #expect(outcome.status == 66)
    #expect(
      outcome.talk == """
        \(place.path("Releases")): error: there is no store
          name one with --store or SOLUM_STORE; a run makes it

        """)
    let elsewhere = try Program.run(
      ["store", verb], in: place.path("Releases"), environment: ["SOLUM_STORE": place.path(".solum")])
    #expect(elsewhere.status == 0)
  }

  @Test func `is sound after a release`() throws {
    let outcome = try store("check", "--format", "json")
    #expect(outcome.status == 0)
    let json = try outcome.json
    #expect([json["read"]?["artifacts"]?.number, json["read"]?["bytes"]?.number] == (try found("artifacts")))
    #expect(json["damaged"]?.list == [] && json["missing"]?.list == [] && json["unreadable"]?.list == [])
    #expect(try store("check").output.hasSuffix(": all sound\n"))
  }

  @Test func `that was damaged is said to be, and the next release has the same bytes`() throws {
    let artifact = try place.artifact("parts.tif", of: "simulation/map")
    try place.writeOneByte(into: artifact)
    let told = try store("check", "--dry-run")
    let name = artifact.dropFirst(".solum/".count)
    #expect(told.status == 1 && place.exists(artifact))
    #expect(told.output.hasPrefix("damaged     \(name): has the digest "))
    #expect(told.output.contains("(parts.tif of simulation/map)\n"))
    let found = try store("check", "--format", "json")
    #expect(found.status == 1 && !place.exists(artifact))
    #expect(try found.json["damaged"]?.list.map { $0["path"]?.text } == [String(name)])
    #expect(try found.json["damaged"]?.list.first?["of"]?.list == ["parts.tif of simulation/map"])

    #expect(try store("check").output.hasPrefix("missing     \(name) (parts.tif of simulation/map)\n"))
    let again = try place.solum("release", TinyProduct.manifest, "--progress", "json")
    #expect(try again.status == 0 && again.started == ["simulation/map"])
    #expect(try store("check").status == 0)
    #expect(
      try place.read("\(TinyProduct.release)/SHA256SUMS")
        == TinyProduct.released().place.read("\(TinyProduct.release)/SHA256SUMS"))
  }

  @Test func `just filled is not pruned, and says what will be`() throws {
    try place.edit(TinyProduct.manifest, "h0: 0 to 0.5 m", "h0: 0 to 0.4 m")
    #expect(try place.solum("run", TinyProduct.manifest, "--to", "calibration", "--quiet").status == 0)
    // The release lies where it was made, and holds what it was made from.
    #expect(try store("prune", "--dry-run", "--format", "json").json["recent"]?.number == 0)
    try FileManager.default.removeItem(atPath: place.path(".solum/releases/tiny-0.1.0.json"))
    let before = try place.files(below: ".solum")
    let pruned = try store("prune")
    #expect(pruned.status == 0)
    #expect(pruned.output.hasPrefix("removed 0 records, 0 artifacts, 0 other files: 0 kB\nkept "))
    #expect(pruned.output.contains(" more files that nothing needs changed in the last hour: left"))
    #expect(try place.files(below: ".solum") == before)
    #expect(try store("prune", "--dry-run").output.hasPrefix("would remove 0 records"))
  }

  @Test(arguments: ["30", "d", "-1d", "1.5h", "3w"])
  func `is pruned by ages of whole days, hours and minutes alone`(age: String) throws {
    #expect(try store("prune", "--older-than=\(age)").status == 64)
  }

  @Test(arguments: ["30d", "12h", "90m"])
  func `is pruned by age`(age: String) throws {
    #expect(try store("prune", "--older-than", age).status == 0)
  }
}

@Suite struct `A release of links` {
  private let place: Workplace

  init() throws {
    place = try TinyProduct.copy()
    #expect(try place.solum("release", TinyProduct.manifest, "--link", "--quiet").status == 0)
  }

  private func names(_ file: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: place.path(file))[.referenceCount] as? Int
  }

  private var map: String { "\(TinyProduct.release)/data/solum_thickness.tif" }

  @Test func `takes no space besides the store, and is verified like any other`() throws {
    let files = try place.files(below: TinyProduct.release).map { "\(TinyProduct.release)/\($0)" }
    // Two of the files have the same bytes, and so are one.
    for file in files + ["\(TinyProduct.release).zip"] { #expect(try [2, 3].contains(names(file)), "\(file)") }
    #expect(try place.solum("verify", TinyProduct.release).status == 0)
    #expect(
      try place.read("\(TinyProduct.release)/SHA256SUMS")
        == TinyProduct.released().place.read("\(TinyProduct.release)/SHA256SUMS"))
    let again = try place.solum("release", TinyProduct.manifest, "--link")
    #expect(again.talkLines.contains("\(TinyProduct.release) is up to date: nothing to do"))
  }

  @Test func `becomes one of copies without the option`() throws {
    #expect(try place.solum("release", TinyProduct.manifest, "--quiet").status == 0)
    let files = try place.files(below: TinyProduct.release).map { "\(TinyProduct.release)/\($0)" }
    for file in files + ["\(TinyProduct.release).zip"] { #expect(try names(file) == 1, "\(file)") }
  }

  @Test(arguments: [true, false])
  func `that was written to is mended, and so is the store`(withLinks: Bool) throws {
    let digest = try place.digest(map)
    try place.writeOneByte(into: map)
    #expect(try place.solum("verify", TinyProduct.release).status == 1)
    let option = withLinks ? ["--link"] : []
    let outcome = try Program.run(["release", TinyProduct.manifest] + option, in: place.folder)
    #expect(outcome.status == 0)
    let warnings = outcome.talkLines.filter { $0.hasPrefix("warning: ") && $0.hasSuffix("; made anew") }
    #expect(warnings.count == 1 && warnings[0].contains(" its digest is "), "\(outcome.talk)")
    #expect(try place.digest(map) == digest)
    #expect(try names(map) == (withLinks ? 2 : 1))
    #expect(try place.solum("store", "check").status == 0)
  }
}

extension Workplace {
  /// Changes a file in place, and not its size.
  fileprivate func writeOneByte(into file: String) throws {
    let line = "chmod u+w \(file) && printf x | dd of=\(file) bs=1 seek=9 conv=notrunc"
    #expect(try Program.shell(line, in: folder).status == 0)
  }
}

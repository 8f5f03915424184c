import Foundation
import Testing

/// What a user may get wrong: every mistake with its place, its mend and the exit code of its kind.
@Suite struct `Bad input` {
  @Test func `in manifest, lock and claims is told all at once, and nothing is written`() throws {
    let place = try TinyProduct.declared()
    try place.edit(TinyProduct.manifest, "  cell: 40 km", "  cel: 40 km")
    try place.edit(TinyProduct.manifest, "level: 1", "level: ninety")
    try place.edit(TinyProduct.manifest, "k: 8", "k: -8")
    try place.edit(TinyProduct.manifest, "{source: depth-to-bedrock,", "{source: depth-to-bedrok,")
    try place.edit("tiny.lock", "sources: {}", "sources: {}\npins: 3")
    for verb in ["plan", "fetch", "run", "release"] {
      let found = try place.solum(verb, TinyProduct.manifest)
      #expect(found.status == 65 && found.output == "", "\(verb)")
      #expect(found.talkLines.filter { $0.contains(": error: ") }.count >= 6, "\(found.talk)")
      for problem in [
        "unknown key 'cel'\n  did you mean 'cell'?", "unknown key 'pins'",
        "'depth-to-bedrok'\n  did you mean 'depth-to-bedrock'?",
      ] { #expect(found.talk.contains(problem), "\(found.talk)") }
      // Every problem begins a line with file, line and column, and its mend follows on the next.
      for (line, next) in zip(found.talkLines, found.talkLines.dropFirst() + [""]) where !line.hasPrefix("  ") {
        #expect(line.prefixMatch(of: /tiny\.(yaml|lock):[1-9][0-9]*:[1-9][0-9]*: error: ./) != nil, "\(line)")
        #expect(next.hasPrefix("  "), "\(line)")
      }
    }
    #expect(try place.files() == ["qtp-solum.claims.yaml", "tiny.lock", "tiny.yaml"])
  }

  @Test func `in the claims is told with their file`() throws {
    let place = try TinyProduct.declared()
    try place.edit("qtp-solum.claims.yaml", "schema: ", "scheme: ")
    try place.edit("tiny.lock", "schema: solum-lock/1", "schema: solum-lock/7")
    let found = try place.solum("release", TinyProduct.manifest)
    #expect(found.status == 65)
    #expect(found.talk.contains("qtp-solum.claims.yaml:") && found.talk.contains("did you mean 'schema'?"))
    #expect(found.talk.contains("tiny.lock:1:"))
    #expect(!place.exists(".solum"))
  }

  @Test func `by its absence is 66`() throws {
    let place = try Workplace()
    for arguments in [
      ["release", "nothing.yaml"], ["tool", "cluster", "nothing.csv", "--k", "2"],
      ["tool", "terrain", "nothing.tif", "--out", "out"],
    ] {
      let found = try Program.run(arguments, in: place.folder)
      #expect(found.status == 66 && found.output == "")
      #expect(found.talk.contains("nothing.") && found.talk.contains("error: ") && found.talk.contains("no such file"))
    }
    #expect(try place.files() == [])
  }

  @Test(arguments: [
    ("mat,map\n1,2,3\n", "table.csv:2:1: error: 3 fields where the header has 2"),
    ("mat,map,ewater,ewind,curv,dtb\n1,2,3,4,5,6\n", "table.csv:1:1: error: there is no column 'h'"),
    ("mat,map,ewater,ewind,curv,h\n1,2,3,4,5,6\n1,2,3,deep,5,6\n", "table.csv:3:1: error: 'deep' in column 'ewind'"),
    ("mat,map,ewater,ewind,curv,h\n1,2,3,,5,6\n", "table.csv:2:1: error: column 'ewind' has no finite value"),
    ("mat,map,ewater,ewind,curv,h\n", "table.csv:1:1: error: there are no profiles"),
    ("mat,map,ewater,ewind,curv,h\n5,500,0,0,-1,1\n", "table.csv:2:1: error: no parameters within the bounds"),
    ("", "table.csv:1:1: error: the table is empty"),
  ])
  func `in a table is 65, with its line`(table: String, problem: String) throws {
    let place = try Workplace()
    try place.write("table.csv", table)
    let found = try place.solum("tool", "calibrate", "table.csv", "--complexes", "2", "--max-evaluations", "200")
    #expect(found.status == 65 && found.output == "")
    #expect(found.talk.hasPrefix(problem), "\(found.talk)")
    #expect(found.talkLines.count == 2 && found.talkLines.last?.hasPrefix("  ") == true)
  }

  @Test(arguments: [
    ["relase"], ["release", "--job", "2"], ["release", "--jobs", "0"], ["release", "--jobs", "many"],
    ["release", "--quiet", "--verbose"], ["plan", "--format", "xml"], ["plan", "--progress", "loud"], ["verify"],
    ["tool"],
    ["tool", "terrain", "dem.tif"], ["tool", "terrain", "dem.tif", "--out", "out", "--stencil", "sobel"],
    ["tool", "cluster", "t.csv"], ["tool", "cluster", "t.csv", "--k", "0"],
    ["tool", "cluster", "t.csv", "--k", "2", "--init-rows", "0"],
    ["tool", "cluster", "t.csv", "--k", "1", "--init-rows", "x"],
    ["tool", "cluster", "t.csv", "--k", "1", "--init-rows", "0", "--starts", "3"],
    ["tool", "cluster", "t.csv", "--k", "1", "--gamma", "-1"],
    ["tool", "importance", "t.csv"], ["tool", "importance", "t.csv", "--target", "h", "--mtry", "p/0"],
    ["tool", "importance", "t.csv", "--target", "h", "--trees", "0"],
    ["tool", "calibrate", "t.csv", "--runs", "0"], ["tool", "calibrate", "t.csv", "--threads", "0"],
    ["tool", "simulate", "t.csv", "--parameters", "p.csv", "--nonpositive-erosion", "sea"],
  ])
  func `on the command line is 64`(arguments: [String]) throws {
    let place = try Workplace()
    let found = try Program.run(arguments, in: place.folder)
    #expect(found.status == (arguments == ["tool"] ? 0 : 64), "\(arguments): \(found.talk)")
    #expect(arguments == ["tool"] || found.output == "")
    #expect(try place.files() == [])
  }

  @Test func `of a store or a folder that cannot be made is 73`() throws {
    let place = try TinyProduct.copy()
    let store = try place.solum("release", TinyProduct.manifest, "--store", "tiny.lock")
    #expect(store.status == 73)
    #expect(store.talk.contains("a file stands where a folder is needed"), "\(store.talk)")
    let output = try place.solum("release", TinyProduct.manifest, "--output", "tiny.lock")
    #expect(output.status == 73 && output.output == "")
    let record = try place.solum("tool", "terrain", fixture("TerrainTests", "analytic/dome.tif"), "--out", "tiny.lock")
    #expect(record.status == 73)
  }

  @Test(.enabled(if: geteuid() != 0, "root may write anywhere"))
  func `of a store that may not be written is 77`() throws {
    let place = try TinyProduct.declared()
    try FileManager.default.createDirectory(
      atPath: place.path("store"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o555])
    let found = try place.solum("release", TinyProduct.manifest, "--store", "store")
    #expect(found.status == 77)
    #expect(found.talk.contains("ask for the right to use this path"))
  }

  @Test func `of a disk that is full is 74, and the store stays sound`() throws {
    // Files may grow to 32 blocks of 512 bytes; a write beyond that fails as on a full disk.
    let place = try TinyProduct.declared()
    let full = try Program.shell(
      "trap '' XFSZ; ulimit -f 32; exec \"$SOLUM\" run \(TinyProduct.manifest) --to sources --progress none",
      in: place.folder)
    #expect(full.status == 74, "\(full.talk)")
    let after = try place.solum("run", TinyProduct.manifest, "--to", "sources", "--progress", "json")
    #expect(after.status == 0)
    #expect(try after.started.first == "sources/generated")

    let release = try TinyProduct.released().place
    let stdout = try Program.shell("\"$SOLUM\" claims \(TinyProduct.release) >/dev/full", in: release.folder)
    #expect(stdout.status == 74 && stdout.talk.hasPrefix("standard output: error: it cannot be written"))
  }
}

/// A fixture of another room's tests.
func fixture(_ room: String, _ name: String) -> String {
  Program.project.appending(path: "Tests/\(room)/Fixtures/\(name)").path
}

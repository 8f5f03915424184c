import Foundation
import Testing

/// What a key is made of is written in Documentation/store.md, for a reader without solum.
@Suite struct `The keys of a product` {
  @Test func `depend on no path, folder, locale, time zone or number of jobs`() throws {
    let place = try TinyProduct.copy()
    let plan = try place.solum("plan", TinyProduct.manifest, "--format", "json")
    #expect(try plan.json["summary"]?["fresh"]?.number == 171)
    for (name, copy) in [
      (TinyProduct.manifest, "a folder/çığ.yaml"), ("tiny.lock", "a folder/çığ.lock"),
      ("qtp-solum.claims.yaml", "a folder/qtp-solum.claims.yaml"),
    ] { try place.write(copy, place.read(name)) }
    for (environment, jobs) in [
      (["LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Chatham"], "1"),
      (["LC_ALL": "de_DE.UTF-8", "TZ": "America/St_Johns"], "7"),
      (["LC_ALL": "C", "HOME": "/"], "3"),
    ] {
      let elsewhere = try place.solum(
        "plan", "a folder/çığ.yaml", "--format", "json", "--jobs", jobs, environment: environment)
      #expect(elsewhere.output == plan.output, "\(environment) \(jobs)")
    }
    let moved = try Program.run(
      ["plan", "çığ.yaml", "--format", "json", "--store", "../.solum"], in: place.path("a folder"))
    #expect(moved.output == plan.output)
  }

  private static let hasPython = (try? Program.shell("command -v python3", in: "/").status) == 0

  @Test(.enabled(if: hasPython, "python3 is not installed: the keys of a release are not recomputed"))
  func `are recomputed from a release by the lines of Python in the documentation`() throws {
    let text = try String(
      contentsOf: Program.project.appending(path: "Documentation/store.md"), encoding: .utf8)
    let code = try #require(text.firstMatch(of: /```python\n((?s:.*?))```/)).output.1
    let place = try TinyProduct.copy()
    try place.write("\(TinyProduct.release)/check.py", String(code) + "\nprint(task[\"id\"])\n")
    let sound = try Program.shell("python3 check.py", in: place.path(TinyProduct.release))
    #expect(sound.status == 0 && sound.output == "validation/claims\n", "\(sound.talk)")
    // Any other ingredient is another key.
    try place.edit(
      "\(TinyProduct.release)/provenance/tasks.jsonl", #""name":"seed","value":"20251216""#,
      #""name":"seed","value":"4""#)
    #expect(try Program.shell("python3 check.py", in: place.path(TinyProduct.release)).status != 0)
  }

  /// What `jq .record.provenance.ingredients` shows of a record.
  @Test func `can be read in the store, every record with its sorted ingredients`() throws {
    let place = try TinyProduct.released().place
    let plan = try place.solum("plan", TinyProduct.manifest, "--format", "json").json
    for task in try #require(plan["tasks"]).list {
      let key = try #require(task["key"]?.text)
      let record = try JSONDecoder().decode(
        JSON.self, from: Data(place.read(".solum/records/\(key.prefix(2))/\(key).json").utf8))
      let ingredients = try #require(record["record"]?["provenance"]?["ingredients"]).list
      let rows = ingredients.map { [$0["kind"]?.text, $0["name"]?.text, $0["value"]?.text].compactMap(\.self) }
      #expect(rows.allSatisfy { $0.count == 3 && !$0.contains("") }, "\(task)")
      #expect(Set(rows.map { $0[0] }).isSubset(of: ["parameter", "input", "library", "lineage"]))
      #expect(
        rows.map { Array($0.prefix(2)) } == rows.map { Array($0.prefix(2)) }.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) })
    }
    let why = try place.solum("plan", TinyProduct.manifest, "--why", "simulation/map", "--format", "json").json
    let key = try #require(why["key"]?.text)
    let record = try JSONDecoder().decode(
      JSON.self, from: Data(place.read(".solum/records/\(key.prefix(2))/\(key).json").utf8))
    func names(_ json: JSON?) -> [String?] { json?.list.map { $0["name"]?.text } ?? [] }
    #expect(names(why["ingredients"]) == names(record["record"]?["provenance"]?["ingredients"]))
    #expect(names(why["ingredients"]).contains("calibration/parameters.csv"))
  }
}

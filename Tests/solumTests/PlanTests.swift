import Testing

@Suite struct `A plan` {
  @Test func `has the shape that scripts rely on, and changes nothing`() throws {
    let place = try TinyProduct.declared()
    let before = try place.files()
    let plan = try place.solum("plan", TinyProduct.manifest, "--format", "json")
    #expect(plan.status == 0 && plan.talk == "")
    let document = try plan.json
    #expect(document.keys == ["summary", "tasks"])
    let tasks = try #require(document["tasks"]).list
    #expect(
      document["summary"]
        == .object(["fresh": .number(0), "stale": .number(Double(tasks.count)), "blocked": .number(0)]))
    #expect(tasks.count == 171)
    for task in tasks { #expect(task.keys == ["id", "key", "reason", "stage", "status"]) }
    let first = try #require(tasks.first)
    #expect(first["id"] == "sources/generated" && first["stage"] == "sources" && first["status"] == "stale")
    #expect(first["reason"]?["kind"] == "neverRun" && first["key"]?.text?.count == 64)
    let second = tasks.first { $0["id"] == "sources/dem" }
    let cause = JSON.object(["kind": "neverRun"])
    #expect(
      second?["reason"]
        == .object([
          "kind": "upstream", "task": "sources/generated", "cause": cause,
          "causes": .list([.object(["task": "sources/generated", "reason": cause])]),
        ]))
    #expect(second?["key"] == .null)
    #expect(try place.files() == before)
  }

  @Test func `ends at the stage that is asked for`() throws {
    let place = try TinyProduct.declared()
    let plan = try place.solum("plan", TinyProduct.manifest, "--to", "samples", "--format", "json")
    let stages = Set(try #require(plan.json["tasks"]).list.compactMap { $0["stage"]?.text })
    #expect(stages == ["sources", "grid", "samples"])
    let text = try place.solum("plan", TinyProduct.manifest, "--to", "sources")
    #expect(
      text.output.hasPrefix(
        "first causes\n  18 stale  sources/generated: has never run\nsources\n  stale    sources/generated "))
    #expect(text.output.hasSuffix("0 fresh, 18 stale, 0 blocked\n"))
  }

  @Test func `of a finished product is all fresh, and says of each task what its key is made of`() throws {
    let place = try TinyProduct.released().place
    let plan = try place.solum("plan", TinyProduct.manifest)
    #expect(plan.output.hasSuffix("171 fresh, 0 stale, 0 blocked\n"))
    let why = try place.solum("plan", TinyProduct.manifest, "--why", "importance/forest-01")
    #expect(why.output.hasPrefix("importance/forest-01  fresh\nkey "))
    let parts = why.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(
      parts.contains {
        $0.starts(with: ["input", "samples/profiles.csv"]) && $0[2].count == 64
          && $0[3...] == ["from", "samples/profiles"]
      })
    #expect(parts.contains(["parameter", "seed", "20251216"]))
  }

  @Test func `says why one task is stale, to people and to programs`() throws {
    let place = try TinyProduct.copy()
    try place.edit(TinyProduct.manifest, "seed: 20251216", "seed: 4")
    let why = ["plan", TinyProduct.manifest, "--why", "sources/generated"]
    let text = try Program.run(why, in: place.folder)
    #expect(text.output.hasPrefix("sources/generated  stale: parameter seed changed from 20251216 to 4\n"))
    let document = try Program.run(why + ["--format", "json"], in: place.folder).json
    #expect(document["status"] == "stale")
    let reason = try #require(document["reason"])
    #expect(reason["kind"] == "ingredientChanged" && reason["name"] == "seed")
    #expect(reason["old"] == "20251216" && reason["new"] == "4")
  }

  @Test func `says of a task that waits by which way the change comes to it`() throws {
    let place = try TinyProduct.copy()
    try place.edit(TinyProduct.manifest, "h0: 0 to 0.5 m", "h0: 0 to 0.4 m")
    let change = "parameter calibration.bounds.h0 changed from 0.0...0.5 to 0.0...0.4"
    let all = try place.solum("plan", TinyProduct.manifest)
    // 40 fits on the zones found and as many on the true ones, what is told of each zone and collects them, the maps, and
    // what is said of these.
    #expect(
      all.output.hasPrefix(
        "first causes\n  114 stale  calibration/true-zones/zone-1/fold-1 and 79 more: \(change)\n"))
    let line = try #require(all.output.split(separator: "\n").first { $0.contains("  simulation/map ") })
    #expect(line.hasSuffix("  waits for calibration/zone-1/fold-1: \(change)"))

    let why = try place.solum("plan", TinyProduct.manifest, "--why", "simulation/map")
    let lines = why.output.split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(4) == [
        "simulation/map  stale: waits for calibration/zone-1/fold-1: \(change)", "first causes",
        "  calibration/zone-1/fold-1: \(change)",
        "    calibration/zone-1/fold-1 -> calibration/parameters -> simulation/map",
      ])
    #expect(lines[4] == "key not known before its inputs are")
    #expect(
      lines.contains {
        $0.split(separator: " ") == [
          "input", "calibration/folds.csv", "still", "to", "be", "made", "from", "calibration/parameters",
        ]
      })
    let fit = try place.solum("plan", TinyProduct.manifest, "--why", "calibration/zone-1/full")
    #expect(
      fit.output.split(separator: "\n").contains {
        $0.split(separator: " ") == ["parameter", "calibration.bounds.h0", "0.0...0.4", "was", "0.0...0.5"]
      })
  }

  @Test func `is drawn in the languages of Graphviz and Mermaid`() throws {
    let place = try TinyProduct.released().place
    let dot = try place.solum("plan", TinyProduct.manifest, "--format", "dot")
    #expect(dot.status == 0 && dot.output.contains("\ndigraph plan {\n") && dot.output.hasSuffix("\n}\n"))
    #expect(dot.output.contains("// 171 fresh, 0 stale, 0 blocked\n"))
    #expect(dot.output.contains(#"[label="generated", style=rounded]"#))
    let part = try place.solum("plan", TinyProduct.manifest, "--format", "mermaid", "--to", "samples/profiles")
    #expect(part.status == 0 && part.output.hasPrefix("flowchart LR\n"))
    #expect(part.output.contains(#"("profiles"):::fresh"#) && !part.output.contains("forest"))
  }

  @Test func `is drawn by no other verb, and whole`() throws {
    let place = try TinyProduct.released().place
    for verb in ["run", "release", "fetch"] {
      let found = try place.solum(verb, TinyProduct.manifest, "--format", "dot")
      #expect(found.status == 64 && found.output == "")
      #expect(found.talk.contains("'dot' is invalid") && found.talk.contains("'text' and 'json'"), "\(found.talk)")
    }
    let one = try place.solum("plan", TinyProduct.manifest, "--format", "dot", "--why", "grid/frame")
    #expect(one.status == 64 && one.talk.contains("--why explains one task, as text or json"), "\(one.talk)")
  }

  @Test func `of a task or a stage that is not there names the nearest, or all`() throws {
    let place = try TinyProduct.released().place
    let task = try place.solum("plan", TinyProduct.manifest, "--why", "importance/forest-1")
    #expect(task.status == 64 && task.output == "")
    #expect(
      task.talk == "importance/forest-1: error: there is no such task\n  did you mean 'importance/forest-01'?\n")
    let zones = try place.solum("plan", TinyProduct.manifest, "--why", "zones")
    #expect(zones.status == 64)
    #expect(
      zones.talk
        == "zones: error: there is no such task\n  zones is a stage of 5 tasks: name one of them, such as 'zones/partition'\n"
    )
    let nothing = try place.solum("plan", TinyProduct.manifest, "--why", "xyz")
    #expect(nothing.talk == "xyz: error: there is no such task\n  without --why, plan lists all 171\n")
    let stage = try place.solum("plan", TinyProduct.manifest, "--to", "zonation")
    #expect(stage.status == 64)
    #expect(stage.talk.contains("no stage or task 'zonation'") && stage.talk.contains("sources, grid, samples"))
  }
}

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
    #expect(tasks.count == 148)
    for task in tasks { #expect(task.keys == ["id", "key", "reason", "stage", "status"]) }
    let first = try #require(tasks.first)
    #expect(first["id"] == "sources/generated" && first["stage"] == "sources" && first["status"] == "stale")
    #expect(first["reason"]?["kind"] == "neverRun" && first["key"]?.text?.count == 64)
    let second = tasks.first { $0["id"] == "sources/dem" }
    #expect(second?["reason"] == .object(["kind": "upstream", "task": "sources/generated"]) && second?["key"] == .null)
    #expect(try place.files() == before)
  }

  @Test func `ends at the stage that is asked for`() throws {
    let place = try TinyProduct.declared()
    let plan = try place.solum("plan", TinyProduct.manifest, "--to", "samples", "--format", "json")
    let stages = Set(try #require(plan.json["tasks"]).list.compactMap { $0["stage"]?.text })
    #expect(stages == ["sources", "grid", "samples"])
    let text = try place.solum("plan", TinyProduct.manifest, "--to", "sources")
    #expect(text.output.hasPrefix("sources\n  stale    sources/generated "))
    #expect(text.output.hasSuffix("0 fresh, 18 stale, 0 blocked\n"))
  }

  @Test func `of a finished product is all fresh, and says of each task what its key is made of`() throws {
    let place = try TinyProduct.released().place
    let plan = try place.solum("plan", TinyProduct.manifest)
    #expect(plan.output.hasSuffix("148 fresh, 0 stale, 0 blocked\n"))
    let why = try place.solum("plan", TinyProduct.manifest, "--why", "importance/forest-01")
    #expect(why.output.hasPrefix("importance/forest-01  fresh\nkey "))
    let parts = why.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(parts.contains { $0.first == "input" && $0.count == 3 && $0[2].count == 64 })
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

  @Test func `of a task or a stage that is not there names the nearest, or all`() throws {
    let place = try TinyProduct.released().place
    let task = try place.solum("plan", TinyProduct.manifest, "--why", "importance/forest-1")
    #expect(task.status == 64 && task.output == "")
    #expect(
      task.talk == "importance/forest-1: error: there is no such task\n  did you mean 'importance/forest-01'?\n")
    let stage = try place.solum("plan", TinyProduct.manifest, "--to", "zonation")
    #expect(stage.status == 64)
    #expect(stage.talk.contains("no stage or task 'zonation'") && stage.talk.contains("sources, grid, samples"))
  }
}

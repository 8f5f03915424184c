import Foundation
import Testing

@testable import Engine

/// A plan as a picture, in two languages.
@Suite struct `A drawing of a plan` {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A graph with a task of every look: a fresh, b stale by itself, c behind it, gated and below it.
  private func drawing() async throws -> PlanDrawing {
    func tasks(_ word: String, blocked: String?) throws -> TaskGraph {
      try TaskGraph([
        toy("sources/a", stage: "sources"), toy("grid/b", word: word, from: ["sources/a"]),
        toy("grid/c", from: ["grid/b", "sources/a"]), toy("sources/gated", stage: "sources", blocked: blocked),
        toy("grid/below", from: ["sources/gated"]),
      ])
    }
    _ = await run(try tasks("b", blocked: nil).upTo(["grid/c"]), in: folder.store, product: "toy")
    return try plan(try tasks("B", blocked: "ask"), in: folder.store, product: "toy")
      .drawing(titled: #"A "map" of \ <b>"#)
  }

  @Test func `has one node a task in the box of its stage, and no arrow that a longer way implies`() async throws {
    let drawing = try await drawing()
    #expect(drawing.nodes.map(\.lines) == [["a"], ["gated"], ["b"], ["below"], ["c"]])
    #expect(drawing.nodes.map(\.form) == [.fresh, .missing, .changed, .blocked, .waiting])
    #expect(drawing.clusters.map(\.title) == ["sources", "grid"])
    // c waits for b, so it stands in the next column.
    #expect(drawing.clusters.map(\.columns) == [[[0, 1]], [[2, 3], [4]]])
    #expect(drawing.arrows == [.init(from: 0, to: 2), .init(from: 1, to: 3), .init(from: 2, to: 4)])
  }

  @Test func `tells each status by outline or lightness, in print too`() async throws {
    let drawing = try await drawing()
    let dot = drawing.dot.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    for line in [
      #"n0 [label="a", style=rounded]"#, #"n1 [label="gated", style=dashed, peripheries=2]"#,
      ##"n2 [label="b", style=filled, fillcolor="#333333", fontcolor=white]"##,
      #"n3 [label="below", style=dashed]"#, ##"n4 [label="c", style=filled, fillcolor="#d9d9d9"]"##,
    ] { #expect(dot.contains(line), "\(line)") }
    let mermaid = drawing.mermaid.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    for line in [
      #"n0("a"):::fresh"#, #"n1[["gated"]]:::missing"#, #"n2["b"]:::changed"#, #"n3["below"]:::blocked"#,
      #"n4["c"]:::waiting"#,
    ] { #expect(mermaid.contains(line), "\(line)") }
    for form in PlanDrawing.Form.allCases {
      #expect(mermaid.count { $0.hasPrefix("classDef \(form.rawValue) ") } == 1)
      #expect(dot.contains { $0.contains("label=\"\(form.meaning)\"") })
    }
  }

  @Test func `begins with what a reader of the text should know`() async throws {
    let drawing = try await drawing()
    #expect(
      drawing.dot.hasPrefix(
        """
        // A "map" of \\ <b>
        // 1 fresh, 2 stale, 2 blocked
        // An arrow that a longer way implies is left out.
        digraph plan {

        """))
    #expect(drawing.mermaid.hasPrefix("flowchart LR\n%% A \"map\" of \\ <b>\n%% 1 fresh, 2 stale, 2 blocked\n"))
  }

  @Test func `escapes what a language gives a meaning`() async throws {
    var drawing = try await drawing()
    #expect(drawing.dot.contains(#"label="A \"map\" of \\ <b>\n1 fresh, 2 stale, 2 blocked""#))
    drawing.nodes[0].lines = ["a\"b#c<d>e&f`g\\h\ni"]
    // Drawn by Mermaid 11.6 as the text was.
    #expect(drawing.mermaid.contains(#"n0("a#quot;b#35;c#lt;d#gt;e#amp;f#96;g#92;h i"):::fresh"#))
    #expect(drawing.dot.contains(#"n0 [label="a\"b#c<d>e&f`g\\h i", style=rounded]"#))
  }

  @Test func `of more tasks than fill a page has one node a stage, with counts`() async throws {
    let many = (1...299).map { toy("grid/t\($0)", from: ["sources/a"]) }
    let root = toy("sources/a", stage: "sources")
    let whole = try plan(TaskGraph([root] + many), in: folder.store, product: "toy").drawing(titled: "t")
    #expect(whole.nodes.count == 300)
    let graph = try TaskGraph([root] + many + [toy("zones/z", stage: "zones", from: ["grid/t1", "sources/a"])])
    _ = await run(try graph.upTo(["sources"]), in: folder.store, product: "toy")
    let folded = try plan(graph, in: folder.store, product: "toy").drawing(titled: "t")
    #expect(folded.nodes.map(\.lines) == [["sources", "1 fresh"], ["grid", "299 stale"], ["zones", "1 stale"]])
    #expect(folded.nodes.map(\.form) == [.fresh, .changed, .waiting])
    #expect(folded.arrows == [.init(from: 0, to: 1), .init(from: 0, to: 2), .init(from: 1, to: 2)])
    #expect(folded.remarks.last == "One node a stage, since more than 300 tasks fill no page.")
    #expect(folded.dot.contains(#"n1 [label="grid\n299 stale","#))
    #expect(folded.mermaid.contains(#"n1["grid<br/>299 stale"]:::changed"#))
  }
}

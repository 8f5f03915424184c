extension PlanDrawing {
  /// The drawing in the language of Graphviz: `dot -Tpdf`.
  package var dot: String {
    var lines = ["\(title)"].map(Self.comment) + remarks.map(Self.comment)
    lines += [
      "digraph plan {",
      "  graph [rankdir=LR, fontname=\"Helvetica\", fontsize=14, labelloc=t, label=\(Self.quoted([title, remarks[0]])),",
      "    nodesep=0.06, ranksep=0.7, pad=0.3, newrank=true, remincross=false]",
      "  node [shape=box, fontname=\"Helvetica\", fontsize=9, height=0.2, margin=\"0.07,0.02\", penwidth=0.8]",
      "  edge [color=\"#555555\", penwidth=0.6, arrowsize=0.5]",
    ]
    for (number, cluster) in clusters.enumerated() {
      if let title = cluster.title {
        lines += [
          "  subgraph cluster_\(number) {",
          "    label=\(Self.quoted([title])); style=rounded; color=\"#999999\"; fontsize=12; margin=10",
        ]
      }
      for column in cluster.columns {
        lines += column.map { "    n\($0) [\(Self.attributes(nodes[$0]))]" }
        // One below the other in the order of the plan.
        let chain = column.reversed().map { "n\($0)" }.joined(separator: " -> ")
        if column.count > 1 { lines.append("    {rank=same; \(chain) [style=invis]}") }
      }
      if cluster.title != nil { lines.append("  }") }
    }
    lines += arrows.map { "  n\($0.from) -> n\($0.to)" }
    lines += legendLines
    return (lines + ["}"]).joined(separator: "\n")
  }

  private var legendLines: [String] {
    guard !legend.isEmpty else { return [] }
    return ["  subgraph cluster_legend {", "    label=\"\"; style=dotted; color=\"#999999\"; margin=6"]
      + legend.map { "    \($0.rawValue) [\(Self.attributes(Node(lines: [$0.meaning], form: $0)))]" } + ["  }"]
  }

  private static func attributes(_ node: Node) -> String {
    let look =
      switch node.form {
      case .fresh: "style=rounded"
      case .changed: "style=filled, fillcolor=\"#333333\", fontcolor=white"
      case .waiting: "style=filled, fillcolor=\"#d9d9d9\""
      case .missing: "style=dashed, peripheries=2"
      case .blocked: "style=dashed"
      }
    return "label=\(quoted(node.lines)), \(look)"
  }

  /// A text as Graphviz reads it in quotes, centred lines.
  private static func quoted(_ lines: [String]) -> String {
    let escaped = lines.map { line in
      line.split(whereSeparator: \.isNewline).joined(separator: " ")
        .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
    return "\"\(escaped.joined(separator: "\\n"))\""
  }

  private static func comment(_ text: String) -> String {
    "// \(text.split(whereSeparator: \.isNewline).joined(separator: " "))"
  }
}

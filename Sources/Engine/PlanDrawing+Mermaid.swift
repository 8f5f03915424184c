extension PlanDrawing {
  /// The drawing in the language of Mermaid, which the pages of many repositories show as a picture.
  package var mermaid: String {
    var lines = ["flowchart LR"] + ([title] + remarks).map { "%% \(Self.oneLine($0))" }
    if arrows.count > Self.mostArrows {
      lines.append("%% \(arrows.count) arrows: Mermaid draws \(Self.mostArrows) unless its maxEdges is raised.")
    }
    for (number, cluster) in clusters.enumerated() {
      if let title = cluster.title { lines.append("  subgraph s\(number)[\(Self.quoted([title]))]") }
      lines += cluster.columns.joined().map { "    \(Self.node("n\($0)", nodes[$0]))" }
      if cluster.title != nil { lines.append("  end") }
    }
    lines += arrows.map { "  n\($0.from) --> n\($0.to)" }
    lines.append("  subgraph legend[\" \"]")
    lines += legend.map { "    \(Self.node("legend_\($0.rawValue)", Node(lines: [$0.meaning], form: $0)))" }
    lines.append("  end")
    let boxes = clusters.indices.filter { clusters[$0].title != nil }.map { "s\($0)" } + ["legend"]
    lines += [
      "  classDef stage fill:none,stroke:#999999,color:#000000", "  class \(boxes.joined(separator: ",")) stage",
    ]
    return (lines + legend.map { "  classDef \($0.rawValue) \(Self.look($0))" }).joined(separator: "\n")
  }

  /// Beyond these Mermaid refuses a text.
  private static let mostArrows = 500

  private static func node(_ id: String, _ node: Node) -> String {
    let label = quoted(node.lines)
    let shape =
      switch node.form {
      case .fresh: "(\(label))"
      case .changed, .waiting, .blocked: "[\(label)]"
      case .missing: "[[\(label)]]"
      }
    return "\(id)\(shape):::\(node.form.rawValue)"
  }

  private static func look(_ form: Form) -> String {
    switch form {
    case .fresh: "fill:#ffffff,stroke:#333333,color:#000000"
    case .changed: "fill:#333333,stroke:#000000,color:#ffffff"
    case .waiting: "fill:#d9d9d9,stroke:#333333,color:#000000"
    case .missing: "fill:#ffffff,stroke:#000000,color:#000000,stroke-width:2px,stroke-dasharray:4"
    case .blocked: "fill:#ffffff,stroke:#333333,color:#000000,stroke-dasharray:4"
    }
  }

  /// A text as Mermaid reads it in quotes; its marks for code, markup and entities as entities.
  private static func quoted(_ lines: [String]) -> String {
    let names: [Character: String] = [
      "#": "#35;", "\"": "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;", "\\": "#92;",
    ]
    let escaped = lines.map { line in oneLine(line).map { names[$0] ?? String($0) }.joined() }
    return "\"\(escaped.joined(separator: "<br/>"))\""
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

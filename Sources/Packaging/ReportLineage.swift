import Checksums
import Ledger

/// Where the bytes come from and under which terms.
func sourcesSection(_ description: ReleaseDescription) -> ReportSection? {
  guard !description.sources.isEmpty else { return nil }
  let items = description.sources.map { source in
    let provenance = source.provenance
    var facts: [(String, String)] = []
    if let substituted = source.substitutes {
      facts.append(("Stands in for", "<strong>\(escaped(substituted))</strong>"))
    }
    if let citation = provenance.citation { facts.append(("Citation", escaped(citation))) }
    if let doi = provenance.doi { facts.append(("DOI", link("https://doi.org/\(doiName(doi))", doiName(doi)))) }
    facts.append(("Licence", escaped(source.terms)))
    facts.append(("Obtained by", escaped(source.access)))
    let files = provenance.files.map { file in
      let name = file.url.map { link($0, file.name) } ?? escaped(file.name)
      let digest = file.digest.map { " <code class=\"digest\">\($0)</code>" } ?? ""
      return "<li>\(name)\(digest)</li>"
    }
    if !files.isEmpty { facts.append(("Files", "<ul class=\"plain\">\(files.joined())</ul>")) }
    let list = facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }.joined(separator: "\n")
    return """
      <article id="source-\(escaped(provenance.id))">
      <h3>\(escaped(provenance.title))</h3>
      <dl class="facts">
      \(list)
      </dl>
      </article>
      """
  }
  return ReportSection(id: "sources", title: "Sources", body: items.joined(separator: "\n"))
}

/// Every task that the release was made by, stage by stage.
func lineageSection(_ description: ReleaseDescription) -> ReportSection? {
  guard !description.tasks.isEmpty else { return nil }
  let stages = description.stages.map { stage in
    let purpose = Stage.purpose(stage.name).map { ": \(escaped($0))" } ?? ""
    let count = stage.tasks.count == 1 ? "1 task" : "\(stage.tasks.count) tasks"
    return """
      <details>
      <summary><strong>\(escaped(stage.name))</strong>\(purpose) <span class="count">\(count)</span></summary>
      \(taskTable(stage.name, stage.tasks))
      </details>
      """
  }
  let note = """
    <p>\(description.tasks.count) tasks in \(description.stages.count) stages. A key is the SHA-256 of everything that can \
    change what a task makes; its first digits stand here, and all of it in \
    <a href="provenance/tasks.jsonl"><code>provenance/tasks.jsonl</code></a>.</p>
    """
  return ReportSection(id: "lineage", title: "How it was made", body: ([note] + stages).joined(separator: "\n"))
}

private func taskTable(_ stage: String, _ tasks: [TaskProvenance]) -> String {
  let rows = tasks.map { task in
    let makers = unique(task.inputs.map(\.task)).map(breakable).joined(separator: ", ")
    let inputs = task.source == nil ? makers : "its source"
    let outputs = task.outputs.map { "\(breakable($0.name)) <code>\($0.digest.short)</code>" }.joined(separator: "<br>")
    return "<tr><th scope=\"row\">\(breakable(task.id))</th><td><code>\(task.key.short)</code></td>"
      + "<td class=\"number\">\(task.revision)</td><td>\(inputs)</td><td>\(outputs)</td></tr>"
  }
  return scrolling(
    "Tasks of the stage \(stage)",
    """
    <table>
    <thead><tr><th scope="col">Task</th><th scope="col">Key</th><th scope="col" class="number">Revision</th>\
    <th scope="col">Made from</th><th scope="col">Made</th></tr></thead>
    <tbody>
    \(rows.joined(separator: "\n"))
    </tbody>
    </table>
    """)
}

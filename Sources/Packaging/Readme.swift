import Ledger

/// `README.md`: what the product is, how to cite it and how to check it, for a reader who has nothing of ours.
package func readme(of description: ReleaseDescription) -> String {
  [
    opening(description), limits(description), check(description), headlines(description), files(description),
    omissions(description), sources(description), making(description),
  ].compactMap { $0 }.joined(separator: "\n\n") + "\n"
}

private func opening(_ description: ReleaseDescription) -> String {
  let licence = Licence(description.licence)
  let article = description.supplementedLink.map { "\n\nIt supplements the \($0.form) <\($0.address)>." } ?? ""
  let substitutions = description.substitutions.map { "\n- \(prose($0))" }.joined()
  return """
    # \(prose(description.title))

    **\(prose(description.kindSentence))**\(substitutions)

    Version \(description.version), \(description.releaseDate). Licence: [\(licence.name)](\(licence.address)).

    \(prose(description.summary))\(article)

    Grid: cells of \(Table.field(description.cellSize)) m; \(description.area); coordinate reference system `\(description.crs)`.

    ## How to cite

    > \(prose(description.reference))

    `CITATION.cff` says the same for programs.\(description.doi == nil ? " A DOI is not assigned yet." : "")
    """
}

private func check(_ description: ReleaseDescription) -> String {
  """
  ## How to check it

  In this folder, with nothing but coreutils:

      sha256sum -c SHA256SUMS

  Every line must end in `OK`. `report.html` shows maps, tables\(description.claims == nil ? "" : ", claims") and lineage in \
  any browser, without a network. With `solum`, `solum verify .` checks everything, and `solum trace FILE` follows a file \
  down to its sources.
  """
}

private func limits(_ description: ReleaseDescription) -> String? {
  guard !description.limits.isEmpty else { return nil }
  return "## Before you use it\n\n" + description.limits.map { "- \(prose($0))" }.joined(separator: "\n")
}

private func headlines(_ description: ReleaseDescription) -> String? {
  guard !description.headlines.isEmpty else { return nil }
  let rows = description.headlines.map { [prose($0.name), readable($0.value), unit($0.unit)] }
  return "## In numbers\n\n" + table(["Quantity", "Value", "Unit"], rows)
}

private func files(_ description: ReleaseDescription) -> String {
  let rows = description.files.map { ["`\($0.path)`", prose($0.title), $0.unit.map(unit) ?? ""] }
  var text = "## Files\n\n" + table(["File", "Content", "Unit"], rows)
  if !description.flagMeanings.isEmpty, description.files.contains(where: { $0.path == ReleaseDescription.flagsPath }) {
    text += "\n\nThe bits of `\(ReleaseDescription.flagsPath)`:\n\n"
    text += table(["Value", "Meaning"], description.flagMeanings.map { [String($0.bit), prose($0.meaning)] })
  }
  return text
}

private func omissions(_ description: ReleaseDescription) -> String? {
  guard !description.omissions.isEmpty else { return nil }
  let lines = description.omissions.map { "- `\($0.path)`: \(prose($0.reason))" }
  return "## What is left out, and why\n\n" + lines.joined(separator: "\n")
}

private func sources(_ description: ReleaseDescription) -> String? {
  guard !description.sources.isEmpty else { return nil }
  let items = description.sources.map { source in
    let provenance = source.provenance
    var lines = ["### \(prose(provenance.title))"]
    if let substituted = source.substitutes { lines.append("**Stands in for \(prose(substituted)).**") }
    var facts: [String] = []
    if let citation = provenance.citation { facts.append("- Citation: \(prose(citation))") }
    if let doi = provenance.doi { facts.append("- DOI: <https://doi.org/\(doiName(doi))>") }
    facts.append("- Licence: \(prose(source.terms))")
    facts.append("- Obtained by: \(prose(source.access))")
    facts += provenance.files.map { file in
      let address = file.url.map { " <\($0)>" } ?? ""
      return "- `\(file.name)`\(file.digest.map { " sha256 `\($0)`" } ?? "")\(address)"
    }
    return (lines + [facts.joined(separator: "\n")]).joined(separator: "\n\n")
  }
  return "## Sources\n\n" + items.joined(separator: "\n\n")
}

private func making(_ description: ReleaseDescription) -> String {
  let rows = description.stages.map { [$0.name, prose(Stage.purpose($0.name) ?? ""), String($0.tasks.count)] }
  return """
    ## How it was made

    By solum \(description.toolVersion), from the declarations in `manifest.yaml` and the digests in `manifest.lock`, in these \
    stages:

    \(table(["Stage", "What it does", "Tasks"], rows))

    `provenance/tasks.jsonl` has one line a task: its key, everything the key is made of, and the SHA-256 of what went in and \
    came out. Follow a file from its digest there to the task that made it, and from the digests of that task's inputs to the \
    tasks before it, down to the sources.
    """
}

private func table(_ header: [String], _ rows: [[String]]) -> String {
  let lines = [header, header.map { _ in "---" }] + rows.map { $0.map(cell) }
  return lines.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
}

private func cell(_ text: String) -> String {
  text.replacing("|", with: "\\|").replacing("\n", with: " ")
}

/// A unit for people; `1` is "no unit".
private func unit(_ unit: String) -> String { unit == "1" ? "" : prose(unit) }

/// Text that Markdown shows as it stands.
private func prose(_ text: String) -> String {
  var result = ""
  for character in text {
    if "\\`*<[".contains(character) { result.append("\\") }
    result.append(character)
  }
  return result.split(separator: "\n", omittingEmptySubsequences: false)
    .map { $0.drop { $0 == " " } }.joined(separator: "\n")
}

import Ledger
import Metadata

/// What the product was made from and how: one `LI_Source` a source, one `LI_ProcessStep` a stage with the key of every
/// task.
func lineageRecord(_ description: ReleaseDescription) -> Element {
  let makers = Dictionary(
    description.tasks.compactMap { task in task.source.map { (task.id, $0.id) } },
    uniquingKeysWith: { first, _ in first })
  let known = Set(description.sources.map(\.provenance.id))
  let steps = description.stages.map { stage in
    let used = stage.tasks.flatMap { task in task.source.map { [$0.id] } ?? task.inputs.compactMap { makers[$0.task] } }
    return processStep(stage.name, stage.tasks, sources: unique(used).filter(known.contains))
  }
  return Element(
    "mrl:LI_Lineage", [],
    [
      ISO.text(
        "mrl:statement",
        "\(description.kindStatement) Made by solum \(description.toolVersion) from \(description.sources.count) sources in "
          + "\(description.tasks.count) tasks. A key is the SHA-256 of everything that can change what a task makes; "
          + "provenance/tasks.jsonl has its parts and the digests of inputs and outputs.")
    ] + description.sources.map { Element("mrl:source", [], [source($0)]) }
      + steps.map { Element("mrl:processStep", [], [$0]) })
}

private func processStep(_ stage: String, _ tasks: [TaskProvenance], sources: [String]) -> Element {
  let keys = tasks.map { "\($0.id): revision \($0.revision), key \($0.key)" }.joined(separator: "\n")
  let purpose = Stage.purpose(stage).map { ": \($0)" } ?? ""
  return Element(
    "mrl:LI_ProcessStep", [.init("id", "stage-\(anchor(stage))")],
    [ISO.text("mrl:description", "Stage \(stage)\(purpose)\n\(keys)")]
      + sources.map { Element("mrl:source", [.init("xlink:href", "#source-\(anchor($0))")]) })
}

private func source(_ source: ReleaseDescription.Source) -> Element {
  let provenance = source.provenance
  var words = ["Obtained by \(source.access).", "Licence: \(source.terms)."]
  if let substituted = source.substitutes { words.insert("Stands in for \(substituted).", at: 0) }
  let files = provenance.files.map { file in
    [file.name, file.digest.map { "sha256:\($0)" }, file.url].compactMap { $0 }.joined(separator: " ")
  }
  let identifiers = provenance.doi.map { [ISO.identifier(doiName($0), in: "https://doi.org")] } ?? []
  return Element(
    "mrl:LI_Source", [.init("id", "source-\(anchor(provenance.id))")],
    [
      ISO.text("mrl:description", words.joined(separator: " ")),
      Element(
        "mrl:sourceCitation", [],
        [
          ISO.citation(
            provenance.title, identifiers: identifiers + [ISO.identifier(provenance.id, in: "manifest")],
            details: (provenance.citation.map { [$0] } ?? []) + files,
            address: provenance.doi.map { "https://doi.org/\(doiName($0))" })
        ]),
    ])
}

/// `text` as part of an XML name.
private func anchor(_ text: String) -> String {
  String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "." || $0 == "_") ? $0 : "_" })
}

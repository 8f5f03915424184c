import Ledger

/// `LICENSE.txt`: the terms of the release, and a notice for every source whose terms forbid to pass it on.
package func licenceText(of description: ReleaseDescription) -> String {
  let licence = Licence(description.licence)
  var paragraphs = [
    "\(description.title), version \(description.version)\n"
      + "Copyright \(description.year) \(description.creators.map(\.name).joined(separator: "; "))",
    "This data set is made available under the licence\n\n  \(licence.name)\n  SPDX-License-Identifier: \(licence.id)\n"
      + "  \(licence.address)",
  ]
  if let summary = licence.summary {
    paragraphs.append(
      wrapped("\(summary) This is a summary and no substitute for the licence, whose text stands there."))
  }
  let held = description.sources.filter { !$0.mayBePassedOn }
  if !held.isEmpty {
    paragraphs.append(
      wrapped(
        "The licence covers what this release contains. It does not cover the sources below, from which the release was "
          + "made: none of their files is contained in it, and their terms do not allow them to be passed on, or are not "
          + "known to. Get them from their producers."))
    for source in held {
      let provenance = source.provenance
      var lines = ["* \(provenance.title)", "    licence: \(provenance.licence ?? "not stated")"]
      if let citation = provenance.citation { lines.append("    \(citation)") }
      if let doi = provenance.doi { lines.append("    https://doi.org/\(doiName(doi))") }
      paragraphs.append(lines.joined(separator: "\n"))
    }
  }
  return paragraphs.joined(separator: "\n\n") + "\n"
}

/// `text` in lines of at most 80 characters where its words allow it.
func wrapped(_ text: String) -> String {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if !line.isEmpty, line.count + word.count >= 80 {
      lines.append(line)
      line = ""
    }
    line += line.isEmpty ? String(word) : " \(word)"
  }
  return (lines + [line]).joined(separator: "\n")
}

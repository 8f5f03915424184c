/// `CITATION.cff`, version 1.2.0 of the Citation File Format.
package func citation(of description: ReleaseDescription) -> String {
  var message = "If you use this data set, please cite it as below."
  if let article = description.supplementedLink {
    message += " Cite the \(article.form) that it supplements as well: \(article.address)"
  }
  var lines = [
    "cff-version: 1.2.0", "message: \(quoted(message))", "type: dataset", "title: \(quoted(description.title))",
    "version: \(quoted(description.version))", "date-released: \(quoted(description.releaseDate))",
    "license: \(quoted(description.licence))",
  ]
  if let doi = description.doi { lines.append("doi: \(quoted(doiName(doi)))") }
  lines.append("abstract: \(quoted("\(description.kindStatement) \(description.summary)"))")
  lines.append("authors:")
  for creator in description.creators {
    var fields: [String] = []
    if creator.isOrganization {
      fields.append("name: \(quoted(creator.name))")
    } else {
      fields.append("family-names: \(quoted(creator.parts.family))")
      if let given = creator.parts.given { fields.append("given-names: \(quoted(given))") }
      if let affiliation = creator.affiliation { fields.append("affiliation: \(quoted(affiliation))") }
    }
    if let orcid = creator.orcidDigits { fields.append("orcid: \(quoted("https://orcid.org/\(orcid)"))") }
    for (index, field) in fields.enumerated() { lines.append((index == 0 ? "  - " : "    ") + field) }
  }
  if !description.keywords.isEmpty {
    lines.append("keywords:")
    lines += unique(description.keywords).map { "  - \(quoted($0))" }
  }
  return lines.joined(separator: "\n") + "\n"
}

/// A YAML scalar in double quotes.
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// Each once, in the order of their first appearance.
func unique(_ texts: [String]) -> [String] {
  var seen: Set<String> = []
  return texts.filter { seen.insert($0).inserted }
}

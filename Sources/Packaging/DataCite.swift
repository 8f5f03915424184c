import Ledger
import Metadata

/// `datacite.xml`: the record that a repository registers with the DOI, after DataCite's kernel 4.6.
///
/// Until a repository has reserved a DOI the identifier is `:tba`, "to be assigned or announced later" in DataCite's
/// list of standard values for what is not known; so is the publisher.
package func dataCite(of description: ReleaseDescription) throws -> String {
  try description.check()
  let language = Element.Attribute("xml:lang", "en")
  let licence = Licence(description.licence)
  var elements = [
    Element("identifier", [.init("identifierType", "DOI")], text: description.doi.map(doiName) ?? ":tba"),
    Element("creators", [], description.creators.map(creator)),
    Element("titles", [], [Element("title", [language], text: description.title)]),
    Element("publisher", text: description.publisher ?? ":tba"),
    Element("publicationYear", text: description.year),
    Element("resourceType", [.init("resourceTypeGeneral", "Dataset")], text: "Gridded dataset"),
  ]
  if !description.keywords.isEmpty {
    elements.append(
      Element("subjects", [], unique(description.keywords).map { Element("subject", [language], text: $0) }))
  }
  elements += [
    Element("dates", [], [Element("date", [.init("dateType", "Issued")], text: description.releaseDate)]),
    Element("language", text: "en"),
    Element(
      "alternateIdentifiers", [],
      [
        Element(
          "alternateIdentifier", [.init("alternateIdentifierType", "Product and version")], text: description.folder)
      ]
    ),
    Element("relatedIdentifiers", [], related(description)),
    Element(
      "sizes", [],
      [
        Element("size", text: "\(description.files.count) files"),
        Element("size", text: "cells of \(Table.field(description.cellSize)) m"),
      ]),
    Element("formats", [], unique(description.files.map { mediaType($0.path) }).map { Element("format", text: $0) }),
    Element("version", text: description.version),
    Element(
      "rightsList", [],
      [
        Element(
          "rights",
          [
            language, .init("rightsURI", licence.address), .init("rightsIdentifier", licence.id),
            .init("rightsIdentifierScheme", "SPDX"), .init("schemeURI", "https://spdx.org/licenses/"),
          ], text: licence.name)
      ]),
    Element("descriptions", [], descriptions(description)),
    Element("geoLocations", [], [Element("geoLocation", [], [box(description.extent)])]),
  ]
  let root = Element(
    "resource",
    [
      .init("xmlns", "http://datacite.org/schema/kernel-4"),
      .init("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
      .init(
        "xsi:schemaLocation",
        "http://datacite.org/schema/kernel-4 https://schema.datacite.org/meta/kernel-4.6/metadata.xsd"),
    ], elements)
  return root.document
}

private func creator(_ creator: ReleaseDescription.Creator) -> Element {
  let type = creator.isOrganization ? "Organizational" : "Personal"
  var elements = [Element("creatorName", [.init("nameType", type)], text: creator.name)]
  if !creator.isOrganization, let given = creator.parts.given {
    elements.append(Element("givenName", text: given))
    elements.append(Element("familyName", text: creator.parts.family))
  }
  if let orcid = creator.orcidDigits {
    elements.append(
      Element(
        "nameIdentifier", [.init("nameIdentifierScheme", "ORCID"), .init("schemeURI", "https://orcid.org")],
        text: "https://orcid.org/\(orcid)"))
  }
  if let affiliation = creator.affiliation { elements.append(Element("affiliation", text: affiliation)) }
  return Element("creator", [], elements)
}

/// The article that the product supplements, and every source with a DOI that it is derived from.
///
/// What a source's DOI names, a data set or an article about one, is not known here and not said.
private func related(_ description: ReleaseDescription) -> [Element] {
  func related(_ doi: String, _ relation: String, type: String? = nil) -> Element {
    let type = type.map { [Element.Attribute("resourceTypeGeneral", $0)] } ?? []
    return Element(
      "relatedIdentifier", type + [.init("relatedIdentifierType", "DOI"), .init("relationType", relation)],
      text: doiName(doi))
  }
  let types = ["preprint": "Preprint", "article": "JournalArticle"]
  let article = description.supplementedDOI.map { doi in
    related(doi, "IsSupplementTo", type: description.supplementedForm.flatMap { types[$0] })
  }
  let sources = unique(description.sources.compactMap { $0.provenance.doi.map(doiName) })
  return (article.map { [$0] } ?? []) + sources.map { related($0, "IsDerivedFrom") }
}

/// What it is and of which kind; what a reader must know before using it.
private func descriptions(_ description: ReleaseDescription) -> [Element] {
  func paragraph(_ type: String, _ text: String) -> Element {
    Element("description", [.init("descriptionType", type), .init("xml:lang", "en")], text: text)
  }

  let limits = description.limits + description.substitutions
  return [paragraph("Abstract", "\(description.kindStatement) \(description.summary)")]
    + (limits.isEmpty ? [] : [paragraph("Other", "Known limits: " + limits.joined(separator: " "))])
    + [
      paragraph(
        "Methods",
        "Made by solum \(description.toolVersion) in \(description.tasks.count) tasks; provenance/tasks.jsonl of the "
          + "release has each with its inputs and digests.")
    ]
}

private func box(_ extent: ReleaseDescription.Extent) -> Element {
  Element(
    "geoLocationBox", [],
    [
      Element("westBoundLongitude", text: degrees(extent.west)),
      Element("eastBoundLongitude", text: degrees(extent.east)),
      Element("southBoundLatitude", text: degrees(extent.south)),
      Element("northBoundLatitude", text: degrees(extent.north)),
    ])
}

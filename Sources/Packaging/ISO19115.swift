import Ledger
import Metadata

/// `iso19115-3.xml`: the record of ISO 19115-3, metadata base 2.0, with a lineage that is the run itself.
package func iso19115(of description: ReleaseDescription) throws -> String {
  try description.check()
  let root = Element(
    "mdb:MD_Metadata", ISO.namespaces,
    [
      Element("mdb:metadataIdentifier", [], [ISO.identifier("\(description.folder)-metadata")]),
      Element("mdb:defaultLocale", [], [ISO.english]),
      Element(
        "mdb:metadataScope", [],
        [
          Element(
            "mdb:MD_MetadataScope", [],
            [
              Element("mdb:resourceScope", [], [ISO.code("mcc:MD_ScopeCode", "dataset")])
            ])
        ]),
    ] + description.creators.map { Element("mdb:contact", [], [ISO.responsibility($0, role: "pointOfContact")]) }
      + [
        Element("mdb:dateInfo", [], [ISO.date(description.releaseDate, "creation")]),
        Element("mdb:metadataStandard", [], [ISO.citation("ISO 19115-3:2016", edition: "2.0")]),
        Element(
          "mdb:referenceSystemInfo", [],
          [
            Element(
              "mrs:MD_ReferenceSystem", [],
              [
                Element("mrs:referenceSystemIdentifier", [], [ISO.reference(system: description.crs)])
              ])
          ]),
        Element("mdb:identificationInfo", [], [identification(description)]),
      ] + contents(description)
      + [
        Element("mdb:distributionInfo", [], [distribution(description)]),
        Element("mdb:resourceLineage", [], [lineageRecord(description)]),
      ])
  return root.document
}

private func identification(_ description: ReleaseDescription) -> Element {
  let extent = description.extent
  var elements = [
    Element(
      "mri:citation", [],
      [
        ISO.citation(
          description.title, dates: [ISO.date(description.releaseDate, "publication")], edition: description.version,
          identifiers: [
            description.doi.map { ISO.identifier(doiName($0), in: "https://doi.org") }
              ?? ISO.identifier(description.folder)
          ],
          parties: description.creators.map { ISO.responsibility($0, role: "author") })
      ]),
    ISO.text("mri:abstract", "\(description.kindStatement) \(description.summary)"),
    Element("mri:status", [], [ISO.code("mcc:MD_ProgressCode", "completed")]),
  ]
  elements += description.creators.map {
    Element("mri:pointOfContact", [], [ISO.responsibility($0, role: "pointOfContact")])
  }
  elements += [
    Element("mri:spatialRepresentationType", [], [ISO.code("mcc:MD_SpatialRepresentationTypeCode", "grid")]),
    Element(
      "mri:spatialResolution", [],
      [
        Element(
          "mri:MD_Resolution", [],
          [
            Element(
              "mri:distance", [],
              [
                Element("gco:Distance", [.init("uom", "m")], text: Table.field(description.cellSize))
              ])
          ])
      ]),
    Element("mri:topicCategory", [], [Element("mri:MD_TopicCategoryCode", text: "geoscientificInformation")]),
    Element(
      "mri:extent", [],
      [
        Element(
          "gex:EX_Extent", [],
          [
            Element(
              "gex:geographicElement", [],
              [
                Element(
                  "gex:EX_GeographicBoundingBox", [],
                  [
                    ISO.decimal("gex:westBoundLongitude", degrees(extent.west)),
                    ISO.decimal("gex:eastBoundLongitude", degrees(extent.east)),
                    ISO.decimal("gex:southBoundLatitude", degrees(extent.south)),
                    ISO.decimal("gex:northBoundLatitude", degrees(extent.north)),
                  ])
              ])
          ])
      ]),
  ]
  if let article = description.supplementedDOI {
    let name = doiName(article)
    elements.append(
      Element(
        "mri:additionalDocumentation", [],
        [
          ISO.citation(
            "The \(description.supplementedForm ?? "article") that this product supplements",
            identifiers: [ISO.identifier(name, in: "https://doi.org")], address: "https://doi.org/\(name)")
        ]))
  }
  if !description.keywords.isEmpty {
    elements.append(
      Element(
        "mri:descriptiveKeywords", [],
        [
          Element(
            "mri:MD_Keywords", [],
            unique(description.keywords).map { ISO.text("mri:keyword", $0) } + [
              Element("mri:type", [], [ISO.code("mri:MD_KeywordTypeCode", "theme")])
            ])
        ]))
  }
  elements.append(Element("mri:resourceConstraints", [], [constraints(description)]))
  elements.append(Element("mri:defaultLocale", [], [ISO.english]))
  return Element("mri:MD_DataIdentification", [], elements)
}

/// The licence, and what a reader must know before using the product.
private func constraints(_ description: ReleaseDescription) -> Element {
  let licence = Licence(description.licence)

  return Element(
    "mco:MD_LegalConstraints", [],
    (description.limits + description.substitutions).map { ISO.text("mco:useLimitation", $0) } + [
      Element(
        "mco:reference", [],
        [
          ISO.citation(licence.name, identifiers: [ISO.identifier(licence.id, in: "SPDX")], address: licence.address)
        ]),
      Element("mco:useConstraints", [], [ISO.code("mco:MD_RestrictionCode", "licence")]),
      ISO.text("mco:otherConstraints", "\(licence.name) (\(licence.id)), \(licence.address)"),
    ])
}

/// One description for each raster: what its cells hold, in which unit; the bits of the flags by name.
private func contents(_ description: ReleaseDescription) -> [Element] {
  description.files.filter { $0.path.hasSuffix(".tif") }.enumerated().map { number, file in
    let isFlags = file.path == ReleaseDescription.flagsPath
    var band = [
      ISO.text("mrc:description", file.title),
      Element("mrc:name", [], [ISO.identifier(file.path)]),
    ]
    if let unit = file.unit {
      band.append(
        Element(
          "mrc:units", [],
          [
            Element(
              "gml:UnitDefinition", [.init("gml:id", "unit-\(number + 1)")],
              [
                Element("gml:identifier", [.init("codeSpace", "https://ucum.org")], text: unit)
              ])
          ]))
    }
    if isFlags {
      band += description.flagMeanings.map { bit, meaning in
        Element(
          "mrc:rangeElementDescription", [],
          [
            Element(
              "mrc:MI_RangeElementDescription", [],
              [
                ISO.text("mrc:name", "bit of value \(bit)"), ISO.text("mrc:definition", meaning),
                Element("mrc:rangeElement", [], [Element("gco:Record", text: String(bit))]),
              ])
          ])
      }
    }
    let type = isFlags ? "qualityInformation" : file.unit == nil ? "thematicClassification" : "modelResult"
    return Element(
      "mdb:contentInfo", [],
      [
        Element(
          "mrc:MD_CoverageDescription", [],
          [
            Element("mrc:attributeDescription", [], [Element("gco:RecordType", text: file.title)]),
            Element(
              "mrc:attributeGroup", [],
              [
                Element(
                  "mrc:MD_AttributeGroup", [],
                  [
                    Element("mrc:contentType", [], [ISO.code("mrc:MD_CoverageContentTypeCode", type)]),
                    Element("mrc:attribute", [], [Element("mrc:MD_SampleDimension", [], band)]),
                  ])
              ]),
          ])
      ])
  }
}

private func distribution(_ description: ReleaseDescription) -> Element {
  let formats = [
    (".tif", "Cloud Optimized GeoTIFF"), (".csv", "Comma-separated values, RFC 4180"), (".png", "PNG"),
  ]
  let used = formats.filter { ending, _ in description.files.contains { $0.path.hasSuffix(ending) } }
  var elements = [
    ISO.text(
      "mrd:description",
      "A folder of files, \(description.folder), and the same as a zip archive; SHA256SUMS has the digest of each.")
  ]
  elements += used.map { _, name in
    Element(
      "mrd:distributionFormat", [],
      [
        Element("mrd:MD_Format", [], [Element("mrd:formatSpecificationCitation", [], [ISO.citation(name)])])
      ])
  }
  if let doi = description.doi {
    elements.append(
      Element(
        "mrd:transferOptions", [],
        [
          Element(
            "mrd:MD_DigitalTransferOptions", [],
            [
              Element("mrd:onLine", [], [ISO.online("https://doi.org/\(doiName(doi))")])
            ])
        ]))
  }
  return Element("mrd:MD_Distribution", [], elements)
}

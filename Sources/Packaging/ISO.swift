import Metadata

/// The parts that an ISO 19115-3 record is put together from.
enum ISO {
  static let namespaces: [Element.Attribute] =
    [
      ("mdb", "2.0"), ("cit", "2.0"), ("gco", "1.0"), ("gex", "1.0"), ("lan", "1.0"), ("mcc", "1.0"), ("mco", "1.0"),
      ("mrc", "2.0"), ("mrd", "1.0"), ("mri", "1.0"), ("mrl", "2.0"), ("mrs", "1.0"),
    ].map { .init("xmlns:\($0)", "http://standards.iso.org/iso/19115/-3/\($0)/\($1)") } + [
      .init("xmlns:gml", "http://www.opengis.net/gml/3.2"), .init("xmlns:xlink", "http://www.w3.org/1999/xlink"),
    ]

  static func text(_ name: String, _ text: String) -> Element {
    Element(name, [], [Element("gco:CharacterString", text: text)])
  }

  static func decimal(_ name: String, _ digits: String) -> Element {
    Element(name, [], [Element("gco:Decimal", text: digits)])
  }

  /// A value of a code list, `mcc:MD_ScopeCode` and the like.
  static func code(_ name: String, _ value: String) -> Element {
    let list = name.split(separator: ":").last.map(String.init) ?? name
    return Element(
      name,
      [
        .init("codeList", "https://standards.iso.org/iso/19115/resources/Codelists/cat/codelists.xml#\(list)"),
        .init("codeListValue", value),
      ], text: value)
  }

  static let english = Element(
    "lan:PT_Locale", [],
    [
      Element("lan:language", [], [code("lan:LanguageCode", "eng")]),
      Element("lan:characterEncoding", [], [code("lan:MD_CharacterSetCode", "utf8")]),
    ])

  static func identifier(_ identifier: String, in space: String? = nil) -> Element {
    Element(
      "mcc:MD_Identifier", [],
      [text("mcc:code", identifier)] + (space.map { [text("mcc:codeSpace", $0)] } ?? []))
  }

  /// `EPSG:4326` by its register, anything else as it stands.
  static func reference(system: String) -> Element {
    let parts = system.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, parts[0] == "EPSG" else { return identifier(system) }
    return identifier(String(parts[1]), in: "EPSG")
  }

  static func date(_ date: String, _ type: String) -> Element {
    Element(
      "cit:CI_Date", [],
      [
        Element("cit:date", [], [Element("gco:Date", text: date)]),
        Element("cit:dateType", [], [code("cit:CI_DateTypeCode", type)]),
      ])
  }

  static func online(_ address: String) -> Element {
    Element("cit:CI_OnlineResource", [], [text("cit:linkage", address)])
  }

  static func citation(
    _ title: String, dates: [Element] = [], edition: String? = nil, identifiers: [Element] = [],
    parties: [Element] = [], details: [String] = [], address: String? = nil
  ) -> Element {
    var elements = [text("cit:title", title)]
    elements += dates.map { Element("cit:date", [], [$0]) }
    if let edition { elements.append(text("cit:edition", edition)) }
    elements += identifiers.map { Element("cit:identifier", [], [$0]) }
    elements += parties.map { Element("cit:citedResponsibleParty", [], [$0]) }
    elements += details.map { text("cit:otherCitationDetails", $0) }
    if let address { elements.append(Element("cit:onlineResource", [], [online(address)])) }
    return Element("cit:CI_Citation", [], elements)
  }

  static func responsibility(_ creator: ReleaseDescription.Creator, role: String) -> Element {
    var party = [text("cit:name", creator.name)]
    if let orcid = creator.orcidDigits {
      party.append(Element("cit:partyIdentifier", [], [identifier(orcid, in: "https://orcid.org")]))
    }
    let person = Element("cit:CI_Individual", [], party)
    let element =
      if creator.isOrganization {
        Element("cit:CI_Organisation", [], party)
      } else if let affiliation = creator.affiliation {
        Element(
          "cit:CI_Organisation", [], [text("cit:name", affiliation), Element("cit:individual", [], [person])])
      } else {
        person
      }
    return Element(
      "cit:CI_Responsibility", [],
      [
        Element("cit:role", [], [code("cit:CI_RoleCode", role)]), Element("cit:party", [], [element]),
      ])
  }
}

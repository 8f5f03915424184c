import Ledger

/// Something that metadata would say wrongly, and that no XML schema notices.
package struct DescriptionProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The part of the description, in the words of a manifest.
  package var field: String
  package var what: String
  package var how: String

  package var description: String { "product.\(field): error: \(what)\n  \(how)" }
}

/// Every problem of a description, together.
package struct DescriptionError: Error, Hashable, Sendable, CustomStringConvertible {
  package var problems: [DescriptionProblem]

  package var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension ReleaseDescription {
  /// - Throws: every problem, where there is one.
  func check() throws(DescriptionError) {
    let problems = problems
    if !problems.isEmpty { throw DescriptionError(problems: problems) }
  }

  /// What keeps the metadata from being right; empty where nothing does.
  package var problems: [DescriptionProblem] {
    var problems: [DescriptionProblem] = []
    func require(_ holds: Bool, _ field: String, _ what: String, _ how: String) {
      if !holds { problems.append(DescriptionProblem(field: field, what: what, how: how)) }
    }
    require(
      !id.isEmpty && id.utf8.allSatisfy(isNameByte), "id", "'\(id)' is not a name that a data package can have",
      "use lower-case letters, digits, '-', '_' and '.'")
    require(!title.isBlank, "title", "is empty", "say in one line what the product is")
    require(!summary.isBlank, "summary", "is empty", "say in some sentences what the product is")
    require(!licence.isBlank, "licence", "is empty", "give an SPDX identifier, such as CC-BY-4.0")
    require(
      ["original", "reconstruction", "synthetic"].contains(kind), "kind", "'\(kind)' is no kind of product",
      "choose original, reconstruction or synthetic")
    require(
      isCalendarDate(releaseDate), "release-date", "'\(releaseDate)' is not a date", "write it as 2026-12-01")
    require(!creators.isEmpty, "creators", "there is none", "name who made the product")
    for creator in creators {
      require(!creator.name.isBlank, "creators", "a name is empty", "write persons as 'Family, Given'")
      if let orcid = creator.orcidDigits {
        require(
          isORCID(orcid), "creators", "'\(orcid)' is not an ORCID: its form or its check digit is wrong",
          "copy it from https://orcid.org")
      }
    }
    require(
      extent.west < extent.east && extent.south < extent.north && extent.west >= -180 && extent.east <= 180
        && extent.south >= -90 && extent.north <= 90, "extent",
      "\(extent.west) to \(extent.east) E, \(extent.south) to \(extent.north) N is no box on the globe",
      "give west < east within ±180° and south < north within ±90°")
    require(cellSize > 0 && cellSize.isFinite, "cell", "\(cellSize) m is no size of a cell", "give a size above 0")
    for (field, doi) in dois {
      require(isDOI(doiName(doi)), field, "'\(doi)' is not a DOI", "write it as 10.5194/essd-2025-809")
    }
    return problems
  }

  private var dois: [(field: String, doi: String)] {
    let own = [("doi", doi), ("supplements", supplementedDOI)]
    let all = own + sources.map { ("sources.\($0.provenance.id)", $0.provenance.doi) }
    return all.compactMap { field, doi in doi.map { (field, $0) } }
  }
}

private func isNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
    UInt8(ascii: "_"), UInt8(ascii: "."):
    true
  default: false
  }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

/// `2026-02-28`, and a day that the Gregorian calendar has.
private func isCalendarDate(_ text: String) -> Bool {
  let parts = text.split(separator: "-", omittingEmptySubsequences: false)
  guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2], let year = Int(parts[0]),
    let month = Int(parts[1]),
    let day = Int(parts[2]), (1...12).contains(month)
  else { return false }
  let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return (1...days[month - 1]).contains(day)
}

/// The syntax of a DOI name: `10.`, four to nine digits, a slash, and something without blanks.
private func isDOI(_ name: String) -> Bool {
  guard name.hasPrefix("10."), let slash = name.firstIndex(of: "/") else { return false }
  let registrant = name[name.index(name.startIndex, offsetBy: 3)..<slash]
  let suffix = name[name.index(after: slash)...]
  return registrant.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") } && registrant.count >= 4 && !suffix.isEmpty
    && !suffix.contains(where: \.isWhitespace)
}

/// Four groups of four characters, the last of which is the check digit of ISO 7064 MOD 11-2.
private func isORCID(_ text: String) -> Bool {
  let groups = text.split(separator: "-", omittingEmptySubsequences: false)
  guard groups.map(\.utf8.count) == [4, 4, 4, 4] else { return false }
  let characters = Array(groups.joined())
  var total = 0
  for character in characters.dropLast() {
    guard character.isASCII, let digit = character.wholeNumberValue else { return false }
    total = (total + digit) * 2
  }
  let check = (12 - total % 11) % 11
  return characters.last == (check == 10 ? "X" : Character("\(check)"))
}

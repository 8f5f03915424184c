/// A licence by its SPDX identifier.
struct Licence: Hashable {
  var id: String
  var name: String
  var address: String
  /// What it lets a reader do, in one sentence; `nil` where only its text can say.
  var summary: String?

  init(_ id: String) {
    let known = Self.known.first { $0.id.lowercased() == id.lowercased() }
    self = known ?? Licence(id: id, name: id, address: "https://spdx.org/licenses/\(id).html", summary: nil)
  }

  private init(id: String, name: String, address: String, summary: String?) {
    self.id = id
    self.name = name
    self.address = address
    self.summary = summary
  }

  private static let known = [
    Licence(
      id: "CC-BY-4.0", name: "Creative Commons Attribution 4.0 International",
      address: "https://creativecommons.org/licenses/by/4.0/",
      summary:
        "You may share and adapt this material for any purpose, also commercially, as long as you give appropriate "
        + "credit, link to the licence and say whether you changed anything."),
    Licence(
      id: "CC0-1.0", name: "Creative Commons Zero 1.0 Universal",
      address: "https://creativecommons.org/publicdomain/zero/1.0/",
      summary:
        "The creators have waived their rights in this material as far as the law allows: you may copy, change and "
        + "distribute it, also commercially, without asking."),
    Licence(
      id: "CC-BY-SA-4.0", name: "Creative Commons Attribution-ShareAlike 4.0 International",
      address: "https://creativecommons.org/licenses/by-sa/4.0/",
      summary:
        "You may share and adapt this material for any purpose, also commercially, as long as you give appropriate "
        + "credit and distribute what you make of it under the same licence."),
    Licence(
      id: "CC-BY-NC-4.0", name: "Creative Commons Attribution-NonCommercial 4.0 International",
      address: "https://creativecommons.org/licenses/by-nc/4.0/",
      summary:
        "You may share and adapt this material for purposes that are not commercial, as long as you give appropriate "
        + "credit."),
    Licence(
      id: "ODbL-1.0", name: "Open Data Commons Open Database License 1.0",
      address: "https://opendatacommons.org/licenses/odbl/1-0/",
      summary:
        "You may share and adapt this database as long as you give credit and keep it, and databases made of it, open "
        + "under the same licence."),
  ]
}

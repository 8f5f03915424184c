import Ledger

extension ReleaseDescription {
  /// What stands between this product and a reader who takes it for something else, in one sentence.
  var kindStatement: String {
    switch kind {
    case "original": return "This is an original data product."
    case "synthetic":
      return
        "This product is synthetic: its landscape, soil profiles and truth are generated from a seed, and no number "
        + "in it describes a real place."
    default:
      let names = substitutes.map { "\($0.provenance.title) in place of \($0.substitutes ?? "")" }
      let which = names.isEmpty ? "" : ": " + names.joined(separator: "; ")
      return "This is a reconstruction from substitutes, not the published data set\(which)."
    }
  }

  /// The raster whose bits `flagMeanings` names.
  static let flagsPath = "data/quality_flags.tif"

  /// The kind in one or two words.
  var kindName: String {
    switch kind {
    case "original": "Original data product"
    case "synthetic": "Synthetic product"
    default: "Reconstruction from substitutes"
    }
  }

  /// The sources that stand in for others.
  var substitutes: [Source] { sources.filter { $0.substitutes != nil } }

  var year: String { String(releaseDate.prefix(4)) }

  /// The name of the folder and of the archive.
  var folder: String { "\(id)-\(version)" }

  /// The product as a reference list has it.
  var reference: String {
    let names = creators.map(\.name).joined(separator: "; ")
    let place = doi.map { " https://doi.org/\(doiName($0))" } ?? ""
    let publisher = publisher.map { " \($0)." } ?? ""
    return "\(names) (\(year)): \(title). Version \(version). Data set.\(publisher)\(place)"
  }

  /// The article as a link, where there is one.
  var supplementedLink: (form: String, address: String)? {
    supplementedDOI.map { (supplementedForm ?? "article", "https://doi.org/\(doiName($0))") }
  }

  /// Tasks by stage, in the order of the flow.
  var stages: [(name: String, tasks: [TaskProvenance])] {
    var names: [String] = []
    for task in tasks where !names.contains(task.stage) { names.append(task.stage) }
    let known = Stage.order.filter(names.contains)
    let ordered = known + names.filter { !known.contains($0) }
    return ordered.map { name in (name, tasks.filter { $0.stage == name }) }
  }
}

/// The stages of the flow as a reader meets them.
enum Stage {
  static let order = [
    "sources", "grid", "samples", "importance", "zones", "calibration", "simulation", "validation", "package",
  ]

  /// What a stage does, in one line; `nil` for one that is not of the flow.
  static func purpose(_ name: String) -> String? {
    switch name {
    case "sources": "source files obtained and checked against their SHA-256"
    case "grid": "sources brought onto one grid and masked; covariates derived"
    case "samples": "covariates read at the soil profiles"
    case "importance": "covariates ranked by permutation importance"
    case "zones": "the area divided into environmental zones"
    case "calibration": "model parameters of each zone"
    case "simulation": "thickness, uncertainty and quality flags of every cell"
    case "validation": "maps and predictions compared with observations, other maps and published numbers"
    case "package": "rasters, figures and tables in their published form"
    default: nil
    }
  }
}

extension ReleaseDescription.Creator {
  /// Family and given names of a person written "Family, Given"; a name without a comma is all family name.
  var parts: (family: String, given: String?) {
    guard let comma = name.firstIndex(of: ",") else { return (name, nil) }
    let given = name[name.index(after: comma)...].drop { $0 == " " }
    return (String(name[..<comma]), given.isEmpty ? nil : String(given))
  }

  /// The sixteen digits with their hyphens, without an address before them.
  var orcidDigits: String? {
    orcid.map { orcid in String(orcid[(orcid.lastIndex(of: "/").map(orcid.index(after:)) ?? orcid.startIndex)...]) }
  }
}

/// A DOI without the address or scheme that may stand before it.
func doiName(_ text: String) -> String {
  for prefix in ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:", "DOI:"]
  where text.hasPrefix(prefix) {
    return String(text.dropFirst(prefix.count))
  }
  return text
}

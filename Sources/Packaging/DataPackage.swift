package import Checksums
import Foundation
import Ledger

/// `datapackage.json`: a Frictionless data package, version 1, with every file of the release but this one and
/// `SHA256SUMS`; each table with its schema.
///
/// Its `name` is the id of the product.
///
/// - Parameter files: every file of the release, by its path in the folder.
package func dataPackage(
  of description: ReleaseDescription, files: [(path: String, digest: Digest, bytes: Int)]
) throws -> String {
  try description.check()
  let licence = Licence(description.licence)
  var tables = Dictionary(description.tables.map { ($0.path, $0.table) }, uniquingKeysWith: { first, _ in first })
  tables["claims.csv"] = description.claims
  let titles = Dictionary(description.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
  let package = DataPackage(
    profile: "data-package", name: description.id, title: description.title, version: description.version,
    description: "\(description.kindStatement) \(description.summary)",
    homepage: description.doi.map { "https://doi.org/\(doiName($0))" }, keywords: unique(description.keywords),
    licenses: [.init(name: licence.id, path: licence.address, title: licence.name)],
    contributors: description.creators.map {
      .init(
        title: $0.name, role: "author", path: $0.orcidDigits.map { "https://orcid.org/\($0)" },
        organization: $0.affiliation)
    },
    sources: description.sources.map { source in
      .init(title: source.provenance.title, path: address(of: source.provenance))
    },
    resources: files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }.map { file in
      resource(file, titles[file.path], tables[file.path])
    })
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(package), as: UTF8.self) + "\n"
}

/// The parts of a data package that a release fills.
private struct DataPackage: Encodable {
  struct License: Encodable {
    var name: String
    var path: String
    var title: String
  }

  struct Contributor: Encodable {
    var title: String
    var role: String
    var path: String?
    var organization: String?
  }

  struct Source: Encodable {
    var title: String
    var path: String?
  }

  struct Resource: Encodable {
    var profile: String
    var name: String
    var path: String
    var title: String?
    var description: String?
    var format: String?
    var mediatype: String
    var encoding: String?
    var bytes: Int
    var hash: String
    var schema: TableSchema?
  }

  var profile: String
  var name: String
  var title: String
  var version: String
  var description: String
  var homepage: String?
  var keywords: [String]
  var licenses: [License]
  var contributors: [Contributor]
  var sources: [Source]
  var resources: [Resource]
}

private func resource(
  _ file: (path: String, digest: Digest, bytes: Int), _ described: ReleaseDescription.File?, _ table: Table?
) -> DataPackage.Resource {
  let ending = file.path.split(separator: "/").last?.split(separator: ".").dropFirst().last.map(String.init)
  return DataPackage.Resource(
    profile: table == nil ? "data-resource" : "tabular-data-resource", name: resourceName(file.path), path: file.path,
    title: described?.title, description: described?.unit.map { "unit: \($0)" }, format: ending?.lowercased(),
    mediatype: mediaType(file.path), encoding: table == nil ? nil : "utf-8", bytes: file.bytes,
    hash: "sha256:\(file.digest)", schema: table.map(TableSchema.init))
}

/// The path in the characters that a resource's name may have.
private func resourceName(_ path: String) -> String {
  String(path.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber || "-._/".contains($0)) ? $0 : "-" })
}

/// Where the source can be had: its DOI, or else the address of its first file on the web.
private func address(of source: SourceProvenance) -> String? {
  if let doi = source.doi { return "https://doi.org/\(doiName(doi))" }
  return source.files.compactMap(\.url).first { $0.hasPrefix("https://") || $0.hasPrefix("http://") }
}

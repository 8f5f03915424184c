import Foundation

/// Every JSON document is one, and the data package names files that are there, with their sizes and digests.
func documentCheck(_ release: ReleaseFolder) throws(VerificationError) -> VerificationReport.Check {
  let documents = try release.contents().files.filter { $0.hasSuffix(".json") }
  var problems: [String] = []
  for name in documents {
    let data = Data(try release.text(name).utf8)
    do {
      _ = try JSONSerialization.jsonObject(with: data)
    } catch {
      problems.append("\(name): not a JSON document")
    }
  }
  if let package = try? DataPackage(of: release) {
    for resource in package.resources ?? [] { problems += resource.problems(in: release) }
  }
  return VerificationReport.Check("documents", "\(documents.count) JSON documents", problems: problems)
}

/// Every XML document is one, and valid where a schema is known.
///
/// - Parameter validateXML: takes the path of a document and returns what is wrong with it.
func metadataCheck(
  _ release: ReleaseFolder, _ validateXML: ((_ path: String) -> [String])?
) throws(VerificationError) -> VerificationReport.Check {
  let documents = try release.contents().files.filter { $0.hasPrefix("metadata/") && $0.hasSuffix(".xml") }
  guard let validateXML else { return .skipped("metadata", "no schemas at hand for \(documents.count) documents") }
  let problems = documents.flatMap { name in validateXML(release.file(name)).map { "\(name): \($0)" } }
  return VerificationReport.Check("metadata", documents.joined(separator: ", "), problems: problems)
}

/// The parts of a Frictionless `datapackage.json` that a verifier needs.
struct DataPackage: Decodable {
  struct Resource: Decodable {
    var path: String
    var bytes: Int?
    /// `sha256:` and the digits.
    var hash: String?
  }

  /// The id of the product.
  var name: String
  var version: String
  var resources: [Resource]?

  init(of release: ReleaseFolder) throws(VerificationError) {
    let text = try release.text(ReleaseFolder.dataPackage)
    do {
      self = try JSONDecoder().decode(DataPackage.self, from: Data(text.utf8))
    } catch {
      throw VerificationError(
        place: ReleaseFolder.dataPackage, what: "has no name, version and resources",
        how: "the release is not whole; get it again")
    }
  }
}

extension DataPackage.Resource {
  fileprivate func problems(in release: ReleaseFolder) -> [String] {
    let place = "\(ReleaseFolder.dataPackage), \(path)"
    guard let digest = release.digest(path) else { return ["\(place): no such file"] }
    if let hash, hash != "sha256:\(digest)" { return ["\(place): \(hash) stands there, the file has sha256:\(digest)"] }
    let size = try? FileManager.default.attributesOfItem(atPath: release.file(path))[.size] as? Int
    if let bytes, bytes != size { return ["\(place): \(bytes) bytes stand there, the file has \(size ?? 0)"] }
    return []
  }
}

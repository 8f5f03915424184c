package import Ledger

/// Judges a finished release by what stands in it: every check runs, whatever the others found.
///
/// - Parameters:
///   - record: the committed record of the same product; without it nothing is compared.
///   - validateXML: takes the path of an XML document and returns what is wrong with it; without it metadata is skipped.
/// - Returns: one check each for integrity, archive, claims, rasters, documents, metadata, provenance; with a record,
///   also for its rasters, tables and claims.
package func verify(
  _ release: ReleaseFolder, against record: ReleaseRecord? = nil, validateXML: ((_ path: String) -> [String])? = nil
) -> VerificationReport {
  let claims = (try? release.claims()) ?? []
  var checks = [
    attempt("integrity") { [try integrityCheck(release)] },
    [archiveCheck(release)],
    attempt("claims") { [claimsCheck(try release.claims())] },
    attempt("rasters") { [try rasterCheck(release, claims)] },
    attempt("documents") { [try documentCheck(release)] },
    attempt("metadata") { [try metadataCheck(release, validateXML)] },
    attempt("provenance") { [provenanceCheck(try release.tasks())] },
  ]
  if let record {
    checks.append(attempt("record") { compare(try ReleaseRecord(of: release), with: record) })
  }
  return VerificationReport(checks: checks.flatMap { $0 }, claims: counts(claims))
}

/// The checks of `body`, or a failed one in their place with the error that kept it from being made.
private func attempt(
  _ name: String, _ body: () throws -> [VerificationReport.Check]
) -> [VerificationReport.Check] {
  do {
    return try body()
  } catch {
    return [VerificationReport.Check(name, "cannot be checked", problems: ["\(error)"])]
  }
}

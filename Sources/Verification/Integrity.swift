import Checksums
import Foundation

/// The lines of a `SHA256SUMS`: a digest and a path within the release each.
func checksumList(_ text: String) -> (entries: [(path: String, digest: Digest)], problems: [String]) {
  var entries: [(path: String, digest: Digest)] = []
  var problems: [String] = []
  var seen: Set<String> = []
  for (offset, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where !line.isEmpty {
    // `sha256sum` writes the digest, a blank, a blank or an asterisk, and the path.
    let path = String(line.dropFirst(66))
    let separator = line.dropFirst(64).prefix(2)
    guard let digest = Digest(hexadecimal: String(line.prefix(64))), separator == "  " || separator == " *",
      isInside(path)
    else {
      problems.append("\(ReleaseFolder.sums):\(offset + 1): not a digest and a path in the release")
      continue
    }
    if !seen.insert(path).inserted { problems.append("\(ReleaseFolder.sums):\(offset + 1): '\(path)' stands twice") }
    entries.append((path, digest))
  }
  return (entries, problems)
}

/// False for a path that leads out of the folder it is read in.
private func isInside(_ path: String) -> Bool {
  !path.isEmpty && !path.hasPrefix("/") && path.split(separator: "/").allSatisfy { $0 != ".." && $0 != "." }
}

/// Every file is listed with the digest it has, and nothing is missing or besides.
func integrityCheck(_ release: ReleaseFolder) throws(VerificationError) -> VerificationReport.Check {
  let (entries, malformed) = checksumList(try release.text(ReleaseFolder.sums))
  let contents = try release.contents()
  let files = Set(contents.files)
  var problems = malformed
  for (path, digest) in entries {
    guard files.contains(path) else {
      problems.append("\(path): missing")
      continue
    }
    let found = release.digest(path)
    if found != digest {
      problems.append("\(path): \(digest) expected, \(found?.hexadecimal ?? "unreadable") found")
    }
  }
  let listed = Set(entries.map(\.path))
  problems += contents.files.filter { $0 != ReleaseFolder.sums && !listed.contains($0) }.map { "\($0): not listed" }
  problems += contents.others.map { "\($0): not a plain file" }
  return VerificationReport.Check(
    "integrity", "\(entries.count) files against \(ReleaseFolder.sums)", problems: problems)
}

/// The archive beside the release has the digest beside it.
func archiveCheck(_ release: ReleaseFolder) -> VerificationReport.Check {
  let archive = release.path + ".zip"
  guard FileManager.default.fileExists(atPath: archive),
    let data = FileManager.default.contents(atPath: archive + ".sha256")
  else { return .skipped("archive", "no archive with its digest beside the release") }
  let expected = Digest(hexadecimal: String(decoding: data.prefix(64), as: UTF8.self))
  let found = try? Digest.ofFile(archive).digest
  let name = URL(filePath: archive).lastPathComponent
  let problems =
    expected != nil && expected == found
    ? [] : ["\(expected?.hexadecimal ?? "no digest") expected, \(found?.hexadecimal ?? "unreadable") found"]
  return VerificationReport.Check("archive", "\(name) against its digest", problems: problems)
}

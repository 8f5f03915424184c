import Checksums
import Testing

@testable import Packaging

@Suite struct ChecksumListTests {
  /// SHA-256 of "abc" is the first example of FIPS 180-4.
  @Test func `A line is a digest, two blanks and a path, and lines are sorted by bytes`() {
    let digest = Digest(of: "abc")
    let text = checksums(of: [("b", digest), ("data/x.tif", digest), ("B", digest)])
    let line = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  "
    #expect(text == "\(line)B\n\(line)b\n\(line)data/x.tif\n")
  }

  @Test(.enabled(if: program("sha256sum") != nil, "sha256sum is not installed: no list is checked with it"))
  func `sha256sum accepts the list, and refuses it when a byte changes`() throws {
    let folder = try TemporaryFolder()
    let files = try ["README.md", "data/map é.tif", "tables/a.csv"].map { name in
      (path: name, digest: try Digest.ofFile(try folder.write("content of \(name)", as: name)).digest)
    }
    _ = try folder.write(checksums(of: files), as: "SHA256SUMS")
    let sha256sum = try #require(program("sha256sum"))
    let good = try run(sha256sum, ["--strict", "-c", "SHA256SUMS"], in: folder.path)
    #expect(good.status == 0, "\(good.output)")
    _ = try folder.write("content of tables/a.csW", as: "tables/a.csv")
    let bad = try run(sha256sum, ["--strict", "-c", "SHA256SUMS"], in: folder.path)
    #expect(bad.status == 1 && bad.output.contains("tables/a.csv: FAILED"))
  }
}

import Checksums
import Testing

@testable import Manifests

@Suite struct `A lock` {
  /// SHA-256 of no bytes at all (FIPS 180-4 test vector).
  static let emptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  func manifest() throws -> Manifest { try Manifest.read(smallManifest, file: "m.yaml").get() }

  @Test func `Every file that is not pinned is named, with the command that pins it`() throws {
    var lock = Lock()
    let digest = try #require(Digest(hexadecimal: Self.emptyDigest))
    for path in ["mat.tif", "map.tif"] { lock["climate", path] = Lock.Pin(bytes: 0, digest: digest) }
    let errors = ManifestErrors(lock.unpinned(by: try manifest(), file: "m.lock"))
    #expect(
      errors.description == """
        m.lock:1:1: error: source 'boundary' has no SHA-256 for 'boundary.geojson'
          pin it with 'solum fetch --lock'
        m.lock:1:1: error: source 'relief' has no SHA-256 for 'relief.tif'
          pin it with 'solum fetch --lock'
        """)
  }

  @Test func `The text of a lock is sorted and reads as the lock`() throws {
    let digest = try #require(Digest(hexadecimal: Self.emptyDigest))
    var lock = Lock()
    lock["relief", "relief.tif"] = Lock.Pin(bytes: 3, digest: digest)
    lock["boundary", "b \"2\".geojson"] = Lock.Pin(bytes: 0, digest: digest)
    #expect(
      lock.text == """
        schema: solum-lock/1
        manifest: solum-manifest/1
        sources:
          boundary:
            "b \\"2\\".geojson":
              bytes: 0
              sha256: \(Self.emptyDigest)
          relief:
            "relief.tif":
              bytes: 3
              sha256: \(Self.emptyDigest)

        """)
    #expect(try Lock.read(lock.text, file: "l", for: nil).get() == lock)
  }

  @Test func `Names that the manifest does not have, and pins in the wrong form, are reported together`() throws {
    let text = """
      schema: solum-lock/1
      manifest: solum-manifest/1
      sources:
        releif:
          relief.tif: {bytes: 1, sha256: \(Self.emptyDigest)}
        boundary:
          boundary.json: {bytes: 1, sha256: \(Self.emptyDigest)}
        climate:
          mat.tif: {bytes: -1, sha256: 00}
          map.tif: {bytes: 1, md5: 00}
      """
    guard case .failure(let errors) = Lock.read(text, file: "m.lock", for: try manifest()) else {
      Issue.record("no error")
      return
    }
    #expect(
      errors.description == """
        m.lock:4:3: error: unknown source 'releif'
          did you mean 'relief'?
        m.lock:7:5: error: unknown file 'boundary.json'
          did you mean 'boundary.geojson'?
        m.lock:9:22: error: 'bytes' is -1, outside 0 to 9007199254740992
          give a value from 0 to 9007199254740992
        m.lock:9:34: error: 'sha256' is '00'
          write a SHA-256 of 64 hexadecimal digits, such as '\(Self.emptyDigest)'
        m.lock:10:5: error: missing key 'sha256'
          add 'sha256': a SHA-256 of 64 hexadecimal digits, such as '\(Self.emptyDigest)'
        m.lock:10:25: error: unknown key 'md5'
          keys here: bytes, sha256
        """)
  }

  @Test func `A lock for another schema of manifests is refused`() {
    let text = "schema: solum-lock/1\nmanifest: solum-manifest/2\nsources: {}\n"
    guard case .failure(let errors) = Lock.read(text, file: "m.lock", for: nil) else {
      Issue.record("no error")
      return
    }
    #expect(errors.description.hasPrefix("m.lock:2:11: error: schema 'solum-manifest/2' is not 'solum-manifest/1'"))
  }
}

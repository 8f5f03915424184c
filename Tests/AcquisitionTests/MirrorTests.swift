import Adversity
import Checksums
import Foundation
import Testing

@testable import Acquisition

@Suite struct MirrorTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func folderMirror() throws -> Mirror { try Mirror("\(place.folder)/mirror") }

  @Test(arguments: [nil, 100_000])
  func `A folder gives the file with the pinned digest, whatever its name and depth, and is left as it was`(
    bytes: Int?
  ) throws {
    try place.write(changed, to: "mirror/bio 1.bil")
    try place.write([1, 2, 3], to: "mirror/a/other")
    let held = try place.write(original, to: "mirror/a/b/renamed.dat")
    let before = try place.listing("\(place.folder)/mirror")
    let found = try place.fetcher([folderMirror()]).fetch(.pinned([], bytes: bytes), to: place.destination)
    #expect(found.origin == .mirror(path: held))
    #expect(found.digest == Digest(of: original) && found.bytes == 100_000)
    #expect(place.read(place.destination) == original)
    #expect(try place.listing("\(place.folder)/mirror") == before)
    #expect(place.kept == [])
  }

  @Test func `A link to a file serves as the file`() throws {
    let held = try place.write(original, to: "elsewhere/file")
    try place.write([1], to: "mirror/other")
    try FileManager.default.createSymbolicLink(atPath: "\(place.folder)/mirror/link", withDestinationPath: held)
    let found = try place.fetcher([folderMirror()]).fetch(.pinned([]), to: place.destination)
    #expect(found.bytes == 100_000)
    #expect(place.read(held) == original)
  }

  @Test func `Mirrors come before locations`() throws {
    let server = try LoopbackServer { request, _ in .file(original, tag: nil, to: request) }
    defer { server.stop() }
    try place.write(original, to: "mirror/file")
    _ = try place.fetcher([folderMirror()]).fetch(.pinned([server.url("/f")]), to: place.destination)
    #expect(server.requests.isEmpty)
  }

  @Test func `Where no mirror has the bytes, the location is asked`() throws {
    let server = try LoopbackServer { request, _ in .file(original, tag: nil, to: request) }
    defer { server.stop() }
    try place.write(changed, to: "mirror/bio 1.bil")
    let found = try place.fetcher([folderMirror()]).fetch(
      .pinned([server.url("/f")], bytes: 100_000), to: place.destination)
    #expect(found.origin == .url(server.url("/f")))
  }

  @Test(arguments: ["", "/"])
  func `A location as mirror is asked for the file at its path`(slash: String) throws {
    let server = try LoopbackServer { request, _ in .file(original, tag: nil, to: request) }
    defer { server.stop() }
    let mirror = try Mirror(server.url("/data\(slash)"))
    _ = try place.fetcher([mirror]).fetch(.pinned(["http://127.0.0.1:1/never"]), to: place.destination)
    #expect(server.requests.map(\.path) == ["/data/climate/bio%201.bil"])
  }

  @Test func `While nothing is pinned, a folder gives the file at its path and no other`() throws {
    try place.write(changed, to: "mirror/elsewhere/bio 1.bil")
    let file = WantedFile(path: "climate/bio 1.bil", urls: [])
    let error = #expect(throws: AcquisitionError.self) {
      try place.fetcher([folderMirror()]).fetch(file, to: place.destination)
    }
    #expect(error?.kind == .missing)
    try place.write(original, to: "mirror/climate/bio 1.bil")
    let found = try place.fetcher([folderMirror()]).fetch(file, to: place.destination)
    #expect(found.digest == Digest(of: original))
  }

  @Test func `A file location is read like any other`() throws {
    let held = try place.write(original, to: "source.bin")
    let found = try place.fetcher().fetch(.pinned(["file://\(held)"]), to: place.destination)
    #expect(found.origin == .url("file://\(held)"))
    #expect(place.read(place.destination) == original)
    #expect(place.read(held) == original)
  }

  @Test func `A file location without a file is missing, and is not tried again`() throws {
    let error = #expect(throws: AcquisitionError.self) {
      try place.fetcher().fetch(.pinned(["file://\(place.folder)/nothing"]), to: place.destination)
    }
    #expect(error?.kind == .missing)
  }

  @Test(arguments: ["ftp://example.org/f", "bio1.bil", "/etc/hostname", ""])
  func `What is no http, https or file location is refused`(location: String) throws {
    let error = #expect(throws: AcquisitionError.self) {
      try place.fetcher().fetch(.pinned([location]), to: place.destination)
    }
    #expect(error?.problem == .unusableLocation(location))
    #expect(error?.kind == .invalid)
  }

  @Test func `A file that is nowhere is missing, and the mirrors searched are named`() throws {
    try place.write([1], to: "mirror/other")
    let error = #expect(throws: AcquisitionError.self) {
      try place.fetcher([folderMirror()]).fetch(.pinned([]), to: place.destination)
    }
    #expect(
      error?.description == """
        climate/bio 1.bil: error: it has no location, and is not in \(place.folder)/mirror
          obtain it as the manifest says, and name the folder it lies in with --mirror
        """)
    #expect(error?.kind == .missing)
  }

  @Test func `A file of the right name with other bytes is told with both digests, and stays where it is`() throws {
    try place.write([1], to: "mirror/other")
    let held = try place.write(changed, to: "mirror/deep/bio 1.bil")
    let error = #expect(throws: AcquisitionError.self) {
      try place.fetcher([folderMirror()]).fetch(.pinned([], bytes: 5), to: place.destination)
    }
    #expect(
      error?.problem
        == .wrongDigest(
          expected: Digest(of: original), found: Digest(of: changed), bytes: 100_000, location: held, kept: held))
    #expect(error?.kind == .invalid)
    #expect(place.read(held) == changed && place.kept == [])
  }

  @Test func `A mirror that is neither folder nor location is said at once`() throws {
    let error = #expect(throws: AcquisitionError.self) { try Mirror("\(place.folder)/nothing") }
    #expect(error?.problem == .noMirror("\(place.folder)/nothing"))
    #expect(try Mirror("HTTPS://example.org/data") == .prefix("HTTPS://example.org/data"))
  }

  @Test func `A path in a location keeps its slashes and escapes what has a meaning there`() {
    // RFC 3986, §2.3: letters, digits, hyphen, period, underscore and tilde stand as they are; é is C3 A9 in UTF-8.
    #expect(percentEncoded("a/b c#1?é%~._-") == "a/b%20c%231%3F%C3%A9%25~._-")
  }
}

import Checksums
import Foundation
import Testing

/// The digest of a text that arrives in pieces of `size` bytes.
private func sha256(_ text: String, inPiecesOf size: Int) -> Digest {
  var digest = MessageDigest(.sha256)
  let bytes = Array(text.utf8)
  for first in stride(from: 0, to: bytes.count, by: size) {
    bytes[first..<min(first + size, bytes.count)].withUnsafeBytes { digest.update($0) }
  }
  return digest.sha256()
}

private func md5(_ text: String) -> String {
  var digest = MessageDigest(.md5)
  Array(text.utf8).withUnsafeBytes { digest.update($0) }
  return digest.hexadecimal()
}

@Suite struct DigestTests {
  /// The examples of FIPS 180-4 as NIST publishes them, and the empty message.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func `The SHA-256 of the examples of its standard is as printed there`(text: String, expected: String) {
    #expect(Digest(of: text).hexadecimal == expected)
  }

  /// RFC 1321, appendix A.5.
  @Test(arguments: [
    ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
    ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
  ])
  func `The MD5 of the examples of RFC 1321 is as printed there`(text: String, expected: String) {
    #expect(md5(text) == expected)
  }

  @Test(arguments: [1, 63, 64, 65, 1000])
  func `The size of the pieces does not matter`(size: Int) {
    let text = String(repeating: "solum ", count: 300)
    #expect(sha256(text, inPiecesOf: size) == Digest(of: text))
  }

  @Test func `Upper-case digits name the same digest, and it is written in lower case`() {
    let lower = Digest(of: "abc").hexadecimal
    #expect(Digest(hexadecimal: lower.uppercased())?.description == lower)
    #expect(Digest(of: "abc").short == "ba7816bf8f01")
  }

  @Test(arguments: [
    "", "abc", String(repeating: "g", count: 64), String(repeating: "a", count: 63),
    "é" + String(repeating: "a", count: 63),
  ])
  func `What is not sixty-four hexadecimal digits is no digest`(text: String) {
    #expect(Digest(hexadecimal: text) == nil)
  }

  @Test func `Digests are ordered as their text`() {
    // By the examples above: ba78… < e3b0…
    #expect(Digest(of: "abc") < Digest(of: ""))
  }

  @Test func `A digest is a string in JSON, and another string is refused by its text`() throws {
    let digest = Digest(of: "abc")
    let json = try JSONEncoder().encode([digest])
    #expect(String(decoding: json, as: UTF8.self) == "[\"\(digest)\"]")
    #expect(try JSONDecoder().decode([Digest].self, from: json) == [digest])
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Digest].self, from: Data("[\"abc\"]".utf8))
    }
    #expect("\(try #require(error))".contains("'abc' is not a SHA-256 digest"))
  }
}

@Suite struct FileDigestTests {
  private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "checksums-\(UUID().uuidString)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test(arguments: [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1])
  func `A file has the digest of its bytes, at every side of the size in which it is read`(count: Int) throws {
    let text = String(repeating: "a", count: count)
    try withFile(text) { path in
      let found = try Digest.ofFile(path)
      #expect(found.digest == Digest(of: text))
      #expect(found.bytes == count)
      #expect(try md5OfFile(path) == md5(text))
    }
  }

  @Test func `A file that is not there is named with the system's reason`() {
    let error = #expect(throws: FileError.self) { try Digest.ofFile("/nowhere/at all") }
    #expect(error == FileError(path: "/nowhere/at all", operation: "open", code: ENOENT))
    #expect(error?.description == "/nowhere/at all: error: cannot open: No such file or directory")
  }

  @Test func `A folder is not a file, and reading it says so`() {
    let error = #expect(throws: FileError.self) { try md5OfFile("/") }
    #expect(error?.operation == "read" && error?.code == EISDIR)
  }
}

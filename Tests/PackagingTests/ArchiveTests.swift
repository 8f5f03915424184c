import Checksums
import Foundation
import Testing

@testable import Packaging

@Suite struct CRC32Tests {
  /// The first is the check value that every catalogue of checksums gives for CRC-32, the others are known test vectors.
  @Test(arguments: [
    ("123456789", 0xCBF4_3926 as UInt32), ("", 0), ("a", 0xE8B7_BE43),
    ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
  ])
  func `The check value of a text is the known one`(text: String, expected: UInt32) {
    #expect(crc(Array(text.utf8)) == expected)
  }

  @Test func `Pieces give what the whole gives`() {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var crc = CRC32()
    for start in stride(from: 0, to: bytes.count, by: 777) {
      bytes[start..<min(start + 777, bytes.count)].withUnsafeBytes { crc.update($0) }
    }
    #expect(crc.value == self.crc(bytes))
  }

  private func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc = CRC32()
    bytes.withUnsafeBytes { crc.update($0) }
    return crc.value
  }
}

@Suite struct ArchiveTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// Laid out by hand after sections 4.3.7, 4.3.12 and 4.3.16 of APPNOTE.TXT.
  @Test func `An archive of one file has the bytes that the format says`() throws {
    let file = try folder.write("123456789", as: "source")
    try writeArchive([("a", file)], to: folder.file("a.zip"))
    let shared: [UInt8] = [
      0x00, 0x08,  // flags: the name is UTF-8
      0, 0, 0, 0, 0x21, 0x00,  // stored, at midnight on 1 January 1980
      0x26, 0x39, 0xF4, 0xCB, 9, 0, 0, 0, 9, 0, 0, 0,  // check value, both sizes
      1, 0, 0, 0,  // lengths of name and extra field
    ]
    let local: [UInt8] = [0x50, 0x4B, 3, 4, 20, 0] + shared + Array("a".utf8) + Array("123456789".utf8)
    let central: [UInt8] =
      [0x50, 0x4B, 1, 2, 20, 3, 20, 0] + shared + [0, 0, 0, 0, 0, 0, 0, 0, 0xA4, 0x81, 0, 0, 0, 0] + Array("a".utf8)
    let end: [UInt8] = [
      0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, UInt8(central.count), 0, 0, 0, UInt8(local.count), 0, 0, 0, 0, 0,
    ]
    #expect(try bytes("a.zip") == local + central + end)
  }

  @Test func `Neither the order of the files nor their dates and modes change a byte`() throws {
    let one = try folder.write("one", as: "one")
    let two = try folder.write("two", as: "two")
    try writeArchive([("b/one", one), ("B/two", two)], to: folder.file("1.zip"))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9), .posixPermissions: 0o755], ofItemAtPath: one)
    try writeArchive([("B/two", two), ("b/one", one)], to: folder.file("2.zip"))
    let first = try bytes("1.zip")
    #expect(try first == bytes("2.zip"))
    // Sorted by bytes, "B" stands before "b".
    let names = [Array("B/two".utf8), Array("b/one".utf8)].map { name in first.firstRange(of: name)?.lowerBound ?? -1 }
    #expect(names[0] > 0 && names[0] < names[1])
  }

  @Test func `A file that is not there leaves no archive behind, and is named`() throws {
    let here = try folder.write("one", as: "one")
    let missing = folder.file("missing")
    let error = #expect(throws: FileError.self) {
      try writeArchive([("a", here), ("b", missing)], to: folder.file("x.zip"))
    }
    #expect(error?.path == missing)
    #expect(!FileManager.default.fileExists(atPath: folder.file("x.zip")))
  }

  @Test func `An archive that cannot be made is named`() {
    let error = #expect(throws: FileError.self) { try writeArchive([], to: folder.file("no/such/folder.zip")) }
    #expect(error?.operation == "create")
  }

  /// The limit between plain and zip64 fields is lowered, so that small files take the path of those above 4 GiB.
  @Test(
    .enabled(if: program("unzip") != nil, "unzip is not installed: no archive is tested with it"),
    arguments: [0xFFFF_FFFE, 1000, 10, 0] as [UInt64])
  func `unzip finds every file whole`(limit: UInt64) throws {
    let names = try writeMixedArchive(limit: limit)
    let result = try run(try #require(program("unzip")), ["-t", "x.zip"], in: folder.path)
    #expect(result.status == 0, "\(result.output)")
    #expect(names.allSatisfy { result.output.contains($0.split(separator: "/").last ?? "") })
  }

  @Test(
    .enabled(if: program("python3") != nil, "python3 is not installed: no archive is tested with it"),
    arguments: [0xFFFF_FFFE, 1000, 10, 0] as [UInt64])
  func `Python reads every file back, with its name, date and mode`(limit: UInt64) throws {
    let names = try writeMixedArchive(limit: limit)
    let script = """
      from hashlib import sha256
      from zipfile import ZipFile
      z = ZipFile("x.zip")
      assert z.testzip() is None
      for i in z.infolist():
          assert i.date_time == (1980, 1, 1, 0, 0, 0) and i.external_attr >> 16 == 0o100644 and i.compress_type == 0
          print(i.filename, sha256(z.read(i)).hexdigest())
      """
    let result = try run(try #require(program("python3")), ["-X", "utf8", "-c", script], in: folder.path)
    #expect(result.status == 0, "\(result.output)")
    let expected = try names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { name in
      "\(name) \(try Digest.ofFile(folder.file("in/\(name)")).digest)\n"
    }
    #expect(result.output == expected.joined())
  }

  /// Files of 0 bytes, of a few, and of more than one piece; names of several bytes a character.
  private func writeMixedArchive(limit: UInt64) throws -> [String] {
    let contents: [(name: String, bytes: [UInt8])] = [
      ("r/empty", []), ("r/data/map.tif", (0..<1_500_000).map { UInt8(truncatingIfNeeded: $0 >> 3) }),
      ("r/README.md", Array("# Title\n".utf8)), ("r/tables/é 青藏.csv", Array("a,b\n1,2\n".utf8)),
    ]
    let files = try contents.map { (name: $0.name, path: try folder.write($0.bytes, as: "in/\($0.name)")) }
    try writeArchive(files, to: folder.file("x.zip"), limit: limit)
    return files.map(\.name)
  }

  private func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.file(name))))
  }
}

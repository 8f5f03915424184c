/// A SHA-256 digest: thirty-two bytes, written as sixty-four lower-case hexadecimal digits.
package struct Digest: Hashable, Sendable {
  package let hexadecimal: String

  /// Reads sixty-four hexadecimal digits of either case; `nil` for anything else.
  package init?(hexadecimal text: String) {
    let lower = text.lowercased()
    guard lower.utf8.count == 64, lower.utf8.allSatisfy(Self.isHexadecimalDigit) else { return nil }
    hexadecimal = lower
  }

  /// Wraps the thirty-two bytes that libcrypto returned.
  init(bytes: some Sequence<UInt8>) {
    hexadecimal = hexadecimalText(of: bytes)
  }

  private static func isHexadecimalDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

extension Digest: CustomStringConvertible {
  package var description: String { hexadecimal }

  /// The first twelve digits, for people.
  package var short: String { String(hexadecimal.prefix(12)) }
}

extension Digest: Comparable {
  package static func < (a: Digest, b: Digest) -> Bool { a.hexadecimal < b.hexadecimal }
}

extension Digest: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let digest = Digest(hexadecimal: text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a SHA-256 digest")
    }
    self = digest
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hexadecimal)
  }
}

/// Bytes as lower-case hexadecimal digits, two a byte.
func hexadecimalText(of bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

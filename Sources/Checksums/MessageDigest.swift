import CCrypto

/// A running digest over bytes that arrive in pieces.
package struct MessageDigest: ~Copyable {
  /// The digests a release needs: SHA-256 for identity, MD5 for repositories that ask for it.
  package enum Algorithm: Sendable {
    case sha256
    case md5
  }

  private let context: OpaquePointer

  package init(_ algorithm: Algorithm = .sha256) {
    let method = algorithm == .sha256 ? EVP_sha256() : EVP_md5()
    // libcrypto returns nil only when memory is exhausted, and refuses a digest only when it was built without it.
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, method, nil) == 1 else {
      preconditionFailure("libcrypto offers no \(algorithm)")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds `bytes` to what has been digested.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    EVP_DigestUpdate(context, base, bytes.count)
  }

  /// The digest's bytes; nothing can be added afterwards.
  consuming func finish() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    EVP_DigestFinal_ex(context, &bytes, &length)
    return Array(bytes.prefix(Int(length)))
  }

  /// The SHA-256 digest of everything added. Only for a digest made with `.sha256`.
  package consuming func sha256() -> Digest { Digest(bytes: finish()) }

  /// The digest as hexadecimal digits, whatever its algorithm.
  package consuming func hexadecimal() -> String { hexadecimalText(of: finish()) }
}

extension Digest {
  /// The SHA-256 digest of a text's UTF-8 bytes.
  package init(of text: String) {
    self.init(of: Array(text.utf8))
  }

  /// The SHA-256 digest of `bytes`.
  package init(of bytes: [UInt8]) {
    var digest = MessageDigest(.sha256)
    bytes.withUnsafeBytes { digest.update($0) }
    self = digest.sha256()
  }
}

package import Checksums

/// `SHA256SUMS`: what `sha256sum -c` reads, sorted by the bytes of the paths.
package func checksums(of files: [(path: String, digest: Digest)]) -> String {
  files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    .map { "\($0.digest)  \($0.path)\n" }
    .joined()
}

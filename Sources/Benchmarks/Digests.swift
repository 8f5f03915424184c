import Checksums
import Statistics

extension Benchmark {
  /// SHA-256 of 256 MiB in pieces of 1 MiB, as files are read.
  static var sha256: Benchmark {
    let (pieces, pieceBytes) = (256, 1 << 20)
    return Benchmark("sha256", ("bytes", pieces * pieceBytes)) {
      var stream = RandomStream(seed: 1, name: "benchmarks/sha256")
      let piece = (0..<pieceBytes).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
      return {
        var digest = MessageDigest(.sha256)
        for _ in 0..<pieces { piece.withUnsafeBytes { digest.update($0) } }
        // The first twelve of its digits, a number that a double holds exactly.
        return Outcome(result: ["digest": Double(UInt64(digest.sha256().short, radix: 16) ?? 0)])
      }
    }
  }
}

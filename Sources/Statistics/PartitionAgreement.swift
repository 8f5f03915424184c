/// The adjusted Rand index of two partitions of the same things (Hubert and Arabie 1985): 1 when they agree but for
/// names, about 0 for chance.
///
/// Two partitions that leave nothing to chance (both one class, both all singletons) agree and give 1.
/// - Precondition: as many labels in `a` as in `b`.
package func adjustedRandIndex(_ a: [Int], _ b: [Int]) -> Double {
  precondition(a.count == b.count, "\(a.count) labels against \(b.count)")
  struct Pair: Hashable {
    var a: Int
    var b: Int
  }
  // Whole numbers, so that the order of a dictionary cannot enter the sums.
  func pairs(_ n: Int) -> Int { n * (n - 1) / 2 }
  func pairsWithin(_ labels: some Sequence<some Hashable>) -> Double {
    Double(labels.reduce(into: [:]) { $0[$1, default: 0] += 1 }.values.reduce(0) { $0 + pairs($1) })
  }
  let together = pairsWithin(zip(a, b).lazy.map { Pair(a: $0, b: $1) })
  let inA = pairsWithin(a)
  let inB = pairsWithin(b)
  let expected = a.count < 2 ? 0 : inA * inB / Double(pairs(a.count))
  let largest = (inA + inB) / 2
  return largest == expected ? 1 : (together - expected) / (largest - expected)
}

import Statistics
import Testing

@testable import Learning

/// Silhouettes by the words of Rousseeuw (1987), row by row from all pairs; the root of squares + γ · mismatches.
func plainSilhouettes(_ labels: [UInt8], _ numbers: [[Double]], _ classes: [[Int16]], gamma: Double) -> [Double] {
  func distance(_ i: Int, _ j: Int) -> Double {
    let squares = numbers.map { ($0[i] - $0[j]) * ($0[i] - $0[j]) }.reduce(0, +)
    return (squares + gamma * Double(classes.count { $0[i] != $0[j] })).squareRoot()
  }
  return labels.indices.map { row in
    func meanDistance(to cluster: UInt8) -> Double? {
      let others = labels.indices.filter { labels[$0] == cluster && $0 != row }
      return others.isEmpty ? nil : others.map { distance(row, $0) }.reduce(0, +) / Double(others.count)
    }
    let rivals = Set(labels).subtracting([labels[row]]).compactMap(meanDistance)
    guard let a = meanDistance(to: labels[row]), let b = rivals.min(), max(a, b) > 0 else { return 0 }
    return (b - a) / max(a, b)
  }
}

/// Two columns of numbers, two of classes, and labels that follow neither.
struct UnevenRows {
  var numbers: [[Double]]
  var classes: [[Int16]]
  var labels: [UInt8]

  init(_ rows: Int) {
    var stream = RandomStream(seed: 6, name: "uneven rows")
    numbers = (0..<2).map { _ in (0..<rows).map { _ in stream.normal() } }
    classes = (0..<2).map { _ in (0..<rows).map { _ in Int16(stream.below(4)) } }
    // Label 3 is of no row.
    let first = numbers[0]
    labels = first.map { $0 < -0.5 ? 0 : $0 < 0.4 ? 4 : UInt8(1 + stream.below(2)) }
  }
}

@Suite struct SilhouetteTests {
  @Test func `Of 0, 1 and 10, 11 on a line the outer rows have 19/21, the inner ones 17/19`() throws {
    let table = try MixedTable<Double>(continuous: [[0, 1, 10, 11]], categorical: [])
    let found = try #require(silhouettes(of: [0, 0, 1, 1], in: table, gamma: 1))
    for (ours, exact) in zip(found, [19.0 / 21, 17.0 / 19, 17.0 / 19, 19.0 / 21]) {
      #expect(abs(ours - exact) <= 1e-15)
    }
  }

  @Test(arguments: [0.25, 1, 9])
  func `Rows with one mismatch within and two between have 1 - 1/√2, whatever a mismatch costs`(gamma: Double) throws {
    let table = try MixedTable<Double>(continuous: [], categorical: [[1, 1, 3, 3], [1, 2, 3, 4]])
    let found = try #require(silhouettes(of: [0, 0, 1, 1], in: table, gamma: gamma))
    for value in found { #expect(abs(value - 0.2928932188134525) <= 1e-15) }
  }

  @Test func `A row alone in its cluster has 0, and so have rows without any distance`() throws {
    let table = try MixedTable<Double>(continuous: [[0, 1, 50]], categorical: [])
    #expect(silhouettes(of: [7, 7, 2], in: table, gamma: 1)?[2] == 0)
    let equal = try MixedTable<Double>(continuous: [[5, 5, 5, 5]], categorical: [[1, 1, 1, 1]])
    #expect(silhouettes(of: [0, 0, 1, 1], in: equal, gamma: 1) == [0, 0, 0, 0])
  }

  @Test func `One cluster has no silhouette`() throws {
    let table = try MixedTable<Double>(continuous: [[0, 1, 50]], categorical: [])
    #expect(silhouettes(of: [3, 3, 3], in: table, gamma: 1) == nil)
  }

  @Test(arguments: [1, 2])
  func `Rows of several tiles have what the definition gives pair by pair`(threads: Int) throws {
    let rows = UnevenRows(560)
    let table = try MixedTable(continuous: rows.numbers, categorical: rows.classes)
    let found = try #require(silhouettes(of: rows.labels, in: table, gamma: 0.7, threads: threads))
    #expect(found == silhouettes(of: rows.labels, in: table, gamma: 0.7))
    let plain = plainSilhouettes(rows.labels, rows.numbers, rows.classes, gamma: 0.7)
    #expect(plain.contains { $0 < 0 } && plain.contains { $0 > 0 })
    for (ours, exact) in zip(found, plain) { #expect(abs(ours - exact) <= 1e-12) }
    // Squared differences of values below 5, each good to 2^-24.
    let narrow = try MixedTable(continuous: rows.numbers.map { $0.map { Float($0) } }, categorical: rows.classes)
    let half = try #require(silhouettes(of: rows.labels, in: narrow, gamma: 0.7, threads: threads))
    for (ours, exact) in zip(half, plain) { #expect(abs(ours - exact) <= 1e-5) }
  }

  @Test(arguments: 0..<3 as Range<UInt64>)
  func `Half of six rows are drawn in order, and each as often as any other`(seed: UInt64) {
    var stream = RandomStream(seed: seed, name: "draws")
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<6000 {
      let rows = sampledRows(3, of: 6, &stream)
      #expect(rows.count == 3 && zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 })
      for row in rows { counts[row] += 1 }
    }
    // 3000 expected, standard deviation √(6000 / 4) = 39.
    for count in counts { #expect(abs(count - 3000) < 195) }
    #expect(sampledRows(6, of: 6, &stream) == Array(0..<6) && sampledRows(9, of: 2, &stream) == [0, 1])
  }
}

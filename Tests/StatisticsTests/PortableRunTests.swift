import Foundation
import Glibc
import Statistics
import Testing

/// How many doubles lie between two of the same sign or round zero; NaN is none away from NaN.
private func steps(_ a: Double, _ b: Double) -> UInt64 {
  if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? 0 : .max }
  func place(_ x: Double) -> Int64 { x.sign == .minus ? -Int64(x.magnitude.bitPattern) : Int64(x.bitPattern) }
  return (place(a) - place(b)).magnitude
}

/// A function by its name in the table: of one number, of a run, and by the C library.
private struct Function: Sendable {
  var one: @Sendable (Double) -> Double
  var run: @Sendable (UnsafeMutableBufferPointer<Double>) -> Void
  var library: @Sendable (Double) -> Double

  static let named: [String: Function] = [
    "exp": Function(
      one: { Portable.exp($0) }, run: { Portable.exp(inPlace: $0) }, library: { Glibc.exp($0) }),
    "log": Function(
      one: { Portable.log($0) }, run: { Portable.log(inPlace: $0) }, library: { Glibc.log($0) }),
  ]

  func ofRun(_ values: [Double]) -> [Double] {
    var values = values
    values.withUnsafeMutableBufferPointer { run($0) }
    return values
  }
}

/// Numbers at which there is something to go wrong.
private let edges: [Double] = [
  0, -0.0, .infinity, -.infinity, .nan, -.nan, .signalingNaN, 1, -1, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
  .leastNormalMagnitude, Double.leastNormalMagnitude.nextDown, -.leastNormalMagnitude, .greatestFiniteMagnitude,
  -.greatestFiniteMagnitude, 707, -707, 707.0.nextUp, -707.0.nextUp, 709.782712893384, 709.782712893384.nextUp,
  -708.3964185322641, -745.1332191019412, -745.1332191019412.nextUp, 2.0.squareRoot(), 0.5.squareRoot(), 1e-9,
]

/// Doubles of every kind: half of them any bits at all, half of them of a size that things have.
private func numbers(_ count: Int, seed: UInt64) -> [Double] {
  var stream = RandomStream(seed: seed, name: "portable runs")
  return (0..<count).map { place in
    place & 1 == 0 ? Double(bitPattern: stream.next()) : 40 * stream.normal()
  }
}

@Suite struct `The exponential and the logarithm` {
  /// Columns of `exp_log.csv`, which `exp_log.py` makes.
  static func rows(_ function: String) throws -> [(argument: Double, exact: Double, portable: Double)] {
    let file = try #require(Bundle.module.url(forResource: "Fixtures/exp_log", withExtension: "csv"))
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: ",")
      guard fields[0] == function else { return nil }
      let numbers = try fields.dropFirst().map { Double(bitPattern: try #require(UInt64($0, radix: 16))) }
      return (numbers[0], numbers[1], numbers[2])
    }
  }

  @Test(arguments: ["exp", "log"])
  func `lie within a unit in the last place of the nearest double`(name: String) throws {
    let function = try #require(Function.named[name])
    let rows = try Self.rows(name)
    #expect(rows.count > 700)
    for row in rows { #expect(steps(function.one(row.argument), row.exact) <= 1, "\(name) \(row.argument)") }
  }

  /// What another program makes of the same operations, none fused and each rounded once.
  @Test(arguments: ["exp", "log"])
  func `are the same to the last bit wherever doubles are`(name: String) throws {
    let function = try #require(Function.named[name])
    for row in try Self.rows(name) {
      #expect(function.one(row.argument).bitPattern == row.portable.bitPattern, "\(name) \(row.argument)")
    }
  }

  /// The C library errs by less than one unit, and so do these.
  @Test(arguments: ["exp", "log"], [1, 2, 3] as [UInt64])
  func `lie within two units of the C library's`(name: String, seed: UInt64) throws {
    let function = try #require(Function.named[name])
    for number in numbers(4000, seed: seed) + edges {
      #expect(steps(function.one(number), function.library(number)) <= 2, "\(name) \(number), seed \(seed)")
    }
  }

  @Test(arguments: ["exp", "log"])
  func `of a run have the bits of one number at a time`(name: String) throws {
    let function = try #require(Function.named[name])
    func check(_ values: [Double], _ what: String) {
      let (run, one) = (function.ofRun(values), values.map(function.one))
      #expect(run.map(\.bitPattern) == one.map(\.bitPattern), "\(name) of \(what)")
    }
    let plain = numbers(1200, seed: 7).map { min($0.magnitude, 700) }.filter { $0 > 1e-300 }
    for count in [0, 1, 2, 3, 127, 128, 129, 136, 255, 256, 300] {
      check(Array(plain.prefix(count)), "\(count) numbers")
    }
    check(numbers(2000, seed: 8), "any bits")
    check(edges, "edges")
    for (place, edge) in edges.enumerated() {
      var one = Array(plain.prefix(260))
      one[9 * place] = edge
      check(one, "a run with \(edge) at \(9 * place)")
    }
  }
}

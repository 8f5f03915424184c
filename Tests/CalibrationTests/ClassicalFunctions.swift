import Foundation
import Statistics
import Testing

/// The functions on which Duan et al. (1993) tried their method, with bounds, least value and the outcome of an
/// independent program from the fixture `sceua_functions.json`.
struct ClassicalFunction: CustomTestStringConvertible, Sendable {
  /// What a hundred runs of the independent program came to.
  struct Measured: Decodable, Sendable {
    var ngs: Int
    var mutate: String
    var kstop: Int
    var pcento: Double
    var peps: Double
    var successes: Int
    var evalsMean: Double
  }

  struct Record: Decodable, Sendable {
    var bounds: [[Double]]
    var fMin: Double
    var xMin: [Double]
    var checkPoint: [Double]
    var fCheck: Double
    var measuredReference100Runs: [Measured]
  }

  var name: String
  var record: Record
  var value: @Sendable ([Double]) -> Double

  var testDescription: String { name }
  var bounds: [ClosedRange<Double>] { record.bounds.map { $0[0]...$0[1] } }

  static let all: [ClassicalFunction] = {
    struct File: Decodable { var functions: [String: Record] }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let data = try? fixture("sceua_functions.json"), let file = try? decoder.decode(File.self, from: data) else {
      return []
    }
    return formulas.compactMap { name, formula in
      file.functions[name].map { ClassicalFunction(name: name, record: $0, value: formula) }
    }
  }()

  private static let formulas: [(String, @Sendable ([Double]) -> Double)] = [
    ("goldstein_price", goldsteinPrice), ("rosenbrock", rosenbrock), ("camelback", camelback),
    ("rastrigin", rastrigin), ("griewank2", griewank), ("griewank10", griewank), ("shekel10", shekel),
    ("hartman6", hartman),
  ]
}

func fixture(_ name: String) throws -> Data {
  try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Fixtures/\(name)"))
}

@Sendable private func goldsteinPrice(_ p: [Double]) -> Double {
  let (x, y) = (p[0], p[1])
  let s = x + y + 1
  let t = 2 * x - 3 * y
  let u: Double = 19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y
  let v: Double = 18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y
  return (1 + s * s * u) * (30 + t * t * v)
}

@Sendable private func rosenbrock(_ p: [Double]) -> Double {
  let bend = p[1] - p[0] * p[0]
  return 100 * bend * bend + (1 - p[0]) * (1 - p[0])
}

@Sendable private func camelback(_ p: [Double]) -> Double {
  let (a, b) = (p[0] * p[0], p[1] * p[1])
  let hump: Double = (4 - 2.1 * a + a * a / 3) * a
  return hump + p[0] * p[1] + (4 * b - 4) * b
}

@Sendable private func rastrigin(_ p: [Double]) -> Double {
  p[0] * p[0] + p[1] * p[1] - Portable.cos(18 * p[0]) - Portable.cos(18 * p[1])
}

@Sendable private func griewank(_ p: [Double]) -> Double {
  let width: Double = p.count == 2 ? 200 : 4000
  var sum = 0.0
  var product = 1.0
  for (place, x) in p.enumerated() {
    sum += x * x / width
    product *= Portable.cos(x / Double(place + 1).squareRoot())
  }
  return sum - product + 1
}

@Sendable private func shekel(_ p: [Double]) -> Double {
  let centres: [[Double]] = [
    [4, 4, 4, 4], [1, 1, 1, 1], [8, 8, 8, 8], [6, 6, 6, 6], [3, 7, 3, 7], [2, 9, 2, 9], [5, 5, 3, 3], [8, 1, 8, 1],
    [6, 2, 6, 2], [7, 3.6, 7, 3.6],
  ]
  let widths = [0.1, 0.2, 0.2, 0.4, 0.4, 0.6, 0.3, 0.7, 0.5, 0.5]
  return zip(centres, widths).reduce(0) { sum, well in
    sum - 1 / zip(p, well.0).reduce(well.1) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}

@Sendable private func hartman(_ p: [Double]) -> Double {
  let steepness: [[Double]] = [
    [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
  ]
  let centres: [[Double]] = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
  ]
  let depths = [1, 1.2, 3, 3.2]
  var sum = 0.0
  for well in 0..<4 {
    var exponent = 0.0
    for (place, x) in p.enumerated() {
      let distance = x - centres[well][place]
      exponent += steepness[well][place] * distance * distance
    }
    sum -= depths[well] * Portable.exp(-exponent)
  }
  return sum
}

import Statistics
import Testing

@testable import Terrain

/// Exact sums against whole numbers of 128 bits, where those reach, and against closed forms.
@Suite struct `An exact sum` {
  private func sum(_ terms: [(value: Double, weight: Int64)]) -> Double {
    var sum = ExactSum()
    var wide: WideSum?
    for item in terms {
      let term = ExactSum.term(of: item.value)
      if let rest = sum.add(term.significand, exponent: term.exponent, weight: item.weight) {
        if wide == nil { wide = WideSum() }
        wide?.add(rest)
      }
    }
    return sum.value(with: wide)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `is that of whole numbers, rounded once`(seed: UInt64) {
    var stream = RandomStream(seed: seed, name: "whole")
    let terms = (0..<300).map { _ in
      (value: ((stream.uniform() - 0.5) * 0x1p40).rounded(), weight: Int64(stream.uniform() * 0x1p40))
    }
    let exact = terms.reduce(0 as Int128) { $0 + Int128($1.value) * Int128($1.weight) }
    #expect(sum(terms) == Double(exact))
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `does not depend on the order of its terms, however far apart they are`(seed: UInt64) {
    var stream = RandomStream(seed: seed, name: "order")
    var terms = (0..<200).map { _ in
      (
        value: (stream.uniform() - 0.5) * Portable.pow(2, stream.uniform() * 1900 - 1000),
        weight: Int64(1 + stream.uniform() * 99)
      )
    }
    let forwards = sum(terms)
    #expect(forwards.isFinite)
    for _ in 0..<5 {
      terms.sort { _, _ in stream.uniform() < 0.5 }
      #expect(sum(terms) == forwards, "seed \(seed)")
    }
    // What is taken away again leaves nothing behind.
    let nothing = sum(terms + terms.map { (-$0.value, $0.weight) } + [(3, 1)])
    #expect(nothing == 3)
  }

  @Test func `rounds to even, and on what lies far below`() {
    #expect(sum([(0x1p53, 1), (1, 1)]) == 0x1p53)
    #expect(sum([(0x1p53, 1), (1, 1), (0x1p-900, 1)]) == 0x1p53 + 2)
    #expect(sum([(0x1p53, 1), (1, 1), (-0x1p-900, 1)]) == 0x1p53)
    #expect(sum([(-0x1p53, 1), (-1, 1), (-0x1p-900, 1)]) == -0x1p53 - 2)
    #expect(sum([(.leastNonzeroMagnitude, 3)]) == 3 * .leastNonzeroMagnitude)
    #expect(sum([(.greatestFiniteMagnitude, 1), (-.greatestFiniteMagnitude, 1), (1e-300, 1)]) == 1e-300)
    #expect(sum([]) == 0)
  }

  @Test(arguments: [0, 1, -1, 1 << 53 + 1, -(1 << 64) - 1, (1 << 100) + (1 << 47), .max, .min] as [Int128])
  func `of a whole number is the number nearest to it`(whole: Int128) {
    #expect(nearest(whole) == Double(whole))
  }

  /// Runs are summed in one pass, in two or cell by cell; which of them cannot show.
  @Test(arguments: [0, 20, 40, 60, 600] as [Double])
  func `of a run is that of its cells`(span: Double) {
    for seed in 1...5 as ClosedRange<UInt64> {
      var stream = RandomStream(seed: seed, name: "run/\(span)")
      let values = (0..<700).map { _ -> Double in
        let value = (stream.uniform() - 0.5) * Portable.pow(2, (stream.uniform() - 0.5) * span)
        return [.nan, .infinity, -0.0, 0][min(Int(stream.uniform() * 40), 3)] == 0 ? value : .nan
      }
      var totals: [RunTotal] = []
      var summation = RunSummation<Double>(layer: 0)
      values.withUnsafeBufferPointer { cells in
        guard let first = cells.baseAddress else { return }
        for start in stride(from: 0, to: 700, by: 350) {
          summation.append(first + start, count: 350, run: 0, to: &totals)
        }
      }
      var found = ExactSum()
      var wide = WideSum()
      for total in totals {
        if let rest = found.add(total.significand, exponent: Int(total.exponent), weight: 1) { wide.add(rest) }
      }
      let valid = values.filter(\.isFinite)
      #expect(found.value(with: wide) == sum(valid.map { ($0, 1) }), "seed \(seed)")
      #expect(totals.reduce(0) { $0 + Int($1.valid) } == valid.count)
      #expect(totals.reduce(0) { $0 + Int($1.cells) } == values.count)
    }
  }
}

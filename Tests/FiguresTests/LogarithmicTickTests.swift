import Testing

@testable import Figures

@Suite struct LogarithmicTickTests {
  @Test(arguments: [
    ([1, 20000.0], 1.0, 20000.0), ([0.3, 0.6], 0.2, 1), ([0.001, 1000], 0.001, 1000), ([5], 2.5, 10), ([7, 7], 5, 10),
    ([1e-100, 1e100], 1e-100, 1e100), ([3e-7, 4e-7], 2e-7, 5e-7),
  ])
  func `a logarithmic range ends at 1, 2 or 5 times a power of ten`(values: [Double], low: Double, high: Double) throws
  {
    let range = try #require(logarithmicRange(of: values))
    #expect(abs(range.lowerBound / low - 1) < 1e-12 && abs(range.upperBound / high - 1) < 1e-12)
  }

  @Test(arguments: [
    (1.0...20000, ["1", "10", "100", "1000", "10000"]),
    (0.2...1, ["0.2", "0.5", "1"]),
    (0.01...20, ["0.01", "0.1", "1", "10"]),
    (1e-6...1e-3, ["10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³"]),
    (2e-6...1e-5, ["2·10⁻⁶", "5·10⁻⁶", "10⁻⁵"]),
    (10...1e6, ["10¹", "10²", "10³", "10⁴", "10⁵", "10⁶"]),
  ])
  func `a logarithmic axis carries powers of ten`(range: ClosedRange<Double>, labels: [String]) {
    #expect(logarithmicTicks(in: range).first?.map(\.label) == labels)
  }

  @Test func `ten lies halfway between one and a hundred on a logarithmic axis`() {
    let axis = Axis(range: 1...100, start: 300, end: 100, isLogarithmic: true, ticks: [])
    #expect(abs(axis.place(of: 10) - 200) < 1e-9 && axis.place(of: 1) == 300 && abs(axis.place(of: 100) - 100) < 1e-9)
  }

  @Test func `many powers of ten give way to every second or third`() {
    let choices = logarithmicTicks(in: 1e-9...1e9)
    #expect(choices.first?.count == 19)
    #expect(choices.dropFirst(2).first?.map(\.label) == ["10⁻⁹", "10⁻⁶", "10⁻³", "10⁰", "10³", "10⁶", "10⁹"])
  }

  @Test(arguments: [
    (0...5e6, ["0", "1·10⁶", "2·10⁶", "3·10⁶", "4·10⁶", "5·10⁶"]),
    (-3e-9...0, ["−3.0·10⁻⁹", "−2.5·10⁻⁹", "−2.0·10⁻⁹", "−1.5·10⁻⁹", "−1.0·10⁻⁹", "−0.5·10⁻⁹", "0"]),
    (0...0.0005, ["0.0000", "0.0001", "0.0002", "0.0003", "0.0004", "0.0005"]),
    (4000...5000, ["4000", "4200", "4400", "4600", "4800", "5000"]),
    (5000...5000.4, ["5000.0", "5000.1", "5000.2", "5000.3", "5000.4"]),
  ])
  func `long labels carry a power of ten where that shortens them`(range: ClosedRange<Double>, labels: [String]) {
    #expect(compact(ticks(in: range, about: 6)).map(\.label) == labels)
  }
}

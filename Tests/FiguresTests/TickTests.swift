import Testing

@testable import Figures

@Suite struct TickTests {
  @Test(arguments: [
    (0.0...1.6, ["0.0", "0.5", "1.0", "1.5"]),
    (0.39...2.04, ["0.5", "1.0", "1.5", "2.0"]),
    (-1.0...1.0, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
    (0...6000, ["0", "1000", "2000", "3000", "4000", "5000", "6000"]),
    (0.0...0.003, ["0.0000", "0.0005", "0.0010", "0.0015", "0.0020", "0.0025", "0.0030"]),
    (-13.2...23.5, ["−10", "0", "10", "20"]),
    (7.0...7.0, ["7.0"]),
  ])
  func `an axis carries round numbers with equal decimals`(range: ClosedRange<Double>, labels: [String]) {
    #expect(ticks(in: range, about: 6).map(\.label) == labels)
  }

  @Test(arguments: [
    (0.3, 0.5, 1), (1, 1, 0), (1.1, 2, 0), (3, 5, 0), (7, 10, 0), (0.07, 0.1, 1), (0.02, 0.02, 2), (350, 500, 0),
  ])
  func `a step is 1, 2 or 5 times a power of ten`(width: Double, size: Double, decimals: Int) {
    let step = roundStep(atLeast: width)
    #expect(step.size == size && step.decimals == decimals)
  }

  @Test(arguments: [
    (-0.04, 1, "0.0"), (-0.06, 1, "−0.1"), (1234.5678, 2, "1234.57"), (0.005, 3, "0.005"), (9.99, 0, "10"),
  ])
  func `a number is printed with its decimals and a true minus sign`(value: Double, decimals: Int, text: String) {
    #expect(decimalText(value, decimals: decimals) == text)
  }

  @Test func `a range is widened to round numbers that hold every value`() {
    #expect(roundRange(of: [0.39, .nan, 2.04]) == 0...2.5)
    #expect(roundRange(of: [.nan]) == nil)
    #expect(roundRange(of: [5, 5]) == 5...6)
  }

  @Test func `an open end of a colour bar is labelled and pushes its neighbour aside`() {
    let axis = Axis(range: 0...1.6, start: 300, end: 0)
    #expect(
      barTicks(axis, isOpenBelow: false, isOpenAbove: true).map(\.label) == ["0.0", "0.5", "1.0", "≥ 1.6"])
    #expect(
      barTicks(axis, isOpenBelow: true, isOpenAbove: false).map(\.label) == ["≤ 0", "0.5", "1.0", "1.5"])
  }

  @Test func `the sequential palette grows lighter from end to end`() {
    let lightness = (0...64).map { Palette.viridis.colour(at: Double($0) / 64).lightness }
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $0 < $1 })
  }
}

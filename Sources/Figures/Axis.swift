import Foundation

/// A straight axis: which numbers it runs through and where on the paper they lie.
struct Axis: Sendable {
  var range: ClosedRange<Double>
  /// Pixels of the range's ends; the first may be the greater.
  var start: Double
  var end: Double
  /// Of positive numbers only.
  var isLogarithmic: Bool
  var ticks: [Tick]

  /// With about six ticks unless they are given.
  init(range: ClosedRange<Double>, start: Double, end: Double, isLogarithmic: Bool = false, ticks: [Tick]? = nil) {
    self.range = range
    self.start = start
    self.end = end
    self.isLogarithmic = isLogarithmic
    self.ticks = ticks ?? Figures.ticks(in: range, about: 6)
  }

  func place(of value: Double) -> Double {
    let share =
      isLogarithmic
      ? log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
      : (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return start + share * (end - start)
  }
}

extension Canvas {
  /// Ticks and numbers below `box`, helping lines through it, and the axis title.
  func drawHorizontal(_ axis: Axis, title: String, under box: Box) {
    drawTicks(axis, under: box)
    text(title, at: Spot(x: box.middle.x, y: box.bottom + 48), .label.aligned(.middle, .start))
  }

  /// Ticks and numbers left of `box`, helping lines through it, and the axis title reading upwards.
  func drawVertical(_ axis: Axis, title: String, leftOf box: Box) {
    drawTicks(axis, leftOf: box)
    text(title, at: Spot(x: margin, y: box.middle.y), .label.aligned(.middle, .start).turned(-1))
  }

  func drawTicks(_ axis: Axis, under box: Box) {
    for tick in axis.ticks {
      let x = axis.place(of: tick.value)
      line([Spot(x: x, y: box.y), Spot(x: x, y: box.bottom)], .faint, thickness: 1, opacity: 0.5)
      line([Spot(x: x, y: box.bottom), Spot(x: x, y: box.bottom + 8)], .ink)
      text(tick.label, at: Spot(x: x, y: box.bottom + 14), .small.aligned(.middle, .start))
    }
  }

  func drawTicks(_ axis: Axis, leftOf box: Box) {
    for tick in axis.ticks {
      let y = axis.place(of: tick.value)
      line([Spot(x: box.x, y: y), Spot(x: box.right, y: y)], .faint, thickness: 1, opacity: 0.5)
      line([Spot(x: box.x - 8, y: y), Spot(x: box.x, y: y)], .ink)
      text(tick.label, at: Spot(x: box.x - 14, y: y), .small.aligned(.end, .middle))
    }
  }
}

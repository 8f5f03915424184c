/// A straight axis: which numbers it runs through and where on the paper they lie.
struct Axis: Sendable {
  var range: ClosedRange<Double>
  /// Pixels of the range's ends; the first may be the greater.
  var start: Double
  var end: Double

  func place(of value: Double) -> Double {
    start + (value - range.lowerBound) / (range.upperBound - range.lowerBound) * (end - start)
  }

  var ticks: [Tick] { Figures.ticks(in: range, about: 6) }
}

extension Canvas {
  /// Ticks and numbers below `box`, helping lines through it, and the axis title.
  func drawHorizontal(_ axis: Axis, title: String, under box: Box) {
    for tick in axis.ticks {
      let x = axis.place(of: tick.value)
      line([Spot(x: x, y: box.y), Spot(x: x, y: box.bottom)], .faint, thickness: 1, opacity: 0.5)
      line([Spot(x: x, y: box.bottom), Spot(x: x, y: box.bottom + 8)], .ink)
      text(tick.label, at: Spot(x: x, y: box.bottom + 14), .small.aligned(.middle, .start))
    }
    text(title, at: Spot(x: box.middle.x, y: box.bottom + 48), .label.aligned(.middle, .start))
  }

  /// Ticks and numbers left of `box`, helping lines through it, and the axis title reading upwards.
  func drawVertical(_ axis: Axis, title: String, leftOf box: Box) {
    for tick in axis.ticks {
      let y = axis.place(of: tick.value)
      line([Spot(x: box.x, y: y), Spot(x: box.right, y: y)], .faint, thickness: 1, opacity: 0.5)
      line([Spot(x: box.x - 8, y: y), Spot(x: box.x, y: y)], .ink)
      text(tick.label, at: Spot(x: box.x - 14, y: y), .small.aligned(.end, .middle))
    }
    text(title, at: Spot(x: margin, y: box.middle.y), .label.aligned(.middle, .start).turned(-1))
  }
}

/// A name and the colour it has in a figure.
package struct LegendEntry: Hashable, Sendable {
  package var name: String
  package var colour: Colour

  package init(_ name: String, _ colour: Colour) {
    self.name = name
    self.colour = colour
  }
}

extension Canvas {
  /// Boxes with names, one below the other; returns where they end. Long names go on in a second line.
  func legend(_ entries: [LegendEntry], at corner: Spot, width: Double) -> Double {
    var y = corner.y
    for entry in entries {
      let box = Box(x: corner.x, y: y + 2, width: 36, height: 24)
      fill(box, entry.colour)
      frame(box, .ink, thickness: 1)
      for line in lines(of: entry.name, .small, within: width - 48) {
        text(line, at: Spot(x: corner.x + 48, y: y + 14), .small.aligned(.start, .middle))
        y += TextStyle.small.lineHeight
      }
      y += 10
    }
    return y
  }

  /// The height that `legend` takes.
  func legendHeight(_ entries: [LegendEntry], width: Double) -> Double {
    entries.reduce(0) { height, entry in
      height + Double(lines(of: entry.name, .small, within: width - 48).count) * TextStyle.small.lineHeight + 10
    }
  }

  /// A standing bar of colours with round numbers beside it; returns where it ends.
  ///
  /// Where the figure holds values beyond the range, the ends carry ≤ and ≥.
  func colourBar(
    _ palette: Palette, _ range: ClosedRange<Double>, title: String, isOpenBelow: Bool, isOpenAbove: Bool,
    at corner: Spot, width: Double, height: Double
  ) -> Double {
    var y = corner.y
    for line in lines(of: title, .label, within: width) {
      text(line, at: Spot(x: corner.x, y: y), .label)
      y += TextStyle.label.lineHeight
    }
    let bar = Box(x: corner.x, y: (y + 14).rounded(), width: 40, height: height)
    paint(bar) { palette.colour(at: (bar.bottom - $0.y) / bar.height) }
    frame(bar, .ink, thickness: 1)
    let axis = Axis(range: range, start: bar.bottom, end: bar.y)
    for tick in barTicks(axis, isOpenBelow: isOpenBelow, isOpenAbove: isOpenAbove) {
      let level = axis.place(of: tick.value)
      line([Spot(x: bar.right, y: level), Spot(x: bar.right + 8, y: level)], .ink)
      text(tick.label, at: Spot(x: bar.right + 16, y: level), .small.aligned(.start, .middle))
    }
    return bar.bottom + 24
  }
}

/// The ticks of a colour bar. An end that stands for everything beyond it is labelled, and pushes aside the round
/// number it would run into.
func barTicks(_ axis: Axis, isOpenBelow: Bool, isOpenAbove: Bool) -> [Tick] {
  let (low, high) = (axis.range.lowerBound, axis.range.upperBound)
  func isClear(_ tick: Tick, of end: Double) -> Bool {
    (axis.place(of: tick.value) - axis.place(of: end)).magnitude > TextStyle.small.lineHeight
  }
  var all = axis.ticks
  if isOpenBelow {
    all = [Tick(value: low, label: "\u{2264} \(shortText(low))")] + all.filter { isClear($0, of: low) }
  }
  if isOpenAbove {
    all = all.filter { isClear($0, of: high) } + [Tick(value: high, label: "\u{2265} \(shortText(high))")]
  }
  return all
}
